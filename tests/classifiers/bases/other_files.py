"""VGG-Face as MatConvNet, Torch7 and Caffe keep it."""

import struct

import numpy as np

from tests.classifiers.bases.numbers import NAMES, filters_first, for_rgb, last_layers

RELU, FULLY = "relu", ("fc6", "fc7", "fc8")


def write_mat(path, layers, *, net=False, older=False, packed=False, classes=2622, add=()):
    """MatConvNet's file: vlfeat's layout, or Oxford's with one structure ``net``."""
    from scipy.io import savemat

    said = []
    for name, (kernel, bias) in zip(NAMES, for_rgb(layers), strict=True):
        said += [_mat_layer(name, kernel, bias, older), {"type": RELU, "name": f"relu{name}"}]
    for name, (matrix, bias) in zip(FULLY, last_layers(classes), strict=True):
        said.append(_mat_layer(name, np.ascontiguousarray(matrix.T)[None, None], bias, older))
    said += [{"type": "softmax", "name": "prob"}, *add]
    cells = np.empty((1, len(said)), object)
    cells[0, :] = said
    people = np.empty((classes, 1), object)
    people[:, 0] = [f"Person {number}" for number in range(classes)]
    mean = np.asarray([129.1862793, 104.76238251, 93.59396362], np.float32).reshape(1, 1, 3)
    if net:
        content = {"net": {"layers": cells, "classes": {"description": people}}}
    else:
        meta = {"classes": {"description": people}, "normalization": {"averageImage": mean}}
        content = {"layers": cells, "meta": meta}
    savemat(path, content, do_compression=packed)
    return path


def _mat_layer(name, kernel, bias, older):
    weights = np.empty((1, 2), object)
    weights[0, :] = [kernel, bias.reshape(-1, 1)]
    held = {"filters": kernel, "biases": bias.reshape(1, -1)} if older else {"weights": weights}
    return {"name": name, "type": "conv", "pad": np.ones((1, 4)), "stride": 1.0, **held}


