"""Removing, editing and checking photographs with mouse and keys, as a person does."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.browser.photographs_model import ID
from neopain_gui.gui.shell.upkeep_dialogs.edit import SEVERAL, EditDialog
from neopain_gui.gui.shell.upkeep_dialogs.remove import RemoveDialog
from neopain_gui.gui.shell.upkeep_dialogs.rename import RenameDialog
from neopain_gui.study import Study
from tests.gui.made_maps import MODELS, fill_models
from tests.gui.state.test_session import FIRST, put_result
from tests.gui.test_access_keys import letters

ABOUT = "neopain_gui.gui.shell.upkeep_dialogs"


@pytest.fixture
def opened(window, study_path, qtbot):
    window.open_study(study_path)
    thumbnails = window.browser.thumbnails
    ids = [image.id for image in window.session.images]
    qtbot.waitUntil(lambda: all(thumbnails.picture(i) for i in ids), timeout=5000)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=5000)
    return window


def answer(dialog_name, act):
    """When the dialog is there, do something with it."""

    def look():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return  # the test fails by what did not happen
        try:
            assert dialog.objectName() == dialog_name
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(50, look)


def select(qtbot, window, *rows):
    view = window.browser.view
    view.setFocus()
    for place, row in enumerate(rows):
        index = window.browser.model.index(row)
        held = Qt.KeyboardModifier.ControlModifier if place else Qt.KeyboardModifier.NoModifier
        where = view.visualRect(index).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, where)


def listed(window):
    return [image.id for image in window.session.images]


def bar_texts(window):
    return [bar.text for bar in window.messages.bars]


def test_delete_on_the_thumbnails_asks_says_what_goes_and_is_undone(qtbot, opened):
    fill_models(opened.session, MODELS)
    before = opened.session.study.results.all()
    select(qtbot, opened, 0, 1)
    texts = {}

    def look(dialog):
        texts.update(goes=dialog.goes.text(), reach=dialog.reach.text(), title=dialog.windowTitle())
        assert dialog.remove.isDefault()
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    answer("remove", look)
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_Delete)
    assert texts["title"] == "Remove 2 photographs"
    assert "2 photographs: S1_no_pain, S1_pain" in texts["goes"]
    assert "1 neonate: S1" in texts["goes"]
    assert "maps" in texts["goes"]
    assert "The original files lie outside the study and stay" in texts["reach"]
    assert listed(opened) == ["S2_no_pain", "S2_pain"]
    assert opened.browser.model.rowCount() == 2
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(listed(opened)) == 4
    assert opened.session.study.results.all() == before


def test_escape_removes_nothing(qtbot, opened):
    select(qtbot, opened, 0)
    answer("remove", lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_Delete)
    assert len(listed(opened)) == 4
    assert not opened.session.edits.undo_stack.canUndo()


def test_for_good_there_is_no_way_back(qtbot, opened, study_path):
    made = put_result(opened.session.study, FIRST)
    opened.session.record([made])
    opened.session.edits.set_label([FIRST], PainLabel.PAIN)
    sha256 = opened.session.image.sha256
    assert list(opened.session.study.thumbnails.glob(f"{sha256}*"))
    select(qtbot, opened, 0)
    answer("remove", lambda d: qtbot.mouseClick(d.for_good, Qt.MouseButton.LeftButton))
    opened.actions_table.by_id["remove_photographs"].trigger()
    assert listed(opened) == ["S1_pain", "S2_no_pain", "S2_pain"]
    assert not opened.session.edits.undo_stack.canUndo()
    qtbot.waitUntil(lambda: not opened.session.study.removal.due, timeout=5000)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert not opened.session.study.blobs.has(made.key)
    assert not list(opened.session.study.thumbnails.glob(f"{sha256}*"))
    for file in study_path.rglob("*"):
        assert not file.is_file() or FIRST.encode() not in file.read_bytes()


def test_a_neonate_goes_with_all_photographs(qtbot, opened):
    select(qtbot, opened, 3)
    answer("remove", lambda d: qtbot.mouseClick(d.remove, Qt.MouseButton.LeftButton))
    opened.actions_table.by_id["remove_neonate"].trigger()
    assert listed(opened) == ["S1_no_pain", "S1_pain"]
    assert opened.session.edits.undo_stack.undoText() == "removing neonate S2"


def test_while_something_is_computed_nothing_goes_for_good(qtbot, opened, monkeypatch):
    monkeypatch.setattr(type(opened.jobs), "busy", property(lambda _: True))
    select(qtbot, opened, 0)
    states = []

    def look(dialog):
        states.append((dialog.for_good.isEnabled(), dialog.busy.isVisibleTo(dialog)))
        dialog.reject()

    answer("remove", look)
    opened.actions_table.by_id["remove_photographs"].trigger()
    assert states == [(False, True)]


def test_the_map_on_the_viewer_and_all_maps_of_its_method_go_and_come_back(qtbot, opened):
    fill_models(opened.session, MODELS)
    study = opened.session.study
    name = study.results.models()[0].name
    opened.session.show_model(name)
    before = study.results.all()
    seen = []

    def agree(dialog):
        seen.append(dialog.goes.text())
        qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)

    answer("remove", agree)
    opened.actions_table.by_id["remove_map"].trigger()
    assert name not in [one.model.name for one in study.results.all(opened.session.image_id)]
    assert len(study.results.all()) == len(before) - 1
    opened.session.edits.undo()
    answer("remove", agree)
    opened.actions_table.by_id["remove_maps"].trigger()
    assert seen == ["•  1 map", "•  4 maps"]
    assert name not in [one.name for one in study.results.models()]
    opened.session.edits.undo()
    assert study.results.all() == before


def test_f2_edits_one_photograph(qtbot, opened):
    select(qtbot, opened, 0)

    def fill(dialog):
        assert dialog.neonate.currentText() == "S1"
        assert dialog.label.currentText() == "No pain"
        dialog.neonate.lineEdit().selectAll()
        qtbot.keyClicks(dialog.neonate.lineEdit(), "S9")
        assert dialog.remark.text() == "S9 is a new neonate in this study."
        qtbot.keyClicks(dialog.stimulus.lineEdit(), "heel prick")
        dialog.notes.setFocus()
        qtbot.keyClicks(dialog.notes, "blurred")
        dialog.checked.setChecked(True)
        dialog.label.setCurrentText("Pain")
        dialog.accept()

    answer("edit", fill)
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_F2)
    image = opened.session.study.images.get(FIRST)
    assert (image.neonate.id, image.stimulus, image.notes) == ("S9", "heel prick", "blurred")
    assert image.checked
    assert image.label is PainLabel.PAIN
    details = opened.go("details")
    assert details.notes.isVisibleTo(details)
    assert details.notes.text() == "blurred"
    assert details.subject.text().endswith("heel prick · checked")
    opened.session.edits.undo()
    assert opened.session.study.images.get(FIRST).neonate.id == "S1"


def test_of_many_only_what_was_touched_changes(qtbot, opened):
    opened.session.upkeep.set_checked([opened.session.image], True)
    before = {image.id: image for image in opened.session.images}
    select(qtbot, opened, 0, 3)

    def fill(dialog):
        assert dialog.neonate.lineEdit().placeholderText() == SEVERAL
        assert dialog.label.currentText() == SEVERAL
        qtbot.keyClicks(dialog.stimulus.lineEdit(), "bath")
        dialog.accept()

    answer("edit", fill)
    opened.actions_table.by_id["edit_photographs"].trigger()
    for image in opened.session.images:
        old = before[image.id]
        assert (image.neonate, image.label, image.notes, image.checked) == (
            old.neonate,
            old.label,
            old.notes,
            old.checked,
        )
        assert image.stimulus == ("bath" if image.id in (FIRST, "S2_pain") else "")


def test_an_untouched_dialog_is_no_step(qtbot, opened):
    opened.session.upkeep.set_checked(opened.session.images[:1], True)
    steps = opened.session.edits.undo_stack.count()
    select(qtbot, opened, 0, 1, 2)
    answer("edit", lambda dialog: dialog.accept())
    opened.actions_table.by_id["edit_photographs"].trigger()
    assert opened.session.edits.undo_stack.count() == steps


def test_a_field_that_is_emptied_takes_the_neonate_away(qtbot, opened):
    dialog = EditDialog(opened, opened.session.images, opened.session.images)
    qtbot.addWidget(dialog)
    line = dialog.neonate.lineEdit()
    qtbot.keyClicks(line, "x")
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert {said.neonate for said in dialog.details().values()} == {None}


def test_neonates_are_merged(qtbot, opened):
    select(qtbot, opened, 0)

    def fill(dialog):
        assert not dialog.ok.isEnabled()
        dialog.name.setEditText("S2")
        assert dialog.ok.text() == "&Merge"
        assert dialog.remark.text() == "They become one neonate, S2, with 4 photographs."
        dialog.accept()

    answer("rename", fill)
    opened.actions_table.by_id["rename_neonate"].trigger()
    assert {image.neonate.id for image in opened.session.images} == {"S2"}
    opened.session.edits.undo()
    assert {image.neonate.id for image in opened.session.images} == {"S1", "S2"}


def test_two_neonates_get_one_new_name(qtbot, opened):
    dialog = RenameDialog(opened, ["S1", "S2"], {"S1": 2, "S2": 2})
    qtbot.addWidget(dialog)
    dialog.name.setEditText("ward 3")
    assert (dialog.ok.text(), dialog.remark.text()) == (
        "&Rename",
        "They become one neonate, ward 3.",
    )
    dialog.name.setEditText(" ")
    assert not dialog.ok.isEnabled()


def test_c_marks_what_was_checked_and_the_filter_leaves_the_rest(qtbot, opened):
    assert not opened.browser.unchecked.isVisible()
    select(qtbot, opened, 0)
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_C)
    assert opened.session.image.checked
    assert opened.browser.unchecked.isVisible()
    assert opened.browser.unchecked.text() == "To check 3"
    qtbot.mouseClick(opened.browser.unchecked, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    assert [image.id for image in opened.session.visible_images] == listed(opened)[1:]
    index = opened.browser.model.index(0)
    select(qtbot, opened, 0)
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_C)
    assert opened.browser.model.rowCount() == 2
    assert "checked" not in index.data(Qt.ItemDataRole.AccessibleTextRole)
    opened.browser.show_all()
    assert opened.browser.model.rowCount() == 4
    spoken = opened.browser.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "photograph S1_no_pain, S1, no pain, checked, no maps"
    opened.session.edits.undo()
    opened.session.edits.undo()
    assert not any(image.checked for image in opened.session.images)


@pytest.mark.parametrize("face", [True, False])
def test_a_checked_photograph_is_painted_with_a_mark(qtbot, opened, face):
    if not face:  # its own mark leaves room for this one
        opened.session.edits.set_face(opened.session.images[2].id, None)

    def picture():
        view = opened.browser.view
        return view.viewport().grab(view.visualRect(opened.browser.model.index(2))).toImage()

    before = picture()
    opened.session.upkeep.set_checked([opened.session.images[2]], True)
    assert picture() != before


def test_notes_and_stimulus_are_found_by_the_filter(qtbot, opened):
    from dataclasses import replace

    from neopain_gui.study import Details

    details = replace(Details.of(opened.session.images[1]), notes="very Blurred picture")
    opened.session.upkeep.set_details({"S1_pain": details}, "editing S1_pain")
    qtbot.keyClicks(opened.browser.line, "blurred")
    assert [image.id for image in opened.session.visible_images] == ["S1_pain"]


def test_a_study_that_is_only_read_offers_none_of_it(window, study_path):
    window.session.use_study(Study.open(study_path, read_only=True))
    for name in ("remove_photographs", "remove_neonate", "edit_photographs", "mark_checked"):
        assert not window.actions_table.by_id[name].isEnabled()


def test_what_could_not_be_purged_is_said_when_the_study_was_closed(qtbot, opened, monkeypatch):
    opened.session.upkeep.remove_photographs([FIRST])

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("neopain_gui.study.purge.sweep_files", full)
    said = []
    opened.session.warning.connect(said.append)
    opened.action("close_study").trigger()
    qtbot.waitUntil(lambda: bool(said), timeout=3000)
    assert "not gone for good yet, because the disk is full; it is tried" in said[0]


def test_f2_in_a_list_of_ones_own_is_left_to_it(qtbot, opened, monkeypatch):
    from PySide6.QtGui import QAction, QKeySequence
    from PySide6.QtWidgets import QTreeWidget

    tree, pressed = QTreeWidget(opened), []
    own = QAction("Rename", tree)
    own.setShortcut(QKeySequence("F2"))
    own.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    own.triggered.connect(lambda: pressed.append("tree"))
    tree.addAction(own)
    tree.show()
    tree.setFocus()
    opened.activateWindow()
    qtbot.waitUntil(tree.hasFocus)
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    assert pressed == ["tree"]
    opened.browser.view.setFocus()
    answer("edit", lambda dialog: (pressed.append("edit"), dialog.reject()))
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_F2)
    assert pressed == ["tree", "edit"]
    tree.hide()


def test_the_window_asks_before_people_are_removed(qtbot, opened):
    from neopain_gui.people.participants import Participant
    from neopain_gui.study import Selection

    opened.session.study.gaze.add([Participant(id="P01", group="experts")], [])
    texts = []

    def agree(dialog):
        texts.append((dialog.windowTitle(), dialog.goes.text()))
        qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)

    answer("remove", agree)
    what = Selection(participants=frozenset({"P01"}))
    opened.session.upkeep.ask_to_remove(what, "participant P01", 1)
    assert texts == [("Remove participant P01", "•  1 participant: P01")]
    assert opened.session.study.gaze.participants() == []
    opened.session.edits.undo()
    assert [one.id for one in opened.session.study.gaze.participants()] == ["P01"]


def seen(window):
    chosen = window.browser.view.selectionModel().selectedIndexes()
    return sorted(window.browser.model.data(index, ID) for index in chosen)


def test_what_commands_work_on_is_what_is_seen_to_be_selected(qtbot, opened):
    """After an edit, undo or a filter the next key must not reach photographs unseen."""
    session = opened.session
    pain = [image.id for image in session.images if image.label is PainLabel.PAIN]
    select(qtbot, opened, 0, 1)
    two = sorted(session.selected_ids)
    assert seen(opened) == two
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_P)
    assert sorted(session.selected_ids) == seen(opened) == two
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sorted(session.selected_ids) == seen(opened) == two
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(session.selected_ids) == len(session.images)
    session.set_filter(sort="file")
    assert sorted(session.selected_ids) == seen(opened) == sorted(listed(opened))
    opened.browser.chips["pain"].click()
    assert sorted(session.selected_ids) == seen(opened) == sorted(pain)
    opened.browser.chips["pain"].click()
    assert sorted(session.selected_ids) == seen(opened) == sorted(pain)


def test_a_letter_means_one_thing_in_the_dialogs(qtbot, opened):
    images = opened.session.images
    for dialog in (
        EditDialog(opened, images, images),
        RenameDialog(opened, ["S1", "S2"], {"S1": 2, "S2": 2}),
        RemoveDialog(opened, "Remove S1", ["2 photographs"], []),
    ):
        dialog.show()
        found = letters(dialog)
        assert len(found) >= 2
        assert {key: who for key, who in found.items() if len(who) > 1} == {}
        dialog.close()
        dialog.deleteLater()


def test_the_window_is_painted_while_what_was_removed_goes_for_good(qtbot, opened, monkeypatch):
    from neopain_gui.study import purge

    session, path = opened.session, opened.session.study.path
    gone = session.images[0]
    assert session.upkeep.remove_photographs([gone.id])
    sweep, said, threads = purge.sweep_files, [], []
    ticking = threading.Semaphore(0)

    def patient(*args):
        threads.append(threading.current_thread())
        for tick in range(20):
            assert ticking.acquire(timeout=30), f"the window stood still after {tick} ticks"
        sweep(*args)

    monkeypatch.setattr(purge, "sweep_files", patient)
    timer = QTimer()
    timer.timeout.connect(ticking.release)
    timer.start(10)
    session.told.connect(lambda message: said.append(message.text))
    opened.actions_table.by_id["close_study"].trigger()
    timer.stop()
    assert threads
    assert threading.main_thread() not in threads, "not on the window's thread"
    assert any("removed for good" in text for text in said)
    assert not any("removed for good" in bar.text for bar in opened.messages.messages())
    with Study.open(path, read_only=True) as study:
        assert not study.removal.due
        assert gone.id not in {image.id for image in study.images.all()}
