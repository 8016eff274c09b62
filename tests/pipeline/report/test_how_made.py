"""The methods part says what maps were made with, whatever the study's settings are by now."""

from __future__ import annotations

import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.findings.analysis import Analysis
from neopain_gui.gaze.density import Measure
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.people.participants import Participant
from neopain_gui.people.subgroups import Subgroup
from neopain_gui.pipeline.analysis.ceiling import ceilings, people_rows
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.pipeline.report.gather import study_facts
from neopain_gui.pipeline.settings.study_settings import GAZE_SETTINGS
from neopain_gui.reports.methods_text import methods
from tests.gaze.looks import look
from tests.reports.small import NASTY, PLAIN, small_study

ABOUT = "neopain_gui.pipeline.report"

GROUPS = [Subgroup(name=name, groups=frozenset({name})) for name in ("Experts", "Parents")]
BEFORE = GazeSettings(radius_px=40.0)


@pytest.fixture
def study(tmp_path):
    """Four photographs; three parents, one with a third of the samples, whose maps have 40 px."""
    path = tmp_path / "r.tsv"
    places = {"A": (10.5, 20.5), "B": (14.5, 18.5), "C": (12.5, 12.5), "D": (20.5, 9.5)}
    looks = [
        look(f"P{n}", at, participant=who, start_us=4_000_000 * n, lost=0.7 if who == "D" else 0.0)
        for who, at in places.items()
        for n in range(4)
    ]
    write_prolab(path, looks)
    with small_study(tmp_path, 4) as made:
        plan = ImportPlan(
            pseudonyms={"A": "P01", "B": "P02", "C": "P03", "D": "P04"},
            images={f"P{n}": f"P{n}" for n in range(4)},
        )
        people = [Participant(id=f"P0{n}", group="Parents") for n in (1, 2, 3, 4)]
        made.gaze.add(people, import_recordings(made, [path], plan), [])
        for result in gaze_maps(made, GROUPS[1:], BEFORE):
            made.results.record(result)
        yield made


def facts_of(study):
    """Return what a report says of the maps, and its methods part, without drawing a report."""
    comparison = compare_study(study, PLAIN)
    ids = [image.id for image in comparison.images]
    people = ceilings(study, people_rows(study, PLAIN, ids))
    facts = study_facts(study, comparison, photographs=False)
    return facts, methods(Analysis(comparison=comparison, ceilings=tuple(people)), facts)


def methods_of(study):
    return " ".join(facts_of(study)[1])


def test_the_radius_is_that_of_the_maps_and_not_of_the_settings_now(study):
    said = methods_of(study)
    assert "spread by a radius of 40 pixels" in said
    assert "study’s present settings, which are not those of the maps" in said  # the ceiling's
    study.set_setting(GAZE_SETTINGS, GazeSettings(radius_px=120.0).as_dict())
    said = methods_of(study)
    maps = said.partition("Maps of gaze (Parents): ")[2].partition("In no map")[0]
    assert "spread by a radius of 40 pixels" in maps
    assert "120" not in maps
    way = next(one for one in facts_of(study)[0].models if one.name == "Parents").ways[0]
    assert (way.inputs["parameters"]["radius_px"], way.maps) == (40, 4)
    study.set_setting(GAZE_SETTINGS, BEFORE.as_dict())
    assert "with the same settings." in methods_of(study)


def test_the_words_are_the_glossarys(study):
    said = methods_of(study)
    assert "the I-VT filter (" in said
    assert "with its fixation duration as its weight" in said
    assert "at least 70 % valid samples" in said.replace("\N{NO-BREAK SPACE}", " ")
    for avoided in ("IVT", "absolute duration", "pass share"):
        assert avoided not in said


def test_where_maps_of_a_model_differ_it_is_said_of_how_many(study):
    other = GazeSettings(radius_px=120.0, measure=Measure.COUNT)
    for result in gaze_maps(study, GROUPS[1:], other, image_ids=["P3"]):
        study.results.record(result)
    said = methods_of(study)
    assert "The maps of Parents were not all made alike: 3 of 4 photographs with" in said
    assert "radius 40 px; 1 of 4 photographs with" in said
    assert "radius 120 px" in said
    assert "Maps of gaze (Parents on 3 of 4 photographs)" in said
    assert f"The maps of {NASTY}" not in said


def test_who_is_in_no_map_is_judged_by_what_the_maps_asked_for(study):
    said = methods_of(study)
    assert "In no map of a group: P04 (" in said
    study.set_setting(GAZE_SETTINGS, GazeSettings(radius_px=40.0, pass_share=0.1).as_dict())
    assert "In no map of a group: P04 (" in methods_of(study)
    lower = GazeSettings(radius_px=40.0, pass_share=0.1)
    for result in gaze_maps(study, GROUPS[1:], lower):
        study.results.record(result)
    said = methods_of(study)
    assert "No participant whose recordings were made into maps was left out" in said
