import hashlib
import subprocess
import sys

import numpy as np
import pytest

from neopain_gui.errors import WeightsError
from neopain_gui.faces import FaceSource, RetinaFaceDetector, default_detectors, retinaface
from tests.faces import retina_graph


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    return retina_graph.write(tmp_path_factory.mktemp("weights") / "retinaface.onnx")


@pytest.fixture
def no_weights(tmp_path, monkeypatch):
    monkeypatch.setattr("neopain_gui.locations.models", lambda: tmp_path / "models")
    monkeypatch.setenv("DEEPFACE_HOME", str(tmp_path / "home"))
    return tmp_path


def paint(height, width, *spots):
    """A black photograph with a square (top, left, side, channel, value) for each spot."""
    photograph = np.zeros((height, width, 3), np.uint8)
    for top, left, side, channel, value in spots:
        photograph[top : top + side, left : left + side, channel] = value
    return photograph


# Worked out by hand from the anchors of RetinaFace-R50 (256/512, 64/128 and 16/32 pixels):
# stride 32, row 4, column 5: anchor 512 × 512 centred on (7.5 + 160, 7.5 + 128); offset
#   dx = 8.5/512 → centre (176, 135.5); size 512/4 = 128 → x 112.5…239.5, y 72…199.
# stride 16, row 10, column 4: anchor 64 × 64 centred on (7.5 + 64, 7.5 + 160); dy = −8/64 →
#   (71.5, 159.5); size 96 × 128 → x 24…119, y 96…223.
# stride 8, row 9, column 30: anchor 32 × 32 centred on (7.5 + 240, 7.5 + 72), unchanged →
#   x 232…263, y 64…95.
# Truncation to whole pixels may go down by one where the exact value is whole.
RED = (4 * 32, 5 * 32, 32, 0, 242)
GREEN = (10 * 16, 4 * 16, 16, 1, 250)
BLUE = (9 * 8, 30 * 8, 8, 2, 255)


def near(box, expected):
    return np.abs(np.subtract(box.as_tuple(), expected)).max() <= 1


@pytest.mark.parametrize(
    ("spot", "expected"),
    [
        (RED, (112, 72, 239, 199)),
        (GREEN, (24, 96, 119, 223)),
        (BLUE, (232, 64, 263, 95)),
    ],
)
def test_a_known_anchor_gives_the_box_worked_out_by_hand(weights, spot, expected):
    detector = RetinaFaceDetector(weights, allow_upscaling=False)
    (face,) = detector.detect(paint(256, 352, spot))
    assert near(face.box, expected)
    assert face.score == pytest.approx(spot[4] / 255)
    assert face.source is FaceSource.RETINAFACE


def test_landmarks_are_the_subjects_right_eye_first(weights):
    (face,) = RetinaFaceDetector(weights, allow_upscaling=False).detect(paint(256, 352, GREEN))
    # Anchor 64 × 64 centred on (71.5, 167.5), offsets 0.2, 0.1, 0, −0.1, −0.2 of its size.
    shifts = 64 * np.array([0.2, 0.1, 0.0, -0.1, -0.2])
    np.testing.assert_allclose(
        face.landmarks, np.stack([71.5 + shifts, 167.5 + shifts], axis=1), atol=1e-3
    )


def test_several_faces_come_surest_first_and_twins_are_merged(weights):
    detector = RetinaFaceDetector(weights, allow_upscaling=False)
    twin = (4 * 32, 6 * 32, 32, 0, 240)  # 96 of 128 pixels in common with RED: IoU 0.6 > 0.4
    faces = detector.detect(paint(256, 352, RED, twin, GREEN, BLUE))
    assert [round(face.score * 255) for face in faces] == [255, 250, 242]


def test_a_score_below_the_threshold_is_no_face(weights):
    faint = (*RED[:4], 229)  # 229/255 = 0.898
    assert RetinaFaceDetector(weights, allow_upscaling=False).detect(paint(256, 352, faint)) == []


def test_boxes_are_clipped_to_the_photograph(weights):
    corner = (0, 0, 32, 0, 250)  # centre (16, 7.5), 128 × 128: x −47.5…79.5, y −56…71
    (face,) = RetinaFaceDetector(weights, allow_upscaling=False).detect(paint(64, 70, corner))
    assert near(face.box, (0, 0, 69, 63))
    assert face.box.right <= 70
    assert face.box.bottom <= 64


