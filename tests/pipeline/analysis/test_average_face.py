"""What is planted on faces of all sizes and turns is found on the average face, and no more."""

from __future__ import annotations

import math
import shutil

import numpy as np
import pytest

from neopain_gui.agreement.statistics import Statistic
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.faces.anchors import AnchorSource
from neopain_gui.faces.regions import template_outlines
from neopain_gui.faces.warp import COLUMNS, ROWS, neutral_masks, on_cells
from neopain_gui.pipeline.analysis import kept_average_faces as kept
from neopain_gui.pipeline.analysis.average_face import average_faces, significant, smoothed
from neopain_gui.pipeline.analysis.kept_average_faces import (
    cached_average_faces,
    study_average_faces,
)
from neopain_gui.reports.average_face_words import how_placed
from neopain_gui.study import Study
from tests.pipeline.analysis.averaged import EYES, HEIGHT, MOUTH, WIDTH, laid, planted_study, put


@pytest.fixture
def study(planted, tmp_path):
    with Study.open(shutil.copytree(planted, tmp_path / "planted.neopain")) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(planted):
    with Study.open(planted, read_only=True) as study:
        return average_faces(study)


def top(values):
    """Return where a map is highest, on the neutral face."""
    row, column = np.unravel_index(np.nanargmax(values), values.shape)
    return column, row


@pytest.mark.parametrize(("label", "at"), [("pain", MOUTH), ("no pain", EYES)])
def test_what_is_planted_is_found_where_it_is(found, label, at):
    face = found.face("Seers", label)
    assert (face.photographs, face.neonates) == (7, 7)
    assert np.hypot(*(top(face.values) - on_cells(np.array(at)))) < 1.5  # cells of a 25th
    assert math.isclose(np.nanmean(face.values), 1, rel_tol=0.05)


def test_where_classes_differ_is_found_and_noise_is_not(found):
    seers, noise = found.difference("Seers"), found.difference("Noise")
    assert significant(seers)
    assert seers.test.exact
    assert seers.test.permutations == 64
    assert seers.smallest_p == pytest.approx(1 / 64)
    up = {name for name, higher, _ in seers.where if higher > 0.5}
    down = {name for name, _, lower in seers.where if lower > 0.2}
    assert "mouth" in up
    assert down >= {"eyes"}
    assert "mouth" not in down
    column, row = np.rint(on_cells(np.array(MOUTH))).astype(int)
    assert seers.test.clusters[row, column] > 0
    assert seers.test.t[row, column] > 0
    assert not significant(noise)
    assert noise.test.neonates == seers.test.neonates == 7


def test_extraction_models_differ_in_the_same_way(found):
    between = found.difference("Noise", "Seers")
    assert significant(between)
    assert between.title == "Noise − Seers"
    assert between.photographs == 14
    assert {name for name, _, lower in between.where if lower > 0.5} >= {"mouth"}


def test_an_even_map_is_one_everywhere(study):
    for image in study.images.all():
        put(study, image.id, "Even", np.full((HEIGHT, WIDTH), 0.3))
    face = average_faces(study).face("Even", "all")
    assert np.allclose(face.values[np.isfinite(face.values)], 1, rtol=1e-6)
    assert average_faces(study).difference("Even").smallest_p == 1


def test_every_statistic_finds_it(study):
    for statistic in Statistic:
        assert significant(average_faces(study, statistic=statistic).difference("Seers"))


def test_next_to_nothing_is_not_tested_however_little_it_varies(study):
    for number, image in enumerate(study.images.all()):
        values = np.ones((HEIGHT, WIDTH))
        values[:75] += 0.01 * (image.label is PainLabel.PAIN) + 1e-5 * number
        put(study, image.id, "Hardly", values)
    difference = average_faces(study).difference("Hardly")
    assert np.abs(difference.values).max() > 0.002
    assert difference.smallest_p == 1
    assert difference.where == ()


def test_one_neonate_and_one_class_are_no_test_and_it_is_said(tmp_path):
    with planted_study(tmp_path, 1) as one:
        found = average_faces(one)
        assert found.difference("Seers").test is None
        assert found.difference("Seers").why.startswith("1 neonate has both: below 6 no test")
        assert any(
            note.startswith("Not tested, because 1 neonate has both") for note in found.notes
        )
        assert found.face("Seers", "pain") is not None


def test_one_class_alone_has_no_difference(tmp_path):
    with planted_study(tmp_path, 6, labels=(PainLabel.PAIN,)) as one:
        found = average_faces(one)
        difference = found.difference("Seers")
        assert (difference.test, difference.neonates) == (None, 0)
        assert np.isnan(difference.values).all()
        assert math.isnan(difference.p_holm)
        assert found.face("Seers", "no pain") is None
        assert significant(found.difference("Noise", "Seers"))


