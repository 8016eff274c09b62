import math

import numpy as np
import pytest

from neopain_gui.annotation.landmarks import (
    distances,
    eyes_distance,
    first_points,
    landmark_set_of_text,
    landmark_set_text,
    mirrored,
    sets,
)
from neopain_gui.errors import InputError
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box

SEEN = ((100.0, 120.0), (180.0, 110.0), (142.0, 150.0), (125.0, 190.0), (170.0, 184.0))

BOX = Box(left=60, top=60, right=220, bottom=250)


def face(landmarks=SEEN):
    return Face(box=BOX, landmarks=landmarks, source=FaceSource.RETINAFACE)


def test_there_are_5_and_16_and_68_points():
    assert [len(one.points) for one in sets().values()] == [5, 16, 68]
    for one in sets().values():
        assert landmark_set_of_text(landmark_set_text(one)) == one
        assert one.distances


def test_the_detectors_points_are_the_first_of_the_five():
    assert tuple(first_points(sets()["5"], face()).values()) == SEEN


@pytest.mark.parametrize("name", ["heiderich-16", "68"])
def test_the_others_lie_on_the_face_eyes_to_eyes(name):
    points = first_points(sets()[name], face())
    for eye, seen in zip(sets()[name].eyes, SEEN[:2], strict=True):
        middle = np.mean([points[one] for one in eye], axis=0)
        assert np.hypot(*(middle - seen)) < 8
    assert all(50 <= x <= 235 and 60 <= y <= 260 for x, y in points.values())


def test_distances_do_not_depend_on_how_large_the_face_is():
    chosen = sets()["heiderich-16"]
    points = first_points(chosen, face())
    larger = {name: (3 * x + 5, 3 * y) for name, (x, y) in points.items()}
    one, other = distances(chosen, points), distances(chosen, larger)
    assert [each.by_eyes for each in one] == pytest.approx([each.by_eyes for each in other])
    assert [3 * each.pixels for each in one] == pytest.approx([each.pixels for each in other])
    assert eyes_distance(chosen, larger) == pytest.approx(3 * eyes_distance(chosen, points))
    del points["lip_lower"], points["eye_inner_left"]
    found = {(each.a, each.b): each for each in distances(chosen, points)}
    assert math.isnan(found["lip_upper", "lip_lower"].pixels)
    assert math.isnan(found["mouth_right", "mouth_left"].by_eyes)


def test_a_mirror_image_of_a_mirror_image_is_the_point():
    chosen = sets()["68"]
    points = first_points(chosen, face())
    other, place = mirrored(chosen, points, "37")
    assert other == "46"
    assert place == pytest.approx(points["46"], abs=0.1)
    points[other] = place
    assert mirrored(chosen, points, other) == ("37", pytest.approx(points["37"], abs=0.1))
    assert mirrored(chosen, points, "31") is None


def test_a_set_that_names_a_point_it_has_not_is_one_sentence():
    text = landmark_set_text(sets()["5"])
    text = text.replace('"nose",\n   "mouth_right"', '"nase",\n   "mouth_right"')
    with pytest.raises(InputError, match="“nase” is none of its points"):
        landmark_set_of_text(text)
