"""The numerical floor: what a unit in the last place of the input changes in a layer's map."""

import numpy as np
import pytest

from neopain_gui.attribution import METHODS, grad_cam
from neopain_gui.attribution.explain import explain
from neopain_gui.attribution.rounding import floor, nudged
from neopain_gui.classifiers import Classifier, find


@pytest.fixture(scope="module")
def vgg(vgg_face):
    return Classifier(info=find("vgg_face_phantoms"), model=vgg_face, weights_sha256="")


@pytest.fixture(scope="module")
def crop():
    return np.random.default_rng(2).integers(0, 256, (224, 224, 3), np.uint8)


def test_no_value_moves_by_more_than_a_millionth_of_itself():
    values = np.random.default_rng(0).uniform(-255, 255, (2, 20, 20, 3)).astype(np.float32)
    moved = nudged(values)
    assert moved.dtype == np.float32
    share = np.abs(moved.astype(np.float64) / values - 1)
    assert 0.9e-6 < share.max() < 1.1e-6
    assert share.mean() == pytest.approx(0.5e-6, rel=0.1)
    np.testing.assert_array_equal(moved, nudged(values))
    np.testing.assert_array_equal(moved[1], nudged(values[1:])[0])
    assert not nudged(np.zeros((1, 4, 4, 3), np.float32)).any()


def test_the_floor_by_hand():
    relevance = np.zeros((40, 40), np.float32)
    relevance[:20] = 1.0
    again = relevance.copy()
    again[0, 0] = 0.75
    assert floor(relevance, again)["rounding_map"] == 0.25
    assert floor(relevance, relevance) == {"rounding_map": 0.0}
    nothing = np.zeros((40, 40), np.float32)
    assert floor(nothing, nothing) == {"rounding_map": 0.0}
    assert floor(nothing, relevance)["rounding_map"] == 1.0
    moved = np.zeros((40, 40), np.float32)
    moved[20:] = 1.0
    assert floor(relevance, moved)["rounding_mask"] > 0.8


def test_each_layer_carries_its_own(vgg, crop):
    layers = ["conv1_1", "conv5_3"]
    (one,) = explain(vgg, [crop], method="grad_cam", layers=layers, rounding=True)
    assert set(one.layer_facts) == set(layers)
    inputs = vgg.prepare([crop])
    target = vgg.info.class_order.index(one.target)
    twice = [
        grad_cam(vgg.model, given, layers=layers, target=target)
        for given in (inputs, nudged(inputs))
    ]
    for layer in layers:
        first, second = (maps[layer][0] for maps in twice)
        np.testing.assert_array_equal(one.maps[layer], first)
        expected = np.abs(first - second).max() / max(first.max(), second.max())
        assert one.layer_facts[layer]["rounding_map"] == pytest.approx(expected, rel=1e-5)
    early, late = (one.layer_facts[layer]["rounding_map"] for layer in layers)
    assert early > 10 * late


@pytest.mark.parametrize("method", METHODS)
def test_only_layers_have_a_floor_and_only_if_asked(n_cnn, method):
    classifier = Classifier(info=find("n_cnn_phantoms"), model=n_cnn, weights_sha256="")
    face = np.random.default_rng(3).integers(0, 256, (60, 60, 3), np.uint8)
    cheap = {"steps": 2, "samples": 2, "midpoints": 1, "masks": 8, "patch": 0.5}
    known = METHODS[method].parameters
    given = {
        "method": method,
        "options": {name: value for name, value in cheap.items() if name in known},
        "references": [face[::-1]],
    }
    (without,) = explain(classifier, [face], **given)
    (one,) = explain(classifier, [face], rounding=True, **given)
    assert not without.layer_facts
    assert bool(one.layer_facts) == METHODS[method].by_layer
    for layer, values in one.maps.items():
        np.testing.assert_array_equal(values, without.maps[layer])
