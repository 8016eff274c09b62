"""Dictionaries of arrays as PyTorch writes them, pickled by Python's own pickler.

Stand-ins for PyTorch's classes are put where it would have them, so that the pickles name what
PyTorch's do.
"""

import io
import pickle
import struct
import sys
import zipfile
from collections import OrderedDict
from types import ModuleType

import numpy as np

from tests.classifiers.bases.numbers import NAMES, filters_first, for_rgb, last_layers

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
SYSTEM = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4}}


def rebuild(*_):
    """Stand for ``torch._utils._rebuild_tensor_v2``."""


class Kept:
    """Stand for a storage."""

    def __init__(self, key, array, kind):
        self.key, self.array, self.kind = key, array, kind
        self.count = array.size


class Tensor:
    """An array within a storage, as a tensor is pickled."""

    def __init__(self, kept, *, first=0, sizes=None, steps=None, module="torch._utils"):
        array = kept.array
        self.kept, self.first = kept, first
        self.sizes = array.shape if sizes is None else sizes
        inner = tuple(step // array.itemsize for step in array.strides)
        self.steps = inner if steps is None else steps

    def __reduce__(self):
        arguments = (self.kept, self.first, self.sizes, self.steps, False, OrderedDict())
        return sys.modules["torch._utils"]._rebuild_tensor_v2, arguments


class Pickler(pickle.Pickler):
    """A pickler to which storages are what lies outside the pickle."""

    def __init__(self, stream, view=False):
        super().__init__(stream, protocol=2)
        self.view = view

    def persistent_id(self, thing):
        if not isinstance(thing, Kept):
            return None
        said = ("storage", thing.kind, thing.key, "cpu", thing.count)
        return (*said, None) if self.view else said


class torch_stands_in:  # noqa: N801
    """Put the stand-ins where pickles look for PyTorch's names."""

    KINDS = ("FloatStorage", "DoubleStorage", "HalfStorage", "LongStorage")

    def __enter__(self):
        torch, utils = ModuleType("torch"), ModuleType("torch._utils")
        for name in self.KINDS:
            setattr(torch, name, type(name, (), {"__module__": "torch"}))
        utils._rebuild_tensor_v2 = rebuild
        rebuild.__module__, rebuild.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
        torch._utils = utils
        self.before = {name: sys.modules.get(name) for name in ("torch", "torch._utils")}
        sys.modules.update({"torch": torch, "torch._utils": utils})
        return torch

    def __exit__(self, *_):
        for name, module in self.before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


def tensors(torch, arrays):
    """Make tensors of arrays, each with a storage of its own."""
    kinds = {"f4": "FloatStorage", "f8": "DoubleStorage", "f2": "HalfStorage", "i8": "LongStorage"}
    return OrderedDict(
        (name, Tensor(Kept(str(94800 + number), array, getattr(torch, kinds[array.dtype.str[1:]]))))
        for number, (name, array) in enumerate(arrays.items())
    )


def write_stream(path, root, kept):
    """The stream of before 1.6: five pickles, then the storages."""
    with path.open("wb") as stream:
        for thing in (MAGIC, PROTOCOL, SYSTEM):
            pickle.dump(thing, stream, protocol=2)
        Pickler(stream, view=True).dump(root)
        pickle.dump(sorted(one.key for one in kept), stream, protocol=2)
        for one in sorted(kept, key=lambda one: one.key):
            stream.write(struct.pack("<q", one.array.size))
            stream.write(np.ascontiguousarray(one.array).tobytes())
    return path


def write_zip(path, root, kept, top="vgg_face", method=zipfile.ZIP_STORED):
    """The archive of since 1.6."""
    described = io.BytesIO()
    Pickler(described).dump(root)
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(f"{top}/data.pkl", described.getvalue())
        archive.writestr(f"{top}/byteorder", "little")
        for one in kept:
            archive.writestr(f"{top}/data/{one.key}", np.ascontiguousarray(one.array).tobytes())
        archive.writestr(f"{top}/version", "3\n")
    return path


def state(layers, *, names=NAMES, classes=2622, rgb=True):
    """Return VGG-Face's arrays by name, filters first; RGB as the published conversion."""
    held = for_rgb(layers) if rgb else layers
    arrays = {}
    last = zip(("fc6", "fc7", "fc8"), last_layers(classes), strict=True)
    for name, (kernel, bias) in (*zip(names, filters_first(held), strict=True), *last):
        arrays |= {f"{name}.weight": kernel, f"{name}.bias": bias}
    return arrays


def write(path, arrays, how=write_stream, wrap=lambda root: root):
    """Write arrays by name as a state_dict."""
    with torch_stands_in() as torch:
        made = tensors(torch, arrays)
        made._metadata = OrderedDict([("", {"version": 1})])
        return how(path, wrap(made), [one.kept for one in made.values()])
