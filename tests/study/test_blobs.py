from __future__ import annotations

import errno
import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neopain_gui.errors import EnvironmentFault, StudyError
from neopain_gui.study import BlobStore, Study
from tests.study.material import GRAD_CAM, put, result, values_of

KEY = "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> BlobStore:
    return BlobStore(tmp_path_factory.mktemp("blobs"))


def header(text: str) -> bytes:
    """A version 1.0 .npy header around any text; see numpy.lib.format."""
    padded = text.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded


def sealed(content: bytes) -> bytes:
    return content + hashlib.sha256(content).digest()


@settings(deadline=None)  # waits for the disk
@given(
    hnp.arrays(
        np.float32,
        hnp.array_shapes(min_dims=1, max_dims=3, max_side=9),
        elements=st.floats(width=32, allow_nan=True, allow_infinity=True),
    )
)
def test_arrays_come_back_bit_by_bit(store: BlobStore, array: np.ndarray) -> None:
    store.put(KEY, array.T)
    back = store.get(KEY)
    assert back.dtype == np.float32
    assert back.shape == array.T.shape
    assert back.tobytes() == np.ascontiguousarray(array.T).tobytes()
    assert np.array_equal(np.load(store.path(KEY)), array.T, equal_nan=True)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((2, 2)),
        np.zeros((2, 2), ">f4"),
        np.zeros((2, 2), object),
        np.zeros((0, 3), np.float32),
        np.zeros((), np.float32),
        np.zeros((1, 1, 1, 1), np.float32),
        np.broadcast_to(np.zeros((), np.float32), (1 << 12, (1 << 12) + 1)),
    ],
    ids=["float64", "big endian", "object", "empty", "scalar", "4 dimensions", "too large"],
)
def test_other_arrays_are_no_blobs(store: BlobStore, array: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a blob "):
        store.put("f" * 64, array)
    assert not store.has("f" * 64)


@pytest.mark.parametrize("key", ["", "..", "A" * 64, "0" * 63, "0" * 65, "../" + "0" * 61])
def test_keys_are_hashes(store: BlobStore, key: str) -> None:
    for use in (store.has, store.get, store.path):
        with pytest.raises(ValueError, match="not a blob key"):
            use(key)


HOSTILE = {
    "empty": b"",
    "short": b"\x93NUMPY",
    "text": b"hello" * 100,
    "object": header("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}") + b"\0" * 8,
    "float64": header("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}") + b"\0" * 8,
    "big endian": header("{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}") + b"\0" * 4,
    "structured": header("{'descr': [('a','<f4')], 'fortran_order': False, 'shape': (1,)}")
    + b"\0" * 4,
    "10 TB": header("{'descr': '<f4', 'fortran_order': False, 'shape': (2500000000000,)}")
    + b"\0" * 4,
    "overflow": header(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 1)}"
    ),
    "negative": header("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, -1)}") + b"\0" * 4,
    "empty shape": header("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4)}"),
    "scalar": header("{'descr': '<f4', 'fortran_order': False, 'shape': ()}") + b"\0" * 4,
    "4 dimensions": header("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1)}")
    + b"\0" * 4,
    "too short": header("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}") + b"\0" * 12,
    "too long": header("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}") + b"\0" * 20,
    "fortran": header("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2)}") + b"\0" * 16,
    "no shape": header("{'descr': '<f4', 'fortran_order': False}") + b"\0" * 4,
    "code": header("__import__('os').system('touch hacked')"),
    "nested": header("(" * 2000 + ")" * 2000),
    "long header": header("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}" + " " * 60000)
    + b"\0" * 4,
    "version 2": b"\x93NUMPY\x02\x00" + b"\0" * 40,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("digest", [True, False], ids=["sealed", "bare"])
def test_hostile_files_are_refused(store: BlobStore, name: str, digest: bool) -> None:
    store.put(KEY, np.ones((2, 2), np.float32))
    store.path(KEY).write_bytes(sealed(HOSTILE[name]) if digest else HOSTILE[name])
    with pytest.raises(StudyError, match=f"{KEY}.npy: the values of a map are damaged; compute"):
        store.get(KEY)


def test_a_seal_that_fits_makes_the_header_of_these_tests_good(store: BlobStore) -> None:
    good = header("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}") + b"\0\0\x80?"
    store.put(KEY, np.ones((2, 2), np.float32))  # makes the folder, whichever test runs first
    store.path(KEY).write_bytes(sealed(good))
    assert store.get(KEY) == np.float32(1)


def test_every_flipped_bit_is_seen(store: BlobStore) -> None:
    store.put(KEY, np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4))
    whole = store.path(KEY).read_bytes()
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 1 << (place % 8)
        store.path(KEY).write_bytes(broken)
        with pytest.raises(StudyError, match="damaged"):
            store.get(KEY)
    for length in range(0, len(whole), 7):
        store.path(KEY).write_bytes(whole[:length])
        with pytest.raises(StudyError, match="damaged"):
            store.get(KEY)
    store.put(KEY, np.ones((1, 1), np.float32))
    assert store.get(KEY) == 1, "computing again heals"


def test_neither_links_nor_pipes_nor_giants_are_read(store: BlobStore, tmp_path: Path) -> None:
    path = store.path(KEY)
    store.put(KEY, np.ones((1, 1), np.float32))
    elsewhere = path.rename(tmp_path / "elsewhere.npy")
    path.symlink_to(elsewhere)
    with pytest.raises(StudyError, match="damaged"):
        store.get(KEY)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StudyError, match="damaged"):
        store.get(KEY)
    path.unlink()
    with path.open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(StudyError, match="damaged"):
        store.get(KEY)
    path.unlink()
    with pytest.raises(StudyError, match="missing; compute or import that map again"):
        store.get(KEY)


@pytest.mark.parametrize("call", ["fsync", "replace", "write", "mkdir"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_failing_disk_leaves_the_old_state(
    study: Study, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    old, new = result("P0", seed=1), result("P0", seed=2)
    put(study, old)

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        if call == "fsync":
            patch.setattr(os, "fsync", fail)
        elif call == "write":

            class Full(io.BytesIO):
                write = fail

            patch.setattr(Path, "open", lambda *_: Full())
        else:
            patch.setattr(Path, call, fail)
        for one in (old, new):
            with pytest.raises(EnvironmentFault) as caught:
                study.blobs.put(one.key, np.zeros((1, 1), np.float32))
            assert str(caught.value).count(".") == 2, "one sentence and the file's suffix"
    assert not study.blobs.has(new.key)
    assert [entry.name for entry in (study.path / "blobs").iterdir()] == [f"{old.key}.npy"]
    found = study.results.relevance("P0", GRAD_CAM.name)
    assert found is not None
    assert np.array_equal(found.values, values_of(old))
