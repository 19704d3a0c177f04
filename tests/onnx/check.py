#!/usr/bin/env python3
"""Holds exported models to ONNX Runtime, and notes those that agree in verified.txt.

    pip install onnx onnxruntime numpy
    python tests/onnx/check.py

The tests write every model with a batch of inputs and what `predict` makes of it. Each file is checked by ONNX' own
checker, its shapes are inferred strictly, and ONNX Runtime computes the batch, and its first sample alone. What differs by
more than 1e-5 of the largest output is an error. The tests compare with the hashes in verified.txt, and need no Python.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime

HERE = pathlib.Path(__file__).parent
TOLERANCE = 1e-5
BATCH = 3
TESTS = ["cargo", "test", "--quiet", "--package", "chainrule-tests", "--features", "onnx", "--test", "onnx", "--test", "graphs"]


def blocks(numbers, ports):
    """The parts of several inputs or outputs: all of the first come before all of the second."""
    parts, at = {}, 0
    for port in ports:
        shape = [BATCH, *port.shape[1:]]
        length = int(np.prod(shape))
        part = numbers[at:at + length].reshape(shape)
        parts[port.name] = part.astype(np.int64 if "int64" in port.type else np.float32)
        at += length
    assert at == len(numbers), f"{len(numbers)} numbers for {at}"
    return parts


def check(path):
    """How far ONNX Runtime is from `predict`, relative to the largest output."""
    onnx.checker.check_model(str(path), full_check=True)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    read = lambda ending: np.fromfile(path.with_suffix(ending), np.float32)
    inputs = blocks(read(".inputs"), session.get_inputs())
    expected = blocks(read(".outputs"), session.get_outputs())
    worst = 0.0
    for samples in (slice(None), slice(0, 1)):
        found = session.run(None, {name: part[samples] for name, part in inputs.items()})
        for (name, wanted), values in zip(expected.items(), found):
            wanted = wanted[samples]
            if values.shape != wanted.shape:
                raise ValueError(f"{name} has the shape {values.shape}, not {wanted.shape}")
            largest = max(np.abs(expected[name]).max(), 1e-30)
            error = np.abs(values - wanted).max() / largest
            if not error <= worst:
                worst = error
    return worst


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    subprocess.run([*TESTS, *sys.argv[2:]], check=True, cwd=HERE, env={**os.environ, "CHAINRULE_ONNX": str(folder)})
    lines, failures, worst = [], [], 0.0
    for path in sorted(folder.glob("*.onnx")):
        try:
            error = check(path)
        except Exception as problem:  # What any of these tools says is what we want to read.
            failures.append(f"{path.stem}: {str(problem).splitlines()[0]}")
            continue
        if not error <= TOLERANCE:
            failures.append(f"{path.stem}: {error:.1e} of the largest output")
            continue
        worst = max(worst, error)
        lines.append(f"{path.stem} {path.with_suffix('.hash').read_text().strip()} {error:.0e}")
    (HERE / "verified.txt").write_text("".join(line + "\n" for line in lines))
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}: {len(lines)} models agree, {worst:.1e} at most")
    print("\n".join(failures))
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
