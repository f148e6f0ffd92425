"""Spiking neural networks on Apache Spark, in PySpark ML.

    import spiketrain
    spark = spiketrain.configure(SparkSession.builder).getOrCreate()
    classifier = spiketrain.SpikingClassifier(
        recipe="conf/names-demo.conf", inputCol="surname", labelCol="label")
"""

from spiketrain._session import configure, jar, register_functions
from spiketrain.ml import SpikingClassificationModel, SpikingClassifier

__all__ = [
    "SpikingClassificationModel",
    "SpikingClassifier",
    "configure",
    "jar",
    "register_functions",
]
