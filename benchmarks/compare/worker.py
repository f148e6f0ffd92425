"""One process a side and number of threads, that runs one timed slice when it is told to."""
import os
import re
import subprocess
import sys

from rows import OURS

PREFIX = "bench: "
HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "target")
MAIN = "org.spiketrain.benchmarks.compare.OurSide"


class WorkerDied(Exception):
    """A side that broke off; the message holds its last words."""


class Launcher:
    """Knows how each side is started."""

    def __init__(self, python, paths, java_options):
        self.python = python
        self.paths = paths
        home = os.environ.get("JAVA_HOME")
        self.java = os.path.join(home, "bin", "java") if home else "java"
        try:
            with open(os.path.join(TARGET, "classpath.txt"), encoding="utf-8") as f:
                classpath = os.path.join(TARGET, "classes") + os.pathsep + f.read().strip()
        except FileNotFoundError:
            sys.exit("compare: our side is not built: mvn package -pl benchmarks -am -DskipTests")
        # Native memory is for the machine to limit, not for JavaCPP.
        unlimited = ["-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"]
        self.our_side = [self.java, *java_options, *unlimited, "-cp", classpath, MAIN]

    def java_steps(self):
        listed = subprocess.run([*self.our_side, "--list"], check=True, capture_output=True, text=True)
        return set(listed.stdout.split())

    def command(self, side, sizes):
        pairs = [f"{key}={value}" for key, value in sizes.items()]
        if side.is_java:
            return [*self.our_side, side.step, *pairs]
        return [self.python, os.path.join(HERE, "peers", "side.py"), side.module, side.step, *pairs]

    def environment(self, side, threads):
        # Ours has threads of its own; those of ND4J would spin where they compute. The launcher sets 1 too.
        openmp = 1 if side.name == OURS else threads
        # OpenBLAS then says at which processor's kernels it has arrived.
        environment = dict(os.environ, OMP_NUM_THREADS=str(openmp), OPENBLAS_VERBOSE="2")
        path = self.paths.get(side.library)
        if path:
            environment["PYTHONPATH"] = os.path.abspath(path)
        return environment


class Worker:
    """A running side."""

    def __init__(self, side, threads, command, environment, log):
        self.side = side
        self.threads = threads
        self.slices = []
        self.log = log
        with open(log, "w", encoding="utf-8") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
        self.description = self.answer("ready") + self.openblas_core()

    def openblas_core(self):
        """An older OpenBLAS may take a newer processor for a much older one: that must be seen in the figures."""
        with open(self.log, encoding="utf-8", errors="replace") as errors:
            core = re.search(r"^Core: (\w+)", errors.read(), re.MULTILINE)
        return f", OpenBLAS for {core[1]}" if core and self.side.is_java else ""

    def answer(self, word):
        """The next line of the protocol; what else the process prints is skipped."""
        for line in self.process.stdout:
            if line.startswith(PREFIX + word):
                return line[len(PREFIX + word):].strip()
        self.process.wait()
        with open(self.log, encoding="utf-8", errors="replace") as errors:
            last = "".join(errors.readlines()[-15:])
        raise WorkerDied(f"{self.side.name}, threads {self.threads}, ended with {self.process.returncode}:\n{last}")

    def run(self, seconds):
        try:
            print("run", seconds, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass  # answer() tells why
        steps, examples, spent = self.answer("ran").split()
        return {
            "steps": int(steps),
            "examples": int(examples),
            "seconds": float(spent),
            "examples_per_second": int(examples) / float(spent),
            "load": os.getloadavg()[0],
        }

    def warm_up(self, seconds):
        self.run(seconds)

    def time_slice(self, seconds):
        self.slices.append(self.run(seconds))

    def rates(self):
        return [s["examples_per_second"] for s in self.slices]

    def latest(self):
        return f"{self.side.name}/{self.threads} {self.rates()[-1]:.4g}"

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
