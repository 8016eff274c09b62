import shutil

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from neopain_gui.geometry import Box
from neopain_gui.gui.base import theme
from neopain_gui.gui.gaze.heatmaps.heatmap_rows import Row, State, clashes, ready, state_of
from neopain_gui.gui.gaze.heatmaps.heatmap_table import GROUP, IMAGE
from neopain_gui.gui.gaze.heatmaps.heatmaps_panel import GazePanel
from neopain_gui.imaging import write_png
from neopain_gui.maps import ExtractionModel
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result
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
    assert panel.mode == "palette"  # the usual way; the pictures of these tests are grey
    panel.as_grey.click()
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
    assert listed.importing.text() == "Impor&t 2"
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
    assert listed.importing.text() == "Impor&t 3"


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
    qtbot.waitUntil(lambda: listed.beside.photograph.caption == "S1_pain")
    assert listed.beside.heatmap.shown
    assert listed.beside.photograph.shown


def test_a_damaged_picture_says_so_where_it_can_be_read(listed, heatmaps, qtbot):
    (heatmaps / "S1_pain__Experts.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    listed.table.selectRow(1)
    qtbot.waitUntil(lambda: not listed.beside.warning.isHidden(), timeout=20_000)
    assert "the PNG file is damaged or incomplete" in listed.beside.warning.text()


def test_import_makes_an_extraction_model_of_each_group(listed, session, qtbot):
    """As the dissertation read them: the warning is there before the import."""
    assert "yellow is brightest and red darkest" in listed.caveat.text()
    assert "−0.31 to 0.35" in listed.caveat.text()
    assert theme.level_colour("warning").name() in listed.caveat.styleSheet()
    with qtbot.waitSignal(session.told):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    models = {(m.name, m.kind) for m in session.study.results.models()}
    assert models == {("Experts", "gaze"), ("Parents", "gaze")}
    relevance = session.study.results.relevance("S1_pain", "Experts")
    # grey pictures: the luma is the grey value itself
    wanted = np.round(255 * blob(60, 80, 0.3, 0.5)) / 255
    assert np.allclose(relevance.values, wanted, atol=1e-6)
    assert [listed.table.pictures.state(row) for row in range(3)] == [
        State.UNDECIDED,
        State.IMPORTED,
        State.IMPORTED,
    ]
    assert not listed.importing.isEnabled()


def test_the_photograph_is_taken_out_by_the_palette(listed, heatmaps, session, qtbot):
    """A red spot on the photograph; the luma of red is below that of much of a photograph."""
    behind = session.study.images.pixels("S1_pain")
    spot = np.zeros(behind.shape[:2], bool)
    spot[20:30, 40:60] = True
    drawn = behind.copy()
    drawn[spot] = (255, 0, 0)
    write_png(heatmaps / "S1_pain__Experts.png", drawn)
    write_png(heatmaps / "S1_pain__Pais.png", behind)
    qtbot.mouseClick(listed.by_palette, Qt.MouseButton.LeftButton)
    assert listed.caveat.styleSheet() == ""
    assert "taken out" in listed.caveat.text()
    told = []
    session.told.connect(told.append)
    qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("imported" in one.text for one in told), timeout=20_000)
    assert [one.text for one in told if one.level == "warning"] == [
        "1 map is empty, without any colour of the scale: S1_pain (Parents)."
    ]
    experts = session.study.results.relevance("S1_pain", "Experts").values
    assert (experts[spot] > 0.95).all()
    assert not experts[~spot].any()
    assert not session.study.results.relevance("S1_pain", "Parents").values.any()
    facts = {result.model.name: result.facts for result in session.study.results.all("S1_pain")}
    assert facts["Experts"] == {"mode": "palette", "empty": False}
    assert facts["Parents"] == {"mode": "palette", "empty": True}


def group_map(session, image_id, group="Experts", people=20):
    """Record a group's map as if it had been made from recordings."""
    study = session.study
    image = study.images.get(image_id)
    values = blob(image.height, image.width, 0.5, 0.5)
    provenance = Provenance(stage="gaze.group_map", version=1, inputs={"image": image_id})
    study.blobs.put(provenance.key, values)
    result = Result(
        image_id=image_id,
        model=ExtractionModel(name=group, kind="gaze"),
        box=Box.whole(image.width, image.height),
        photograph_size=(image.height, image.width),
        provenance=provenance,
        facts={"participants": people, "empty": False},
    )
    session.record([result])
    return result


