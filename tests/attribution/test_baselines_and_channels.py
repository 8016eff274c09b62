"""The baselines of decision 4 and the channels of decision 3."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from neopain_gui.attribution import integrated_gradients
from neopain_gui.attribution.baselines import BASELINES, baselines_of
from neopain_gui.attribution.channels import CHANNELS, over_channels
from neopain_gui.attribution.explain import explain
from neopain_gui.classifiers import find, load
from neopain_gui.locations import models

ABOUT = "neopain_gui.attribution"


@pytest.fixture(scope="module")
def classifier():
    if not (models() / "n_cnn_phantoms.weights.h5").is_file():
        pytest.skip("the demo weights are not there")
    return load(find("n_cnn_phantoms"))


@pytest.fixture(scope="module")
def crop():
    return np.random.default_rng(5).integers(0, 256, (60, 50, 3), np.uint8)


def test_what_the_baselines_are(classifier, crop):
    inputs = classifier.prepare([crop])
    found = {name: baselines_of(name, classifier, inputs) for name in BASELINES}
    assert [len(starts) for starts in found.values()] == [1, 1, 1, 1, 2]
    assert all(start.shape == inputs.shape for starts in found.values() for start in starts)
    assert not found["black"][0].any()
    assert not found["zeros"][0].any()
    np.testing.assert_allclose(found["mean colour"][0][0, 3, 4], inputs[0].mean((0, 1)), rtol=1e-5)
    white, black = found["white and black"]
    assert (white == 1).all()
    assert (black == 0).all()
    assert found["blurred"][0].std() < 0.5 * inputs.std()
    with pytest.raises(ValueError, match="no baseline 'red'"):
        baselines_of("red", classifier, inputs)


STEPS = 12
"""More than fit in a chunk; how many there are is not what is looked at."""


@pytest.mark.parametrize("baseline", BASELINES)
def test_every_baseline_explains_its_own_difference(classifier, crop, baseline):
    options = {"baseline": baseline, "steps": STEPS, "score": "logit"}
    (one,) = explain(
        classifier, [crop], method="integrated_gradients", options=options, target="pain", chunk=8
    )
    inputs, index = classifier.prepare([crop]), classifier.info.class_order.index("pain")
    starts = baselines_of(baseline, classifier, inputs)
    every = [
        integrated_gradients(
            classifier.model,
            inputs,
            target=index,
            baseline=start,
            steps=STEPS,
            score="logit",
            chunk=8,
        )
        for start in starts
    ]
    attributions = np.mean([each.attributions[0] for each in every], axis=0)
    np.testing.assert_allclose(one.maps[None], np.abs(attributions).sum(-1), rtol=1e-5)
    expected = np.mean([each.baseline_score[0] for each in every])
    assert one.facts["baseline_score"] == pytest.approx(expected)
    total = attributions.sum(dtype=np.float64)
    difference = one.facts["score"] - one.facts["baseline_score"]
    assert one.facts["residual"] == pytest.approx(total - difference, abs=1e-4)
    assert one.facts["gradients"] == STEPS * len(starts)


@given(arrays(np.float32, (3, 2, 4), elements=st.floats(-10, 10, width=32)))
def test_channels(attributions):
    total = attributions.sum(-1)
    expected = (np.abs(attributions).sum(-1), np.abs(total), np.where(total > 0, total, 0))
    for name, values in zip(CHANNELS, expected, strict=True):
        found = over_channels(attributions, name)
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, values, rtol=1e-6, atol=1e-6)
    with pytest.raises(ValueError, match="channels must be one of"):
        over_channels(attributions, "signed")
