"""The average face in the compare tab: worked out on demand, chosen, read out, exported."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from neopain_gui.agreement.statistics import Statistic
from neopain_gui.faces.warp import COLUMNS, ROWS, on_cells
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.face_shown import Shown, find_shown, sentences
from neopain_gui.gui.compare.view_choice import CompareView
from neopain_gui.gui.state.session import Session
from neopain_gui.pipeline.analysis.average_face import average_faces
from neopain_gui.study import Study
from tests.pipeline.analysis.averaged import EYES, MOUTH


@pytest.fixture(scope="module")
def found(planted):
    with Study.open(planted, read_only=True) as study:
        return average_faces(study)


@pytest.fixture
def panel(qtbot, jobs, planted, tmp_path):
    session = Session()
    session.open_study(shutil.copytree(planted, tmp_path / "planted.neopain"))
    panel = ComparePanel(session, jobs)
    panel.session = session
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    qtbot.waitUntil(lambda: panel.comparison is not None, timeout=20_000)
    qtbot.mouseClick(panel.views.buttons[CompareView.AVERAGE], Qt.MouseButton.LeftButton)
    yield panel
    session.close_study()


@pytest.fixture
def worked_out(panel, qtbot):
    average = panel.average
    qtbot.waitUntil(average.run.isEnabled, timeout=20_000)
    qtbot.mouseClick(average.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: average.found is not None, timeout=60_000)
    return panel


def choose(box, text):
    box.setCurrentIndex(box.findText(text))


def point_of(picture, at):
    """Return the widget's point of a place of the neutral face."""
    column, row = on_cells(np.array(at))
    size, place = picture.place.width() / COLUMNS, picture.place.topLeft()
    return QPoint(round(place.x() + (column + 0.5) * size), round(place.y() + (row + 0.5) * size))


def test_it_is_worked_out_when_asked_and_the_pointer_reads_value_and_p(worked_out, qtbot):
    average, picture = worked_out.average, worked_out.average.picture
    assert not average.run.isVisible()
    assert not worked_out.pair_view.isVisible()
    assert not worked_out.bar.metrics.isVisible()
    choose(average.models, "Seers")
    assert average.shown.currentText() == "Pain − no pain"
    assert picture.marked
    assert "They differ somewhere: p 0.016, after Holm 0.031" in average.said.text()
    assert "More within mouth (100 %)" in average.said.text()
    QTest.mouseMove(picture, point_of(picture, MOUTH))
    qtbot.waitUntil(lambda: average.here.text().startswith("Difference "))
    assert "(mouth" in average.here.text()
    assert "p 0.016" in average.here.text()
    choose(average.shown, "No pain")
    assert not average.tests.isEnabled()
    QTest.mouseMove(picture, point_of(picture, EYES))
    qtbot.waitUntil(lambda: "times what an even map has" in average.here.text())
    assert not picture.marked
    assert "14 faces by the detector’s landmarks" in average.text.text()


def test_arrow_keys_step_over_the_face(worked_out):
    picture = worked_out.average.picture
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Down)
    assert picture.cell == (ROWS // 2 + 1, COLUMNS // 2)
    QTest.keyClick(picture, Qt.Key.Key_Left)
    assert picture.cell == (ROWS // 2 + 1, COLUMNS // 2 - 1)
    assert picture.accessibleDescription() == worked_out.average.here.text()


def test_another_model_is_subtracted_and_lines_are_put_away(worked_out):
    average = worked_out.average
    choose(average.models, "Seers")
    choose(average.shown, "Less Noise")
    assert average.said.text().startswith("Seers − Noise: 7 neonates")
    assert average.picture.marked
    choose(average.tests, "No test shown")
    assert not average.picture.marked
    assert average.found is not None


def test_another_test_is_worked_out_anew_and_the_first_is_kept(worked_out, qtbot):
    average = worked_out.average
    choose(average.tests, "Test: largest t")
    assert average.found is None
    assert average.run.isVisible()
    choose(average.tests, "Test: clusters’ mass")  # which the study keeps
    qtbot.waitUntil(lambda: average.found is not None, timeout=20_000)
    assert average.found.statistic is Statistic.MASS


def test_the_filter_and_another_map_take_it_away(worked_out, qtbot):
    average, session = worked_out.average, worked_out.session
    session.set_filter(text="N1")
    assert average.found is None
    session.set_filter(text="")
    qtbot.waitUntil(lambda: average.found is not None, timeout=20_000)
    session.close_study()
    assert average.found is None
    assert average.models.count() == 0


def test_what_is_shown_is_written(worked_out, qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(
        "neopain_gui.gui.compare.exporting.file_dialogs.folder", lambda *_a, **_k: folder
    )
    said = []
    worked_out.session.notice.connect(said.append)
    qtbot.mouseClick(worked_out.bar.exporting, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said), timeout=120_000)
    assert said[0].endswith("files of average faces were written.")
    assert (folder / "maps" / "seers__pain_less_no_pain.nii").exists()


def test_what_was_tested_the_other_way_round_is_turned(found):
    one, other = (find_shown(found, *pair) for pair in (("Noise", "Seers"), ("Seers", "Noise")))
    assert np.array_equal(one.face.values, -other.face.values)
    assert np.array_equal(one.face.test.t, -other.face.test.t)
    assert np.array_equal(one.face.test.p, other.face.test.p)
    assert [(n, b, a) for n, a, b in one.face.where] == list(other.face.where)
    assert one.end == other.end
    assert np.array_equal(one.clusters(), other.clusters())


def test_colours_run_from_blue_by_pale_to_orange_and_what_is_not_known_is_grey(found):
    shown = find_shown(found, "Seers", Shown.CLASSES)
    values = shown.face.values
    pixels = shown.pixels().astype(int)
    high, low = (np.unravel_index(at, values.shape) for at in (values.argmax(), values.argmin()))
    assert pixels[high][0] > pixels[high][2] + 50
    assert pixels[low][2] > pixels[low][0] + 50
    values = values.copy()
    values[0, 0] = np.nan
    gap = replace(shown, face=replace(shown.face, values=values))
    assert gap.pixels()[0, 0].tolist() == [150, 150, 150]
    assert gap.at(0, 0).startswith("Not known here")


def test_the_scale_says_what_lies_beyond_it(found):
    shown = find_shown(found, "Seers", Shown.PAIN)
    assert shown.at_end(0) == "0.0"
    assert shown.at_end(1).startswith("≥ ")
    wide = replace(shown, end=100.0)
    assert (wide.at_end(0.5), wide.at_end(1)) == ("50.0", "100.0")
    difference = find_shown(found, "Seers", Shown.CLASSES)
    assert difference.at_end(0).startswith("≤ −")
    nothing = replace(shown, face=replace(shown.face, values=np.full((ROWS, COLUMNS), np.nan)))
    assert nothing.at_end(1) == shown.at_end(1).removeprefix("≥ ")


def test_words_say_why_there_is_no_test(found):
    shown = find_shown(found, "Seers", Shown.CLASSES)
    untested = replace(shown, face=replace(shown.face, test=None, why="1 neonate has both"))
    assert list(sentences(untested))[1] == "Not tested: 1 neonate has both."
    assert "p " not in untested.at(30, 27)
