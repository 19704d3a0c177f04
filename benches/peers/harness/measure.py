"""Runs everything in turn and keeps the lines of JSON.

In each round every peer is started once for each number of threads, so that a slow phase of the machine meets all of
them; the order changes from round to round.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from .peers import NAMES, PEERS
from .places import DATA, RAW, REPOSITORY, WORKLOADS

SECONDS = 1800
ALL = "w1,w2,w3,w4,w5,w6,w7,w8"
STARTS = 5


def everything(options, failed):
    # Another measurement of some workloads keeps the lines of the others.
    before = others(options.workload.split(",")) if options.workload and options.add and RAW.exists() else []
    with RAW.open("w") as raw:
        keep = lambda line: print(json.dumps(line), file=raw, flush=True)
        for line in before:
            keep(line)
        keep({"versions": versions() | ({"workload": options.workload} if options.workload else {})})
        for peer, reason in failed.items():
            keep({"peer": NAMES[peer], "failed": reason})
        peers = ["chainrule", *(peer for peer in options.peers if peer not in failed)]
        for round in range(options.rounds):
            turn = peers[round % len(peers) :] + peers[: round % len(peers)]
            for threads in options.threads:
                for peer in turn:
                    workload = options.workload or ALL
                    run(keep, peer, threads, options.repetitions, workload)
        if not options.workload:
            starts = 2 if options.quick else STARTS
            for peer in peers:
                start(keep, peer, starts)
                memory(keep, peer)
        if options.building:
            lines(keep, "chainrule", 2, [str(WORKLOADS), "--workload", "none", "--building", "--json"], {})


def others(chosen):
    """What was measured before, but for these workloads. A peer that has failed may do better now."""
    again = lambda name: any(name.startswith(start) for start in chosen)
    kept = []
    for line in map(json.loads, RAW.read_text().splitlines()):
        versions = line.get("versions", {})
        if "workload" in versions:
            left = [name for name in versions["workload"].split(",") if not again(name)]
            if not left:
                continue
            line = {"versions": versions | {"workload": ",".join(left)}}
        if "failed" not in line and not again(line.get("workload", "")):
            kept.append(line)
    return kept


def command(peer, threads, repetitions, workload):
    common = ["--threads", str(threads), "--repetitions", str(repetitions), "--workload", workload]
    if peer == "chainrule":
        return [str(WORKLOADS), "--json", *common], {}
    start, environment = PEERS[peer]
    return [*start, "--data", str(DATA), *common], environment


def run(keep, peer, threads, repetitions, workload):
    print(f"== {peer}, threads: {threads}", flush=True)
    lines(keep, peer, threads, *command(peer, threads, repetitions, workload))


def start(keep, peer, repetitions):
    """From the start of a process to its first prediction."""
    print(f"== {peer}, start", flush=True)
    program, environment = command(peer, 1, 1, "start")
    if peer == "chainrule":
        return lines(keep, peer, 1, program, {})
    clock = [str(WORKLOADS), "--json", "--repetitions", str(repetitions), "--", *program]
    lines(lambda line: keep(line | {"peer": NAMES.get(peer)}), peer, 1, clock, environment)


def memory(keep, peer):
    """The largest memory of a process that trains W1 at batch 32 and evaluates it."""
    print(f"== {peer}, memory", flush=True)
    if peer == "chainrule":
        return lines(keep, peer, 1, *command(peer, 1, 1, "memory"))
    program, environment = command(peer, 1, 1, "w1/32")
    with tempfile.TemporaryFile() as output:
        child = popen(program, environment, 1, output, subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode == 0 and output.tell() > 0:
            # Linux counts in kilobytes.
            keep({"peer": NAMES[peer], "workload": "memory", "threads": 1, "bytes": [usage.ru_maxrss * 1024]})


def lines(keep, peer, threads, program, environment):
    """Keeps what a program prints; if it fails, the last line of its complaint."""
    name = NAMES.get(peer, peer)
    with tempfile.TemporaryFile("w+") as complaint:
        child = popen(program, environment, threads, subprocess.PIPE, complaint)
        try:
            output, _ = child.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            output, _ = child.communicate()
        for line in output.decode().splitlines():
            if line.startswith("{"):
                keep(json.loads(line))
        if child.returncode != 0:
            complaint.seek(0)
            last = [line for line in complaint.read().splitlines() if line.strip()][-1:]
            reason = last[0] if last else f"ended with {child.returncode}"
            print(f"   failed: {reason}", flush=True)
            keep({"peer": name, "threads": threads, "failed": reason})


def popen(program, environment, threads, output, complaint):
    """Pinned to as many cores as there are threads, which every library is told too."""
    pools = ("OMP", "MKL", "OPENBLAS", "RAYON")
    fixed = {f"{pool}_NUM_THREADS": str(threads) for pool in pools}
    fixed |= {"TF_CPP_MIN_LOG_LEVEL": "3", "JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": ""}
    chosen = cores()[:threads]
    pin = (lambda: os.sched_setaffinity(0, chosen)) if hasattr(os, "sched_setaffinity") else None
    environment = {**os.environ, **fixed, **environment}
    return subprocess.Popen(program, env=environment, stdout=output, stderr=complaint, preexec_fn=pin)


def cores():
    """One processor of each core."""
    if not hasattr(os, "sched_getaffinity"):
        return []
    found = {}
    for cpu in sorted(os.sched_getaffinity(0)):
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        found.setdefault(siblings.read_text() if siblings.exists() else cpu, cpu)
    return list(found.values())


def versions():
    def say(*program):
        return subprocess.run(program, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout.strip()

    return {
        "rustc": say("rustc", "--version"),
        "commit": say("git", "describe", "--always", "--dirty"),
        "date": say("git", "log", "-1", "--format=%cs"),
    }