def keys(session):
    return {(r.image_id, r.model.name): r.key for r in session.study.results.all()}


@pytest.fixture
def taken(panel, heatmaps, session, qtbot):
    """A list in which one picture is for the group's map made from twenty recordings."""
    before = group_map(session, "S1_pain")
    panel.open_folder(heatmaps)
    qtbot.waitUntil(lambda: len(panel.table.pictures.rows) == 3)
    return panel, before


def test_a_map_that_is_there_is_never_replaced_unasked(taken, session, qtbot):
    panel, before = taken
    model = panel.table.pictures
    assert model.state(1) is State.TAKEN
    assert model.index(1, 3).data() == "a map is there: made from the recordings of 20 participants"
    assert panel.taken.isVisible()
    assert panel.taken_text.text().startswith("1 map is there already.")
    assert panel.importing.text() == "Impor&t 1"  # the other one
    with qtbot.waitSignal(session.told):
        qtbot.mouseClick(panel.importing, Qt.MouseButton.LeftButton)
    assert keys(session)["S1_pain", "Experts"] == before.key


def test_both_are_kept_under_another_name(taken, session, qtbot):
    panel, before = taken
    qtbot.mouseClick(panel.keep_both, Qt.MouseButton.LeftButton)
    assert panel.table.pictures.rows[1].group == "Experts (picture)"
    assert not panel.taken.isVisible()
    with qtbot.waitSignal(session.told):
        qtbot.mouseClick(panel.importing, Qt.MouseButton.LeftButton)
    found = keys(session)
    assert set(found) == {
        ("S1_pain", "Experts"),
        ("S1_pain", "Experts (picture)"),
        ("S1_pain", "Parents"),
    }
    assert found["S1_pain", "Experts"] == before.key


def test_what_is_replaced_is_said_and_comes_back(taken, session, qtbot):
    panel, before = taken
    told = []
    session.told.connect(told.append)
    qtbot.mouseClick(panel.replace, Qt.MouseButton.LeftButton)
    assert panel.table.pictures.index(1, 3).data().startswith("replaces the map that is there")
    with qtbot.waitSignal(session.told):
        qtbot.mouseClick(panel.importing, Qt.MouseButton.LeftButton)
    assert keys(session)["S1_pain", "Experts"] != before.key
    assert "2 heatmaps were imported: Experts, Parents." in told[-1].text
    assert "1 map went with it" in told[-1].text
    assert told[-1].action[0] == "Undo"
    told[-1].action[1]()
    assert keys(session) == {("S1_pain", "Experts"): before.key}
    assert [panel.table.pictures.state(row) for row in (1, 2)] == [State.READY, State.READY]
    session.edits.redo()
    assert len(keys(session)) == 2
    assert keys(session)["S1_pain", "Experts"] != before.key


def test_a_picture_is_left_out(taken, session, qtbot):
    panel, _ = taken
    qtbot.mouseClick(panel.leave_out, Qt.MouseButton.LeftButton)
    assert panel.table.pictures.state(1) is State.LEFT_OUT
    assert not panel.taken.isVisible()


def test_the_same_picture_again_is_known_and_not_ticked(listed, heatmaps, session, qtbot):
    with qtbot.waitSignal(session.told):
        listed.importing.click()
    listed.open_folder(heatmaps)
    qtbot.waitUntil(lambda: "imported before" in listed.table.pictures.rows[1].note)
    assert listed.table.pictures.state(1) is State.LEFT_OUT
    assert not listed.importing.isEnabled()


def test_a_group_has_any_name_also_for_several(panel, heatmaps, session, qtbot):
    (heatmaps / "S2_no_pain.png").write_bytes((heatmaps / "S1_pain__Pais.png").read_bytes())
    panel.open_folder(heatmaps)
    qtbot.waitUntil(lambda: len(panel.table.pictures.rows) == 4)
    row = next(
        at for at, one in enumerate(panel.table.pictures.rows) if one.file.stem == "S2_no_pain"
    )
    model = panel.table.pictures
    assert (model.rows[row].image_id, model.rows[row].note) == (
        "S2_no_pain",
        "Group not recognised",
    )
    panel.group.setEditText("Night shift")
    qtbot.mouseClick(panel.set_group, Qt.MouseButton.LeftButton)
    assert {one.group for one in model.rows} == {"Night shift"}
    assert model.state(row) is State.READY
    table = panel.table
    table.edit(model.index(row, GROUP))
    combo = table.findChild(QComboBox)
    combo.setEditText("Day shift")
    QTest.keyClick(combo, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.rows[row].group == "Day shift")


