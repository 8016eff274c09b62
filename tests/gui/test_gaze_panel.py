import shutil

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from neopain_gui.errors import StudyError
from neopain_gui.gui.gaze import GazePanel
from neopain_gui.gui.gaze.rows import Row, State, clashes, ready, state_of
from neopain_gui.gui.gaze.table import GROUP, IMAGE
from neopain_gui.imaging import write_png
from tests.gui.made_maps import blob, named


def picture(file, height=60, width=80, x=0.5):
    grey = np.round(255 * blob(height, width, x, 0.5)).astype(np.uint8)
    write_png(file, np.repeat(grey[..., None], 3, axis=2))


@pytest.fixture
def heatmaps(tmp_path):
    folder = tmp_path / "heatmaps"
    folder.mkdir()
    picture(folder / "S1_pain__Experts.png", x=0.3)
    picture(folder / "S1_pain__Pais.png", x=0.4)
    picture(folder / "S2_pian__Experts.png", x=0.6)
    return folder


@pytest.fixture
def panel(qtbot, session, jobs):
    panel = GazePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(740, 560)
    panel.show()
    return panel


@pytest.fixture
def listed(panel, heatmaps, qtbot):
    panel.open_folder(heatmaps)
    qtbot.waitUntil(lambda: len(panel.table.pictures.rows) == 3)
    return panel


def test_only_one_picture_for_a_place_is_ready():
    rows = [
        Row(file="a", image_id="1", group="Experts"),
        Row(file="b", image_id="1", group="Experts"),
        Row(file="c", image_id="1", group="Parents"),
        Row(file="d", group="Parents"),
        Row(file="e", image_id="2", group="Parents", wanted=False),
    ]
    twice = clashes(rows)
    assert [state_of(row, twice) for row in rows] == [
        State.CLASH,
        State.CLASH,
        State.READY,
        State.UNDECIDED,
        State.LEFT_OUT,
    ]
    assert [row.file for row in ready(rows)] == ["c"]


def test_at_first_it_invites(panel):
    assert panel.empty.isVisible()
    assert "Drop a folder" in panel.empty.text.text()
    assert [button.text() for button in panel.empty.buttons] == ["Choose a folder…"]


def test_a_folder_is_chosen_with_the_button(panel, heatmaps, monkeypatch, qtbot):
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_: str(heatmaps)
    )
    qtbot.mouseClick(panel.empty.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.table.isVisible())


def test_a_folder_is_dropped(panel, heatmaps, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(heatmaps))])
    event = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.dropEvent(event)
    qtbot.waitUntil(lambda: panel.table.isVisible())


def test_what_was_found_is_listed_first_what_needs_a_decision(listed):
    model = listed.table.pictures
    assert model.state(0) is State.UNDECIDED
    assert "S2_pain" in model.index(0, 3).data()  # the near match is offered
    assert [row.place for row in model.rows[1:]] == [
        ("S1_pain", "Experts"),
        ("S1_pain", "Parents"),
    ]
    assert listed.counts.text() == "3 pictures: 2 ready, 1 without a photograph or group."
    assert listed.importing.text() == "Import 2"
    assert "Grey does not rise with attention" in listed.caveat.text()


def test_a_photograph_is_picked_by_hand_from_the_near_ones(listed, qtbot):
    table = listed.table
    index = table.pictures.index(0, IMAGE)
    place = table.visualRect(index).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    combo = table.findChild(QComboBox)
    assert combo.currentIndex() == -1  # nothing is picked for the person
    assert combo.itemText(0) == "S2_pain"
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert table.pictures.rows[0].image_id == "S2_pain"
    assert listed.importing.text() == "Import 3"


def test_leaving_the_choice_open_picks_nothing(listed, qtbot):
    table = listed.table
    table.edit(table.pictures.index(0, IMAGE))
    QTest.keyClick(table.findChild(QComboBox), Qt.Key.Key_Escape)
    table.edit(table.pictures.index(0, GROUP))
    listed.importing.setFocus()
    assert table.pictures.rows[0].image_id == ""
    assert table.pictures.rows[0].group == "Experts"


def test_two_pictures_put_to_one_place_are_both_held_back(listed):
    model = listed.table.pictures
    model.setData(model.index(0, IMAGE), "S1_pain")
    assert [model.state(row) for row in range(3)] == [State.CLASH, State.CLASH, State.READY]
    unticked = Qt.CheckState.Unchecked.value
    model.setData(model.index(1, 0), unticked, Qt.ItemDataRole.CheckStateRole)
    assert [model.state(row) for row in range(3)] == [
        State.READY,
        State.LEFT_OUT,
        State.READY,
    ]


def test_the_picture_is_shown_beside_its_photograph(listed, qtbot):
    listed.table.selectRow(1)
    qtbot.waitUntil(lambda: listed.beside.photograph._caption == "S1_pain")
    assert listed.beside.heatmap._image is not None
    assert listed.beside.photograph._image is not None


