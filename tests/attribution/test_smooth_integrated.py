import numpy as np
import pytest

from neopain_gui.attribution import smooth_integrated_gradients
from tests.attribution.recipes import gradients_recipe, linear, photographs


def test_n_cnn_agrees_with_a_plain_recipe(n_cnn):
    images = photographs(n_cnn, 1, seed=6)
    result = smooth_integrated_gradients(
        n_cnn, images, target=1, samples=3, noise=0.1, seed=2, midpoints=4
    )
    noise = np.random.default_rng(2).standard_normal((3, 120, 120, 3), np.float32)
    copies = images[0] + np.float32(0.1) * (images.max() - images.min()) * noise
    alphas = np.float32([1, 3, 5, 7])[:, None, None, None] / 8
    expected = np.mean(
        [copy * gradients_recipe(n_cnn, alphas * copy, 1).mean(axis=0) for copy in copies], axis=0
    )
    scale = np.abs(expected).max()
    assert np.abs(result.attributions[0] - expected).max() <= 1e-4 * scale
    relevance = np.abs(expected).sum(axis=-1)
    assert np.abs(result.relevance[0] - relevance).max() <= 1e-4 * relevance.max()
    scores = n_cnn(copies).numpy()[:, 1]
    black = n_cnn(np.zeros((1, 120, 120, 3))).numpy()[0, 1]
    np.testing.assert_allclose(result.score[0], scores.mean(), atol=1e-6)
    np.testing.assert_allclose(result.baseline_score[0], black, atol=1e-6)
    np.testing.assert_allclose(
        result.residual[0], expected.sum() - (scores.mean() - black), atol=1e-5
    )


def test_a_linear_score_is_complete_for_any_copies():
    """Each copy's attribution is its value times the weight, from a baseline of zeros."""
    weights = np.random.default_rng(1).normal(0, 1, (16, 2)).astype(np.float32)
    image = np.random.default_rng(2).random((1, 4, 4, 1), np.float32)
    result = smooth_integrated_gradients(
        linear(weights), image, target=0, samples=200, noise=0.1, midpoints=1, score="logit"
    )
    np.testing.assert_allclose(result.residual, 0, atol=1e-5)
    expected = (image[0, :, :, 0] * weights[:, 0].reshape(4, 4))[..., None]
    spread = 0.1 * np.abs(weights).max() / np.sqrt(200)
    np.testing.assert_allclose(result.attributions[0], expected, atol=5 * spread)


def test_the_map_grows_with_each_copy(small):
    image = np.random.default_rng(2).normal(0, 1, (2, 8, 9, 3)).astype(np.float32)
    seen = []
    options = {"target": [0, 1], "midpoints": 2}
    result = smooth_integrated_gradients(
        small, image, samples=3, watch=lambda n, values: seen.append((n, values)), **options
    )
    assert [number for number, _ in seen] == [0, 0, 0, 1, 1, 1]
    np.testing.assert_allclose(seen[2][1], result.relevance[0], rtol=1e-5)
    one = smooth_integrated_gradients(small, image, samples=1, **options)
    np.testing.assert_allclose(seen[0][1], one.relevance[0], rtol=1e-5)


@pytest.mark.parametrize("change", [{"samples": 0}, {"noise": -1.0}])
def test_what_does_not_fit_is_refused(small, change):
    with pytest.raises(ValueError, match=next(iter(change))):
        smooth_integrated_gradients(small, np.zeros((1, 8, 9, 3)), target=0, **change)
