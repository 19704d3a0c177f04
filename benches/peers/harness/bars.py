"""What we mean to reach, and whether it was reached."""

from .results import OURS

PYTORCH = ["PyTorch", "PyTorch compiled"]
KERAS = ["Keras on TensorFlow"]
JAX = ["JAX"]
ONNX = ["ONNX Runtime"]


def bars(results):
    """Rows of: what, the bar, what was measured, whether it is met; None where it was not measured."""
    everyone = [peer for peer in results.versions if peer != OURS]
    for threads in (1, 2):
        where = "one thread" if threads == 1 else "two threads"
        if threads == 1:
            yield part(results, "W1 batch 32, one thread", "w1/32", 0.60)
        yield times(results, f"W1 batch 32, {where}, against JAX", "w1/32", JAX, threads, 1.6)
        yield times(results, f"W1 batch 32, {where}, against PyTorch", "w1/32", PYTORCH, threads, 4.0)
        yield times(results, f"W1 batch 32, {where}, against Keras on TensorFlow", "w1/32", KERAS, threads, 8.0)
        for batch in (128, 512):
            workload = f"w1/{batch}"
            if threads == 1:
                yield part(results, f"W1 batch {batch}, one thread", workload, 0.80)
            yield times(results, f"W1 batch {batch}, {where}, against JAX", workload, JAX, threads, 1.2)
    one, two = (results.median("w1/128", OURS, threads) for threads in (1, 2))
    yield row("W1 batch 128, two threads against one", 1.6, one / two if one and two else None, "{:.2f} ×")
    yield part(results, "W4 one sample", "w4/one", 1 / 1.5)
    yield times(results, "W4 one sample, against ONNX Runtime", "w4/one", ONNX, 1, 2.0)
    yield part(results, "W4 1,000 samples, one thread", "w4/1000", 0.92)
    for threads in (1, 2):
        title = f"W4 1,000 samples, {'one thread' if threads == 1 else 'two threads'}, against ONNX Runtime"
        yield times(results, title, "w4/1000", ONNX, threads, 1.0)
    for what, ratio in (("forward", 10.0), ("gradient", 5.0), ("epoch", 2.0)):
        yield part(results, f"W5 {what}", f"w5/{what}", 0.50)
        yield times(results, f"W5 {what}, against the best peer", f"w5/{what}", everyone, 1, ratio)
    yield from part_two(results, everyone)
    start = results.median("start/made", OURS, 1)
    met = start <= 0.003 if start else None
    yield "start to first prediction", "at most 3 ms", f"{start * 1e3:.2f} ms" if start else None, met


def part_two(results, everyone):
    """Convolution, recurrence, attention."""
    trained = (("W2", 0.65, PYTORCH, 4.0), ("W3", 0.72, PYTORCH, 1.2), ("W6", 0.5, everyone, 1.3), ("W7", 0.5, everyone, 1.3))
    for name, least, peers, ratio in trained:
        workload, against = name.lower(), "PyTorch" if peers is PYTORCH else "the best peer"
        yield part(results, f"{name}, one thread", workload, least)
        for threads, where in ((1, "one thread"), (2, "two threads")):
            yield times(results, f"{name}, {where}, against {against}", workload, peers, threads, ratio)
    for name in ("W2", "W3", "W7"):
        one, two = (results.median(name.lower(), OURS, threads) for threads in (1, 2))
        yield row(f"{name}, two threads against one", 1.7, one / two if one and two else None, "{:.2f} ×")
    for name in ("w2", "w3", "w7"):
        yield part(results, f"W8 of {name.upper()}, 1,000 samples", f"w8/{name}/1000", 0.60)
        for size, samples in (("one", "one sample"), ("1000", "1,000 samples")):
            for threads, where in ((1, "one thread"), (2, "two threads")):
                title = f"W8 of {name.upper()}, {samples}, {where}, against ONNX Runtime"
                yield times(results, title, f"w8/{name}/{size}", ONNX, threads, 1.3)


def part(results, title, workload, bar):
    """How much of the machine's limit is reached on one thread."""
    _, by = results.limits.get((workload, OURS, 1), (0, "FMA"))
    limit = "the FMA peak" if by == "FMA" else f"reading the weights once from {by}"
    return row(f"{title}: part of {limit}", bar, results.part_of_limit(workload, 1), "{:.1%}")


def times(results, title, workload, peers, threads, bar):
    return row(title, bar, results.ratio(workload, peers, threads), "{:.2f} ×")


def row(title, bar, found, form):
    met = None if found is None else found >= bar
    return title, "at least " + form.format(bar), None if found is None else form.format(found), met
