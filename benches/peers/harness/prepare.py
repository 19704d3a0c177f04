"""Sets up what the peers need: a virtual environment, builds, and the data."""

import os
import subprocess
import sys

from .places import DATA, PEERS, REPOSITORY, TARGET, VENV, WORK, WORKLOADS

RUST = ("burn", "candle")
BUILD = ["cargo", "build", "--release", "--locked"]


def everything(peers):
    """Builds and installs; the peers for which that failed, each with the reason."""
    WORK.mkdir(parents=True, exist_ok=True)
    ours()
    data()
    failed = {}
    if any(peer not in RUST for peer in peers):
        reason = attempt(environment)
        failed |= {peer: reason for peer in peers if reason and peer not in RUST}
    for peer in peers:
        if peer in RUST:
            reason = attempt(rust_peer, peer)
            failed |= {peer: reason} if reason else {}
    return failed



def ours():
    """A default release build, as a user makes it: no flags."""
    step([*BUILD, "--package", "chainrule-benches", "--target-dir", str(TARGET)], REPOSITORY)


def data():
    step([str(WORKLOADS), "--export", str(DATA)], REPOSITORY)


def rust_peer(peer):
    """In its own folder, where its own flags hold."""
    step([*BUILD, "--target-dir", str(WORK / peer)], PEERS / peer)


def environment():
    """Made anew when the requirements have changed."""
    requirements = PEERS / "python/requirements.txt"
    installed = VENV / "installed.txt"
    if installed.exists() and installed.read_text() == requirements.read_text():
        return
    step([sys.executable, "-m", "venv", "--clear", str(VENV)], REPOSITORY)
    step([str(VENV / "bin/pip"), "install", "--quiet", "--requirement", str(requirements)], REPOSITORY)
    installed.write_text(requirements.read_text())


def step(command, folder):
    """Flags of the caller's shell would hold for all alike, and hide each peer's own."""
    print("==", *command, flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "RUSTFLAGS"}
    subprocess.run(command, cwd=folder, env=environment, check=True)


def attempt(action, *arguments):
    try:
        action(*arguments)
    except (subprocess.CalledProcessError, OSError) as error:
        return f"set-up: {error}"
    return None
