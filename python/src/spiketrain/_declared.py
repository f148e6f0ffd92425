"""What the classes of the jar declare, in declared.json."""

import json
import pkgutil

from pyspark.ml.param import Param, Params, TypeConverters

DECLARED = json.loads(pkgutil.get_data("spiketrain", "declared.json"))

_CONVERTERS = {
    "string": TypeConverters.toString,
    "strings": TypeConverters.toListString,
    "number": TypeConverters.toFloat,
    "whole number": TypeConverters.toInt,
}


def params_of_java(cls):
    """Gives a class the params, getters and setters of its Java class, which has the same name."""
    for declared in DECLARED[cls.__name__]:
        name, doc = declared["name"], declared["doc"]
        setattr(cls, name, Param(Params._dummy(), name, doc, _CONVERTERS[declared["type"]]))
        _add(cls, "get", name, f"Value of {name}: {doc}.", _getter(name))
        _add(cls, "set", name, f"Sets {name}: {doc}.", _setter(name))
    return cls


def defaults_of_java(cls):
    """Values of the params that have one without being set."""
    return {one["name"]: one["default"] for one in DECLARED[cls.__name__] if "default" in one}


def _add(cls, prefix, name, doc, method):
    method.__name__ = prefix + name[0].upper() + name[1:]
    method.__qualname__ = f"{cls.__name__}.{method.__name__}"
    method.__doc__ = doc
    setattr(cls, method.__name__, method)


def _getter(name):
    def get(self):
        return self.getOrDefault(getattr(self, name))

    return get


def _setter(name):
    def set_(self, value):
        return self._set(**{name: value})

    return set_
