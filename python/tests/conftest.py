from pathlib import Path

import pytest
from pyspark.sql import SparkSession

import spiketrain

SURNAMES = Path(__file__).resolve().parents[2] / "preprocessing/src/main/resources/surnames"


@pytest.fixture(scope="session")
def spark():
    builder = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
    )
    session = spiketrain.configure(builder).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def people(spark):
    """60 Greek names, 80 Japanese and 70 Russian ones."""
    rows = []
    for language, number in {"Greek": 60, "Japanese": 80, "Russian": 70}.items():
        names = (SURNAMES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        rows += [(name, language) for name in names[:number]]
    numbered = [(i, *row) for i, row in enumerate(rows)]
    return spark.createDataFrame(numbered, "nr LONG, surname STRING, language STRING").cache()


def classifier(**params):
    return spiketrain.SpikingClassifier(
        **{
            "recipe": "conf/names-demo.conf",
            "settings": [
                "network.stack=spiking-lstm(8) | readout(mean)",
                "data.names.ngrams=2",
                "training.workers=1",
                "training.averaging-frequency=5",
            ],
            "examples": 600,
            "learningRate": 0.02,
            "inputCol": "surname",
            "labelCol": "language",
            "idCol": "nr",
            **params,
        }
    )
