"""What a person or a file calls things is shown letter by letter, wherever it is shown.

Every name in the study looks like HTML, a picture outside the study among them; each view is
brought up, and everything in it that Qt might take for HTML is looked at.
"""

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QTabBar,
    QTextEdit,
    QWidget,
)

from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.state.loss import Loss
from neopain_gui.gui.widgets.questions import discard_question
from tests.gui.conftest import make_photographs
from tests.gui.views import make_study, settle, walking

ABOUT = "neopain_gui.gui"

WORD = "zqmark"
MARKS = (f"<b>{WORD} ", f"<img src='file:///{WORD}.png'> ")
ROWS = 60
"""Rows that are looked at of a long list: they are all made alike."""


@pytest.fixture(scope="module")
def walk(qapp, tmp_path_factory):
    home = tmp_path_factory.mktemp("marked")
    study = make_study(home)
    marked = study.with_name(f"<b>{WORD} study.neopain")
    study.rename(marked)
    mark(marked)
    folder = home / f"<b>{WORD} photographs"
    folder.mkdir()
    make_photographs(folder, subjects=1)
    whole, cut = sorted(folder.iterdir())
    whole.rename(folder / f"<b>{WORD} photograph.png")
    (folder / f"<b>{WORD} cut.png").write_bytes(cut.read_bytes()[:999])
    with walking(home, study=marked) as walk:
        walk.folder = folder
        yield walk


def mark(study):
    """Call everything that people name so that Qt would take it for HTML."""
    bold, picture = MARKS
    with closing(sqlite3.connect(study / "study.sqlite")) as connection, connection:
        for table, column, text in (
            ("study", "name", bold),
            ("neonates", "id", picture),
            ("images", "neonate_id", picture),
            ("images", "stimulus", bold),
            ("images", "notes", picture),
            ("images", "file", bold),
            ("participants", "id", picture),
            ("trials", "participant_id", picture),
            ("pain_scores", "participant_id", picture),
            ("participants", "observer_group", bold),
            ("trials", "stimulus", bold),
            ("trials", "recording", picture),
        ):
            connection.execute(f"UPDATE {table} SET {column} = ? || {column}", (text,))
        connection.execute(
            "UPDATE results SET model_name = ? || model_name WHERE model_kind = 'gaze'", (bold,)
        )


def shown(text):
    """What is read where Qt decides by itself whether a text is HTML."""
    if not RichText.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def taken_for_markup(text):
    return text.count(WORD) != sum(text.count(mark.strip()) for mark in MARKS)


def texts(root):
    """Everything in a window that Qt may take for HTML, as it would be read, with its place."""
    for one in (root, *root.findChildren(QWidget)):
        where = f"{type(one).__name__} {one.objectName()} {one.accessibleName()}"
        yield f"tooltip of {where}", shown(one.toolTip())
        if isinstance(one, QLabel):
            plain = one.textFormat() == Qt.TextFormat.PlainText
            yield where, one.text() if plain else shown(one.text())
        elif isinstance(one, QTextEdit):
            yield where, one.toPlainText()
        elif isinstance(one, QTabBar):
            yield from ((where, shown(one.tabToolTip(tab))) for tab in range(one.count()))
        elif isinstance(one, QGraphicsView) and one.scene() is not None:
            items = (item for item in one.scene().items() if isinstance(item, QGraphicsTextItem))
            yield from ((where, item.toPlainText()) for item in items)
        of_items = isinstance(one, QAbstractItemView | QComboBox)
        if of_items and not isinstance(one, QHeaderView) and one.model() is not None:
            yield from ((where, tip) for tip in tips(one.model()))
    for action in root.findChildren(QAction):
        yield f"action {action.text()}", shown(action.toolTip())


def tips(model, parent=None):
    parent = parent or QModelIndex()
    flat = isinstance(model, QAbstractListModel | QAbstractTableModel)
    rows = min(model.rowCount(parent), ROWS)
    flat_list = isinstance(model, QAbstractListModel)
    columns = 1 if flat_list else min(model.columnCount(parent), ROWS)
    role = Qt.ItemDataRole.ToolTipRole
    for row in range(rows):
        for column in range(columns):
            index = model.index(row, column, parent)
            yield shown(str(model.data(index, role) or ""))
            if column == 0 and not flat and model.hasChildren(index):
                yield from tips(model, index)
    if not parent.isValid():
        for way, count in ((Qt.Orientation.Horizontal, columns), (Qt.Orientation.Vertical, rows)):
            yield from (shown(str(model.headerData(n, way, role) or "")) for n in range(count))


def test_no_view_takes_a_name_for_markup(walk):
    window, found, wrong = walk.window, {}, []

    def look(view, root=window):
        settle(30)
        read = [(where, text.replace("\u200b", "")) for where, text in texts(root)]
        seen = [(where, text) for where, text in read if WORD in text]
        found[view] = len(seen)
        wrong.extend((view, where, text) for where, text in seen if taken_for_markup(text))

    walk.show_start()
    look("start")
    window.settings.notice_read = True
    window.messages.clear("warning")
    window.take_dropped([walk.folder])
    walk._idle()
    look("import")
    for name in ("inspect", "details", "inspect_with_jobs_and_messages", "regions", "steps"):
        getattr(walk, f"show_{name}")()
        if name == "inspect":
            window.session.problem.emit(ValueError(f"<b>{WORD} is odd"))
        look(name)
    walk.show_panes()
    look("panes")
    for name in ("gaze", "gaze_groups", "gaze_settings", "recordings", "heatmaps"):
        getattr(walk, f"show_{name}")()
        look(name)
    known = [model.name for model in window.session.study.results.models()]
    window.session.choices.set_extraction_models(
        [n for n in known if WORD in n or n in ("GradCAM|N-CNN", "I.G.|N-CNN")]
    )
    compare = walk._tab("compare")
    walk._until(lambda: compare.upkeep.current)
    for view in ("Matrix", "Violins", "Grid", "Statistics"):
        walk._compare(view)
        look(view)
    walk._run("find_command")
    look("palette")
    window.palette_of_commands.hide()
    assert not wrong, wrong
    assert min(found[view] for view in ("start", "import", "details", "gaze", "Matrix")) > 0, found


def test_a_question_shows_what_it_is_asked_about_letter_by_letter(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    box = discard_question(parent, f"renaming <b>{WORD}", Loss(maps=2, photographs=1, seconds=3))
    box.show()
    read = [text for _, text in texts(box) if WORD in text]
    assert read
    assert not any(map(taken_for_markup, read)), read


@pytest.mark.parametrize("text", ["N03", "C:\\a < b", "a & b", "two\nlines"])
def test_what_holds_no_markup_stays_as_it_is(text):
    assert literal(text) == text


@pytest.mark.parametrize("mark", MARKS)
def test_markup_is_read_letter_by_letter(qtbot, mark):
    assert shown(mark) != mark  # Qt does take it for HTML
    assert shown(literal(mark)).strip() == mark.strip()
    label = PlainLabel(mark)
    qtbot.addWidget(label)
    assert (label.text(), label.textFormat()) == (mark, Qt.TextFormat.PlainText)
