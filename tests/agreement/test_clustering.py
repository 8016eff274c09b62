"""Extraction models as a tree: by hand, and turned so that neighbours are close."""

import numpy as np
import pytest

from neopain_gui.agreement.clustering import leaves_of, tree_of
from neopain_gui.agreement.measures import MEASURES, OVERLAP, measure_of

MEASURE = measure_of(OVERLAP)


def pairs(**values):
    return {frozenset(pair.split("_")): value for pair, value in values.items()}


def test_joints_are_at_the_mean_of_all_pairs_between_two_branches():
    tree = tree_of("abc", pairs(a_b=0.9, a_c=0.5, b_c=0.7), MEASURE)
    assert tree[0, 2] == pytest.approx(0.1)
    assert tree[1, 2] == pytest.approx(1 - (0.5 + 0.7) / 2)
    assert tree[:, 3].tolist() == [2, 3]
    assert leaves_of(tree) in ([0, 1, 2], [2, 1, 0])  # b, which is nearer to c, beside it


def test_a_pair_without_agreement_is_as_far_apart_as_the_furthest():
    tree = tree_of("abc", pairs(a_b=0.9, b_c=0.6), MEASURE)
    assert tree[1, 2] == pytest.approx(0.4)


def test_of_a_distance_the_least_joins_first():
    distance = next(one for one in MEASURES if one.lower_is_better)
    tree = tree_of("abc", pairs(a_b=30.0, a_c=2.0, b_c=40.0), distance)
    assert set(tree[0, :2].astype(int)) == {0, 2}
    assert tree[0, 2] == 2


def test_two_or_none_that_is_known_make_no_tree():
    assert tree_of("ab", pairs(a_b=0.9), MEASURE) is None
    assert tree_of("abc", pairs(a_b=np.nan), MEASURE) is None
