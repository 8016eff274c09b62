"""How far apart raters put points of the face: by hand, and by another bootstrap."""

import numpy as np
import pytest
from scipy import stats

from neopain_gui.annotation.answers import Landmark
from neopain_gui.annotation.landmarks import points_apart, sets
from neopain_gui.pipeline.analysis.raters import agreement_of_raters
from neopain_gui.reports.rater_tables import rater_sheets, rater_tables
from tests.pipeline.analysis.rated import AT, NAME, study_of

FIVE = sets()["5"]
PLACES = {
    "right_eye": (10.0, 20.0), "left_eye": (30.0, 20.0), "nose": (20.0, 28.0),
    "mouth_right": (14.0, 36.0), "mouth_left": (26.0, 36.0),
}  # fmt: skip


def place(study, rater, image_id, repeat=0, **moved):
    """Put the five points on a photograph, some of them moved to the right or left out."""
    points = [
        Landmark(
            round=NAME, rater=rater, image_id=image_id, repeat=repeat, set="5", name=name,
            x=x + moved.get(name, 0.0), y=y,
        )
        for name, (x, y) in PLACES.items()
        if moved.get(name, 0.0) is not None
    ]  # fmt: skip
    study.annotations.put_landmarks(NAME, rater, image_id, repeat, points)


def rows_of(found, among="all", **of):
    return {
        row.item: row.found
        for row in found.of(among)
        if all(getattr(row, name) == value for name, value in of.items())
    }


@pytest.fixture
def placed(tmp_path):
    """Bia puts the nose 1, 2, … pixels beside Ana's; on the last photograph an eye is missing."""
    with study_of(tmp_path, ("landmarks:5",), ("Ana", "Bia"), 6, repeats=0.5) as study:
        images = study.annotations.round(NAME).image_ids
        for number, image_id in enumerate(images):
            eye = None if image_id == images[-1] else 0.0
            place(study, "Ana", image_id, right_eye=eye)
            place(study, "Bia", image_id, right_eye=eye, nose=float(number + 1))
        for rater in ("Ana", "Bia"):
            for turn in study.annotations.turns(NAME, rater):
                if turn.repeat:
                    place(study, rater, turn.image_id, 1, mouth_left=2.0)
            study.annotations.hand_in(NAME, rater, AT)
        yield study


def test_distances_are_in_distances_between_the_eyes(placed):
    (found,) = agreement_of_raters(placed)
    rows = rows_of(found)
    # 20 pixels between the eyes; where nobody placed both eyes there is no unit.
    assert rows["nose"].value == pytest.approx(np.mean([1, 2, 3, 4, 5]) / 20)
    assert rows["left_eye"].value == 0
    assert rows[""].value == pytest.approx(np.mean([1, 2, 3, 4, 5]) / 20 / 5)
    assert (rows["nose"].n, rows["nose"].neonates) == (5, 3)
    assert rows_of(found, "pair", raters=("Ana", "Bia"))["nose"] == rows["nose"]
    again = rows_of(found, "repeat", raters=("Ana",))
    assert again["mouth_left"].value == pytest.approx(2 / 20)
    assert again["nose"].value == 0
    said = [one for one in found.sentences if "distances between the eyes apart" in one]
    assert len(said) == 1
    assert "the most at “Tip of the nose” (0.15)" in said[0]
    (sheet,) = rater_sheets([found])
    assert "points_apart" in {row[sheet.header.index("coefficient")] for row in sheet.rows}
    tables = {one.name: one for one in rater_tables([found])}
    heads, (_, shown) = tables["raters"].header, tables["raters"].sections[0]
    assert [row[heads.index("Points apart")].text[:5] for row in shown][3] == "0.150"
    assert len(shown) == 1 + len(PLACES)
    assert len(tables["raters_pairs"].sections[0][1]) == 1, "of two raters all points together"


def test_an_eye_that_one_placed_is_enough_and_points_of_one_alone_are_none():
    ana = {"right_eye": (0.0, 0.0), "left_eye": (10.0, 0.0), "nose": (5.0, 5.0)}
    assert points_apart(FIVE, ana, {"nose": (8.0, 9.0)}) == {"nose": 0.5}
    # Both placed the eyes: the unit is between theirs, (10 + 30) / 2.
    bia = {"right_eye": (0.0, 0.0), "left_eye": (30.0, 0.0)}
    assert points_apart(FIVE, ana, bia) == {"right_eye": 0.0, "left_eye": 1.0}
    assert points_apart(FIVE, {"nose": (1.0, 1.0)}, {"nose": (2.0, 1.0)}) == {}


def test_the_interval_is_that_of_a_bootstrap_over_neonates(tmp_path):
    random = np.random.default_rng(1)
    moved = random.gamma(2.0, 1.0, 20)
    with study_of(tmp_path, ("landmarks:5",), ("Ana", "Bia"), 40) as study:
        images = study.annotations.round(NAME).image_ids
        for number, image_id in enumerate(images[::2]):  # one photograph of each neonate
            place(study, "Ana", image_id)
            place(study, "Bia", image_id, nose=float(moved[number]))
        for rater in ("Ana", "Bia"):
            study.annotations.hand_in(NAME, rater, AT)
        (found,) = agreement_of_raters(study)
    nose = rows_of(found)["nose"]
    theirs = stats.bootstrap(
        (moved / 20,), np.mean, n_resamples=9999, method="percentile", random_state=2
    ).confidence_interval
    assert nose.value == pytest.approx(moved.mean() / 20)
    assert (nose.low, nose.high) == pytest.approx((theirs.low, theirs.high), rel=0.03)
