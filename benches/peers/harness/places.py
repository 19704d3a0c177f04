"""Where everything lies."""

import os
from pathlib import Path

PEERS = Path(__file__).resolve().parent.parent
REPOSITORY = PEERS.parent.parent
RESULTS = REPOSITORY / "benches/RESULTS.md"

# What cargo builds of ours; the rest always lies in the repository's own `target`.
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
WORK = REPOSITORY / "target/peers"
VENV = WORK / "venv"
DATA = WORK / "data"
RAW = WORK / "results.jsonl"
QUICK = WORK / "quick.md"

WORKLOADS = TARGET / "release/workloads"
