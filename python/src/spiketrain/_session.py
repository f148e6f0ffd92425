"""Sessions that have Spiketrain's jar."""

import os
from pathlib import Path

from pyspark import SparkContext
from pyspark.sql import SparkSession

from spiketrain._declared import DECLARED

_JAVA_OPTIONS = "spark.executor.defaultJavaOptions"
_HERE = Path(__file__).resolve().parent


def jar() -> str:
    """Path of Spiketrain's jar.

    The file that SPIKETRAIN_JAR names, else the jar in this package, else what Maven has built in
    the project that this package lies in.
    """
    named = os.environ.get("SPIKETRAIN_JAR")
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(f"SPIKETRAIN_JAR names {named}, where there is no file")
        return named
    places = [
        (_HERE / "jars", "*.jar"),
        (_HERE.parents[2] / "spark-jobs" / "target", "spiketrain-spark-*-all.jar"),
    ]
    for folder, pattern in places:
        found = sorted(folder.glob(pattern))
        if found:
            return str(found[-1])
    raise FileNotFoundError(
        "Spiketrain's jar is missing: name it by the environment variable SPIKETRAIN_JAR, or build"
        " it in the project with mvn package -DskipTests -pl spark-jobs -am"
    )


def configure(builder: SparkSession.Builder) -> SparkSession.Builder:
    """Adds Spiketrain's jar, and what executors need, to a session that is still to be started."""
    options = builder._options
    jars = [one for one in options.get("spark.jars", "").split(",") if one]
    builder.config("spark.jars", ",".join([*jars, jar()]))
    for key, value in DECLARED["executors"].items():
        if key == _JAVA_OPTIONS and key in options:
            builder.config(key, f"{options[key]} {value}")
        elif key not in options:
            builder.config(key, value)
    return builder


def java_class(name: str):
    """A class of the package org.spiketrain.spark in the running session."""
    context = SparkContext._active_spark_context
    if context is None:
        raise RuntimeError(
            "There is no Spark session: start one with"
            " spiketrain.configure(SparkSession.builder).getOrCreate()"
        )
    found = getattr(context._jvm.org.spiketrain.spark, name)
    if type(found).__name__ == "JavaPackage":
        raise RuntimeError(
            "The running Spark session has no Spiketrain: stop it, and start one with"
            " spiketrain.configure(SparkSession.builder).getOrCreate(), or with"
            " spark-submit --jars"
        )
    return found


def register_functions(spark: SparkSession) -> None:
    """Registers spiketrain_predict(model, text) for SQL."""
    java_class("Spiketrain").registerFunctions(spark._jsparkSession)
