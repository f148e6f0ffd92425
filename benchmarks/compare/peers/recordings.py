"""Reads the recordings that the driver drew; without PyTorch, which not every library wants."""
import struct


def read(path):
    """The times of the events in microseconds and their channels, recording by recording."""
    with open(path, "rb") as f:
        content = f.read()
    at = 0
    while at < len(content):
        (count,) = struct.unpack_from("<i", content, at)
        numbers = struct.unpack_from(f"<{2 * count}i", content, at + 4)
        yield numbers[:count], numbers[count:]
        at += 4 + 8 * count
