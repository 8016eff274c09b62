"""Files that no honest program writes: each claims, hides or runs something."""

import io
import pickle
import struct
import zipfile
import zlib
from collections import OrderedDict

import h5py
import numpy as np

from tests.classifiers.bases import pytorch_files
from tests.classifiers.bases.numbers import NAMES
from tests.classifiers.bases.other_files import Lua, varint
from tests.classifiers.bases.pytorch_files import MAGIC, PROTOCOL, SYSTEM, Kept, Tensor

HUGE = 1 << 40
FIRST = np.zeros((64, 3, 3, 3), np.float32)


def stream_of(described, rest=b""):
    """A stream of PyTorch's with any pickle for its dictionary of arrays."""
    begin = b"".join(pickle.dumps(thing, protocol=2) for thing in (MAGIC, PROTOCOL, SYSTEM))
    return begin + described + rest


def zip_of(described, method=zipfile.ZIP_STORED):
    """An archive of PyTorch's with any pickle for its dictionary of arrays."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        archive.writestr("a/data.pkl", described)
    return content.getvalue()


def tensor_with(how=pytorch_files.write_stream, count=None, **options):
    """A first kernel whose sizes, steps or place are not what they should be."""

    def write(path):
        with pytorch_files.torch_stands_in() as torch:
            kept = Kept("1", FIRST, torch.FloatStorage)
            kept.count = kept.count if count is None else count
            root = OrderedDict([("conv1_1.weight", Tensor(kept, **options))])
            how(path, root, [kept])

    return write


class Call:
    """Runs a function when it is unpickled."""

    def __init__(self, function, *arguments):
        self.called = (function, arguments)

    def __reduce__(self):
        return self.called


def bytes_of(content):
    """A writer of these bytes, worked out only when they are wanted."""
    return lambda path: path.write_bytes(content() if callable(content) else content)


def nested(levels):
    """A tuple within a tuple, twice each: 2 to the power of ``levels`` to hash."""
    return b"(t" + b"".join(b"q\0h\0\x86" for _ in range(levels))


def dictionary_of(key):
    return b"\x80\x02}" + key + b"K\1s."


def many_calls(count):
    """One long list of pairs given to OrderedDict again and again."""
    pairs = b"](" + b"(X\1\0\0\0aK\1t" * count + b"eq\1"
    call = b"ccollections\nOrderedDict\n(h\1tR0"
    return b"\x80\x02" + pairs + call * count + b"."


def t7(fill):
    """A network of Torch7 whose only module's weight is whatever ``fill`` writes."""

    def write(path):
        with path.open("wb") as stream:
            lua = Lua(stream)
            lua.begin(4)
            lua.text("nn.Linear")
            lua.begin(3)
            lua.pack("i", 1)
            lua.value("weight")
            fill(lua)

    return write


def t7_tensor(sizes, steps, first=1, count=4, kind="torch.FloatTensor"):
    def fill(lua):
        lua.begin(4)
        lua.text("V 1")
        lua.text(kind)
        lua.pack("i", len(sizes))
        lua.pack(f"{len(sizes)}q", *sizes)
        lua.pack(f"{len(steps)}q", *steps)
        lua.pack("q", first)
        lua.begin(4)
        lua.text("V 1")
        lua.text("torch.FloatStorage")
        lua.pack("q", count)
        lua.stream.write(bytes(16))

    return t7(fill)


def t7_deep(lua):
    for _ in range(100_000):
        lua.begin(3)
        lua.pack("i", 1)
        lua.value("a")


def t7_wide(lua):
    lua.begin(3)
    lua.pack("i", (1 << 31) - 1)
    lua.stream.write(bytes(40 << 20))


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def caffe(blob):
    layer = field(4, b"conv1_1") + field(6, blob)
    return b"\x0a\3net" + field(2, layer)


def sizes_of(*sizes):
    return b"".join(varint(place << 3) + varint(size) for place, size in enumerate(sizes, 1))


def element(kind, content, claims=None):
    size = len(content) if claims is None else claims
    return struct.pack("<II", kind, size) + content + bytes(-len(content) % 8)


def matrix(kind, sizes, body, name=b"layers", claims=None):
    head = element(6, struct.pack("<II", kind, 0)) + element(
        5, struct.pack(f"<{len(sizes)}i", *sizes)
    )
    return element(14, head + element(1, name) + body, claims)


def mat(content):
    return b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\1IM" + content


def cells_in_cells(levels):
    made = matrix(1, (1, 1), b"")
    for _ in range(levels):
        made = matrix(1, (1, 1), made)
    return made


def packed(content):
    return struct.pack("<II", 15, len(content)) + content


