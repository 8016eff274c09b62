import numpy as np
import pytest
import skimage.data
from PIL import Image

from neopain_gui.faces import CascadeDetector, FaceSource, cascade
from neopain_gui.geometry import Box

# The astronaut's face from brows to chin and from cheek to cheek, read off the photograph.
FACE = Box(left=175, top=70, right=270, bottom=172)


@pytest.fixture(scope="module")
def astronaut():
    return skimage.data.astronaut()


def test_the_astronauts_face_is_found(astronaut):
    face = CascadeDetector().detect(astronaut)[0]
    assert face.box.intersection_over_union(FACE) > 0.7
    assert face.source is FaceSource.CASCADE
    assert face.score is None  # agreement of windows is no probability


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_lying_face_is_found_where_the_turn_puts_it(astronaut, quarters):
    turned = np.rot90(astronaut, quarters)
    mask = np.zeros((512, 512), bool)
    mask[FACE.slices] = True
    rows, columns = np.nonzero(np.rot90(mask, quarters))
    expected = Box(
        left=columns.min(), top=rows.min(), right=columns.max() + 1, bottom=rows.max() + 1
    )
    face = CascadeDetector().detect(turned)[0]
    assert face.box.intersection_over_union(expected) > 0.6


def test_a_tilted_face_in_an_oblong_photograph_is_found(astronaut):
    # Pillow turns the photograph about its centre; the same turn of the face's centre by hand.
    oblong = Image.fromarray(astronaut[:360])
    tilted = np.asarray(oblong.rotate(25))
    across, down = 222.5 - 256, 121 - 180
    turn = np.deg2rad(25)
    x = 256 + np.cos(turn) * across + np.sin(turn) * down
    y = 180 - np.sin(turn) * across + np.cos(turn) * down
    box = CascadeDetector().detect(tilted)[0].box
    assert (box.left + box.right) / 2 == pytest.approx(x, abs=12)
    assert (box.top + box.bottom) / 2 == pytest.approx(y, abs=12)


def test_boxes_are_in_the_photographs_own_pixels(astronaut):
    large = np.asarray(Image.fromarray(astronaut).resize((1536, 1536)))
    box = CascadeDetector().detect(large)[0].box
    expected = Box(left=525, top=210, right=810, bottom=516)
    assert box.intersection_over_union(expected) > 0.7


def test_a_face_at_the_edge_is_clipped_to_the_photograph():
    windows = np.array([[5.0, 40.0, 40.0], [5.0, 40.0, 40.0], [6.0, 41.0, 40.0]])
    (candidate,) = cascade._candidates(windows, enough=3, width=60, height=50)
    assert candidate.box == Box(left=0, top=20, right=25, bottom=50)


def test_windows_that_disagree_are_no_face():
    windows = np.array([[30.0, 30.0, 40.0], [60.0, 30.0, 40.0], [30.0, 30.0, 20.0]])
    assert cascade._candidates(windows, enough=2, width=100, height=100) == []


def test_a_part_of_a_larger_face_is_no_face():
    face = cascade._Candidate(box=Box(left=20, top=20, right=120, bottom=120), windows=30)
    mouth = cascade._Candidate(box=Box(left=40, top=60, right=90, bottom=125), windows=50)
    second = cascade._Candidate(box=Box(left=200, top=20, right=300, bottom=120), windows=31)
    again = cascade._Candidate(box=Box(left=240, top=20, right=330, bottom=120), windows=29)
    assert cascade._distinct([mouth, face, again, second]) == [second, face]


def test_no_face_no_box():
    flat = np.full((120, 160, 3), 128, np.uint8)
    assert CascadeDetector().detect(flat) == []
    assert CascadeDetector().detect(flat[:20, :20]) == []


def test_only_photographs_are_accepted(astronaut):
    for wrong in (astronaut[..., 0], astronaut / 255, astronaut[:0]):
        with pytest.raises(ValueError, match="a photograph is"):
            CascadeDetector().detect(wrong)
