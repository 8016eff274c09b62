"""Which landmarks of raters place a face."""

import pytest

from neopain_gui.annotation.answers import Landmark
from neopain_gui.annotation.landmarks import sets
from neopain_gui.pipeline.analysis.placed_landmarks import placed_landmarks


class Store:
    """Says what a study's annotations would."""

    def __init__(self, landmarks, handed_in=True):
        self._landmarks, self._handed_in = landmarks, handed_in

    def rounds(self):
        return [type("Round", (), {"name": "first", "raters": ("R1", "R2"), "blind": True})]

    def handed_in(self, _round, _rater):
        return self._handed_in

    def landmarks(self, _round, rater):
        return [one for one in self._landmarks if one.rater == rater]


class Study:
    def __init__(self, *landmarks, handed_in=True):
        self.annotations = Store(landmarks, handed_in)

    def setting(self, _key, usual):
        return usual


FIVE = sets()["5"].points


def landmark(rater, at, x, y, **more):
    return Landmark(
        round="first", rater=rater, image_id="P1", set="5", name=FIVE[at].name, x=x, y=y, **more
    )


def test_a_point_is_where_raters_have_it_on_average():
    made = placed_landmarks(Study(landmark("R1", 0, 10, 20), landmark("R2", 0, 14, 22)))
    point = FIVE[0]
    assert made == {"P1": {point.name: ((point.u, point.v), (12, 21))}}


@pytest.mark.parametrize("more", [{"visible": False}, {"repeat": 1}])
def test_what_was_guessed_or_said_again_is_left_out(more):
    assert placed_landmarks(Study(landmark("R1", 0, 10, 20, **more))) == {}


def test_a_blind_round_counts_when_it_is_handed_in():
    assert placed_landmarks(Study(landmark("R1", 0, 10, 20), handed_in=False)) == {}


def test_of_two_sets_that_with_most_points_counts():
    other = sets()["68"]
    few = Landmark(
        round="first", rater="R1", image_id="P1", set="68", name=other.names[0], x=1, y=1
    )
    made = placed_landmarks(Study(few, landmark("R1", 0, 10, 20), landmark("R1", 1, 30, 20)))
    assert set(made["P1"]) == {FIVE[0].name, FIVE[1].name}
