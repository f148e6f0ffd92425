"""The examples that all sides of a row work on, drawn once and written to a file."""
import math
import os
import string
import struct
import sys
import unicodedata

LETTERS = string.ascii_letters + " .,;'-"
TRAIN_SHARE = 0.8
DRAWS = 12_800
MINIBATCHES = 2
EVENTS = 8_000


def draw_recordings(sizes, path, rng):
    """For each recording the number of its events, then their times in microseconds, ascending over a second,
    and then their channels: whole numbers of four bytes, the lowest first. As in recordings of spoken words, more
    of them in some channels and in the middle of the word."""
    parts = 100
    loudness = [math.sin(0.05 + 3.04 * t / (parts - 1)) for t in range(parts)]
    with open(path, "wb") as out:
        for _ in range(sizes["recordings"]):
            events = rng.randint(sizes["events"] // 2, sizes["events"] * 3 // 2)
            drawn = rng.choices(range(parts), loudness, k=events)
            times = sorted((part * 1_000_000 + rng.randrange(1_000_000)) // parts for part in drawn)
            channels = rng.choices(range(sizes["inputs"]), [rng.random() for _ in range(sizes["inputs"])], k=events)
            out.write(struct.pack(f"<{1 + 2 * events}i", events, *times, *channels))


def draw_names(folder, classes, path, rng):
    """Lines "class<tab>name": a language is drawn, then one of its names, as the tutorial draws them from
    the first 80 % of each file."""
    languages = [train_names(os.path.join(folder, f)) for f in sorted(os.listdir(folder)) if f.endswith(".txt")]
    if len(languages) != classes:
        sys.exit(f"compare: {folder} has {len(languages)} files <Language>.txt, expected {classes}")
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(DRAWS):
            language = rng.randrange(classes)
            out.write(f"{language}\t{rng.choice(languages[language])}\n")


def train_names(file):
    with open(file, encoding="utf-8") as f:
        names = [letters(line) for line in f.read().strip().split("\n")]
    return [name for name in names[:int(len(names) * TRAIN_SHARE)] if name.strip()]


def letters(name):
    """The tutorial's letters: accents taken off, everything else outside its alphabet left out."""
    plain = unicodedata.normalize("NFD", name)
    return "".join(c for c in plain if unicodedata.category(c) != "Mn" and c in LETTERS)


def draw_counts(sizes, path, rng):
    """Minibatches of spike counts [time, batch, inputs] and labels [batch], a byte each. As in recordings of
    spoken words: about 8,000 events, more of them in some channels and in the middle of the word."""
    steps, batch, inputs = sizes["time_steps"], sizes["batch"], sizes["inputs"]
    loudness = [math.sin(0.05 + 3.04 * t / (steps - 1)) for t in range(steps)]
    with open(path, "wb") as out:
        for _ in range(MINIBATCHES):
            counts = bytearray(steps * batch * inputs)
            for b in range(batch):
                times = rng.choices(range(steps), loudness, k=EVENTS)
                channels = rng.choices(range(inputs), [rng.random() for _ in range(inputs)], k=EVENTS)
                for t, channel in zip(times, channels):
                    counts[(t * batch + b) * inputs + channel] += 1
            out.write(counts)
            out.write(bytes(rng.choices(range(sizes["classes"]), k=batch)))


def draw_sentences(sizes, path, rng):
    """Minibatches of spikes [time, batch, words * dimensions] and labels [batch], a byte each. As in rate-coded
    sentences: each input of a word has a rate around a half, three standard deviations from 0 and from 1, in
    whole 256ths; behind the last word there is no spike."""
    steps, batch, inputs = sizes["time_steps"], sizes["batch"], sizes["inputs"]
    dimensions = inputs // sizes["words"]
    # Maps a random byte to the spike at each rate.
    spikes_at = [bytes(byte < rate for byte in range(256)) for rate in range(257)]
    with open(path, "wb") as out:
        for _ in range(MINIBATCHES):
            spikes = bytearray(steps * batch * inputs)
            for b in range(batch):
                words = rng.randint(sizes["fewest_words"], sizes["words"])
                for i in range(words * dimensions):
                    rate = min(1, max(0, rng.gauss(1 / 2, 1 / 6)))
                    over_time = rng.randbytes(steps).translate(spikes_at[round(256 * rate)])
                    spikes[b * inputs + i::batch * inputs] = over_time
            out.write(spikes)
            out.write(bytes(rng.choices(range(sizes["classes"]), k=batch)))
