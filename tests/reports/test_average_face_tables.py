"""What tables, sentences and figures say of average faces, of a study in which it is planted."""

import math
from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.agreement.clustering import tree_of
from neopain_gui.agreement.measures import OVERLAP, measure_of
from neopain_gui.pipeline.analysis.average_face import average_faces
from neopain_gui.reports.average_face_figure import faces_figure, pairs_figure, scales_of
from neopain_gui.reports.average_face_tables import average_face_sheets, average_face_tables
from neopain_gui.reports.average_face_words import how_placed, how_tested
from neopain_gui.reports.drawing import saved
from neopain_gui.reports.tree_chart import tree_chart
from neopain_gui.study import Study


@pytest.fixture(scope="module")
def found(planted):
    with Study.open(planted, read_only=True) as study:
        return average_faces(study)


def rows_of(table):
    return {row[0].text: [cell.text for cell in row] for row in table.sections[0][1]}


def test_classes_and_pairs_are_tables_to_be_read(found):
    classes, pairs = average_face_tables(found)
    rows = rows_of(classes)
    assert rows["Seers"][1:5] == ["0.016", "0.031", "7", "14"]
    assert rows["Seers"][5].startswith("mouth")
    assert "eyes" in rows["Seers"][6]
    assert rows["Noise"][5:] == ["–", "–"]
    assert rows_of(pairs)["Noise"][1] == "Seers"
    bold = {row[0].text: row[2].bold for row in classes.sections[0][1]}
    assert bold == {"Noise": False, "Seers": True}
    notes = " ".join(classes.notes)
    assert "Values are carried, not amounts" in notes
    assert "14 faces by the detector’s landmarks" in notes
    assert "0.0 % of the distance between the eyes" in notes


def test_tables_for_programs_have_every_test_and_every_face(found):
    tests, fits = average_face_sheets(found)
    assert len(tests.rows) == 3
    columns = dict(zip(tests.header, tests.rows[1], strict=True))
    assert columns["model"] == "Seers"
    assert columns["less"] == "no pain"
    assert columns["p_holm"] == pytest.approx(2 / 64)
    assert abs(columns["largest_t"]) > 10
    assert (columns["permutations"], columns["exact"]) == (64, True)
    assert len(fits.rows) == 14
    assert dict(zip(fits.header, fits.rows[0], strict=True))["placed_by"] == "landmarks"


def test_without_any_face_there_is_nothing(found):
    none = replace(found, faces=(), differences=(), fits=())
    assert average_face_sheets(none) == average_face_tables(none) == []
    assert how_placed(none) == ""


def test_sentences_name_statistic_and_smoothing(found):
    assert "by the mass of clusters beyond" in how_tested(found.statistic, 0.1)
    assert "Gaussian of 0.1 distances" in how_tested(found.statistic, 0.1)
    assert "Gaussian" not in how_tested(found.statistic, 0.0)


def test_figures_are_the_same_bytes_again_and_differ_by_what_they_show(found):
    def drawn(what):
        return saved(lambda: faces_figure("T", what, what.models), "T", {}, formats=["png"])["png"]

    first = drawn(found)
    assert drawn(found) == first
    flat = [
        replace(one, test=replace(one.test, clusters=np.zeros_like(one.test.clusters)))
        for one in found.differences
    ]
    assert drawn(replace(found, differences=tuple(flat))) != first  # the line is gone
    pairs = saved(lambda: pairs_figure("T", found, found.models), "T", {}, formats=["svg"])["svg"]
    assert b"<svg" in pairs


def test_one_hot_cell_does_not_pale_the_others(found):
    face = found.face("Seers", "pain")
    hot = face.values.copy()
    hot[0, 0] = 1e6
    plain = scales_of([face], ())
    assert scales_of([replace(face, values=hot)], ()).mean < 1.1 * plain.mean
    nothing = replace(face, values=np.full_like(hot, math.nan))
    assert scales_of([nothing], ()).mean == 2


def test_a_tree_has_every_name_from_agreement_that_is_whole():
    names = ["Experts", "Parents", "<b>$x$"]
    values = {frozenset(("Experts", "Parents")): 0.9, frozenset(("Experts", "<b>$x$")): 0.5}
    tree = tree_of(names, values, measure_of(OVERLAP))
    figure = tree_chart("T", "Overlap", names, tree, 1.0)
    axes = figure.axes[0]
    assert sorted(label.get_text() for label in axes.get_yticklabels()) == sorted(names)
    low, high = axes.get_xlim()
    assert low == 1
    assert high < 0.5
