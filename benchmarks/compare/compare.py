#!/usr/bin/env python3
"""Times other libraries' steps and ours in turn, in one run: see README.md beside this file."""
import argparse
import fnmatch
import os
import random
import shlex
import sys
import tempfile
import time

import data
import machine
import report
import rows
from worker import Launcher, Worker, WorkerDied


def arguments():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--works", nargs="+", default=["*"], metavar="NAME", help="which rows, * and ? allowed; all by default")
    ap.add_argument("--list", action="store_true", help="list the rows and stop")
    ap.add_argument("--threads", nargs="+", type=int, default=[1], metavar="N")
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--seconds", type=float, default=5, help="least time of one timed slice")
    ap.add_argument("--warmup", type=float, default=15, help="least time that every side runs untimed first")
    ap.add_argument("--settle", type=float, default=0.5, help="rest before each slice, in which the other side's threads stop spinning")
    ap.add_argument("--names", metavar="FOLDER", help="the PyTorch names tutorial's files, one <Language>.txt a language")
    ap.add_argument("--spikingjelly", metavar="PATH", help="checkout to import SpikingJelly from; else what --python has installed")
    ap.add_argument("--snntorch", metavar="PATH", help="checkout to import snnTorch from; else what --python has installed")
    ap.add_argument("--tonic", metavar="PATH", help="checkout to import Tonic from; else what --python has installed")
    ap.add_argument("--scnn", metavar="PATH", help="checkout of the SCNN paper's code, which brings its own snnTorch; without it it is left out")
    ap.add_argument("--python", metavar="EXE", default=sys.executable, help="Python with PyTorch, or for Tonic with NumPy before 2")
    ap.add_argument("--java-options", default="-Xmx4g -XX:+UseParallelGC", help="options of our side's Java")
    ap.add_argument("--seed", type=int, default=0, help="decides the drawn data")
    ap.add_argument("--json", metavar="FILE", default="comparison.json", help="where the figures go, every slice of them")
    ap.add_argument("--markdown", metavar="FILE", help="where the table goes too")
    return ap.parse_args()


def chosen(args, launcher):
    """The rows that the user asked for and whose steps are in this build."""
    offered = rows.offered(launcher.java_steps())
    if args.list:
        for row in offered:
            print(row.name, *(f"{key}={value}" for key, value in row.sizes.items()))
        sys.exit()
    for pattern in args.works:
        if not fnmatch.filter([row.name for row in offered], pattern):
            sys.exit(f"compare: no row is called {pattern}; --list shows all")
    wanted = [row for row in offered if any(fnmatch.fnmatch(row.name, pattern) for pattern in args.works)]
    if not args.names and any(row.data == rows.NAMES for row in wanted):
        if args.works != ["*"]:
            sys.exit("compare: rows of names need --names FOLDER")
        say("without --names the rows of names are left out")
        wanted = [row for row in wanted if row.data != rows.NAMES]
    return wanted if args.scnn else without_scnn(wanted)


def without_scnn(wanted):
    left = [row.without(rows.SCNN) for row in wanted]
    if left != wanted:
        say("without --scnn the SCNN's authors are left out")
    return left


def drawn(row, args, folder):
    """Writes the examples that all sides of a row work on; what to tell the sides about them."""
    path = os.path.join(folder, row.name)
    # Rows of one kind and size get the same examples, whichever rows run.
    rng = random.Random(args.seed)
    if row.data == rows.NAMES:
        data.draw_names(args.names, row.sizes["classes"], path, rng)
    elif row.data == rows.COUNTS:
        data.draw_counts(row.sizes, path, rng)
    elif row.data == rows.EVENTS:
        data.draw_recordings(row.sizes, path, rng)
    elif row.data == rows.SENTENCES:
        data.draw_sentences(row.sizes, path, rng)
    else:
        return {}
    return {"data": path}


def runs(row, threads):
    """What is timed in each round, in this order: (side, threads). A rival that is quicker on fewer threads
    is to be beaten at that figure, so rivals run on one thread in any case."""
    for n in sorted({1, *threads}):
        for rival in row.rivals:
            yield rival.side, n
        if n in threads:
            if row.ours:
                yield row.ours, n
            if row.floor:
                yield row.floor.side, n


def measure(row, args, launcher, folder):
    workers = []
    try:
        examples = drawn(row, args, folder)
        for side, threads in runs(row, args.threads):
            sizes = {**row.sizes, **examples, "threads": threads}
            log = os.path.join(folder, f"{row.name}.{len(workers)}.log")
            worker = Worker(side, threads, launcher.command(side, sizes), launcher.environment(side, threads), log)
            workers.append(worker)
            worker.warm_up(args.warmup)
            say(f"{row.name}: {side.name}, threads {threads}, is warm: {worker.description}")
        for n in range(args.rounds):
            for worker in workers:
                time.sleep(args.settle)
                worker.time_slice(args.seconds)
            say(f"{row.name}: round {n + 1} of {args.rounds}: " + ", ".join(w.latest() for w in workers))
        return report.result(row, workers, args.threads)
    finally:
        for worker in workers:
            worker.stop()


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    args = arguments()
    paths = {"spikingjelly": args.spikingjelly, "snntorch": args.snntorch, "tonic": args.tonic, rows.SCNN: args.scnn}
    launcher = Launcher(args.python, paths, shlex.split(args.java_options))
    wanted = chosen(args, launcher)
    results, failed = [], False
    with tempfile.TemporaryDirectory() as folder:
        for row in wanted:
            try:
                results.append(measure(row, args, launcher, folder))
            except WorkerDied as died:
                say(f"{row.name}: {died}")
                failed = True
            # After every row: a long run that is interrupted keeps what it has.
            report.write_json(args.json, machine.describe(launcher.java), vars(args), results)
    table = report.table(results)
    print(table)
    if args.markdown:
        with open(args.markdown, "w", encoding="utf-8") as f:
            f.write(table + "\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
