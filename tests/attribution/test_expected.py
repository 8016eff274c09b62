import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.attribution import expected_gradients, integrated_gradients
from neopain_gui.attribution.expected import _places
from tests.attribution.recipes import gradients_recipe, linear, photographs


def pictures(count, seed):
    return np.random.default_rng(seed).normal(0, 1, (count, 8, 9, 3)).astype(np.float32)


def test_n_cnn_agrees_with_a_plain_recipe(n_cnn):
    """One reference: the midpoints of one path."""
    image, reference = photographs(n_cnn, 2, seed=7)
    result = expected_gradients(n_cnn, image[None], reference[None], target=0, samples=5)
    alphas = (np.arange(5, dtype=np.float32) + 0.5)[:, None, None, None] / 5
    gradients = gradients_recipe(n_cnn, reference + alphas * (image - reference), 0)
    expected = (image - reference) * gradients.mean(axis=0)
    assert np.abs(result.attributions[0] - expected).max() <= 1e-4 * np.abs(expected).max()
    scores = n_cnn(np.stack([image, reference])).numpy()[:, 0]
    np.testing.assert_allclose([result.score[0], result.baseline_score[0]], scores, atol=1e-6)


def test_the_attributions_add_up_to_the_difference_of_scores(small):
    images, references = pictures(3, 0), pictures(4, 1)
    result = expected_gradients(small, images, references, samples=4000)
    scores = small(images).numpy()
    predicted = scores.argmax(axis=1)
    of_references = small(references).numpy().mean(axis=0)[predicted]
    np.testing.assert_allclose(result.score, scores.max(axis=1), atol=1e-6)
    np.testing.assert_allclose(result.baseline_score, of_references, atol=1e-6)
    total = result.attributions.sum(axis=(1, 2, 3), dtype=np.float64)
    np.testing.assert_allclose(total, scores.max(axis=1) - of_references, atol=2e-3)
    np.testing.assert_allclose(
        result.residual, total - (result.score - result.baseline_score), atol=1e-6
    )
    assert (result.completeness_error < 0.02).all()


def test_it_is_the_mean_of_the_paths_from_every_reference(small):
    images, references = pictures(1, 2), pictures(3, 3)
    result = expected_gradients(small, images, references, target=1, samples=6000)
    paths = [
        integrated_gradients(small, images, target=1, baseline=one, steps=2000).attributions[0]
        for one in references
    ]
    expected = np.mean(paths, axis=0)
    assert np.abs(result.attributions[0] - expected).sum() <= 0.01 * np.abs(expected).sum()


def test_a_linear_score_is_exact_with_one_round():
    weights = np.random.default_rng(1).normal(0, 1, (16, 2)).astype(np.float32)
    generator = np.random.default_rng(4)
    image, references = generator.random((1, 4, 4, 1)), generator.random((5, 4, 4, 1))
    result = expected_gradients(
        linear(weights), image, references, target=1, samples=1, score="logit"
    )
    expected = (image[0] - references.mean(axis=0)) * weights[:, 1].reshape(4, 4, 1)
    np.testing.assert_allclose(result.attributions[0], expected, atol=1e-6)
    np.testing.assert_allclose(result.residual, 0, atol=1e-5)


@given(references=st.integers(1, 40), rounds=st.integers(1, 12), seed=st.integers(0, 2**31 - 1))
def test_every_place_is_used_once_and_each_reference_goes_all_the_way(references, rounds, seed):
    places = _places(references, rounds, seed)
    count = references * rounds
    np.testing.assert_allclose(np.sort(places), (np.arange(count) + 0.5) / count, atol=1e-6)
    parts = np.floor(places.reshape(rounds, references) * rounds)
    np.testing.assert_array_equal(parts, np.repeat(np.arange(rounds)[:, None], references, axis=1))
    np.testing.assert_array_equal(places, _places(references, rounds, seed))


def test_the_seed_matters_and_nothing_else_is_random(small):
    images, references = pictures(1, 5), pictures(6, 6)
    first, again, other = (
        expected_gradients(small, images, references, samples=12, seed=seed).relevance
        for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_channels_are_combined_as_is_asked(small):
    images, references = pictures(1, 5), pictures(3, 6)
    absolute, positive = (
        expected_gradients(small, images, references, target=0, samples=3, channels=channels)
        for channels in ("absolute sum", "positive part")
    )
    summed = absolute.attributions.sum(axis=-1)
    np.testing.assert_allclose(absolute.relevance, np.abs(summed), rtol=1e-6)
    np.testing.assert_allclose(positive.relevance, np.maximum(summed, 0), rtol=1e-6)


def test_a_photograph_that_is_its_only_reference_has_an_empty_map(small):
    image = pictures(1, 7)
    result = expected_gradients(small, image, image, target=0)
    assert not result.relevance.any()
    assert result.completeness_error.tolist() == [0.0]
    assert result.facts(0)["completeness_error"] == 0.0


def test_an_infinite_completeness_error_is_no_number(small):
    image = pictures(1, 8)
    result = expected_gradients(small, image, pictures(1, 9), target=0, samples=1)
    object.__setattr__(result, "baseline_score", result.score)
    assert np.isinf(result.completeness_error[0])
    assert result.facts(0)["completeness_error"] is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"samples": 0}, "samples"),
        ({"score": "loss"}, "score"),
        ({"references": np.zeros((0, 8, 9, 3))}, "references"),
        ({"references": np.zeros((2, 8, 8, 3))}, "shape"),
    ],
)
def test_what_does_not_fit_is_refused(small, change, sentence):
    arguments = {"references": pictures(2, 0)} | change
    with pytest.raises(ValueError, match=sentence):
        expected_gradients(small, pictures(1, 0), **arguments)
