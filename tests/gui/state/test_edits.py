"""Undo in the window: keys, what is said, what is asked."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.gui.state.loss import Loss
from neopain_gui.gui.state.study_edits import UNDO_STEPS
from neopain_gui.gui.widgets.questions import ask_discard
from tests.gui.made_maps import blob, gaze

from .test_session import put_result

LOSS = Loss(maps=440, photographs=22, seconds=7300.0)


@pytest.mark.parametrize(("button", "answer"), [("Take them out", True), ("Change nothing", False)])
def test_the_question_says_what_goes_and_does_what_is_chosen(qtbot, window, button, answer):
    seen = []

    def choose():
        box = window.findChild(QMessageBox, "discard")
        seen.append((box.text(), box.defaultButton().text()))
        qtbot.mouseClick(
            next(one for one in box.findChildren(QPushButton) if one.text() == button),
            Qt.MouseButton.LeftButton,
        )

    QTimer.singleShot(0, choose)
    assert ask_discard(window, "clearing the face of 22 photographs", LOSS) is answer
    assert seen == [
        (
            "Clearing the face of 22 photographs takes out 440 maps: about 2 hours of computing "
            "on 22 photographs.",
            "Change nothing",
        )
    ]


def test_escape_changes_nothing(qtbot, window):
    QTimer.singleShot(
        0, lambda: qtbot.keyClick(window.findChild(QMessageBox, "discard"), Qt.Key.Key_Escape)
    )
    assert not ask_discard(window, "clearing the face", LOSS)


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(qtbot, window, study_path):
    """The window with the small study, in front."""
    window.open_study(study_path)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def press(key, modifiers=CTRL):
    """Press keys as a person does: where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)


def label(window):
    return window.session.study.images.get("S1_no_pain").label


def bars(window):
    return [bar.text for bar in window.messages.messages()]


def fields(window):
    """Return every field, list, table, slider and button that can have the focus now."""
    return [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_undo_and_redo_by_keys_from_every_control_that_can_have_the_focus(qtbot, opened):
    session = opened.session
    session.edits.set_label(["S1_no_pain"], None)
    tried = set()
    for place in range(opened.workspace.count()):
        opened.workspace.setCurrentIndex(place)
        QApplication.processEvents()
        for field in fields(opened):
            field.setFocus(Qt.FocusReason.TabFocusReason)
            if QApplication.focusWidget() is None:
                continue
            press(Qt.Key.Key_Z)
            assert label(opened) is not None, field
            press(Qt.Key.Key_Z, CTRL | SHIFT)
            assert label(opened) is None, field
            press(Qt.Key.Key_Z)
            press(Qt.Key.Key_Y)
            assert label(opened) is None, field
            tried.add(type(field))
    for kind in (QLineEdit, QComboBox, QAbstractSpinBox):
        assert any(issubclass(one, kind) for one in tried), kind


def test_a_field_undoes_its_own_text_first_then_the_study(qtbot, opened):
    session, field = opened.session, opened.browser.findChild(QLineEdit)
    session.edits.set_label(["S1_no_pain"], None)
    field.setFocus()
    qtbot.keyClicks(field, "s1")
    press(Qt.Key.Key_Z)
    assert field.text() == ""
    assert label(opened) is None
    press(Qt.Key.Key_Z)
    assert label(opened) is not None
    assert bars(opened) == ["Undone: removing the label of S1_no_pain."]
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert field.text() == "s1"  # what was undone last in the field is done again there
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert label(opened) is None


def test_a_text_undoes_its_own_first_and_one_that_is_only_read_never(qtbot, opened):
    session = opened.session
    session.edits.set_label(["S1_no_pain"], None)
    for read_only in (False, True):
        text = QPlainTextEdit(opened)
        text.show()
        text.setFocus()
        qtbot.keyClicks(text, "a")
        text.setReadOnly(read_only)
        press(Qt.Key.Key_Z)
        assert text.toPlainText() == ("a" if read_only else "")
        assert (label(opened) is None) is not read_only
        text.setReadOnly(True)
        text.deleteLater()


def test_all_photographs_labelled_by_two_keys_are_said_with_an_undo(qtbot, opened):
    session = opened.session
    session.select_image("S1_no_pain")
    opened.browser.view.setFocus()
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier)
    assert {str(image.label) for image in session.images} == {"pain"}
    said = "2 photographs labelled pain; 2 had another label. 2 had it already."
    assert bars(opened) == [said]
    bar = opened.messages.messages()[0]
    undo = next(one for one in bar.findChildren(QPushButton) if one.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert [str(image.label) for image in session.images] == ["no pain", "pain"] * 2
    assert bars(opened) == ["Undone: the label pain of 2 photographs."]


def test_what_was_said_of_an_edit_goes_with_the_next_and_with_the_study(qtbot, opened):
    session = opened.session
    session.edits.set_label([image.id for image in session.images], None)
    assert bars(opened)
    session.edits.set_label(["S1_pain"], PainLabel.PAIN)
    assert bars(opened) == []
    session.edits.set_faces(dict.fromkeys([image.id for image in session.images]))
    assert bars(opened) == ["Face boxes cleared on 4 photographs."]
    session.close_study()
    assert bars(opened) == []


def test_the_menu_says_in_plain_english_what_it_would_undo(opened):
    undo = opened.actions_table.by_id["undo"]
    opened.session.edits.set_label(["S1_pain"], None)
    assert undo.text() == "&Undo removing the label of S1_pain"
    opened.session.edits.set_face("S1_pain", None)
    assert undo.text() == "&Undo clearing the face of S1_pain"
    opened.session.edits.undo()
    assert opened.actions_table.by_id["redo"].text() == "&Redo clearing the face of S1_pain"


def test_more_steps_than_are_kept_lose_nothing_but_the_oldest_steps(session):
    """The oldest steps can no longer be undone; what they did, and every map, stays."""
    study = session.study
    rows = [put_result(study, "S1_pain", name=f"M{n}") for n in range(3)]
    session.record(rows)
    session.edits.set_face("S1_pain", None)
    for number in range(UNDO_STEPS + 7):
        label = (PainLabel.PAIN, PainLabel.NO_PAIN)[number % 2]
        session.edits.set_label(["S1_no_pain"], label)
    session.edits.set_face("S1_pain", Face(box=Box.whole(80, 60), source=FaceSource.MANUAL))
    session.record([put_result(study, "S1_pain", name="M")])
    assert session.edits.undo_stack.count() == UNDO_STEPS
    for _ in range(3):
        for _ in range(UNDO_STEPS):
            session.edits.undo()
        assert study.faces.get("S1_pain") is None  # clearing it is too long ago to be undone
        assert study.results.all() == []
        for _ in range(UNDO_STEPS):
            session.edits.redo()
        assert [one.model.name for one in study.results.all()] == ["M"]
    assert all(study.maps.has(row.provenance) for row in rows)


@pytest.mark.parametrize("newer", [0.9, 0.1])
def test_what_an_import_replaced_comes_back_however_often_it_is_undone(session, newer):
    """A run's map came into the imported one's place, another than the first or the same again."""

    def of_experts(x):
        return gaze(session.study, "S1_pain", values=blob(60, 80, x, 0.5))

    def there():
        (one,) = session.study.results.all("S1_pain")
        return one.key

    first, imported, later = of_experts(0.1), of_experts(0.5), of_experts(newer)
    session.record([first])
    assert session.edits.import_maps([imported], "the import of heatmaps", "Imported.")
    assert there() == imported.key
    session.record([later])
    for _ in range(3):
        session.edits.undo()
        assert there() == first.key
        session.edits.redo()
        assert there() == later.key
