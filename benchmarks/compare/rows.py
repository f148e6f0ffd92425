"""The comparisons. A row names its sizes, its data and its sides; a step in Java is a name in
org.spiketrain.benchmarks.compare.Steps, one in PyTorch a function in peers/."""
from typing import NamedTuple, Optional

NAMES, COUNTS, EVENTS, SENTENCES = "names", "counts", "events", "sentences"
OURS = "Spiketrain"
SCNN = "scnn"  # of the libraries, the one that is only a checkout


class Side(NamedTuple):
    name: str
    step: str
    module: Optional[str] = None  # of peers/; a step in Java has none
    library: Optional[str] = None  # what the module imports beside PyTorch

    @property
    def is_java(self):
        return self.module is None


class Rival(NamedTuple):
    side: Side
    goal: Optional[float] = None  # our examples/s over the rival's, at least


class Row(NamedTuple):
    name: str
    sizes: dict
    data: Optional[str]
    ours: Optional[Side] = None
    rivals: tuple = ()
    floor: Optional[Rival] = None  # the matrix products alone

    def java_steps(self):
        sides = [rival.side for rival in self.rivals]
        sides += [self.ours] if self.ours else []
        sides += [self.floor.side] if self.floor else []
        return {side.step for side in sides if side.is_java}

    def without(self, library):
        """This row without the rivals of a library."""
        return self._replace(rivals=tuple(rival for rival in self.rivals if rival.side.library != library))


def ours(step):
    return Side(OURS, step)


def floor(step, goal=None):
    return Rival(Side("matrix products alone", "floor-" + step), goal)


def spikingjelly(function, goal):
    return Rival(Side("SpikingJelly", function, "spikingjelly_names", "spikingjelly"), goal)


def snntorch(module, function, goal):
    return Rival(Side("snnTorch", function, module, "snntorch"), goal)


def names(name, batch, step, goal):
    sizes = {"batch": batch, "inputs": 58, "hidden": 256, "classes": 18}
    return Row(f"names-{name}-{batch}", sizes, NAMES, ours(f"names-{step}"), (spikingjelly(step, goal),))


def words(name, time_steps, batch, step, goal, floor_goal=None):
    sizes = {"time_steps": time_steps, "batch": batch, "inputs": 350, "hidden": 512, "classes": 35}
    return Row(name, sizes, COUNTS, ours(f"ssc-{step}"), (snntorch("snntorch_ssc", step, goal),), floor(f"ssc-{step}", floor_goal))


def scnn(function, goal):
    return Rival(Side("SCNN's authors", function, "scnn_text", SCNN), goal)


def text(step, goal, fewest_words=8):
    words, dimensions = 40, 300
    sizes = {
        "time_steps": 50, "batch": 32, "words": words, "fewest_words": fewest_words, "inputs": words * dimensions,
        "widths": "3,4,5", "filters": 100, "classes": 2,
    }
    rivals = (scnn(step, goal), snntorch("snntorch_text", step, goal))
    name = f"text-{step}-full" if fewest_words == words else f"text-{step}"
    return Row(name, sizes, SENTENCES, ours(f"text-{step}"), rivals, floor(f"text-{step}"))


LAYER = {"time_steps": 84, "batch": 128, "inputs": 350, "hidden": 512, "classes": 35}

COMPARISONS = (
    names("train", 1, "train", 10),
    names("train", 64, "train", 3),
    names("infer", 1, "infer", 40),
    names("infer", 64, "infer", 8),
    words("ssc-train", 83, 128, "train", 1.5, 0.85),
    words("ssc-train-long", 250, 32, "train", 2),
    words("ssc-infer-long", 250, 32, "infer", 2),
    Row("rlif-train", LAYER, COUNTS, ours("rlif-train"), (snntorch("snntorch_rlif", "train", 1.5),), floor("rlif-train", 1)),
    Row(
        "lstm-train",
        LAYER,
        COUNTS,
        ours("lstm-train"),
        (
            Rival(Side("torch.nn.LSTM", "train", "torch_lstm"), 1.2),
            Rival(Side("DL4J's LSTM", "dl4j-lstm-train"), 4),
        ),
        floor("lstm-train"),
    ),
    Row(
        "events-frames",
        {"recordings": 64, "events": 8000, "inputs": 700, "window_us": 12000},
        EVENTS,
        ours("events-frames"),
        (Rival(Side("Tonic", "tutorial", "tonic_frames", "tonic"), 10),),
    ),
    text("train", 3),
    text("infer", 3),
    text("train", 3, fewest_words=40),
    text("infer", 3, fewest_words=40),
)

# The floors by themselves too: they need no other library, and tell what a machine can do. Where the sentences are
# all long they are the same products.
FLOORS = tuple(
    Row("floor-" + row.name, row.sizes, None, floor=Rival(row.floor.side))
    for row in COMPARISONS
    if row.floor and not row.name.endswith("-full")
)


def offered(java_steps):
    """The rows that can be run: those whose steps in Java are all there."""
    return [row for row in COMPARISONS + FLOORS if row.java_steps() <= java_steps]
