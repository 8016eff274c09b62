import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.annotation.answers import Mark
from neopain_gui.annotation.relevance import (
    marked,
    on_face,
    said_of_features,
    share_who_marked,
)
from neopain_gui.annotation.scales import scales
from neopain_gui.annotation.shapes import mask_of

OUTER = np.array([(0.5, 0.5), (8.5, 0.5), (8.5, 8.5), (0.5, 8.5)])
INNER = np.array([(2.5, 2.5), (6.5, 2.5), (6.5, 6.5), (2.5, 6.5)])
SIZE = (10, 10)
NFCS = scales()["nfcs-5"]


def a_mark(*rings, weight=1, name="x"):
    return Mark(round="r", rater="A", image_id="P", name=name, outlines=rings, weight=weight)


def test_a_ring_inside_a_ring_is_a_hole():
    assert mask_of((OUTER,), SIZE).sum() == 64
    assert mask_of((OUTER, INNER), SIZE).sum() == 64 - 16


def test_the_highest_weight_counts():
    made = marked([a_mark(OUTER, weight=1), a_mark(INNER, weight=3, name="y")], SIZE)
    assert np.unique(made).tolist() == [0, 1, 3]
    assert (made == 3).sum() == 16


@settings(max_examples=20)
@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_a_share_is_that_of_all_who_were_asked(who):
    maps = [marked([a_mark(OUTER, weight=2)] if one else [], SIZE) for one in who]
    share = share_who_marked(maps)
    assert share[4, 4] == pytest.approx(sum(who) / len(who))
    assert share[0, 0] == 0


def test_items_of_one_feature_add_up_and_not_codable_is_not_0():
    coded = [{"brow": 1.0, "lips": 1.0, "mouth_stretch": 1.0}, {"lips": 0.0}]
    said = said_of_features(NFCS, coded)
    assert said == {"brows": 1.0, "mouth": 0.5 + 1.0}


def test_levels_count_as_shares_of_the_highest_and_sedation_gives_nothing():
    assert said_of_features(scales()["cries"], [{"expression": 1.0}])["brows"] == 0.5
    n_pass = scales()["n-pass"]
    assert said_of_features(n_pass, [{"face": -2.0}])["mouth"] == 0
    assert said_of_features(n_pass, [{"face": 2.0}, {"face": -2.0}])["mouth"] == 0.5


def test_where_features_overlap_the_higher_value_counts():
    features = {"a": mask_of((OUTER,), SIZE), "b": mask_of((INNER,), SIZE)}
    made = on_face({"a": 2.0, "b": 1.0, "nowhere": 9.0}, features)
    assert np.unique(made).tolist() == [0, 2]
