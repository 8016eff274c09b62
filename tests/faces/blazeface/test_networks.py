"""OpenCV's answers against TensorFlow Lite's own, and what anchors are."""

import warnings

import numpy as np
import pytest

from neopain_gui.faces.blazeface.model_files import read
from neopain_gui.faces.blazeface.networks import (
    FULL_RANGE_MODEL,
    MESH,
    MeshNetwork,
    SearchNetwork,
    anchors,
)
from neopain_gui.faces.blazeface.views import Looked, view_of, whole_view

from .astronaut import EYES


def test_anchors_are_the_middles_of_cells_row_by_row():
    assert anchors(192, ((4, 1),)).shape == (2304, 2)
    assert anchors(256, ((16, 2), (32, 6))).shape == (896, 2)
    assert anchors(8, ((4, 2),)).tolist() == [
        *[[2, 2], [2, 2], [6, 2], [6, 2]],
        *[[2, 6], [2, 6], [6, 6], [6, 6]],
    ]


@pytest.fixture(scope="module")
def interpreters():
    """TensorFlow Lite on the same files: another program that reads them."""
    tensorflow = pytest.importorskip("tensorflow")
    made = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has moved to another package
        for file in (FULL_RANGE_MODEL.file, MESH):
            made[file] = tensorflow.lite.Interpreter(model_content=read(file))
            made[file].allocate_tensors()
    return made


def said(interpreter, values):
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], values[None])
    interpreter.invoke()
    return [
        interpreter.get_tensor(one["index"]).astype(float)
        for one in interpreter.get_output_details()
    ]


def test_the_search_says_what_tensorflow_lite_says(astronaut, interpreters):
    picture = Looked(astronaut).picture(whole_view((512, 512), 0.0, 192))
    places, logits = said(interpreters[FULL_RANGE_MODEL.file], picture / 127.5 - 1)
    points, scores = SearchNetwork(FULL_RANGE_MODEL).look(picture, 0.0)
    assert scores == pytest.approx(1 / (1 + np.exp(-logits.ravel())), abs=1e-4)
    expected = places.reshape(-1, 8, 2)
    expected[:, [0, *range(2, 8)]] += anchors(192, ((4, 1),))[:, None]
    sure = scores > 0.1
    assert sure.any()
    assert points[sure] == pytest.approx(expected[sure], abs=1e-2)


def test_the_mesh_says_what_tensorflow_lite_says(astronaut, interpreters):
    picture = Looked(astronaut).picture(view_of((225, 120), 160, 0.0, 192))
    points, sure = MeshNetwork().lay(picture)
    first, second = said(interpreters[MESH], picture / 255)
    mesh, flag = (first, second) if first.size > 1 else (second, first)
    assert points == pytest.approx(mesh.reshape(-1, 3)[:, :2], abs=1e-2)
    assert sure == pytest.approx(1 / (1 + np.exp(-flag.item())), abs=1e-4)
    assert sure > 0.99


def test_the_right_eye_of_whom_is_shown_comes_first(astronaut):
    view = whole_view((512, 512), 0.0, 192)
    points, scores = SearchNetwork(FULL_RANGE_MODEL).look(Looked(astronaut).picture(view), 0.5)
    right, left = view.to_photograph(points[scores.argmax(), 2:4])
    assert right == pytest.approx(EYES[0], abs=6)
    assert left == pytest.approx(EYES[1], abs=6)


def test_below_the_threshold_nothing_is_said():
    grey = np.full((192, 192, 3), 128, np.float32)
    points, scores = SearchNetwork(FULL_RANGE_MODEL).look(grey, 0.5)
    assert points.shape == (0, 8, 2)
    assert scores.shape == (0,)
