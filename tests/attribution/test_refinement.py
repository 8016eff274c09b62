"""The rule that decides where gradients are taken, on paths whose integral is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.attribution.refinement import MAP_SETTLED, MOST, SHARE, _Pieces, expected, refine

SHAPE = (6, 7, 2)


def path(function, weights):
    """Gradients function(γ) · weights: their mean over the path is ∫ function · weights."""
    return lambda places: np.float32(function(places)[:, None, None, None] * weights)


@pytest.fixture
def weights():
    return np.random.default_rng(0).normal(0, 1, SHAPE)


@pytest.mark.parametrize(
    ("function", "integral"),
    [
        (lambda g: np.ones_like(g), 1.0),
        (lambda g: g, 1 / 2),
        (lambda g: np.exp(-3 * g), (1 - np.exp(-3)) / 3),
        (lambda g: 1 / (2 * np.sqrt(g)), 1.0),  # without bound at the baseline
    ],
)
def test_known_integrals(weights, function, integral):
    found = refine(path(function, weights), np.ones(SHAPE))
    error = np.abs(found.mean - integral * weights).sum() / np.abs(integral * weights).sum()
    assert error <= found.map_error + 1e-6
    assert found.map_error <= MAP_SETTLED
    assert found.mask_change == 0


def test_a_single_jump_is_met_within_the_limit(weights):
    """All pixels jump at one place: what the estimate may miss, the pieces keep small."""
    for place in np.linspace(0.05, 0.95, 19):
        found = refine(path(lambda g, at=place: (g > at).astype(float), weights), np.ones(SHAPE))
        error = abs(found.mean.sum() / weights.sum() - (1 - place))
        assert error <= 2 / 15 / 2 * (2 * np.sqrt(place) + 1 / 15)  # half of the piece it lies in


def test_it_goes_on_where_the_error_is():
    """A narrow bump: the places crowd there, and their number stays within the limit."""
    seen = []
    weights = np.random.default_rng(1).normal(0, 1, SHAPE)

    def gradients(places):
        seen.extend(places)
        return path(lambda g: np.exp(-(((g - 0.6) / 0.02) ** 2)), weights)(places)

    found = refine(gradients, np.ones(SHAPE))
    assert expected(SHAPE) < found.gradients == len(seen) <= MOST
    assert len(np.unique(seen)) == len(seen)
    near = np.abs(np.array(seen) - 0.6) < 0.1
    assert near.mean() > 0.4
    integral = 0.02 * np.sqrt(np.pi) * weights
    assert np.abs(found.mean - integral).sum() <= 0.05 * np.abs(integral).sum()


def test_it_gives_up_at_the_most():
    random = np.random.default_rng(2)
    found = refine(lambda places: random.normal(0, 1, (len(places), *SHAPE)), np.ones(SHAPE))
    assert MOST - 2 <= found.gradients <= MOST
    assert found.map_error > MAP_SETTLED


def test_nothing_to_integrate():
    found = refine(lambda places: np.zeros((len(places), *SHAPE)), np.ones(SHAPE))
    assert (found.gradients, found.map_error, found.mask_change) == (expected(SHAPE), 0, 0)
    assert not found.mean.any()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 4))
def test_pieces_always_fill_the_path(seed, rounds):
    """Whatever is cut, the widths add up to 1 and the mean is the weighted sum of all values."""
    random = np.random.default_rng(seed)
    pieces = _Pieces(lambda places: random.normal(0, 1, (len(places), *SHAPE)), np.ones(SHAPE))
    for _ in range(rounds):
        most = random.integers(1, len(pieces._starts) + 1)
        pieces.cut(list(random.permutation(len(pieces._starts))[:most]))
        widths = np.array([pieces._width(place) for place in range(len(pieces._starts))])
        assert widths.sum() == pytest.approx(1)
        assert pieces.count == len(widths)
        summed = np.tensordot(widths, np.array(pieces._values), axes=1)
        np.testing.assert_allclose(pieces.mean, summed, atol=1e-9)
        changes = np.array(pieces._changes)
        if changes.any():
            assert changes[pieces.worst()].sum() >= SHARE * changes.sum() * (1 - 1e-9)


def test_a_large_image_begins_with_more_pieces():
    """33 midpoints of equal pieces in u = √γ instead of 15, each seen once."""
    seen = []

    def gradients(places):
        seen.extend(places)
        return np.zeros((len(places), 224, 224, 1))

    found = refine(gradients, np.ones((224, 224, 1)))
    assert found.gradients == expected((224, 224, 1)) == 33
    np.testing.assert_allclose(np.sort(seen), ((np.arange(33) + 0.5) / 33) ** 2)
