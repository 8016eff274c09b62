"""What a stranger's file claims is checked before anything is done about it."""

import json
import os
import subprocess
import sys
import time
import tracemalloc
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.classifiers import read_vgg_face_base
from neopain_gui.errors import WeightsError
from tests.classifiers.bases import keras_files, other_files, pytorch_files
from tests.classifiers.bases.hostile_files import HOSTILE, mat, stream_of
from tests.classifiers.bases.numbers import convolutions

ABOUT = "neopain_gui.classifiers.bases.formats"
STREAM = stream_of(b"\x80\x02")
MATLAB = mat(b"")
SECONDS, MOST = 1.0, 100e6


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    paths = {name: folder / f"{number}.weights" for number, name in enumerate(HOSTILE)}
    for name, path in paths.items():
        HOSTILE[name](path)
    return paths


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_at_once_in_a_sentence(name, written, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    begun = time.process_time()
    with pytest.raises(WeightsError) as caught:
        read_vgg_face_base(written[name])
    assert time.process_time() - begun <= SECONDS
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert list(tmp_path.iterdir()) == [], "nothing in it was run"


@pytest.mark.parametrize("name", HOSTILE)
def test_it_takes_no_memory(name, written):
    tracemalloc.start()
    try:
        with pytest.raises(WeightsError):
            read_vgg_face_base(written[name])
        assert tracemalloc.get_traced_memory()[1] <= MOST
    finally:
        tracemalloc.stop()


MEASURE = """
import json, resource, sys
from neopain_gui.classifiers import read_vgg_face_base
from neopain_gui.errors import WeightsError
import h5py, safetensors.numpy, zipfile, zlib
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
grown, before = {}, peak()
for path in json.loads(sys.stdin.read()):
    try:
        read_vgg_face_base(path)
    except WeightsError:
        grown[path] = peak() - before
print(json.dumps(grown))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="measured where the system tells the peak")
def test_nor_do_the_libraries_beneath_take_any(written):
    paths = [str(path) for path in written.values()]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    grown = json.loads(done.stdout)
    unit = 1 if sys.platform == "darwin" else 1024
    assert len(grown) == len(paths)
    assert max(grown.values()) * unit <= MOST


def torch_file(path, layers, how=pytorch_files.write_stream):
    return pytorch_files.write(path, pytorch_files.state(layers), how)


def safetensors_file(path, layers):
    from safetensors.numpy import save_file

    save_file(pytorch_files.state(layers), path)
    return path


WHOLE = {
    "keras-vggface": keras_files.write_named,
    "MatConvNet": partial(other_files.write_mat, classes=9),
    "MatConvNet, packed": partial(other_files.write_mat, classes=9, packed=True),
    "Torch7": other_files.write_t7,
    "Caffe": other_files.write_caffe,
    "PyTorch, stream": torch_file,
    "PyTorch, zip": partial(torch_file, how=pytorch_files.write_zip),
    "safetensors": safetensors_file,
}


@pytest.fixture(scope="module")
def narrow():
    """Convolutions of a tenth of a megabyte in all: cutting does not depend on their size."""
    return [(kernel[:, :, :3, :4], bias[:4]) for kernel, bias in convolutions()]


@pytest.mark.parametrize("form", WHOLE)
def test_a_file_that_is_cut_off_is_a_sentence(form, narrow, tmp_path):
    path = WHOLE[form](tmp_path / "whole", narrow)
    content = path.read_bytes()
    cut = tmp_path / "cut"
    step = max(1, len(content) // 150)
    for end in sorted({*range(0, len(content), step), *range(min(600, len(content)))}):
        cut.write_bytes(content[:end])
        with pytest.raises(WeightsError) as caught:
            read_vgg_face_base(cut)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("form", WHOLE)
def test_a_file_with_a_changed_byte_is_never_a_traceback(form, narrow, tmp_path):
    path = WHOLE[form](tmp_path / "whole", narrow)
    content = bytearray(path.read_bytes())
    changed = tmp_path / "changed"
    step = max(1, len(content) // 100)
    for at in sorted({*range(0, len(content), step), *range(min(300, len(content)))}):
        for value in (0, 0xFF):
            before, content[at] = content[at], value
            changed.write_bytes(content)
            content[at] = before
            with pytest.raises(WeightsError):
                read_vgg_face_base(changed)


@pytest.mark.parametrize("form", WHOLE)
def test_a_file_that_lacks_its_end_is_a_sentence(form, tmp_path):
    """Everything that it says of itself fits VGG-Face; numbers are missing."""
    path = WHOLE[form](tmp_path / "whole", convolutions())
    size = path.stat().st_size
    for missing in (1, 100, 5000, size // 3, size - 40_000):
        os.truncate(path, size - missing)
        with pytest.raises(WeightsError):
            read_vgg_face_base(path)


HEADS = (
    *(b"\x89HDF\r\n\x1a\n", b"PK\x03\x04", STREAM, b"\4\0\0\0\1\0\0\0", b"\x0a\3net"),
    *(b"\x12", b"\xa2\x06", MATLAB, b"\x40" + bytes(7) + b"{"),
)


@given(head=st.sampled_from(HEADS), content=st.binary(max_size=400))
def test_whatever_follows_a_beginning_is_a_sentence(head, content, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "made up"
    path.write_bytes(head + content)
    with pytest.raises(WeightsError) as caught:
        read_vgg_face_base(path)
    assert "\n" not in str(caught.value)
