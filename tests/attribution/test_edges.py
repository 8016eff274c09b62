"""The control without a classifier."""

import cv2
import numpy as np
import pytest
from scipy import ndimage

from neopain_gui.attribution import find_method
from neopain_gui.attribution.asking import ask
from neopain_gui.attribution.edges import edge_strength
from neopain_gui.attribution.question import AttributionRequest
from neopain_gui.classifiers import Classifier, find


def smooth_photograph(size, seed=0):
    small = np.random.default_rng(seed).integers(0, 256, (7, 6, 3), np.uint8)
    return cv2.resize(small, (size, size), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize("blur", [0.0, 1.5])
def test_it_agrees_with_scipy(blur):
    photograph = smooth_photograph(40).astype(np.float32)
    grey = photograph @ np.float32([0.2125, 0.7154, 0.0721]) / 255
    if blur:
        grey = ndimage.gaussian_filter(grey, blur, mode="nearest")
    slopes = [ndimage.sobel(grey, axis=axis, mode="reflect") / 4 for axis in (0, 1)]
    expected = np.hypot(*slopes) / np.sqrt(2)
    found = edge_strength(photograph, blur=blur)
    np.testing.assert_allclose(found, expected, atol=2e-5)


def test_a_step_by_hand():
    photograph = np.zeros((6, 6, 3), np.float32)
    photograph[:, 3:] = 255
    expected = np.zeros((6, 6))
    expected[:, 2:4] = 1 / np.sqrt(2)
    for operator in ("sobel", "scharr", "prewitt"):
        found = edge_strength(photograph, operator=operator, blur=0.0)
        np.testing.assert_allclose(found, expected, atol=1e-6)


def test_the_operators_differ():
    photograph = smooth_photograph(40).astype(np.float32)
    maps = [edge_strength(photograph, operator=name) for name in ("sobel", "scharr", "prewitt")]
    assert not any(np.allclose(a, b) for a, b in [maps[:2], maps[1:], maps[::2]])


@pytest.mark.parametrize("classifier_id", ["n_cnn_phantoms", "vgg_face_phantoms"])
def test_no_classifier_is_asked(classifier_id):
    """It has none: neither weights nor a network."""
    classifier = Classifier(info=find(classifier_id), model=None, weights_sha256="")
    size = classifier.info.input_size
    photographs = [smooth_photograph(size, seed) for seed in range(2)]
    method = find_method("edges")
    answer = ask(
        method,
        AttributionRequest(
            classifier=classifier,
            inputs=classifier.prepare(photographs),
            target=np.zeros(2, np.int32),
            parameters=method.resolved(),
        ),
    )
    for found, photograph in zip(answer.maps[None], photographs, strict=True):
        np.testing.assert_allclose(found, edge_strength(photograph.astype(np.float32)), atol=1e-5)


def test_an_even_surface_has_no_edges():
    for level in (0, 51, 255):
        assert not edge_strength(np.full((30, 30, 3), level, np.float32)).any()
