"""What the Python peers share: options, data, clocks, and the lines of JSON that they print.

Every peer reads the data and the initial weights that `workloads --export` has written, and prints for each workload
one line: what it is called, its version, seconds for each repetition, and a number that shows that it computed the right
thing. Nothing is timed before it has been warmed up: what a framework compiles at first is not counted.
"""

import argparse
import json
import os
import statistics
import time
from pathlib import Path

SINGLES = 32
BATCH = 1000
EPOCHS = 100
BATCH_SIZES = (32, 128, 512)

LAYERS = {
    "digits": (784, 128, 10),
    "forward": (6, 64, 8, 4),
    "gradient": (24, 8, 2),
    "epoch": (4, 32, 16, 4),
}

# What is trained, by workload: the network, the shape of its input, the batch and the learning rate.
NETWORKS = {
    "w2": ("lenet", (28, 28, 1), 128, 3e-4),
    "w3": ("rows", (28, 28), 64, 1e-3),
    "w6": ("transformer", (64, 64), 32, 1e-3),
    "w7": ("resnet", (32, 32, 3), 64, 1e-3),
}
# What is predicted, and how often: one sample, and 1,000.
PREDICTED = {"w2": (2_000, 50), "w3": (2_000, 20), "w7": (500, 5)}


class Peer:
    """The options of a peer's process, and its voice."""

    def __init__(self, name, version=""):
        parser = argparse.ArgumentParser()
        parser.add_argument("--data", type=Path, required=True)
        parser.add_argument("--threads", type=int, default=1)
        parser.add_argument("--repetitions", type=int, default=3)
        parser.add_argument("--workload", type=lambda text: text.split(","), default=[])
        self.options = parser.parse_args()
        self.name, self.version = name, version
        self.threads, self.repetitions = self.options.threads, self.options.repetitions

    def wants(self, workload):
        """`start` only if it is asked for by name."""
        chosen = self.options.workload
        return any(workload.startswith(start) for start in chosen) if chosen else workload != "start"

    def started(self, prediction):
        """The first prediction: all that a process that is started for it does."""
        print(float(prediction), flush=True)

    def emit(self, workload, seconds, check, p99=None):
        line = {"peer": self.name, "version": self.version, "workload": workload, "threads": self.threads}
        line |= {"seconds": seconds, "check": float(check)}
        if p99:
            line["p99"] = p99
        print(json.dumps(line), flush=True)

    def repeat(self, workload, run, check, each=1, warmed_up=False):
        """Times runs of `each` units of work, after one that warms up; `check` is called at the end."""
        if not warmed_up:
            run()
        seconds = []
        for _ in range(self.repetitions):
            start = time.perf_counter()
            run()
            seconds.append((time.perf_counter() - start) / each)
        self.emit(workload, seconds, check() if callable(check) else check)

    def calls(self, workload, call, count, check):
        """Times every call, `call(0)`, `call(1)` …: the median and the 99th percentile of each repetition."""
        medians, p99 = [], []
        clock = time.perf_counter_ns
        for repetition in range(self.repetitions + 1):
            times = [0] * count
            for at in range(count):
                start = clock()
                call(at)
                times[at] = clock() - start
            if repetition > 0:
                medians.append(statistics.median(times) * 1e-9)
                p99.append(sorted(times)[int(0.99 * (count - 1))] * 1e-9)
        self.emit(workload, medians, check, p99)

    # What follows needs NumPy, which is not imported for the peers' start.

    def read(self, name, *shape):
        import numpy as np

        dtype = np.uint8 if name.endswith(".u8") else np.float32
        return np.fromfile(self.options.data / name, dtype).reshape(*shape)

    def mnist(self, part):
        return self.read(f"{part}_images.f32", -1, 784), self.read(f"{part}_labels.u8", -1)

    def weights(self, model):
        """The initial weights: pairs of a kernel `[in, out]` and a bias."""
        flat, at, pairs = self.read(f"{model}.f32", -1), 0, []
        for inputs, outputs in zip(LAYERS[model], LAYERS[model][1:]):
            kernel = flat[at : at + inputs * outputs].reshape(inputs, outputs)
            at += inputs * outputs
            pairs.append((kernel, flat[at : at + outputs]))
            at += outputs
        assert at == len(flat)
        return pairs

    def tensors(self, model):
        """The initial weights of a network by their names, in Keras' shapes, out of a file of safetensors."""
        import numpy as np

        data = (self.options.data / f"{model}.safetensors").read_bytes()
        start = 8 + int.from_bytes(data[:8], "little")
        header = json.loads(data[8:start])
        header.pop("__metadata__", None)
        array = lambda first, last: np.frombuffer(data[start + first : start + last], np.float32)
        return {name: array(*at["data_offsets"]).reshape(at["shape"]) for name, at in header.items()}

    def classes(self, workload, part):
        """Samples in the shape of the network's input, and the class of each."""
        model, shape, *_ = NETWORKS[workload]
        files = f"{part}_images", f"{part}_labels"
        if model in ("transformer", "resnet"):
            files = f"{model}_{part}", f"{model}_{part}_labels"
        return self.read(f"{files[0]}.f32", -1, *shape), self.read(f"{files[1]}.u8", -1)

    def predictions(self, prepare, predictor, result, workloads=PREDICTED, most=10_000):
        """W8. `prepare(workload, samples)` puts samples where they are wanted, `predictor(workload, samples)` gives a
        function that predicts as many, `result` makes an array of what that returns; `most` bounds
        how often."""
        for workload in workloads:
            for name, size, count in zip(("one", "1000"), (1, BATCH), PREDICTED[workload]):
                name = f"w8/{workload}/{name}"
                if not self.wants(name):
                    continue
                samples = self.classes(workload, "test")[0]
                starts = range(SINGLES if size == 1 else 1)
                inputs = [prepare(workload, samples[at : at + size].copy()) for at in starts]
                call = predictor(workload, inputs[0])
                check = sum(squares(result(call(x))) for x in inputs)
                self.calls(name, lambda at: call(inputs[at % len(inputs)]), min(count, most), check)

    def singles(self):
        return self.mnist("test")[0][:SINGLES]

    def many(self):
        return self.mnist("test")[0][:BATCH]


def squares(outputs):
    """Σ y²: what the predictions of all peers have in common."""
    return float((outputs.astype("float64") ** 2).sum())


def absolutes(outputs):
    """Σ |y|."""
    return float(abs(outputs.astype("float64")).sum())


def accuracy(outputs, labels):
    return float((outputs.argmax(axis=1) == labels).mean())
