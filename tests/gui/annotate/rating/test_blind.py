"""What a blind round hides stands nowhere: no text, tooltip, title, menu or message."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTextEdit,
    QWidget,
)

from neopain_gui.dataset import PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.gui.annotate.rating import shown_photograph
from neopain_gui.gui.annotate.rating.rating_page import RatingPage
from neopain_gui.pipeline.rounds.making import begin, made_now
from neopain_gui.study import Study

ABOUT = "neopain_gui.gui.annotate.rating"


def texts(window):
    """Return every text that somebody could see or hear in the window now."""
    found = {window.windowTitle()}
    for action in window.findChildren(QAction):
        found |= {action.text(), action.toolTip(), action.statusTip()}
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QMenu):
            found.add(widget.title())
        if not widget.isVisibleTo(window):
            continue
        found |= {
            widget.toolTip(),
            widget.statusTip(),
            widget.whatsThis(),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.windowTitle(),
        }
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            found.add(widget.text())
        if isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found |= {widget.itemText(row) for row in range(widget.count())}
        if isinstance(widget, QTextEdit):
            found.add(widget.toPlainText())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model, roles = (
                widget.model(),
                (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole),
            )
            cells = [model.index(row, 0) for row in range(model.rowCount())]
            cells += [
                one.siblingAtColumn(column)
                for one in cells
                for column in range(1, 30)
                if one.siblingAtColumn(column).isValid()
            ]
            found |= {str(one.data(role) or "") for one in cells for role in roles}
    return {one for one in found if one}


def leaks(window, hidden):
    return sorted({one for one in texts(window) for word in hidden if word in one})


@pytest.fixture
def blind(window, study_path, qtbot):
    """A blind round of R1 and R2 that R1 rates, after somebody looked and labelled; its words."""
    with Study.open(study_path) as study:
        images = study.images.all()
        ids = tuple(image.id for image in images)
        begin(
            study,
            made_now(
                name="Ward",
                instruments=("label", "score", "scale:nfcs-5", "note"),
                raters=("R1", "Zoe"),
                image_ids=ids,
                seed=3,
            ),
        )
    hidden = {*ids, *(image.name for image in images), *(image.neonate.id for image in images)}
    window.open_study(study_path)
    window.session.select_image(ids[0])
    window.session.edits.set_label([ids[0]], PainLabel.NO_PAIN)
    window.session.edits.set_label([ids[1]], None)
    window.session.edits.undo()
    window.session.notice.emit(f"The map of {ids[0]} was computed.")
    rounds = window.go("annotate").pages["rounds"]
    qtbot.waitUntil(lambda: rounds.rater == "R1")
    qtbot.mouseClick(rounds.rate, Qt.MouseButton.LeftButton)
    page = window.pages.currentWidget()
    assert isinstance(page, RatingPage)
    qtbot.waitUntil(lambda: page.course.running, timeout=5000)
    return page, hidden | {"Zoe"}


def test_the_words_are_seen_outside_of_the_round(blind, window):
    page, hidden = blind
    page.close_round()
    assert leaks(window, hidden), "else the test below would look at nothing"


def test_nothing_tells_what_is_hidden_at_any_turn(blind, window, qtbot):
    page, hidden = blind
    assert leaks(window, hidden) == []
    while page.course.left:
        QTest.keyClicks(page, "P7.")
        assert leaks(window, hidden) == []
        before = page.course.place
        QTest.keyClick(page, Qt.Key.Key_Return)
        if page.course.place == before:
            break
        qtbot.waitUntil(lambda: page.course.running, timeout=5000)
    window.session.edits.undo()
    assert leaks(window, hidden) == []


def test_what_was_done_before_the_round_is_not_undone_in_it(blind, window):
    _, hidden = blind
    study = window.session.study
    before = {image.id: image.label for image in study.images.all()}
    for _ in range(5):
        window.session.edits.undo()
        window.session.edits.redo()
        assert leaks(window, hidden) == []
    assert {image.id: image.label for image in study.images.all()} == before


def not_there(study, image):
    raise StudyError("the photograph is missing", file=study.images.path_of(image.id))


def test_a_photograph_that_cannot_be_read_is_not_named(blind, window, qtbot, monkeypatch):
    page, hidden = blind
    monkeypatch.setattr(shown_photograph, "photograph_of", not_there)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    qtbot.waitUntil(
        lambda: any("cannot be read" in bar.message.text for bar in window.messages.messages()),
        timeout=5000,
    )
    assert leaks(window, hidden) == []


def test_no_command_reaches_the_study_behind_a_round(blind, window):
    page, _ = blind
    table = window.actions_table.by_id
    before = [image.label for image in window.session.study.images.all()]
    for name in ("label_no_pain", "edit_photographs", "go_inspect", "show_viewer", "panel_study"):
        if name in table:
            table[name].trigger()
            assert not table[name].isEnabled()
    QTest.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is page
    assert [image.label for image in window.session.study.images.all()] == before
    assert window.actions_table.why_not("label_no_pain") == "close the round first"
    assert table["close_study"].isEnabled()
    page.close_round()
    assert table["label_no_pain"].isEnabled()
    assert table["go_inspect"].isEnabled()
