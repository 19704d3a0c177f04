#!/usr/bin/env python3
"""Reads event files with TensorBoard's own reader, and checks that they say what the log of the same runs says.

    pip install tensorboard
    python tests/tensorboard/read_back.py
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

ROOT = pathlib.Path(__file__).resolve().parents[2]
BATCHES = 3  # 90 samples in batches of 32


def single(number):
    """As a float of 32 bits, which event files hold."""
    return struct.unpack("f", struct.pack("f", number))[0]


def series(events, tag):
    return [(event.step, event.value) for event in events.Scalars(tag)]


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        command = ["cargo", "run", "--quiet", *sys.argv[1:], "--package", "chainrule-tests", "--example", "events", "--"]
        subprocess.run([*command, folder], cwd=ROOT, check=True)
        log = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
        assert [line["epoch"] for line in log] == [0, 1, 2, 3, 4], log

        def expected(key):
            return [(line["epoch"], single(line[key])) for line in log]

        train = EventAccumulator(str(folder / "logs" / "train"))
        train.Reload()
        for key in ("loss", "binary_accuracy"):
            assert series(train, f"epoch_{key}") == expected(key), key
            steps = series(train, f"batch_{key}")
            assert [step for step, _ in steps] == list(range(1, 5 * BATCHES + 1)), steps
            # After the last step of an epoch, the running mean is the value of the epoch.
            assert [value for _, value in steps[BATCHES - 1 :: BATCHES]] == [value for _, value in expected(key)], key
        assert series(train, "epoch_learning_rate") == [(epoch, single(0.02)) for epoch in range(5)]

        validation = EventAccumulator(str(folder / "logs" / "validation"))
        validation.Reload()
        for key in ("loss", "binary_accuracy"):
            assert series(validation, f"epoch_{key}") == expected(f"val_{key}"), key
        print("TensorBoard reads:", sorted(train.Tags()["scalars"]), sorted(validation.Tags()["scalars"]))


if __name__ == "__main__":
    main()
