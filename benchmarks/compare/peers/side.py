"""The other libraries' side of a comparison: side.py MODULE FUNCTION key=value ..., then the protocol that
org.spiketrain.benchmarks.compare.Session describes. FUNCTION(work) makes step(count), which does the work
once and returns how many examples it was."""
import importlib
import sys
import time
from types import SimpleNamespace

TEXTS = ("data", "widths")


def work(pairs):
    values = dict(pair.split("=", 1) for pair in pairs)
    return SimpleNamespace(**{key: value if key in TEXTS else int(value) for key, value in values.items()})


def reply(text):
    print("bench: " + text, flush=True)


def serve(step):
    count = 0
    for line in sys.stdin:
        seconds = float(line.removeprefix("run "))
        steps = examples = 0
        start = time.perf_counter()
        while True:
            examples += step(count)
            count += 1
            steps += 1
            spent = time.perf_counter() - start
            if spent >= seconds:
                break
        reply(f"ran {steps} {examples} {spent:.9f}")


def main():
    module, function, *pairs = sys.argv[1:]
    wanted = work(pairs)
    library = importlib.import_module(module)
    description = library.LIBRARY
    torch = sys.modules.get("torch")  # where the library is one of PyTorch's
    if torch:
        torch.set_num_threads(wanted.threads)
        torch.manual_seed(0)
        description += f", torch {torch.__version__}"
    step = getattr(library, function)(wanted)
    reply("ready " + description)
    serve(step)


main()
