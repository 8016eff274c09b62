"""The gaze view: participants on and off, playback, settings, groups and their maps."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTreeWidgetItem

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gaze.density import Measure
from neopain_gui.gaze.fixations import IDT
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.gui.gaze.look.groups import describe
from neopain_gui.gui.gaze.look.look_panel import LookPanel
from neopain_gui.gui.gaze.look.participant_colours import colours_of, oklab
from neopain_gui.gui.gaze.look.people_tree import NAME
from neopain_gui.gui.gaze.look.scanpaths import radius_of
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import RecognitionPair
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from tests.gaze.looks import look

POINTS = {"A": (20.5, 30.5), "B": (60.5, 10.5), "C": (40.5, 40.5)}


@pytest.fixture
def looked_at(session, tmp_path):
    """The first photograph, at which an expert and two parents looked, one of them hardly."""
    image = session.images[0]
    size = (image.width, image.height)
    path = tmp_path / "r.tsv"
    write_prolab(
        path,
        [
            look(
                image.id,
                point,
                participant=name,
                recording=name,
                seconds=2,
                original=size,
                place=(100.0, 100.0, 2.0 * size[0], 2.0 * size[1]),
                lost=0.5 if name == "C" else 0.0,
            )
            for name, point in POINTS.items()
        ],
    )
    plan = ImportPlan(pseudonyms={"A": "P01", "B": "P02", "C": "P03"}, images={image.id: image.id})
    people = [
        Participant(id="P01", group="Experts", attributes={"years": "7"}),
        Participant(id="P02", group="Parents"),
        Participant(id="P03", group="Parents"),
    ]
    session.study.gaze.add(people, import_recordings(session.study, [path], plan))
    session.select_image(image.id)
    return image


@pytest.fixture
def panel(qtbot, session, jobs, looked_at):
    panel = LookPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(760, 560)
    panel.show()
    qtbot.waitUntil(lambda: panel.values is not None, timeout=20_000)
    return panel


def item_of(panel, name) -> QTreeWidgetItem:
    return panel.people.findItems(name, Qt.MatchFlag.MatchRecursive, NAME)[0]


def click_tick(qtbot, panel, name):
    """Click the box beside a name, as a person does."""
    area = panel.people.visualItemRect(item_of(panel, name))
    place = QPoint(area.left() + 10, area.center().y())
    qtbot.mouseClick(panel.people.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_everybody_is_shown_with_what_is_known(panel):
    assert [path.participant for path in panel.scanpaths.paths] == ["P01", "P02", "P03"]
    assert panel.people.wanted == {"P01", "P02", "P03"}
    assert item_of(panel, "P03").text(2) == "50 %"
    assert "fewer than 70 %" in item_of(panel, "P03").toolTip(NAME)
    assert panel.summary.text() == (
        "3 of 3 participants, 3 fixations. 1 participant is left out of group maps (grey)."
    )
    ((begin, duration, x, y),) = panel.scanpaths.paths[0].fixations
    assert (begin, x, y) == pytest.approx((0, 20.5, 30.5), abs=0.01)
    assert duration == pytest.approx(2000, abs=1)


def test_the_heatmap_is_that_of_who_is_ticked(panel, qtbot):
    click_tick(qtbot, panel, "P02")
    click_tick(qtbot, panel, "P03")
    assert panel.people.wanted == {"P01"}
    qtbot.waitUntil(lambda: panel.values is not None)
    assert np.unravel_index(panel.values.argmax(), panel.values.shape) == (30, 20)
    assert panel.canvas.overlay_visible
    panel.with_map.click()
    assert not panel.canvas.overlay_visible
    panel.with_paths.click()
    assert panel.scanpaths.paths == ()


def test_a_double_click_leaves_one_group(panel, qtbot):
    area = panel.people.visualItemRect(item_of(panel, "Parents"))
    qtbot.mouseClick(panel.people.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    qtbot.mouseDClick(panel.people.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert panel.people.wanted == {"P02", "P03"}


def test_it_plays_at_the_chosen_speed(panel, qtbot):
    panel.playback.speed.setCurrentIndex(3)
    qtbot.mouseClick(panel.playback.play, Qt.MouseButton.LeftButton)
    assert panel.playback.play.text() == "Pause"
    qtbot.waitUntil(lambda: (panel.playback.at or 0) > 500, timeout=5000)
    qtbot.waitUntil(lambda: not panel.playback.play.isChecked(), timeout=10_000)
    assert panel.playback.at == pytest.approx(1990, abs=15)
    qtbot.mouseClick(panel.playback.whole, Qt.MouseButton.LeftButton)
    assert panel.playback.at is None


def test_who_blinks_is_nowhere(panel):
    path = panel.scanpaths.paths[2]
    assert path.at(500) is None
    assert path.at(1500) == pytest.approx(POINTS["C"], abs=0.01)


def test_a_setting_is_kept_and_finds_other_fixations(panel, session, qtbot):
    panel.form.filter.setCurrentIndex(1)
    panel.form.filter.activated.emit(1)
    assert gaze_settings(session.study).fixations == IDT()
    before = panel.values
    panel.form.radius.setValue(20)
    qtbot.waitUntil(lambda: panel.values is not None and panel.values is not before, timeout=20_000)
    assert panel.values.max() > before.max()
    assert gaze_settings(session.study) == replace(
        gaze_settings(session.study), fixations=IDT(), radius_px=20
    )


def test_a_group_is_put_together_and_gets_its_map(panel, session, looked_at, qtbot):
    panel.tabs.setCurrentIndex(1)
    groups, form = panel.groups, panel.groups.form
    qtbot.mouseClick(groups.new, Qt.MouseButton.LeftButton)
    assert not form.add.isEnabled()
    qtbot.keyClicks(form.name, "Parents")
    assert form.problem.text() == "There is a group with this name already."
    form.name.clear()
    qtbot.keyClicks(form.name, "seven years")
    form.attribute.setCurrentText("years")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert [one.name for one in groups.wanted] == [
        "Experts",
        "Parents",
        "All participants",
        "seven years",
    ]
    assert describe(groups.wanted[-1]) == "all groups; years: 7"
    qtbot.mouseClick(groups.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: session.study.results.relevance(looked_at.id, "seven years") is not None,
        timeout=30_000,
    )
    relevance = session.study.results.relevance(looked_at.id, "seven years")
    assert np.unravel_index(relevance.values.argmax(), relevance.values.shape) == (30, 20)
    qtbot.waitUntil(lambda: not groups.waiting.busy, timeout=30_000)
    groups.list.setCurrentRow(3)
    qtbot.mouseClick(groups.remove, Qt.MouseButton.LeftButton)
    assert groups.list.count() == 3


def test_without_recordings_it_says_what_to_do(qtbot, session, jobs):
    panel = LookPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.empty.heading.text() == "No recordings yet"


def test_area_goes_with_duration():
    assert radius_of(400) / radius_of(100) == pytest.approx(2)


def test_tables_are_written(panel, tmp_path, qtbot, monkeypatch, session):
    folder = tmp_path / "tables"
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_: str(folder)
    )
    with qtbot.waitSignal(session.notice, timeout=20_000) as told:
        qtbot.mouseClick(panel.tables, Qt.MouseButton.LeftButton)
    assert told.args == ["6 tables were written."]  # with the dictionary of their columns
    assert (folder / "dictionary.csv").is_file()
    assert "P01" in (folder / "regions.csv").read_text("utf-8")


def test_a_radius_is_typed_as_a_visual_angle(panel, session):
    panel.form.degrees.setValue(1.0)
    kept = gaze_settings(session.study)
    assert kept.radius_px == pytest.approx(kept.radius_of_degrees(1), abs=0.1)
    assert panel.form.radius.value() == pytest.approx(kept.radius_px, abs=0.1)


def test_nobody_has_another_ones_colour():
    names = [f"P{n:02}" for n in range(1, 81)]
    colours = colours_of(names)
    assert colours == colours_of(names)
    assert [colours[name].name() for name in names[:2]] == ["#56b4e9", "#e69f00"]
    places = oklab(np.array([colours[name].getRgb()[:3] for name in names]))
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 0.04  # 0.02 is seen side by side
    assert apart[:20, :20].min() > 0.1


def test_nothing_of_one_study_is_left_in_the_next(panel, session, looked_at, tmp_path, qtbot):
    click_tick(qtbot, panel, "P01")
    panel.groups.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    other = shutil.copytree(session.study.path, tmp_path / "other.neopain")
    session.open_study(other)
    assert panel.scanpaths.paths == ()
    assert (panel.looks, panel.values, panel.summary.text()) == (None, None, "")
    assert not panel.canvas.isVisible()
    assert panel.empty.heading.text() == "Reading the recordings…"
    qtbot.waitUntil(lambda: panel.looks is not None, timeout=20_000)
    assert panel.canvas.isVisible()
    assert panel.people.wanted == {"P01", "P02", "P03"}
    assert len(panel.groups.wanted) == panel.groups.list.count() == 3
    session.close_study()
    assert panel.empty.heading.text() == "No study is open"
    assert panel.people.everybody == frozenset()


def test_answers_and_weights_are_words(panel):
    form = panel.groups.form
    said = [tick.text() for tick in form.answers]
    assert said == ["both right", "only pain right", "only rest right", "both wrong"]
    form.name.setText("good judges")
    form.answers[0].click()
    assert form.subgroup().answers == {RecognitionPair.YY}
    assert describe(form.subgroup()) == "all groups; answers: both right"
    weights = [panel.form.measure.itemText(row) for row in range(panel.form.measure.count())]
    assert weights == ["number of fixations", "fixation duration", "share of fixation time"]
    assert panel.form.settings.measure is Measure.DURATION
    assert panel.form.measure.currentText() == "fixation duration"
