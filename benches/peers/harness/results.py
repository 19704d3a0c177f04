"""What was measured, by workload, peer and threads."""

import json
import statistics

from .places import RAW

OURS = "chainrule"
# Their number is the accuracy after training.
TRAINED = ("w1", "w2", "w3", "w6", "w7")


class Results:
    """The raw lines, merged over rounds."""

    def __init__(self):
        self.seconds, self.p99, self.limits, self.checks = {}, {}, {}, {}
        self.bytes, self.failed, self.versions, self.machines, self.setups = {}, {}, {}, {}, []
        for line in map(json.loads, RAW.read_text().splitlines()):
            self.add(line)
        self.compare()

    def add(self, line):
        if "versions" in line:
            self.setups.append(line["versions"])
        elif "machine" in line:
            machine = line["machine"]
            best = self.machines.setdefault(machine["threads"], machine)
            for peak in ("peak_f32", "peak_f64"):
                best[peak] = max(best[peak], machine[peak])
            for level, rate in machine["bandwidth"].items():
                best["bandwidth"][level] = max(best["bandwidth"][level], rate)
        elif "failed" in line:
            self.failed.setdefault(line["peer"], line["failed"])
        else:
            key = (line["workload"], line["peer"], line["threads"])
            if line["peer"] == OURS or line.get("workload") != "start":
                self.versions.setdefault(line["peer"], line.get("version", ""))
            self.seconds.setdefault(key, []).extend(line.get("seconds", []))
            self.p99.setdefault(key, []).extend(line.get("p99", []))
            if "bytes" in line:
                self.bytes[key] = line["bytes"][0]
            if "limit" in line:
                # The smallest: what the machine did when nothing disturbed it.
                limit = (line["limit"], line["limit_by"])
                self.limits[key] = min(limit, self.limits.get(key, limit))
            if "check" in line:
                self.checks.setdefault(key, line["check"])

    def compare(self):
        """A peer that has computed something else has failed."""
        for (workload, peer, threads), check in self.checks.items():
            ours = self.checks.get((workload, OURS, threads))
            if workload.split("/")[0] in TRAINED:
                if check < 0.9:
                    self.failed[peer] = f"{workload}: accuracy {check:.3f}"
            elif ours is not None and peer != "scikit-learn":
                # W8's outputs are all near a tenth, and so are wrong ones.
                allowed = 0.02 if workload == "w5/epoch" else 0.00001 if workload.startswith("w8") else 0.001
                if not abs(check - ours) <= allowed * abs(ours):
                    self.failed[peer] = f"{workload}: computed {check:.6g}, not {ours:.6g}"

    def median(self, workload, peer, threads):
        values = self.seconds.get((workload, peer, threads))
        return statistics.median(values) if values else None

    def ratio(self, workload, peers, threads):
        """How much longer the fastest of some peers takes than we do."""
        ours = self.median(workload, OURS, threads)
        theirs = [self.median(workload, peer, threads) for peer in peers]
        theirs = [median for median in theirs if median is not None]
        return min(theirs) / ours if ours and theirs else None

    def part_of_limit(self, workload, threads):
        ours = self.median(workload, OURS, threads)
        limit = self.limits.get((workload, OURS, threads))
        return limit[0] / ours if ours and limit else None

    def peers(self, workload):
        """Those that were measured, ours first, the others from the fastest on one thread to the slowest."""
        found = {peer for (name, peer, _), values in self.seconds.items() if name == workload and values}
        time = lambda peer: self.median(workload, peer, 1) or self.median(workload, peer, 2)
        return sorted(found, key=lambda peer: (peer != OURS, time(peer)))
