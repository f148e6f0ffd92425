"""The estimator and the model of Spiketrain in PySpark ML."""

import sys
from typing import List

from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

from spiketrain._declared import defaults_of_java, params_of_java
from spiketrain._session import java_class

_JAVA_PACKAGE = "org.spiketrain.spark"


class _Reader(JavaMLReader):
    """Knows the Java class of a Python class."""

    @classmethod
    def _java_loader_class(cls, clazz):
        return f"{_JAVA_PACKAGE}.{clazz.__name__}"

    @classmethod
    def _load_java_obj(cls, clazz):
        return java_class(clazz.__name__)


class _Checked(JavaMLReadable, JavaMLWritable):
    """Values are checked where they are set, by the Java object."""

    def _set(self, **kwargs):
        before = dict(self._paramMap)
        super()._set(**kwargs)
        try:
            for name in kwargs if self._java_obj is not None else ():
                param = self.getParam(name)
                if param in self._paramMap:
                    self._make_java_param_pair(param, self._paramMap[param])
        except Exception:
            self._paramMap = before
            raise
        return self

    @classmethod
    def read(cls):
        """Returns what reads saved ones, of Java and Scala too."""
        return _Reader(cls)


@params_of_java
class SpikingClassificationModel(_Checked, JavaModel):
    """A trained spiking network, made by SpikingClassifier or read from a model.zip.

    load(path) reads what save(path) wrote, and files model.zip of runs.
    """

    def __init__(self, java_model=None):
        super().__init__(java_model)
        self._setDefault(**defaults_of_java(type(self)))

    @property
    def labels(self) -> List[str]:
        """Names of the classes by index."""
        return list(self._call_java("labels"))

    @property
    def numClasses(self) -> int:
        """Number of classes, the length of the vectors."""
        return self._call_java("numClasses")


@params_of_java
class SpikingClassifier(_Checked, JavaEstimator):
    """Trains a spiking network on a column of names or sentences.

    Its params can be given to the constructor by name. The labels are strings, or indices as
    StringIndexer makes them.
    """

    def __init__(self, **params):
        super().__init__()
        self._java_obj = java_class(type(self).__name__)(self.uid)
        self._setDefault(**defaults_of_java(type(self)))
        self.setParams(**params)

    def setParams(self, **params):
        """Sets params by name."""
        for name in params:
            if not self.hasParam(name):
                known = ", ".join(param.name for param in self.params)
                raise TypeError(f"SpikingClassifier has no param {name}, only {known}")
        return self._set(**params)

    def _create_model(self, java_model):
        return SpikingClassificationModel(java_model)


# PySpark finds the Python class of a Java stage by its name.
sys.modules.setdefault(_JAVA_PACKAGE, sys.modules[__name__])