def test_import_makes_an_extraction_model_of_each_group(listed, session, qtbot):
    with qtbot.waitSignal(session.notice):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    models = {(m.name, m.kind) for m in session.study.extraction_models()}
    assert models == {("Experts", "gaze"), ("Parents", "gaze")}
    relevance = session.study.relevance("S1_pain", "Experts")
    # grey pictures: the luma is the grey value itself
    wanted = np.round(255 * blob(60, 80, 0.3, 0.5)) / 255
    assert np.allclose(relevance.values, wanted, atol=1e-6)
    assert [listed.table.pictures.state(row) for row in range(3)] == [
        State.UNDECIDED,
        State.IMPORTED,
        State.IMPORTED,
    ]
    assert not listed.importing.isEnabled()


def test_the_photograph_is_taken_out_where_the_person_asks_for_it(listed, heatmaps, session, qtbot):
    """A red spot on the photograph; the luma of red is below that of much of a photograph."""
    behind = session.study.photograph("S1_pain")
    spot = np.zeros(behind.shape[:2], bool)
    spot[20:30, 40:60] = True
    drawn = behind.copy()
    drawn[spot] = (255, 0, 0)
    write_png(heatmaps / "S1_pain__Experts.png", drawn)
    write_png(heatmaps / "S1_pain__Pais.png", behind)
    listed.mode.setFocus()
    QTest.keyClick(listed.mode, Qt.Key.Key_Down)
    assert listed.mode.currentText().startswith("palette")
    assert "taken out" in listed.caveat.text()
    with qtbot.waitSignal(session.notice):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    experts = session.study.relevance("S1_pain", "Experts").values
    assert (experts[spot] > 0.95).all()
    assert not experts[~spot].any()
    assert not session.study.relevance("S1_pain", "Parents").values.any()
    facts = {result.model.name: result.facts for result in session.study.results("S1_pain")}
    assert facts["Experts"] == {"mode": "palette", "empty": False}
    assert facts["Parents"] == {"mode": "palette", "empty": True}


def test_a_map_that_would_be_replaced_is_told(listed, heatmaps, session, qtbot):
    with qtbot.waitSignal(session.notice):
        listed.importing.click()
    listed.open_folder(heatmaps)
    qtbot.waitUntil(lambda: listed.table.pictures.rows[1].note != "")
    assert listed.table.pictures.rows[1].note == "takes the place of the present map"


def test_a_picture_of_another_shape_is_named_and_the_others_are_kept(
    listed, heatmaps, session, qtbot
):
    picture(heatmaps / "S1_pain__Pais.png", height=200, width=80)
    listed.importing.click()
    qtbot.waitUntil(lambda: "S1_pain__Pais.png" in listed.waiting.text.text())
    assert listed.waiting.isVisible()
    assert session.study.relevance("S1_pain", "Experts") is not None
    assert session.study.relevance("S1_pain", "Parents") is None
    assert listed.table.pictures.state(2) is State.READY


def test_one_heatmap_that_the_study_refuses_does_not_lose_the_others(
    listed, session, monkeypatch, qtbot
):
    record, problems = session.study.record_many, []
    session.problem.connect(problems.append)

    def refuse_parents(results):
        if any(result.model.name == "Parents" for result in results):
            raise StudyError("it is not of this photograph")
        return record(results)

    monkeypatch.setattr(session.study, "record_many", refuse_parents)
    with qtbot.waitSignal(session.notice) as told:
        listed.importing.click()
    assert told.args == ["1 heatmap was imported: Experts."]
    assert session.study.relevance("S1_pain", "Experts") is not None
    assert ["it is not of this photograph" in str(problem) for problem in problems] == [True]
    assert listed.table.pictures.state(2) is State.READY


def test_heatmaps_imported_at_the_second_try_are_kept(listed, heatmaps, session, jobs, qtbot):
    picture(heatmaps / "S1_pain__Pais.png", height=200, width=80)
    listed.importing.click()
    qtbot.waitUntil(lambda: "S1_pain__Pais.png" in listed.waiting.text.text())
    picture(heatmaps / "S1_pain__Pais.png", x=0.4)
    with qtbot.waitSignal(session.notice) as told:
        jobs.history[-1].again()
    assert told.args == ["2 heatmaps were imported: Experts, Parents."]
    assert session.study.relevance("S1_pain", "Parents") is not None


def test_a_folder_without_pictures_says_so_and_asks_again(panel, tmp_path, qtbot):
    (tmp_path / "none").mkdir()
    before = panel.empty.text.text()
    panel.open_folder(tmp_path / "none")
    qtbot.waitUntil(lambda: panel.empty.text.text() != before)
    assert "none" in panel.empty.text.text()
    assert panel.empty.buttons


def test_the_same_picture_twice_is_left_out(panel, heatmaps, qtbot):
    shutil.copy(heatmaps / "S1_pain__Experts.png", heatmaps / "S1_pain__Physicians.png")
    panel.open_folder(heatmaps)
    qtbot.waitUntil(lambda: len(panel.table.pictures.rows) == 4)
    states = [panel.table.pictures.state(row) for row in range(4)]
    assert states.count(State.LEFT_OUT) == 1
    assert states.count(State.READY) == 2


def test_every_control_has_a_name_and_a_tooltip(listed):
    assert named(listed) == []


def test_closing_the_study_leaves_nothing(listed, session):
    session.close_study()
    assert listed.empty.heading.text() == "No study is open"
    assert listed.table.pictures.rows == []
