"""Writes the results as one page."""

import os
import platform
import statistics
from pathlib import Path

from .bars import bars
from .results import OURS, Results

TITLES = {
    "w1/32": "W1, an epoch at batch 32",
    "w1/128": "W1, an epoch at batch 128",
    "w1/512": "W1, an epoch at batch 512",
    "w2": "W2, an epoch of LeNet-5 at batch 128",
    "w3": "W3, an epoch of an LSTM of 128 at batch 64",
    "w4/one": "W4, one sample",
    "w4/1000": "W4, 1,000 samples",
    "w5/forward": "W5, forward 6-64-8-4, one sample",
    "w5/gradient": "W5, loss and gradient 24-8-2, 200 samples",
    "w5/epoch": "W5, an epoch 4-32-16-4, 10,000 samples in one batch",
    "w6": "W6, an epoch of a transformer's block at batch 32, 4,096 samples",
    "w7": "W7, an epoch of a small ResNet at batch 64, 2,048 samples",
    "w8/w2/one": "W8, LeNet-5, one sample",
    "w8/w2/1000": "W8, LeNet-5, 1,000 samples",
    "w8/w3/one": "W8, the LSTM, one sample",
    "w8/w3/1000": "W8, the LSTM, 1,000 samples",
    "w8/w7/one": "W8, the ResNet, one sample",
    "w8/w7/1000": "W8, the ResNet, 1,000 samples",
}


def write(path):
    results = Results()
    parts = [
        "# Results",
        "Written by `benches/peers/run`; what the workloads are stands in [README.md](README.md).",
        machine(results),
        versions(results),
        failures(results),
        "## The bars",
        table(["", "bar", "measured", ""], ([*texts, sign(met)] for *texts, met in bars(results))),
        "## The workloads",
        "Minimum / median / maximum. The ratio is how much longer the peer's median is than ours.",
        *(workload(results, name) for name in TITLES if results.peers(name)),
        processes(results),
        building(results),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(part for part in parts if part) + "\n")


def sign(met):
    return {True: "met", False: "**missed**", None: "not measured"}[met]


def table(head, rows):
    line = lambda cells: "| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |"
    return "\n".join([line(head), "|" + "---|" * len(head), *map(line, rows)])


def time(seconds):
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}" if seconds * factor < 1000 else f"{seconds * factor:.0f} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def spread(values):
    return f"{time(min(values))} / **{time(statistics.median(values))}** / {time(max(values))}" if values else ""


def workload(results, name):
    threads = [count for count in (1, 2) if results.median(name, OURS, count)]
    head = [""]
    for count in threads:
        head += ["one thread" if count == 1 else "two threads", "ratio"]
    rows = []
    for peer in results.peers(name):
        cells = ["**Chainrule**" if peer == OURS else peer]
        for count in threads:
            key = (name, peer, count)
            text = spread(results.seconds.get(key, []))
            if results.p99.get(key) and name.endswith("/one"):
                text += f", p99 {time(statistics.median(results.p99[key]))}"
            ratio = results.ratio(name, [peer], count)
            cells += [text, "" if peer == OURS or ratio is None else f"{ratio:.2f}"]
        rows.append(cells)
    limits = []
    for count in threads:
        found, (seconds, by) = results.part_of_limit(name, count), results.limits[name, OURS, count]
        what = "its arithmetic at the FMA peak" if by == "FMA" else f"reading the weights once from {by}"
        limits.append(f"threads {count}: {found:.0%} of {what}, {time(seconds)}")
    return f"### {TITLES[name]}\n\n{table(head, rows)}\n\nChainrule reaches, {'; '.join(limits)}."


def processes(results):
    starts = {"start/made": "Chainrule, weights drawn", "start/read": "Chainrule, weights read from a file"}
    rows = [[title, spread(results.seconds.get((name, OURS, 1), [])), ""] for name, title in starts.items()]
    rows[0][2] = megabytes(results.bytes.get(("memory", OURS, 1)))
    for peer in results.versions:
        if peer != OURS:
            start = spread(results.seconds.get(("start", peer, 1), []))
            rows.append([peer, start, megabytes(results.bytes.get(("memory", peer, 1)))])
    rows.append(["a program that does nothing", spread(results.seconds.get(("start/nothing", OURS, 1), [])), ""])
    rows = [row for row in rows if row[1] or row[2]]
    head = ["", "start of the process to its first prediction", "peak memory of W1 at batch 32"]
    return "## Start and memory\n\n" + table(head, rows) if rows else ""


def building(results):
    found = {key[0]: values for key, values in results.seconds.items() if key[0].startswith("build/") and values}
    size = next((size for (name, *_), size in results.bytes.items() if name == "size"), None)
    if not found and size is None:
        return ""
    rows = [["the example `mnist`, stripped", megabytes(size)]]
    rows += [[f"`{name.removeprefix('build/')}`", time(values[0])] for name, values in found.items()]
    return "## Building\n\n" + table(["", ""], rows)


def megabytes(count):
    return "" if count is None else f"{count / 1e6:.1f} MB"


def machine(results):
    rows = [["processor", processor()], ["cores", os.cpu_count()], ["caches", caches()], ["system", platform.platform()]]
    for count, measured in sorted(results.machines.items()):
        peaks = f"{measured['peak_f32'] / 1e9:.0f} GFLOP/s in f32, {measured['peak_f64'] / 1e9:.0f} in f64"
        rows.append([f"FMA peak, threads: {count}", f"{peaks} ({measured['instructions']})"])
    if results.machines:
        rates = next(iter(results.machines.values()))["bandwidth"]
        rows.append(["one thread reads", ", ".join(f"{level} {rate / 1e9:.0f} GB/s" for level, rate in rates.items())])
    return "## The machine\n\n" + table(["", ""], rows)


def processor():
    info = Path("/proc/cpuinfo")
    names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor()


def caches():
    found = []
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = ((index / name).read_text().strip() for name in ("level", "type", "size"))
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return ", ".join(found)


def versions(results):
    setup = results.setups[-1]
    commits = {}
    for one in results.setups:
        commits.setdefault(f"commit {one['commit']} of {one['date']}", []).append(one.get("workload", ""))
    several = len(commits) > 1
    ours = "; ".join(f"{commit} ({', '.join(filter(None, names)) or 'the rest'})" if several else commit for commit, names in commits.items())
    rows = [["Chainrule", ours], ["rustc", setup["rustc"]]]
    rows += [[peer, version] for peer, version in sorted(results.versions.items()) if peer != OURS]
    return "## Versions\n\n" + table(["", ""], rows)


def failures(results):
    if not results.failed:
        return ""
    return "## Failed\n\n" + table(["", "why"], ([peer, f"`{why}`"] for peer, why in results.failed.items()))
