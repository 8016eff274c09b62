"""Who is tested when: typed, dragged, dealt anew, read and written."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

from neopain_gui.gui.train.setup.neonates_table import FOLD
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.training.fold_plan import plan_folds

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(page, type_in, settled):
    """Three folds of two neonates each."""
    type_in(page, "division.folds", "3")
    settled(page)
    page.tabs.setCurrentWidget(page.folds)
    return page


def dealt(page):
    return {
        page.folds.neonates.table.index(row, 0).data(): page.folds.neonates.table.index(
            row, FOLD
        ).data()
        for row in range(page.folds.neonates.table.rowCount())
    }


def counts(page):
    """Return of each fold how many neonates it tests, and their photographs of each class."""
    table = page.folds.folds.table
    return [
        tuple(int(table.index(row, column).data()) for column in (3, 4, 5))
        for row in range(table.rowCount())
    ]


def type_fold(qtbot, page, neonate, text):
    """Open the cell with the keyboard and type."""
    view = page.folds.neonates
    view.setFocus()
    view.setCurrentIndex(view.table.index(list(dealt(page)).index(neonate), FOLD))
    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.state() is not QAbstractItemView.State.EditingState)


def drag(page, neonate, fold):
    view, folds = page.folds.neonates, page.folds.folds.table
    data = view.table.mimeData([view.table.index(list(dealt(page)).index(neonate), 0)])
    return folds.dropMimeData(
        data, Qt.DropAction.CopyAction, -1, -1, folds.index(fold - 1, 0, QModelIndex())
    )


def test_neonates_and_folds_are_listed_with_their_classes(page):
    assert list(dealt(page)) == ["S1", "S2", "S3", "S4", "S5", "S6"]
    assert sorted(dealt(page).values()) == ["1", "1", "2", "2", "3", "3"]
    assert counts(page) == [(2, 2, 2)] * 3


def test_a_fold_is_typed(qtbot, page, settled):
    before = dealt(page)
    other = str(int(before["S1"]) % 3 + 1)
    type_fold(qtbot, page, "S1", other)
    settled(page)
    assert dealt(page) == before | {"S1": other}
    assert sorted(counts(page)) == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]
    assert page.folds.remarks.text().startswith("The folds were changed by hand.")
    qtbot.mouseClick(page.folds.deal, LEFT)
    settled(page)
    assert dealt(page) == before


def test_a_neonate_is_dragged_onto_a_fold(page, settled):
    before = dealt(page)
    other = int(before["S4"]) % 3 + 1
    assert drag(page, "S4", other)
    settled(page)
    assert dealt(page) == before | {"S4": str(other)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9", "There is no fold 9; choose one from 1 to 3."),
        ("none", "“none” is no fold; type its number."),
    ],
)
def test_a_fold_that_is_none_is_refused_in_place(qtbot, page, text, said):
    before = dealt(page)
    type_fold(qtbot, page, "S1", text)
    assert page.folds.wrong.text() == said
    assert dealt(page) == before


def test_the_last_neonate_of_a_fold_stays(page, settled):
    first, second = (name for name, fold in dealt(page).items() if fold == "1")
    drag(page, first, 2)
    settled(page)
    drag(page, second, 2)
    assert page.folds.wrong.text() == "Fold 1 tests no neonate; move one into it."
    assert dealt(page)[second] == "1"


def test_dealing_anew_takes_another_seed_that_the_training_keeps(qtbot, page, settled):
    before, seed = dealt(page), page.chosen.protocol.seed
    for _ in range(5):
        qtbot.mouseClick(page.folds.another, LEFT)
        settled(page)
        if dealt(page) != before:
            break
    assert dealt(page) != before
    assert page.chosen.protocol.seed > seed
    plan = page.planning.found.plan
    assert plan == plan_folds(plan.cohort, page.chosen.protocol)


def test_folds_changed_by_hand_are_not_lost_in_silence(page, type_in, settled):
    told = []
    page._session.told.connect(told.append)
    drag(page, "S4", int(dealt(page)["S4"]) % 3 + 1)
    settled(page)
    changed = dealt(page)
    type_in(page, "optimiser.epochs", "9")
    settled(page)
    assert dealt(page) == changed, "another setting takes nothing away"
    type_in(page, "division.folds", "2")
    settled(page)
    (message,) = told
    assert "dealt anew" in message.text
    message.action[1]()
    settled(page)
    assert dealt(page) == changed
    assert page.chosen.protocol.division.folds == 3
    assert page.chosen.protocol.optimiser.epochs == 9


def test_folds_are_written_and_read_again(qtbot, page, settled, tmp_path, monkeypatch):
    drag(page, "S4", int(dealt(page)["S4"]) % 3 + 1)
    settled(page)
    changed, file = dealt(page), tmp_path / "folds.csv"
    monkeypatch.setattr(file_dialogs, "save_as", lambda *_: (str(file), ""))
    qtbot.mouseClick(page.folds.save, LEFT)
    qtbot.mouseClick(page.folds.deal, LEFT)
    settled(page)
    assert dealt(page) != changed
    monkeypatch.setattr(file_dialogs, "file", lambda *_: file)
    qtbot.mouseClick(page.folds.open, LEFT)
    settled(page)
    assert dealt(page) == changed
    told = []
    page._session.problem.connect(told.append)
    file.write_text("neonate,fold\nS1,1\nnobody,2\n")
    qtbot.mouseClick(page.folds.open, LEFT)
    assert "there is no neonate “nobody”" in str(told[0])
    assert dealt(page) == changed


def test_folds_of_neonates_that_are_gone_are_refused(page, settled, qtbot):
    drag(page, "S4", int(dealt(page)["S4"]) % 3 + 1)
    settled(page)
    page._session.upkeep.remove_photographs(["S4_pain", "S4_no_pain"])
    settled(page)
    assert page.before.refusal.text() == (
        "The folds are those of other neonates than there are now; deal them again."
    )
    qtbot.mouseClick(page.folds.deal, LEFT)
    settled(page)
    assert page.before.refusal.text() == ""
    assert "S4" not in dealt(page)


def test_a_drag_ends_on_a_fold_and_nowhere_else(page, settled):
    """What Qt sends while the mouse drags, to the view itself."""
    view, folds = page.folds.neonates, page.folds.folds
    before = dealt(page)
    other = int(before["S4"]) % 3 + 1
    data = view.table.mimeData([view.table.index(list(before).index("S4"), 0)])
    row = folds.visualRect(folds.table.index(other - 1, 1)).center()
    below = QPoint(row.x(), folds.viewport().height() - 2)
    for place, taken in ((below, False), (row, True)):
        how = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(folds.viewport(), QDragEnterEvent(place, *how))
        move = QDragMoveEvent(place, *how)
        QApplication.sendEvent(folds.viewport(), move)
        assert move.isAccepted() is taken
        if taken:
            QApplication.sendEvent(folds.viewport(), QDropEvent(QPointF(place), *how))
    settled(page)
    assert dealt(page) == before | {"S4": str(other)}
