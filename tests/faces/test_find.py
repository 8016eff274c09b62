import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.errors import InputError, WeightsError
from neopain_gui.faces import Face, FaceSource, best_face, crop, from_data_set, manual
from neopain_gui.geometry import Box

PHOTOGRAPH = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
BOX = Box(left=10, top=20, right=60, bottom=80)


class Says:
    def __init__(self, *faces):
        self.name, self.identity = "says", {}
        self.faces, self.asked = list(faces), 0

    def detect(self, photograph):
        self.asked += 1
        return self.faces


def test_the_first_detector_that_finds_a_face_is_believed():
    first = Face(box=BOX, source=FaceSource.RETINAFACE, score=0.97)
    second = Face(box=BOX, source=FaceSource.RETINAFACE, score=0.95)
    last = Says(Face(box=BOX, source=FaceSource.CASCADE))
    assert best_face(PHOTOGRAPH, [Says(), Says(first, second), last]) is first
    assert last.asked == 0


def test_no_face_is_none():
    assert best_face(PHOTOGRAPH, [Says(), Says()]) is None


def test_damaged_weights_are_not_passed_over():
    class Broken(Says):
        def detect(self, photograph):
            raise WeightsError("damaged")

    with pytest.raises(WeightsError):
        best_face(PHOTOGRAPH, [Broken(), Says(Face(box=BOX, source=FaceSource.CASCADE))])


coordinate = st.integers(-40, 160)


@given(coordinate, coordinate, st.integers(1, 200), st.integers(1, 200))
def test_a_drawn_box_is_clipped_or_refused(left, top, width, height):
    box = Box(left=left, top=top, right=left + width, bottom=top + height)
    covered = np.zeros((90, 120), bool)
    covered[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)] = True
    columns, rows = covered.any(axis=0).sum(), covered.any(axis=1).sum()
    if min(columns, rows) < 16:
        with pytest.raises(InputError, match="at least 16 × 16"):
            manual(box, (90, 120))
    else:
        face = manual(box, (90, 120))
        assert face.source is FaceSource.MANUAL
        assert face.score is None
        assert (face.box.width, face.box.height) == (columns, rows)
        assert covered[face.box.slices].all()


def test_the_data_sets_box_says_so():
    assert from_data_set(BOX, (90, 120)).source is FaceSource.DATASET


def test_the_crop_is_a_copy_of_the_boxs_pixels():
    cut = crop(PHOTOGRAPH, BOX)
    assert cut.shape == (60, 50, 3)
    assert (cut == PHOTOGRAPH[20:80, 10:60]).all()
    assert not np.shares_memory(cut, PHOTOGRAPH)


def test_a_crop_never_comes_out_smaller_than_its_box():
    with pytest.raises(ValueError, match="reaches beyond"):
        crop(PHOTOGRAPH, Box(left=100, top=20, right=130, bottom=80))
