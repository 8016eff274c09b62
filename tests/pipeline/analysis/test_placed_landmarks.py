"""Which landmarks of raters place a face."""

import pytest

from neopain_gui.annotation.answers import Landmark
from neopain_gui.annotation.landmarks import sets
from neopain_gui.faces.anchors import AnchorSource
from neopain_gui.pipeline.analysis.average_face import average_faces
from neopain_gui.pipeline.analysis.placed_landmarks import placed_landmarks
from tests.pipeline.analysis.rated import AT, NAME, study_of

FIVE = sets()["5"].points


@pytest.fixture
def study(tmp_path):
    with study_of(tmp_path, ("landmarks:5", "landmarks:68"), ("R1", "R2"), 2, repeats=0.5) as made:
        yield made


def place(study, rater, *points, hand_in=True, repeat=0, chosen="5"):
    """Put points on the first photograph: index in the set, x, y, whether it is seen."""
    image = study.images.all()[0].id
    if repeat:
        image = next(one.image_id for one in study.annotations.turns(NAME, rater) if one.repeat)
    made = [
        Landmark(
            round=NAME,
            rater=rater,
            image_id=image,
            repeat=repeat,
            set=chosen,
            name=sets()[chosen].points[at].name,
            x=x,
            y=y,
            visible=seen,
        )
        for at, x, y, seen in points
    ]
    study.annotations.put_landmarks(NAME, rater, image, repeat, made)
    if hand_in:
        study.annotations.hand_in(NAME, rater, AT)
    return image


def test_a_point_is_where_raters_have_it_on_average(study):
    image = place(study, "R1", (0, 10, 20, True))
    place(study, "R2", (0, 14, 22, True), (1, 5, 5, False))
    point = FIVE[0]
    assert placed_landmarks(study) == {image: {point.name: ((point.u, point.v), (12, 21))}}


def test_what_was_said_the_second_time_is_left_out(study):
    place(study, "R1", (0, 10, 20, True), repeat=1)
    assert placed_landmarks(study) == {}


def test_a_blind_round_counts_when_it_is_handed_in(study):
    image = place(study, "R1", (0, 10, 20, True), hand_in=False)
    assert placed_landmarks(study) == {}
    study.annotations.hand_in(NAME, "R1", AT)
    assert set(placed_landmarks(study)) == {image}


def test_of_two_sets_that_with_most_points_counts(study):
    image = place(study, "R1", (0, 10, 20, True), (1, 20, 20, True))
    place(study, "R2", (0, 1, 1, True), chosen="68")
    assert set(placed_landmarks(study)[image]) == {FIVE[0].name, FIVE[1].name}


def test_they_place_the_face_before_its_box_does(study):
    points = [(at, 16 + 8 * one.u, 14 + 8 * one.v, True) for at, one in enumerate(FIVE)]
    image = place(study, "R1", *points)
    fits = dict(average_faces(study).fits)
    assert fits[image].source is AnchorSource.RATERS
    assert fits[image].points == 5
    assert fits[image].before < 1e-6
    others = [fit for name, fit in fits.items() if name != image]
    assert [fit.source for fit in others] == [AnchorSource.FACE_BOX]
