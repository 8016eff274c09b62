import numpy as np
import pytest

from neopain_gui.attribution import smooth_grad
from tests.attribution.recipes import by_hand, gradients_recipe, linear, photographs


def test_n_cnn_agrees_with_a_plain_recipe(n_cnn):
    images = photographs(n_cnn, 2, seed=6)
    found = smooth_grad(
        n_cnn, images, target=[1, 0], samples=9, noise=0.2, seed=5, score="probability"
    )
    assert found.shape == (2, 120, 120)
    assert found.dtype == np.float32
    for values, image, target in zip(found, images, [1, 0], strict=True):
        noise = np.random.default_rng(5).standard_normal((9, 120, 120, 3), np.float32)
        copies = image + 0.2 * (image.max() - image.min()) * noise
        gradients = gradients_recipe(n_cnn, copies.astype(np.float32), target)
        expected = np.abs(gradients.mean(axis=0)).sum(axis=-1)
        assert np.abs(values - expected).max() <= 1e-4 * expected.max()


def test_without_noise_it_is_the_gradient(small):
    image = np.random.default_rng(0).normal(0, 1, (1, 8, 9, 3)).astype(np.float32)
    found = smooth_grad(small, image, target=2, samples=3, noise=0, score="probability")
    expected = np.abs(gradients_recipe(small, image, 2)).sum(axis=-1)
    np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_noise_does_not_matter_to_a_linear_score():
    weights = np.random.default_rng(1).normal(0, 1, (16, 2)).astype(np.float32)
    found = smooth_grad(linear(weights), np.ones((1, 4, 4, 1)), target=0, samples=4)
    np.testing.assert_allclose(found[0], np.abs(weights[:, 0]).reshape(4, 4), rtol=1e-5)


def test_the_mean_over_a_kink_is_the_share_of_noise_beyond_it():
    """ReLU of noise around zero has the gradient 1 half of the time."""
    weights = np.stack([np.zeros(16), np.ones(16)], axis=1).astype(np.float32)
    image = np.zeros((1, 4, 4, 1), np.float32)
    image[0, 0, 0] = 10
    found = smooth_grad(by_hand(weights, np.zeros(2)), image, target=1, samples=4000, noise=0.1)
    assert found[0, 0, 0] == 1
    np.testing.assert_allclose(found[0].ravel()[1:], 0.5, atol=4 * 0.5 / np.sqrt(4000))


def test_the_first_copies_are_the_same_however_many_follow(small):
    image = np.random.default_rng(2).normal(0, 1, (1, 8, 9, 3)).astype(np.float32)
    grown = []
    options = {"target": 0, "noise": 0.3, "seed": 3}
    smooth_grad(
        small, image, samples=3000, watch=lambda _n, values: grown.append(values.copy()), **options
    )
    first = smooth_grad(small, image, samples=1400, **options)
    assert len(grown) == 3  # chunks of 1400 pictures of 8 × 9 pixels
    np.testing.assert_allclose(grown[0], first[0], rtol=1e-6)


def test_an_even_picture_has_no_noise(n_cnn):
    even = np.full((1, 120, 120, 3), 0.4, np.float32)
    found = smooth_grad(n_cnn, even, target=1, samples=2, score="probability")
    expected = np.abs(gradients_recipe(n_cnn, even, 1)).sum(axis=-1)
    np.testing.assert_allclose(found, expected, atol=1e-5 * expected.max())


@pytest.mark.parametrize(
    "change", [{"samples": 0}, {"noise": -0.1}, {"score": "loss"}, {"target": 7}]
)
def test_what_does_not_fit_is_refused(small, change):
    with pytest.raises(ValueError, match=next(iter(change))):
        smooth_grad(small, np.zeros((1, 8, 9, 3)), **change)