def bomb():
    """128 MB of zeros in an eighth of a megabyte, as an array that is to be passed over."""
    squeeze = zlib.compressobj()
    size = 128 << 20
    inner = element(6, struct.pack("<II", 7, 0)) + element(5, struct.pack("<ii", size // 4, 1))
    begin = struct.pack("<II", 14, size + 64) + inner + element(1, b"layers")
    parts = [squeeze.compress(begin + struct.pack("<II", 7, size))]
    piece = bytes(1 << 22)
    parts += [squeeze.compress(piece) for _ in range(size >> 22)]
    return mat(packed(b"".join([*parts, squeeze.flush()])))


def safetensors(header, rest=b"", length=None):
    return struct.pack("<Q", len(header) if length is None else length) + header + rest


def hdf5(change):
    def write(path):
        with h5py.File(path, "w") as file:
            file.attrs["layer_names"] = [name.encode() for name in NAMES]
            change(file)

    return write


def linked(file):
    file["conv1_1"] = h5py.ExternalLink("/etc/passwd", "/")


def soft(file):
    file["model_weights"] = h5py.SoftLink("/")


def endless(file):
    group = file.create_group("conv1_1")
    group["conv1_1"] = group


def sparse(file):
    kernel = {"dtype": "f4", "chunks": (3, 3, 3, 64), "maxshape": (3, 3, 3, None)}
    file.create_dataset("conv1_1/conv1_1/kernel:0", (3, 3, 3, HUGE), **kernel)


def in_large_pieces(file):
    options = {"dtype": "f4", "maxshape": (None,), "chunks": (700_000_000,)}
    file.create_dataset("conv1_1/conv1_1/bias:0", (64,), **options)


def many_entries(path):
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5000):
            archive.writestr(f"a/data/{number:0250}", b"")
        archive.writestr("a/data.pkl", dictionary_of(b"K\1"))


def a_network_of_keras(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")


ZIP = pytorch_files.write_zip
WRONG = {
    "size of 2^40": {"sizes": (HUGE, 3, 3, 3)},
    "negative size": {"sizes": (-64, 3, 3, 3)},
    "negative step": {"steps": (-27, 9, 3, 1)},
    "step of 2^40": {"steps": (HUGE, 9, 3, 1)},
    "beyond its storage": {"first": 1},
    "negative place": {"first": -1},
    "a number of a million digits": {"sizes": (1 << 3_000_000, 3, 3, 3)},
    "a hundred axes": {"sizes": (1,) * 100, "steps": (1,) * 100},
    "another storage": {"count": 9999},
    "a storage of 2^60": {"count": 1 << 60},
    "a negative storage": {"count": -5},
    "sizes and steps of other lengths": {"steps": (1,)},
    "a text for a size": {"sizes": ("64", 3, 3, 3)},
}
PICKLES = {
    "os.system": lambda: pickle.dumps(Call(__import__("os").system, "touch hacked"), 2),
    "eval": lambda: pickle.dumps({"a": Call(eval, "1")}, 4),
    "a name of torch": lambda: b"\x80\x02ctorch.hub\nload\n(X\1\0\0\0atR.",
    "a call of a storage": lambda: b"\x80\x02ctorch\nFloatStorage\n(K\1tR.",
    "something set in a list": lambda: b"\x80\x02]X\1\0\0\0aK\1s.",
    "a state of a number": lambda: b"\x80\x02K\1}b.",
    "a class that is made": lambda: b"\x80\x02ccollections\nOrderedDict\n)\x81.",
    "an extension": lambda: b"\x80\x02\x82\1.",
    "a key that takes for ever": lambda: dictionary_of(nested(60)),
    "a million instructions": lambda: b"\x80\x02" + b"N0" * 500_000 + b".",
    "an enormous number for a key": lambda: dictionary_of(
        b"\x8b" + struct.pack("<i", 1 << 20) + b"\x7f" * (1 << 20)
    ),
    "one list given again and again": lambda: many_calls(8000),
    "an endless text": lambda: b"\x80\x04\x8d" + struct.pack("<Q", 1 << 62) + b"abc",
    "a list within itself": lambda: b"\x80\x02]q\0h\0a.",
    "nothing": lambda: b"\x80\x02N.",
    "nothing at all": lambda: b"\x80\x02.",
    "what has not been put": lambda: b"\x80\x02h\7.",
    "no mark": lambda: b"\x80\x02t.",
}
HOSTILE = {
    **{f"PyTorch, stream: {name}": tensor_with(**said) for name, said in WRONG.items()},
    **{f"PyTorch, zip: {name}": tensor_with(ZIP, **said) for name, said in WRONG.items()},
    **{
        f"PyTorch, stream: {name}": bytes_of(lambda made=made: stream_of(made()))
        for name, made in PICKLES.items()
    },
    **{
        f"PyTorch, zip: {name}": bytes_of(lambda made=made: zip_of(made()))
        for name, made in PICKLES.items()
    },
    "PyTorch: a pickle alone": bytes_of(PICKLES["os.system"]),
    "PyTorch, zip: an enormous description": bytes_of(
        lambda: zip_of(bytes(1 << 26), zipfile.ZIP_DEFLATED)
    ),
    "PyTorch, zip: a list of entries of a megabyte": many_entries,
    "PyTorch, zip: a network of Keras": a_network_of_keras,
    "Torch7: size of 2^40": t7_tensor((HUGE,), (1,)),
    "Torch7: negative size": t7_tensor((-1, -4), (1, 1)),
    "Torch7: negative step": t7_tensor((2, 2), (-1, 1)),
    "Torch7: a place before the first": t7_tensor((4,), (1,), first=0),
    "Torch7: a storage of 2^40": t7_tensor((4,), (1,), count=HUGE),
    "Torch7: a negative storage": t7_tensor((4,), (1,), count=-4),
    "Torch7: an unknown kind": t7_tensor((4,), (1,), kind="torch.EvilStorage"),
    "Torch7: a million axes": t7(
        lambda lua: (lua.begin(4), lua.text("torch.FloatTensor"), lua.pack("i", 1 << 30))
    ),
    "Torch7: a text of 2 GB": t7(lambda lua: lua.pack("ii", 2, (1 << 31) - 1)),
    "Torch7: a text of negative length": t7(lambda lua: lua.pack("ii", 2, -9)),
    "Torch7: a hundred thousand levels": t7(t7_deep),
    "Torch7: a table of 2^31": t7(t7_wide),
    "Torch7: an unknown type": t7(lambda lua: lua.pack("ii", 77, 5)),
    "Caffe: longer than the file": bytes_of(b"\x0a\3net\x12" + varint(1 << 50)),
    "Caffe: a number without an end": bytes_of(b"\x0a" + b"\xff" * 4000),
    "Caffe: a size of 2^62": bytes_of(lambda: caffe(sizes_of(1 << 62, 4, 1, 1) + field(5, b""))),
    "Caffe: sizes that wrap round": bytes_of(
        lambda: caffe(sizes_of(1 << 32, 1 << 32, 1, 1) + field(5, b""))
    ),
    "Caffe: a negative size": bytes_of(
        lambda: caffe(sizes_of((1 << 64) - 1, 1, 1, 1) + field(5, bytes(4)))
    ),
    "Caffe: fewer numbers than it says": bytes_of(
        lambda: caffe(sizes_of(64, 3, 3, 3) + field(5, bytes(400)))
    ),
    "Caffe: a million axes": bytes_of(
        lambda: caffe(field(7, field(1, b"\1" * 900_000)) + field(5, bytes(4)))
    ),
    "Caffe: a million fields": bytes_of(b"\x0a\3net" + b"\x18\1" * 1_000_000),
    "Caffe: groups": bytes_of(b"\x0a\3net" + b"\x13" * 100_000),
    "Caffe: a name of 40 MB": bytes_of(lambda: b"\x0a\3net" + field(2, field(4, bytes(40 << 20)))),
    "MATLAB: cells of 2^31": bytes_of(lambda: mat(matrix(1, ((1 << 31) - 1, 7), b""))),
    "MATLAB: structures of 2^31": bytes_of(
        lambda: mat(matrix(2, ((1 << 31) - 1, 7), element(5, b"\4\0\0\0") + element(1, b"abc\0")))
    ),
    "MATLAB: names without length": bytes_of(
        lambda: mat(matrix(2, (1, 1), element(5, bytes(4)) + element(1, b"abc\0")))
    ),
    "MATLAB: negative sizes": bytes_of(lambda: mat(matrix(7, (-4, -1), element(7, bytes(16))))),
    "MATLAB: fewer numbers than it says": bytes_of(
        lambda: mat(matrix(7, (1 << 30, 1 << 30), element(7, bytes(16))))
    ),
    "MATLAB: longer than the file": bytes_of(
        lambda: mat(matrix(7, (4, 1), element(7, bytes(16)), claims=0xFFFFFFF0))
    ),
    "MATLAB: a part longer than the whole": bytes_of(
        lambda: mat(matrix(1, (1, 1), struct.pack("<II", 14, 0xFFFFFFF0) + bytes(64)))
    ),
    "MATLAB: a thousand levels": bytes_of(lambda: mat(cells_in_cells(1000))),
    "MATLAB: 128 MB in an eighth of one": bytes_of(bomb),
    "MATLAB: not packed at all": bytes_of(lambda: mat(packed(b"hello" * 40))),
    "MATLAB: another order of bytes": bytes_of(b"MATLAB 5.0 MAT-file".ljust(124) + b"\1\0MI"),
    "safetensors: a header of 2^39": bytes_of(safetensors(b"{}", length=1 << 39)),
    "safetensors: a header of 90 MB": bytes_of(lambda: safetensors(b"{" + b" " * (90 << 20))),
    "safetensors: a size of 2^62": bytes_of(
        safetensors(b'{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]}}')
    ),
    "safetensors: beyond the end": bytes_of(
        safetensors(b'{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', b"abc")
    ),
    "safetensors: whole numbers": bytes_of(
        safetensors(b'{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}', bytes(8))
    ),
    "safetensors: a hundred thousand levels": bytes_of(safetensors(b"{" + b'"a":{' * 100_000)),
    "HDF5: a link out of it": hdf5(linked),
    "HDF5: a link round": hdf5(soft),
    "HDF5: a group within itself": hdf5(endless),
    "HDF5: a size of 2^40": hdf5(sparse),
    "HDF5: enormous pieces": hdf5(in_large_pieces),
}