def test_what_is_learnt_meanwhile_takes_no_typed_group_away(listed, session, qtbot):
    table, model = listed.table, listed.table.pictures
    table.edit(model.index(0, GROUP))
    combo = table.findChild(QComboBox)
    combo.lineEdit().selectAll()
    qtbot.keyClicks(combo, "Night")
    row = model.rows[1]
    model.place(row.file, row.image_id, None)  # as when a place is found on a picture
    session.results_changed.emit("")
    qtbot.keyClicks(combo, " shift")
    QTest.keyClick(combo, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.rows[0].group == "Night shift")


def test_cancel_asks_before_what_was_decided_is_lost(listed, qtbot, monkeypatch):
    answers = [False, True]
    monkeypatch.setattr("neopain_gui.gui.widgets.questions.may_drop", lambda _w: answers.pop(0))
    listed.group.setEditText("Night shift")
    qtbot.mouseClick(listed.set_group, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(listed.cancel, Qt.MouseButton.LeftButton)
    assert listed.table.pictures.rows[0].group == "Night shift"
    assert not listed.empty.isVisible()
    qtbot.mouseClick(listed.cancel, Qt.MouseButton.LeftButton)
    assert listed.empty.isVisible()
    assert answers == []


def test_cancel_leaves_the_list(listed, session, qtbot):
    qtbot.mouseClick(listed.cancel, Qt.MouseButton.LeftButton)
    assert listed.empty.isVisible()
    assert session.study.results.all() == []


def test_a_picture_of_another_shape_is_named_and_the_others_are_kept(
    listed, heatmaps, session, qtbot
):
    picture(heatmaps / "S1_pain__Experts.png", height=200, width=80)  # the first one to be read
    told = []
    session.told.connect(told.append)
    listed.importing.click()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    assert told[0].text.startswith("1 heatmap was imported: Parents.")
    assert told[1].level == "warning"
    assert told[1].text.startswith("1 heatmap was not imported. S1_pain__Experts.png")
    assert listed.waiting.isHidden()
    assert session.study.results.relevance("S1_pain", "Experts") is None
    assert session.study.results.relevance("S1_pain", "Parents") is not None
    assert listed.table.pictures.state(1) is State.READY
    assert told[1].text.endswith(listed.table.pictures.index(1, 3).data())


def test_one_heatmap_that_the_study_refuses_does_not_lose_the_others(
    listed, session, monkeypatch, qtbot
):
    """A method of that name has come meanwhile."""
    warned, kinds = [], session.study.results.models()
    session.warning.connect(warned.append)
    method = ExtractionModel(name="Parents", kind="attribution")
    monkeypatch.setattr(session.study.results, "models", lambda: [*kinds, method])
    with qtbot.waitSignal(session.told) as told:
        listed.importing.click()
    assert told.args[0].text.startswith("1 heatmap was imported: Experts.")
    assert session.study.results.relevance("S1_pain", "Experts") is not None
    assert session.study.results.relevance("S1_pain", "Parents") is None
    assert warned[0].startswith("1 heatmap was not imported")


def test_a_methods_name_is_no_group(listed, session, monkeypatch):
    method = ExtractionModel(name="Parents", kind="attribution")
    monkeypatch.setattr(session.study.results, "models", lambda: [method])
    session.results_changed.emit("")
    assert listed.table.pictures.state(2) is State.UNDECIDED
    assert "is a method: choose another name" in listed.table.pictures.index(2, 3).data()


def test_heatmaps_imported_at_the_second_try_are_kept(listed, heatmaps, session, qtbot):
    picture(heatmaps / "S1_pain__Pais.png", height=200, width=80)
    listed.importing.click()
    qtbot.waitUntil(lambda: listed.table.pictures.rows[2].refused != "", timeout=20_000)
    picture(heatmaps / "S1_pain__Pais.png", x=0.4)
    listed.importing.click()
    qtbot.waitUntil(lambda: listed.table.pictures.rows[2].imported, timeout=20_000)
    assert session.study.results.relevance("S1_pain", "Experts") is not None
    assert session.study.results.relevance("S1_pain", "Parents") is not None
    qtbot.waitUntil(lambda: listed.table.pictures.index(2, 3).data() == "imported")


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
