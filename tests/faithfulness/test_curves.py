"""Deletion and insertion on a model whose every score can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter
from sklearn.metrics import auc

from neopain_gui.attribution.fills import BLUR, fill_of
from neopain_gui.errors import Cancelled
from neopain_gui.faithfulness.curves import (
    CHANCE,
    Curve,
    chance_order,
    deletion_insertion,
    order_of,
)
from tests.faithfulness.toys import SIDE, StopAfter, toy


def face(seed=0):
    return np.random.default_rng(seed).random((SIDE, SIDE, 3)).astype(np.float32)


def weights(seed=1):
    drawn = np.random.default_rng(seed).random((SIDE, SIDE))
    return drawn / drawn.sum()


def test_the_deletion_curve_is_the_sum_of_what_is_left():
    """Two by two pixels that contribute 0.4, 0.3, 0.2, 0.1: the areas are worked out by hand."""
    classifier = toy([[0.1, 0.4], [0.3, 0.2]])
    image = np.ones((2, 2, 3), np.float32)
    found = deletion_insertion(
        classifier,
        image,
        {
            "true": order_of(classifier.model.weights),
            "reversed": order_of(-classifier.model.weights),
        },
        target=1,
        fill="black",
        step=0.25,
    )
    assert found["true"].deletion.areas == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert found["true"].deletion.scores == pytest.approx((1.0, 0.6, 0.3, 0.1, 0.0))
    assert found["true"].deletion.auc == pytest.approx((0.5 + 0.6 + 0.3 + 0.1) / 4)
    assert found["reversed"].deletion.scores == pytest.approx((1.0, 0.9, 0.7, 0.4, 0.0))
    assert found["reversed"].deletion.auc == pytest.approx((0.5 + 0.9 + 0.7 + 0.4) / 4)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**20), fill=st.sampled_from(["blurred", "mean", "black"]))
def test_no_order_deletes_faster_or_inserts_sooner_than_the_true_one(seed, fill):
    classifier, image = toy(weights(seed)), face(seed + 1)
    blurred = fill_of(classifier, image, "blurred")
    lost = classifier.model.weights * (image - fill_of(classifier, image, fill))[..., 0]
    won = classifier.model.weights * (image - blurred)[..., 0]
    orders = {
        "deleting": order_of(lost),
        "inserting": order_of(won),
        **{kind: chance_order(kind, SIDE, seed=seed) for kind in CHANCE},
    }
    found = deletion_insertion(classifier, image, orders, target=1, fill=fill)
    for name in orders:
        assert found["deleting"].deletion.auc <= found[name].deletion.auc + 1e-9
        assert found["inserting"].insertion.auc >= found[name].insertion.auc - 1e-9
        assert found[name].deletion.scores[0] == found[name].insertion.scores[-1]


def test_the_area_is_scikit_learns():
    rng = np.random.default_rng(3)
    areas = np.linspace(0, 1, 21)
    for scores in rng.random((5, 21)):
        assert Curve.through(areas, scores).auc == pytest.approx(auc(areas, scores), abs=1e-12)


def test_steps_are_shares_of_the_area_and_the_ends_are_whole():
    found = deletion_insertion(toy(weights()), face(), {"a": order_of(weights())}, target=0)
    curve = found["a"].insertion
    assert len(curve.areas) == 21
    assert curve.areas == pytest.approx(np.linspace(0, 1, 21))
    blurred = fill_of(toy(weights()), face(), "blurred")
    expected = 1 - (blurred[..., 0] * weights()).sum()
    assert curve.scores[0] == pytest.approx(expected, abs=1e-6)
    assert found["a"].deletion.scores[-1] == pytest.approx(expected, abs=1e-6)


def test_ties_are_broken_alike_and_not_from_top_to_bottom():
    flat = np.zeros((SIDE, SIDE))
    one, same, other = order_of(flat), order_of(flat), order_of(flat, seed=1)
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    rows = one[: SIDE * SIDE // 4] // SIDE
    assert rows.min() < SIDE / 4
    assert rows.max() > 3 * SIDE / 4
    flat[3, 5], flat[7, 2] = 2, 1
    assert order_of(flat)[:2].tolist() == [3 * SIDE + 5, 7 * SIDE + 2]
    assert sorted(order_of(flat)) == list(range(SIDE * SIDE))


@pytest.mark.parametrize("kind", CHANCE)
def test_a_chance_order_is_a_permutation_that_the_seed_decides(kind):
    order = chance_order(kind, 40, seed=4)
    assert sorted(order) == list(range(1600))
    assert np.array_equal(order, chance_order(kind, 40, seed=4))
    assert not np.array_equal(order, chance_order(kind, 40, seed=5))
    chosen = np.zeros(1600, bool)
    chosen[order[:400]] = True
    grid = chosen.reshape(40, 40)
    neighbours = (grid[:, :-1] & grid[:, 1:]).sum() / grid.sum()
    assert (neighbours > 0.6) == (kind == "random patches")


def test_the_blurred_face_is_a_gaussians():
    image = np.random.default_rng(0).normal(0, 90, (48, 48, 3)).astype(np.float32)
    sigma = BLUR * 48
    expected = gaussian_filter(image, (sigma, sigma, 0), mode="mirror")
    found = fill_of(toy(np.ones((48, 48))), image, "blurred")
    assert np.abs(found - expected).max() < 0.05
    assert np.allclose(fill_of(None, image, "mean"), image.mean(axis=(0, 1)), atol=1e-4)


def test_it_stops_between_two_passes():
    classifier = toy(np.full((120, 120), 1e-5))
    image = np.zeros((120, 120, 3), np.float32)
    orders = {"a": order_of(np.zeros((120, 120)))}
    with pytest.raises(Cancelled):
        deletion_insertion(classifier, image, orders, target=1, job=StopAfter(2))
    assert classifier.model.batches == [8, 8]


@pytest.mark.parametrize("changed", [{"step": 0.0}, {"step": 1.5}, {"fill": "grey"}])
def test_what_cannot_be_used_is_refused(changed):
    with pytest.raises(ValueError, match=r"step|fill"):
        deletion_insertion(toy(weights()), face(), {}, target=1, **changed)
