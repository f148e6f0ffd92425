"""Tonic's transforms of the Spiking Speech Commands' tutorial: Downsample and ToFrame. Examples are events."""
import importlib
import importlib.util
import sys
import types

import numpy as np

import recordings

LIBRARY = f"Tonic, NumPy {np.__version__}"


def transforms_alone():
    """Tonic's transforms without its data sets, which want librosa, ROS bags and more."""
    package = types.ModuleType("tonic")
    package.__path__ = list(importlib.util.find_spec("tonic").submodule_search_locations)
    sys.modules["tonic"] = package
    return importlib.import_module("tonic.transforms")


def tutorial(work):
    events = np.dtype([("t", int), ("x", int), ("p", int)])  # as Tonic's SSC hands them over
    drawn = []
    for times, units in recordings.read(work.data):
        recording = np.ones(len(times), events)
        recording["t"] = times
        recording["x"] = units
        drawn.append(recording)
    transforms = transforms_alone()
    transform = transforms.Compose([
        transforms.Downsample(spatial_factor=0.5),
        transforms.ToFrame(sensor_size=(work.inputs // 2, 1, 1), time_window=work.window_us),
    ])

    def step(count):
        recording = drawn[count % len(drawn)]
        transform(recording)
        return len(recording)

    return step
