"""Group maps: one vote for each participant who was recorded well."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gaze.density import Measure, sigma_of_radius
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore, RecognitionPair
from neopain_gui.people.subgroups import Subgroup
from neopain_gui.pipeline.eye_tracking.group_maps import (
    beside,
    gaze_maps,
    groups_without_maps,
    maps_in_the_way,
    subgroups,
)
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.pipeline.eye_tracking.who_counts import left_out
from neopain_gui.pipeline.runner import make_missing_gaze_maps
from neopain_gui.pipeline.settings.study_settings import GAZE_SETTINGS, gaze_settings
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.gui.made_maps import gaze
from tests.study.material import photographs

SETTINGS = GazeSettings(radius_px=12.0)
EXPERTS, PARENTS = (
    Subgroup(name=name, groups=frozenset({name})) for name in ("Experts", "Parents")
)


class Told:
    def __init__(self):
        self.messages = []

    def check(self):
        pass

    def progress(self, *_):
        pass

    def partial(self, message):
        self.messages.append(message)


@pytest.fixture
def study(tmp_path):
    """Two experts, of whom one looks twice as long; a parent; a parent with half the samples."""
    records = photographs(tmp_path / "photos", 4)
    path = tmp_path / "r.tsv"
    write_prolab(
        path,
        [
            look("P1", (10.5, 20.5), participant="A", seconds=1),
            look("P1", (30.5, 5.5), participant="B", seconds=2),
            look("P0", (4.5, 4.5), participant="B", start_us=9_000_000),
            look("P1", (20.5, 15.5), participant="C"),
            look("P1", (2.5, 2.5), participant="D", lost=0.5),
        ],
    )
    with Study.create(tmp_path / "ward") as made:
        made.images.add(records, root=tmp_path / "photos", copy=True)
        plan = ImportPlan(
            pseudonyms={"A": "P01", "B": "P02", "C": "P03", "D": "P04"},
            images={"P1": "P1", "P0": "P0"},
        )
        people = [
            Participant(id=f"P0{number}", group="Experts" if number < 3 else "Parents")
            for number in (1, 2, 3, 4)
        ]
        scores = [
            PainScore(participant_id="P01", image_id="P1", score=8),
            PainScore(participant_id="P01", image_id="P0", score=1),
            PainScore(participant_id="P02", image_id="P1", score=4),
            PainScore(participant_id="P02", image_id="P0", score=0),
        ]
        made.gaze.add(people, import_recordings(made, [path], plan), scores)
        yield made


def spread(point, weight):
    impulse = np.zeros((30, 40))
    impulse[int(point[1]), int(point[0])] = weight
    return gaussian_filter(impulse, sigma_of_radius(12.0) / 2, mode="constant", truncate=8)


def one_map(study, subgroup, image_id="P1", settings=SETTINGS, job=None):
    job = job or Told()
    results = list(gaze_maps(study, [subgroup], settings, image_ids=[image_id], job=job))
    (result,) = results
    return result, study.maps.get(result.provenance)


def test_each_participant_has_one_vote(study):
    result, values = one_map(study, EXPERTS)
    expected = (spread((10.5, 20.5), 1000) + spread((30.5, 5.5), 2000)) / 2
    np.testing.assert_allclose(values, expected, atol=0.02 * expected.max())
    assert result.model.name == "Experts"
    assert {key: result.facts[key] for key in ("participants", "fixations", "left_out")} == {
        "participants": 2,
        "fixations": 2,
        "left_out": 0,
    }
    _, relative = one_map(study, EXPERTS, settings=replace(SETTINGS, measure=Measure.RELATIVE))
    assert relative[20, 10] == pytest.approx(relative[5, 30], rel=1e-3)
    _, count = one_map(study, EXPERTS, settings=replace(SETTINGS, measure=Measure.COUNT))
    assert count.sum() == pytest.approx(1, rel=0.02)


def test_who_looked_twice_has_one_vote_too(tmp_path):
    """Several looks of a participant at a photograph are averaged before the group is."""
    records = photographs(tmp_path / "photos", 2)
    path = tmp_path / "r.tsv"
    looks = [
        look("P1", (10.5, 20.5), participant="A", start_us=1_000_000),
        look("P0", (9.5, 9.5), participant="A", start_us=5_000_000),
        look("P1", (30.5, 20.5), participant="A", start_us=9_000_000, seconds=2),
        look("P1", (30.5, 5.5), participant="B", recording="B 1"),
    ]
    write_prolab(path, looks)
    with Study.create(tmp_path / "ward") as study:
        study.images.add(records, root=tmp_path / "photos", copy=True)
        plan = ImportPlan(pseudonyms={"A": "P01", "B": "P02"}, images={"P1": "P1"})
        people = [Participant(id=one, group="Experts") for one in ("P01", "P02")]
        trials = import_recordings(study, [path], plan)
        assert [one.participant_id for one in trials] == ["P01", "P01", "P02"]
        study.gaze.add(people, trials, [])
        result, values = one_map(study, EXPERTS)
    twice = (spread((10.5, 20.5), 1000) + spread((30.5, 20.5), 2000)) / 2
    expected = (twice + spread((30.5, 5.5), 1000)) / 2
    np.testing.assert_allclose(values, expected, atol=0.02 * expected.max())
    assert (result.facts["participants"], result.facts["fixations"]) == (2, 3)


def test_who_was_recorded_badly_is_left_out(study):
    result, values = one_map(study, PARENTS)
    assert (result.facts["participants"], result.facts["left_out"]) == (1, 1)
    assert values[2, 2] == pytest.approx(0, abs=1e-6)
    assert left_out(study.gaze.trials(), 0.7) == {
        "P04": "50 % of the samples are valid, fewer than 70 %"
    }
    lenient = replace(SETTINGS, pass_share=0.4)
    assert one_map(study, PARENTS, settings=lenient)[0].facts["participants"] == 2


def test_nobody_looked(study):
    told = Told()
    assert list(gaze_maps(study, [PARENTS], SETTINGS, image_ids=["P0", "P2"], job=told)) == []
    assert [one.what for one in told.messages] == ["P0", "P2"]
    assert "nobody of “Parents” looked there" in told.messages[0].why
    (others,) = gaze_maps(study, [PARENTS, EXPERTS], SETTINGS, image_ids=["P0"], job=told)
    assert others.model.name == "Experts"  # who is not kept from a map by the group before


def test_a_subgroup_by_what_was_answered(study):
    yes = Subgroup(name="YY", answers=frozenset({RecognitionPair.YY}))
    result, values = one_map(study, yes)
    assert result.facts["participants"] == 1
    np.testing.assert_allclose(values, spread((10.5, 20.5), 1000), atol=1)
    saw_pain = Subgroup(name="saw pain", says_pain=True)
    assert one_map(study, saw_pain)[0].facts["participants"] == 2


def test_every_setting_makes_another_map(study):
    changed = [
        SETTINGS,
        replace(SETTINGS, radius_px=13.0),
        replace(SETTINGS, measure=Measure.COUNT),
        replace(SETTINGS, pass_share=0.1),
        replace(SETTINGS, viewing=replace(SETTINGS.viewing, distance_mm=600.0)),
    ]
    keys = {one_map(study, EXPERTS, settings=one)[0].key for one in changed}
    assert len(keys) == len(changed)
    assert one_map(study, EXPERTS)[0].key == one_map(study, EXPERTS)[0].key


def test_the_studys_subgroups_and_settings(study):
    assert [one.name for one in subgroups(study)] == ["Experts", "Parents", "All participants"]
    study.set_setting(GAZE_SETTINGS, SETTINGS.as_dict())
    assert gaze_settings(study) == SETTINGS
    assert GazeSettings.from_dict({}) == GazeSettings()


def test_a_radius_in_degrees_and_in_pixels():
    # 650 mm away a degree covers 11.35 mm, and 1280 pixels are 509 mm
    assert SETTINGS.radius_of_degrees(1) == pytest.approx(650 * np.tan(np.pi / 180) * 1280 / 509)
    back = replace(SETTINGS, radius_px=SETTINGS.radius_of_degrees(1.5))
    assert back.radius_degrees == pytest.approx(1.5)


def test_groups_of_people_without_a_map(study):
    """All participants have no map of their own where there are groups."""
    assert groups_without_maps(study) == ["Experts", "Parents"]
    for result in gaze_maps(study, [EXPERTS], SETTINGS, job=Told()):
        study.results.record(result)
    assert groups_without_maps(study) == ["Parents"]
    study.gaze.add([replace(one, group="") for one in study.gaze.participants()], [], [])
    assert [one.name for one in subgroups(study)] == ["All participants"]
    assert groups_without_maps(study) == ["All participants"]


def picture(study, image_id, name):
    """Record a map as it comes from a heatmap picture."""
    row = gaze(study, image_id, name)
    study.results.record(row)
    return row


def test_imported_pictures_are_in_the_way_where_there_are_recordings(study):
    here, elsewhere = picture(study, "P1", "Experts"), picture(study, "P2", "Experts")
    picture(study, "P1", "Nurses")
    for result in gaze_maps(study, [PARENTS], SETTINGS, job=Told()):
        study.results.record(result)
    assert maps_in_the_way(study, [EXPERTS, PARENTS]) == [here]
    assert elsewhere in study.results.all()


def test_a_map_beside_another_has_a_name_of_its_own(study):
    picture(study, "P1", "Experts")
    kept, beside_it = beside(study, [PARENTS, EXPERTS], {"Experts"})
    assert kept == PARENTS
    assert beside_it == replace(EXPERTS, name="Experts (recordings)")
    picture(study, "P1", "Experts (recordings)")
    assert beside(study, [EXPERTS], {"Experts"})[0].name == "Experts (recordings 2)"
    picture(study, "P1", "Experts (recordings 2)")
    assert beside(study, [EXPERTS], {"Experts"})[0].name == "Experts (recordings 3)"


def test_a_map_of_nothing_says_so(study):
    assert one_map(study, EXPERTS)[0].facts["empty"] is False
    short = replace(SETTINGS, fixations=replace(SETTINGS.fixations, shortest_ms=60_000.0))
    result, values = one_map(study, EXPERTS, settings=short)
    assert not values.any()
    assert result.facts["empty"] is True


def test_recorded_as_any_other_result(study):
    for result in gaze_maps(study, subgroups(study), SETTINGS, job=Told()):
        assert study.results.record(result)
    assert study.results.relevance("P1", "All participants").values.shape == (30, 40)


def test_a_run_makes_the_groups_maps_that_are_missing(study):
    make_missing_gaze_maps(study)
    assert [model.name for model in study.results.models()] == ["Experts", "Parents"]
    before = study.results.all()
    study.set_setting(GAZE_SETTINGS, SETTINGS.as_dict())
    make_missing_gaze_maps(study)  # those that are there are somebody's choice
    assert study.results.all() == before


def test_maps_that_are_there_and_made_so_are_passed_over(study):
    both = [EXPERTS, PARENTS]
    made = list(gaze_maps(study, both, SETTINGS, job=Told()))
    study.results.record_many(made)

    def missing(settings=SETTINGS):
        found = gaze_maps(study, both, settings, missing_only=True, job=Told())
        return [(one.image_id, one.model.name, one.key) for one in found]

    called = [(one.image_id, one.model.name, one.key) for one in made]
    assert len(called) > 2
    assert missing() == []
    others = missing(replace(SETTINGS, radius_px=20.0))
    assert [one[:2] for one in others] == [one[:2] for one in called]
    assert not {one[2] for one in others} & {one[2] for one in called}
    study.results.remove(called[0][1], called[0][0])
    assert missing() == called[:1]
    study.maps.path(made[1].provenance).unlink()
    assert missing() == called[:2]
