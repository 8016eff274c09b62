"""Which neonate is tested in which fold: seen, changed by hand, dealt again, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from neopain_gui.errors import InputError, NeoPainError
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.train.setup.chosen import Chosen
from neopain_gui.gui.train.setup.fields import sentence
from neopain_gui.gui.train.setup.folds_table import FoldsView
from neopain_gui.gui.train.setup.neonates_table import NeonatesView
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.training.cohort import Cohort
from neopain_gui.training.fold_edits import moved
from neopain_gui.training.folds_file import folds_text
from neopain_gui.training.protocol import Kind

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.training.planned import Planned
    from neopain_gui.training.fold_plan import FoldPlan

_WIDE = 760
"""Pixels below which the tables lie one above the other."""
_FILTERS = "Tables (*.csv)"
_HOW = "Type a neonate’s fold, or drag its row onto the fold that shall test it."
_FIXED = "Who is tested when follows from the division; neonates are moved only between folds."


class FoldsPage(QWidget):
    """Neonates on the left, folds on the right.

    Parameters
    ----------
    chosen : Chosen
        Told of folds that were changed.
    session : Session
        Told of what went wrong.
    """

    def __init__(self, chosen: Chosen, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen, self._session = chosen, session
        self._plan: FoldPlan | None = None
        self._cohort: Cohort = ()
        self.neonates, self.folds = NeonatesView(self), FoldsView(self)
        self.how, self.remarks = PlainLabel(), PlainLabel()
        self.wrong = PlainLabel()
        self.wrong.setAccessibleName("Why a neonate stays where it is")
        self.deal = QPushButton("As dealt")
        self.deal.setToolTip("Take back what was changed by hand: the folds follow from the seed")
        self.another = QPushButton("&Deal anew")
        self.another.setToolTip("Deal the neonates with another seed, which the training keeps")
        self.open = QPushButton("Import…")
        self.open.setToolTip("Take folds from a table with the columns neonate and fold")
        self.save = QPushButton("E&xport…")
        self.save.setToolTip("Write neonate and fold as a table")
        for button in (self.another, self.deal, self.open, self.save):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(f"{button.text().replace('&', '')}: folds")
        self._arrange()
        self.neonates.table.moved.connect(self._typed)
        self.folds.table.dropped.connect(self.move_to)
        self.deal.clicked.connect(lambda: chosen.hold(None))
        self.another.clicked.connect(self._deal_anew)
        self.open.clicked.connect(self._import)
        self.save.clicked.connect(self._export)

    def _arrange(self) -> None:
        for label in (self.how, self.remarks, self.wrong):
            label.setWordWrap(True)
        buttons = Flow()
        for button in (self.another, self.deal, self.open, self.save):
            buttons.addWidget(button)
        both = self._both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.neonates)
        both.addWidget(self.folds)
        both.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.how)
        column.addWidget(both, 1)
        column.addWidget(self.wrong)
        column.addWidget(self.remarks)
        column.addLayout(buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        self._both.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def show_planned(self, found: Planned) -> None:
        """Show the folds of a plan; where there is none, those that were shown stay away."""
        self._plan = found.plan
        self._cohort = found.cohort
        movable = found.plan is not None and self._movable(found.plan)
        self.neonates.show_plan(found.plan)
        self.folds.show_rows(found.rows, movable=movable)
        self.how.setText(_HOW if movable else _FIXED if found.plan else "")
        self.remarks.setText(" ".join(self._remarks(found)))
        self.remarks.setVisible(bool(self.remarks.text()))
        self._say("")
        self.deal.setEnabled(self._chosen.held is not None)
        self.another.setEnabled(movable or self._draws())
        self.open.setEnabled(bool(found.cohort))
        self.save.setEnabled(found.plan is not None)

    def _draws(self) -> bool:
        return self._chosen.protocol.division.kind is Kind.HOLD_OUT

    def _movable(self, plan: FoldPlan) -> bool:
        return plan.protocol.division.kind is Kind.FOLDS

    def _remarks(self, found: Planned) -> Sequence[str]:
        by_hand = "The folds were changed by hand." if self._chosen.held is not None else ""
        return [one for one in (by_hand, *found.remarks) if one]

    # -- what the person does ----------------------------------------------------------------
    def _typed(self, neonate: str, text: str) -> None:
        if text.isascii() and text.isdigit() and len(text) < 6:
            self.move_to([neonate], int(text))
        else:
            self._say(f"“{text}” is no fold; type its number.")

    def move_to(self, neonates: Sequence[str], fold: int) -> None:
        """Put neonates into a fold, or say why they stay."""
        plan = self._plan
        if plan is None:
            return
        try:
            for neonate in neonates:
                plan = moved(plan, neonate, fold)
        except InputError as error:
            self._say(sentence(error))
            return
        self._say("")
        self._chosen.hold(plan.held)

    def _deal_anew(self) -> None:
        seed = self._chosen.protocol.seed + 1
        self._chosen.hold(None)
        self._chosen.put("seed", seed)
        self._session.notice.emit(f"The neonates were dealt with the seed {seed}.")

    def _import(self) -> None:
        file = file_dialogs.file(self, "tables", "Import folds", _FILTERS)
        if file is not None:
            self.read(file)

    def read(self, file: Path) -> None:
        """Take the folds of a table, or say why not."""
        try:
            self._chosen.open_folds(file, self._cohort)
        except NeoPainError as error:
            self._session.problem.emit(error)

    def _export(self) -> None:
        if self._plan is None:
            return
        name, _ = file_dialogs.save_as(self, "tables", "Export folds", "folds.csv", _FILTERS)
        if name:
            try:
                write_bytes_atomic(Path(name), folds_text(self._plan).encode())
            except NeoPainError as error:
                self._session.problem.emit(error)
            else:
                self._session.notice.emit(f"The folds are in {Path(name).name}.")

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
