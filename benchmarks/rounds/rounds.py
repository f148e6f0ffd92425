#!/usr/bin/env python3
"""What the rounds of a training take: time by parts, processor time, and memory of each process.

    python3 benchmarks/rounds/rounds.py EVENTS -- COMMAND...

Runs a command that trains, with Spark's event log written into the folder EVENTS (which must be empty), and prints
medians over the second half of the rounds, in milliseconds, and the resident memory of each Java process that the
command started, in MB, at ten times of its run. Linux only.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import threading
import time

HZ = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def descendants(pid):
    found = [pid]
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                found += descendants(int(child))
    except OSError:
        pass  # It has ended.
    return found


class Watch(threading.Thread):
    """Samples processor seconds of all processes together, and resident memory of each Java process."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process, self.processor, self.memory, self.seconds = process, [], {}, {}

    def run(self):
        while self.process.poll() is None:
            now = time.time()
            for pid in descendants(self.process.pid):
                try:
                    name, fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)
                except OSError:
                    continue
                fields = fields.split()
                self.seconds[pid] = (int(fields[11]) + int(fields[12])) / HZ
                if name.endswith("(java"):
                    self.memory.setdefault(pid, []).append((now, int(fields[21]) * PAGE / 2**20))
            self.processor.append((now * 1000, sum(self.seconds.values())))
            time.sleep(0.1)

    def processor_at(self, when):
        for (a, before), (b, after) in zip(self.processor, self.processor[1:]):
            if a <= when <= b:
                return before + (after - before) * (when - a) / (b - a)
        return self.processor[-1][1]


def rounds(events):
    """The jobs that are rounds, with their stages' tasks, in order."""
    jobs, stages, tasks = {}, {}, {}
    for log in pathlib.Path(events).rglob("*"):
        for line in log.open() if log.is_file() and not log.name.startswith(".") else []:
            event = json.loads(line)
            kind = event["Event"]
            if kind == "SparkListenerJobStart":
                jobs[event["Job ID"]] = {"begin": event["Submission Time"], "stages": event["Stage IDs"]}
            elif kind == "SparkListenerJobEnd":
                jobs[event["Job ID"]]["end"] = event["Completion Time"]
            elif kind == "SparkListenerTaskEnd":
                tasks.setdefault(event["Stage ID"], []).append(event)
            elif kind == "SparkListenerStageCompleted":
                stages[event["Stage Info"]["Stage ID"]] = event["Stage Info"]["Details"]
    for job in (jobs[j] for j in sorted(jobs)):
        ran = sorted(s for s in job["stages"] if s in tasks)
        if any("train.Averaging." in stages.get(s, "") for s in ran):
            yield job | {"tasks": [tasks[s] for s in ran if s in tasks]}


def parts(job):
    workers, *sums = job["tasks"]
    metrics = [task["Task Metrics"] for task in workers]
    begun = min(task["Task Info"]["Launch Time"] for task in workers)
    trained = max(task["Task Info"]["Finish Time"] for task in workers)
    run = max(m["Executor Run Time"] for m in metrics)
    return {
        "launching the workers": begun - job["begin"],
        "reading the task": max(m["Executor Deserialize Time"] for m in metrics),
        "workers' tasks, the longest": run,
        "serialising and fetching results": trained - begun - run,
        "sums on executors": max((t["Task Info"]["Finish Time"] for s in sums for t in s), default=trained) - trained,
    }


def main():
    split = sys.argv.index("--")
    process = subprocess.Popen(sys.argv[split + 1 :])
    watch = Watch(process)
    watch.start()
    if process.wait() != 0:
        sys.exit(process.returncode)
    watch.join()
    all_rounds = list(rounds(sys.argv[1]))
    if len(all_rounds) < 4:
        sys.exit(f"{sys.argv[1]} tells of {len(all_rounds)} rounds: at least 4 are needed, and Spark's event log there")
    late = all_rounds[len(all_rounds) // 2 :]
    begins = [job["begin"] for job in late]
    print(f"{len(all_rounds)} rounds, medians over the last {len(late)}, ms")
    print(f"  {statistics.median(b - a for a, b in zip(begins, begins[1:])):8.0f}  from round to round")
    used = (watch.processor_at(begins[-1]) - watch.processor_at(begins[0])) / (len(begins) - 1)
    print(f"  {1000 * used:8.0f}  processor time of a round, all processes (mean)")
    measured = [parts(job) for job in late]
    for name in measured[0]:
        print(f"  {statistics.median(part[name] for part in measured):8.0f}  {name}")
    between = [b["begin"] - a["end"] for a, b in zip(late, late[1:])]
    print(f"  {statistics.median(between):8.0f}  step, checkpoint and broadcast")
    ends = [job["end"] for job in all_rounds]
    print("MB resident after rounds " + ", ".join(str(len(ends) * k // 10) for k in range(1, 11)))
    for pid, samples in watch.memory.items():
        if samples[-1][0] - samples[0][0] < 5 or samples[-1][1] == 0:
            continue  # A process on its way to become another program.
        at = [ends[len(ends) * k // 10 - 1] / 1000 for k in range(1, 11)]
        row = [min(samples, key=lambda sample: abs(sample[0] - t))[1] for t in at]
        print(f"  process {pid}: " + " ".join(f"{value:.0f}" for value in row))


main()