@pytest.mark.parametrize(
    ("size", "spot", "expected"),
    [
        # Halved: the short side 2048 becomes 1024.
        ((2048, 2112), (8 * 32, 10 * 32, 64, 0, 242), (225, 144, 479, 398)),
        # Doubled: 512 becomes 1024.
        ((512, 544), (2 * 32, 5 * 16, 16, 0, 242), (56, 36, 119, 99)),
    ],
)
def test_boxes_are_in_the_photographs_pixels_after_rescaling(weights, size, spot, expected):
    (face,) = RetinaFaceDetector(weights).detect(paint(*size, spot))
    assert near(face.box, expected)


def test_the_identity_names_the_weights(weights):
    identity = RetinaFaceDetector(weights, allow_upscaling=False).identity
    assert identity["weights_sha256"] == hashlib.sha256(weights.read_bytes()).hexdigest()
    assert identity["allow_upscaling"] is False


def test_missing_weights_are_named_with_the_folders_to_put_them_in(no_weights):
    assert not retinaface.available()
    assert [detector.name for detector in default_detectors()] == ["BlazeFace", "LBP cascade"]
    with pytest.raises(WeightsError) as caught:
        RetinaFaceDetector()
    text = str(caught.value)
    assert "put the file retinaface.onnx into" in text
    assert "models" in text
    assert ".deepface/weights" in text
    assert not any(no_weights.iterdir())  # the package would have made its folder


@pytest.mark.parametrize("folder", ["models", "home/.deepface/weights"])
def test_weights_are_found_in_both_places(no_weights, weights, folder):
    file = no_weights / folder / "retinaface.onnx"
    file.parent.mkdir(parents=True)
    file.write_bytes(weights.read_bytes())
    assert RetinaFaceDetector().weights == file
    names = [detector.name for detector in default_detectors()]
    assert names == ["RetinaFace", "BlazeFace", "LBP cascade"]


@pytest.mark.parametrize("content", [b"", b"<html>Not Found</html>", b"\x08\x08" * 50])
def test_a_damaged_file_is_refused(tmp_path, content):
    file = tmp_path / "retinaface.onnx"
    file.write_bytes(content)
    with pytest.raises(WeightsError, match=r"^retinaface\.onnx: .*damaged.*; replace"):
        RetinaFaceDetector(file).detect(paint(64, 64))


def test_another_network_is_refused(tmp_path):
    file = retina_graph.write(tmp_path / "retinaface.onnx", heads=6)
    with pytest.raises(WeightsError, match="is not RetinaFace"):
        RetinaFaceDetector(file).detect(paint(64, 64))


def test_the_downloader_is_out_of_reach(weights, no_weights):
    RetinaFaceDetector(weights).detect(paint(64, 64))
    from retinaface.RetinaFace import build_model

    with pytest.raises(RuntimeError, match="tried to download"):
        build_model()


IN_A_FRESH_PROCESS = """
import logging, os, sys, warnings
import numpy as np
from pathlib import Path
from neopain_gui.faces import RetinaFaceDetector, default_detectors
heavy = {"tensorflow", "keras", "torch", "tf_keras"}
late = {"retinaface", "onnxruntime", "cv2", "skimage", "scipy"}
assert not (heavy | late) & set(sys.modules), sorted((heavy | late) & set(sys.modules))
warnings.filterwarnings("error", category=UserWarning, message="a filter of our own")
before = list(warnings.filters), warnings.showwarning, dict(os.environ), list(logging.root.handlers)
detector = RetinaFaceDetector(Path(sys.argv[1]), allow_upscaling=False)
photograph = np.zeros((256, 352, 3), np.uint8)
photograph[128:160, 160:192, 0] = 242
assert len(detector.detect(photograph)) == 1
after = list(warnings.filters), warnings.showwarning, dict(os.environ), list(logging.root.handlers)
for one, other in zip(before, after, strict=True):
    assert one == other, (one, other)
assert not heavy & set(sys.modules), sorted(heavy & set(sys.modules))
"""


def test_the_process_is_left_as_it_was_and_nothing_is_printed(weights, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", IN_A_FRESH_PROCESS, str(weights)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