def test_what_has_no_face_no_map_or_an_empty_one_is_left_out_and_said(study):
    faceless, mapless, empty = (image.id for image in study.images.all()[:3])
    study.faces.put(faceless, None)
    study.results.remove("Noise", mapless)
    put(study, empty, "Noise", np.zeros((HEIGHT, WIDTH)))
    found = average_faces(study)
    assert (faceless, "", "no face is marked") in found.gaps
    assert (mapless, "Noise", "it has no map of this model") in found.gaps
    assert (empty, "Noise", "its map is empty within the face") in found.gaps
    assert found.face("Noise", "all").photographs == 11
    assert found.face("Seers", "all").photographs == 13
    notes = " ".join(found.notes)
    assert f"1 photograph without a face box: {faceless}." in notes
    assert f"Noise, 1 of 13 photographs: it has no map of this model ({mapless})." in notes


def test_that_raters_marked_nothing_counts(study):
    for number, image in enumerate(study.images.all()):
        marked = np.zeros((HEIGHT, WIDTH))
        if image.label is PainLabel.PAIN:
            marked[60:110, 60:100] = 1 + 0.01 * number
        put(study, image.id, "Marked", marked, "annotation")
    found = average_faces(study)
    assert not [gap for gap in found.gaps if gap[1] == "Marked"]
    assert not found.face("Marked", "no pain").values.any()
    assert significant(found.difference("Marked"))


def test_features_that_are_drawn_and_landmarks_of_raters_are_anchors(study, monkeypatch):
    first, second, third = study.images.all()[:3]
    _, matrix, shift = laid(0)
    mouth = template_outlines()["mouth"][0] @ matrix.T + shift + (4, 3)
    study.regions.put(first.id, {"mouth": (mouth,)})
    placed = {
        second.id: {
            str(n): (tuple(at), tuple(np.array(at) * 30 + 80))
            for n, at in enumerate([EYES, MOUTH, (-0.5, 0.0), (0.0, 0.4)])
        }
    }
    monkeypatch.setattr(
        "neopain_gui.pipeline.analysis.average_face.placed_landmarks", lambda _: placed
    )
    fits = dict(average_faces(study).fits)
    assert fits[first.id].drawn == ("mouth",)
    assert fits[first.id].iou > 0.8
    assert fits[second.id].source is AnchorSource.RATERS
    assert fits[second.id].points == 4
    assert fits[third.id].source is AnchorSource.LANDMARKS
    said = how_placed(average_faces(study))
    assert "1 face by raters’ landmarks" in said
    assert "13 faces by the detector’s landmarks" in said
    assert "IoU" in said


def test_what_is_not_known_is_smoothed_from_nobody():
    values = np.ones((ROWS, COLUMNS))
    values[:, :10] = np.nan
    made = smoothed(values, 0.3)
    assert np.isnan(made[:, :10]).all()
    assert np.allclose(made[:, 10:], 1)
    assert smoothed(values, 0) is values


def test_what_is_kept_is_what_was_found(study, monkeypatch):
    # whichever test of the same study came before
    study.statistics.keep(kept.average_faces_key(study), b"nothing of ours")
    assert cached_average_faces(study) is None
    first = study_average_faces(study)
    monkeypatch.setattr(kept, "average_faces", None)  # whoever works it out again fails
    again = study_average_faces(study)
    assert repr(again.fits) == repr(first.fits)
    assert (again.gaps, again.notes, again.smooth) == (first.gaps, first.notes, first.smooth)
    for a, b in zip(again.faces, first.faces, strict=True):
        assert (a.model, a.label, a.neonates) == (b.model, b.label, b.neonates)
        assert np.array_equal(a.values, b.values, equal_nan=True)
    for a, b in zip(again.differences, first.differences, strict=True):
        assert (a.title, a.p_holm, a.where, a.why) == (b.title, b.p_holm, b.where, b.why)
        assert np.array_equal(a.test.p, b.test.p)
        assert np.array_equal(a.values, b.values, equal_nan=True)
    assert cached_average_faces(study, statistic=Statistic.TFCE) is None


def test_another_map_makes_it_anew_and_a_damaged_file_is_not_read(study):
    key = kept.average_faces_key(study)
    study_average_faces(study)
    study.statistics.keep(key, b"nothing of ours")
    assert cached_average_faces(study) is None
    put(study, study.images.all()[0].id, "Noise", np.ones((HEIGHT, WIDTH)))
    assert kept.average_faces_key(study) != key


def test_every_feature_of_the_neutral_face_can_be_named():
    assert set(neutral_masks()) == set(template_outlines())
