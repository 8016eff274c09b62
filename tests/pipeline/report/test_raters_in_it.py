"""A scale's map, a group's regions, gaze and networks stand in one comparison and one report."""

from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.pipeline.analysis import study_analysis
from neopain_gui.pipeline.annotation.maps import annotation_maps
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.labels import COUNTED_LABEL, LabelSource
from neopain_gui.pipeline.report.gather import study_facts
from neopain_gui.reports.analysis_tables import analysis_sheets
from neopain_gui.reports.how_made import single_raters
from neopain_gui.reports.methods_text import methods
from neopain_gui.reports.shown import shown_tables
from neopain_gui.reports.summary import summary
from tests.pipeline.annotation.conftest import LEFT, RIGHT, code, mark, rated, study
from tests.reports.small import PLAIN, put_map
from tests.study.material import FACE_BOX, HEIGHT, WIDTH

__all__ = ["rated", "study"]
ABOUT = "neopain_gui.pipeline.report"
GROUPS = ("Marked by all raters", "NFCS-5 by all raters")


@pytest.fixture
def compared(rated):
    """Two raters, a group of people's gaze and a network, on four photographs."""
    random = np.random.default_rng(4)
    for image in rated.images.all():
        rated.faces.put(image.id, replace(rated.faces.get(image.id), box=FACE_BOX))
        code(rated, "Ana", image.id, brow=1, eyes=1, furrow=0, lips=1, mouth_stretch=0)
        code(rated, "Bia", image.id, brow=1, eyes=0, furrow=0, lips=1, mouth_stretch=None)
        mark(rated, "Ana", image.id, LEFT)
        mark(rated, "Bia", image.id, RIGHT)
        people = random.random((HEIGHT, WIDTH)) < 0.4
        put_map(rated, image.id, "Experts", people)
        net = random.random((FACE_BOX.height, FACE_BOX.width)) < 0.3
        put_map(rated, image.id, "Net|VGG-Face", net, "attribution")
    rated.results.record_many(list(annotation_maps(rated, [*GROUPS, "Marked by Ana"])))
    return rated


def said_of(study):
    """Return what a report says in words, and its tables by name, without drawing it."""
    analysis = study_analysis(study, PLAIN)
    facts = study_facts(study, analysis.comparison, photographs=False)
    parts = summary(analysis, single_raters(facts.models))
    words = [
        *(word for one in parts for word in (one.heading, one.lead, *sum(one.points, ()))),
        *methods(analysis, facts),
    ]
    shown = {one.name: one for one in shown_tables(analysis)}
    return words, {one.name: one for one in analysis_sheets(analysis)}, shown


def column(sheet, name):
    return [row[sheet.header.index(name)] for row in sheet.rows]


def test_all_of_them_stand_in_one_report(compared):
    compared.set_setting(COUNTED_LABEL, LabelSource(kind="majority").as_dict())
    words, sheets, shown = said_of(compared)
    text = " ".join(words)
    assert "1 of them from people’s gaze and 3 from what raters marked or coded" in text
    # How their maps were made is said once for all photographs, not photograph by photograph.
    assert "the share of the raters who were asked that marked a place" in text
    assert "were not all made alike" not in text
    assert set(GROUPS) < set(words)
    assert "What raters say, beside gaze and networks" in words
    assert "Marked by Ana" not in words  # a rater alone, where there are several together
    assert "Kendall’s τ of its ranking of the features is" in text
    there = {"Experts", "Net|VGG-Face", "Marked by Ana", *GROUPS}
    assert set(column(sheets["table3"], "model")) == there
    # Which label it is stands in every table that has to do with one.
    for name in ("results", "photographs", "table3", "table5", "regions", "region_ranks"):
        assert set(column(sheets[name], "label_source")) == {"the label of most raters"}, name
    assert column(sheets["photographs"], "label") == [None] * 4
    assert column(sheets["photographs"], "data_set_label") == ["no pain", "pain"] * 2
    assert "by the label of most raters, not by the data set’s." in shown["table3"].notes[-1]


def test_what_people_read_has_classifiers_first_then_gaze_then_raters(compared):
    names = [one.name for one in compare_study(compared, PLAIN).by_kind]
    assert names[:2] == ["Net|VGG-Face", "Experts"]
    assert set(names[2:]) >= set(GROUPS)
