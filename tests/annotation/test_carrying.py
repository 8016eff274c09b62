"""Regions that go to another picture of the same face."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.annotation.carrying import carried
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.faces.regions import RegionSource
from neopain_gui.geometry import Box

MARKS = np.array([(100.0, 100), (160, 104), (128, 140), (105, 170), (152, 172)])
REGION = (np.array([(100.0, 150), (150, 150), (150, 190), (100, 190)]),)


def face(marks, box=None):
    return Face(
        box=box or Box(left=60, top=40, right=200, bottom=220),
        source=FaceSource.RETINAFACE,
        landmarks=tuple(map(tuple, marks)),
    )


@pytest.mark.parametrize(("angle", "scale"), [(0.0, 1.0), (0.4, 2.5), (-1.2, 0.7)])
def test_a_region_turns_and_grows_with_the_face(angle, scale):
    turn = scale * np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))
    shift = np.array((310.0, 270))
    made, source = carried(REGION, face(MARKS), face(MARKS @ turn.T + shift))
    assert source is RegionSource.LANDMARKS
    assert made[0] == pytest.approx(REGION[0] @ turn.T + shift, abs=0.02)


def test_by_face_boxes_it_keeps_its_place_in_the_box_and_is_called_rough():
    one = face((), Box(left=0, top=0, right=100, bottom=200))
    other = face((), Box(left=50, top=10, right=250, bottom=210))
    made, source = carried((np.array([(-0.5, -0.5), (99.5, -0.5), (99.5, 199.5)]),), one, other)
    assert source is RegionSource.FACE_BOX
    assert made[0] == pytest.approx(np.array([(49.5, 9.5), (249.5, 9.5), (249.5, 209.5)]), abs=0.02)