class Lua:
    """Writes what Torch7's serialisation does, as far as a network needs it."""

    def __init__(self, stream):
        self.stream, self.index = stream, 0

    def pack(self, form, *numbers):
        self.stream.write(struct.pack(f"<{form}", *numbers))

    def text(self, text):
        self.pack("i", len(text))
        self.stream.write(text.encode("latin-1"))

    def begin(self, kind):
        self.index += 1
        self.pack("ii", kind, self.index)

    def value(self, value):
        if isinstance(value, bool):
            self.pack("ii", 5, value)
        elif isinstance(value, int | float):
            self.pack("id", 1, value)
        elif isinstance(value, str):
            self.pack("i", 2)
            self.text(value)
        elif value is None:
            self.pack("i", 0)
        elif isinstance(value, np.ndarray):
            self.tensor(value)
        elif isinstance(value, tuple):
            self.module(*value)
        else:
            self.table(value)

    def table(self, table):
        self.begin(3)
        self.pack("i", len(table))
        for key, value in table.items():
            self.value(key)
            self.value(value)

    def module(self, kind, fields):
        self.begin(4)
        self.text("V 1")
        self.text(kind)
        self.table(fields)

    def tensor(self, array):
        kind = {"f4": "Float", "f8": "Double"}[array.dtype.str[1:]]
        self.begin(4)
        self.text("V 1")
        self.text(f"torch.{kind}Tensor")
        self.pack("i", array.ndim)
        self.pack(f"{array.ndim}q", *array.shape)
        self.pack(f"{array.ndim}q", *(step // array.itemsize for step in array.strides))
        self.pack("q", 1)
        self.begin(4)
        self.text("V 1")
        self.text(f"torch.{kind}Storage")
        self.pack("q", array.size)
        self.stream.write(array.tobytes())


def write_t7(path, layers, *, matrices=False, dtype="f4", classes=2622, normalised=False):
    """Torch7's file: ``nn.Sequential``; ``SpatialConvolutionMM`` keeps kernels as matrices."""
    modules = []
    for kernel, bias in filters_first(layers):
        out, channels = kernel.shape[:2]
        weight = kernel.reshape(out, -1) if matrices else kernel
        sizes = {"nInputPlane": channels, "nOutputPlane": out, "kW": 3, "kH": 3, "train": False}
        name = "nn.SpatialConvolutionMM" if matrices else "nn.SpatialConvolution"
        held = {"weight": weight.astype(dtype), "bias": bias.astype(dtype)}
        modules += [(name, {**sizes, **held, "gradWeight": None}), ("nn.ReLU", {"inplace": True})]
        if normalised:
            held = {"weight": bias, "bias": bias, "running_mean": bias}
            modules.append(("nn.SpatialBatchNormalization", held))
    for matrix, bias in last_layers(classes):
        modules.append(("nn.Linear", {"weight": matrix, "bias": bias}))
    with path.open("wb") as stream:
        inner = dict(enumerate(modules, start=1))
        Lua(stream).module("nn.Sequential", {"modules": inner, "_type": "torch.FloatTensor"})
    return path


def caffe_messages():
    """Return the class of Caffe's network, made with Google's library from the fields we need."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(name="caffe.proto", package="caffe", syntax="proto2")
    kinds = {"int": 5, "int64": 3, "text": 9, "float": 2, "double": 1, "message": 11}

    def message(name, *fields):
        made = file.message_type.add(name=name)
        for number, field, kind, many in fields:
            added = made.field.add(name=field, number=number, label=3 if many else 1)
            added.type = kinds.get(kind, 11)
            if kind not in kinds:
                added.type_name = f".caffe.{kind}"
            added.options.packed = many and kind in ("float", "double", "int64")

    message("BlobShape", (1, "dim", "int64", True))
    message(
        "BlobProto",
        *((number, name, "int", False) for number, name in enumerate("abcd", start=1)),
        *((5, "data", "float", True), (6, "diff", "float", True)),
        *((7, "shape", "BlobShape", False), (8, "double_data", "double", True)),
    )
    message(
        "V1LayerParameter",
        *((2, "bottom", "text", True), (3, "top", "text", True), (4, "name", "text", False)),
        *((5, "type", "int", False), (6, "blobs", "BlobProto", True)),
        (7, "blobs_lr", "float", True),
    )
    message(
        "LayerParameter",
        *((1, "name", "text", False), (2, "type", "text", False), (3, "bottom", "text", True)),
        *((7, "blobs", "BlobProto", True), (10, "phase", "int", False)),
    )
    message(
        "NetParameter",
        *((1, "name", "text", False), (2, "layers", "V1LayerParameter", True)),
        *((3, "input", "text", True), (4, "input_dim", "int", True)),
        (100, "layer", "LayerParameter", True),
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = pool.FindMessageTypeByName("caffe.NetParameter")
    return message_factory.GetMessageClass(found)


def packed(field, array):
    """Encode one field that holds many numbers."""
    return bytes([field << 3 | 2]) + varint(array.nbytes) + array.tobytes()


def varint(number):
    """Encode a whole number, seven bits a byte."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def write_caffe(path, layers, *, older=True, doubles=False, classes=2622, normalised=False):
    """Caffe's file: V1 layers with sizes of four numbers, or new ones with a shape."""
    net = caffe_messages()(name="VGG_FACE_16_layers", input=["data"], input_dim=[1, 3, 224, 224])
    held = dict(zip(NAMES, filters_first(layers), strict=True))
    held |= dict(zip(FULLY, last_layers(classes), strict=True))
    for name, arrays in held.items():
        layer = (net.layers if older else net.layer).add(name=name)
        layer.type = (4 if arrays[0].ndim == 4 else 14) if older else "Convolution"
        for array in (*arrays, arrays[1]) if normalised else arrays:
            blob = layer.blobs.add()
            if older:
                blob.a, blob.b, blob.c, blob.d = (1,) * (4 - array.ndim) + array.shape
            else:
                blob.shape.dim.extend(array.shape)
            # Google's library takes millions of numbers quickly only as it writes them itself.
            blob.MergeFromString(packed(8, array.astype("f8")) if doubles else packed(5, array))
        extra = (net.layers if older else net.layer).add(name=f"relu_{name}")
        extra.type = 18 if older else "ReLU"
    path.write_bytes(net.SerializeToString())
    return path
