"""Writes history.tfevents beside it, by TensorBoard's own classes (pip install tensorboard): what
HistoryEventsTest expects of the same history."""

import pathlib

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

ROWS = [
    (0.0, 0, {"loss/validation": 1.75, "accuracy/validation": 0.0, "learning_rate": 0.01, "epoch": 0.0}),
    (
        12.5,
        300,
        {
            "loss/training": 1.1,
            "accuracy/training": 0.5,
            "loss/validation": 1.3,
            "accuracy/validation": 0.4375,
            "loss/test": 1.4,
            "accuracy/test": 0.4,
            "learning_rate": 0.01,
            "examples_per_second": 24.0,
            "epoch": 0.75,
        },
    ),
    (
        1e6,
        40_000_000_000,
        {
            "loss/training": 1e-9,
            "accuracy/training": 1.0,
            "learning_rate": 1e-5,
            "examples_per_second": 39_999_999_700 / 999_987.5,
            "epoch": 1e8,
        },
    ),
]

with (pathlib.Path(__file__).parent / "history.tfevents").open("wb") as file:
    writer = RecordWriter(file)
    writer.write(Event(file_version="brain.Event:2").SerializeToString())
    for seconds, step, scalars in ROWS:
        values = [Summary.Value(tag=tag, simple_value=value) for tag, value in scalars.items()]
        event = Event(wall_time=seconds, step=step, summary=Summary(value=values))
        writer.write(event.SerializeToString())
