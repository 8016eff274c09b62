"""Where raters disagree, the widest first: the photograph, who said what, and what counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.annotation.adjudication import decided, value_of_words, value_words
from neopain_gui.counted import counted
from neopain_gui.gui.annotate.agreement.deciding import Deciding
from neopain_gui.gui.annotate.rating.shown_photograph import ShownPhotograph
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.widgets.empty import Empty
from neopain_gui.gui.widgets.flow import Flow, Stack
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.annotation.adjudication import Disagreement
    from neopain_gui.annotation.answers import Decision
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

_HEADS = ("Photograph", "Question", "Apart", "Decided")
_TOPIC = "adjudication"


class AdjudicationPage(QWidget):
    """A line for each disagreement of a round; beside it what is decided, and why.

    Attributes
    ----------
    found : list of Disagreement
        Those in the table.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.setAccessibleName("Disagreements of raters")
        self.found: list[Disagreement] = []
        self._photograph: ShownPhotograph | None = None
        self._old = True
        self.empty = Empty("check")
        self.deciding = Deciding()
        self.left_only = QCheckBox("Only those not decided")
        self.says = PlainLabel()
        self.says.setWordWrap(True)
        self.table = QTableWidget(0, len(_HEADS))
        self.canvas = Canvas()
        self._arrange()
        self.deciding.round.currentTextChanged.connect(lambda _name: self.read())
        self.deciding.apart.valueChanged.connect(lambda _value: self.read())
        self.left_only.toggled.connect(lambda _on: self.read())
        self.deciding.decided.connect(self.decide)
        self.deciding.taken_back.connect(partial(self._put, None))
        self.table.itemSelectionChanged.connect(self._show_chosen)
        session.study_changed.connect(self._forget)
        session.annotations_changed.connect(self.refresh)

    def _arrange(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(_HEADS)
        table.setAccessibleName("Disagreements, the widest first")
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.canvas.setAccessibleName("Photograph")
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        choosing = QWidget()
        row = Flow(choosing)
        for widget in (self.deciding.round, self.deciding.apart, self.left_only):
            row.addWidget(widget)
        column.addWidget(choosing)
        column.addWidget(self.says)
        column.addWidget(table, 1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        beside.setSpacing(theme.SPACE)
        beside.addWidget(self.canvas, 1)
        beside.addWidget(self.deciding)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([340, 520])
        split.setChildrenCollapsible(False)
        self.stack = Stack(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(split)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def sizeHint(self) -> QSize:
        return QSize(600, 400)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._old:
            self.refresh()

    # -- what is there -----------------------------------------------------------------------
    def _forget(self) -> None:
        self._photograph = None
        self.canvas.clear()
        self.refresh()

    def refresh(self) -> None:
        """Read which rounds and people there are, and the disagreements; later if nobody looks."""
        self._old = not self.isVisible()
        if self._old:
            return
        study = self._session.study
        rounds = study.annotations.rounds() if study is not None else []
        people = study.gaze.participants() if study is not None else []
        self.deciding.offer([one.name for one in rounds], [one.id for one in people])
        self.read()

    def read(self) -> None:
        """Read the disagreements of the chosen round; the chosen line stays chosen."""
        from neopain_gui.pipeline.analysis.raters import handed_in_by
        from neopain_gui.pipeline.rounds.adjudicating import study_disagreements

        study, name, chosen = self._session.study, self.deciding.round.currentText(), self.chosen
        if study is None or not name:
            self._say_empty()
            return
        self.stack.setCurrentIndex(1)
        everything = study_disagreements(study, name, apart=self.deciding.share)
        left = [one for one in everything if one.decision is None]
        self.found = left if self.left_only.isChecked() else everything
        handed_in = handed_in_by(study, study.annotations.round(name))
        self.says.setText(_says(len(handed_in), len(everything), len(left)))
        self._fill()
        keys = [one.key for one in self.found]
        row = keys.index(chosen.key) if chosen is not None and chosen.key in keys else 0
        self._choose(row if keys else -1)

    def _fill(self) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.found))
        for row, one in enumerate(self.found):
            decision = one.decision
            cells = (
                one.image_id,
                one.question.title,
                percent(one.spread),
                "" if decision is None else value_words(one.question, decision.value),
            )
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(literal(one.words))
                self.table.setItem(row, place, item)
        for column in (0, 2, 3):
            self.table.resizeColumnToContents(column)
        self.table.blockSignals(False)

    def _say_empty(self) -> None:
        self.found = []
        self.stack.setCurrentWidget(self.empty)
        self.empty.say(
            "No round yet",
            "When two raters have handed in a round, their disagreements stand here, the widest "
            "first, and somebody decides what counts.",
        )

    # -- what a person does ------------------------------------------------------------------
    @property
    def chosen(self) -> Disagreement | None:
        """The disagreement of the line that is chosen."""
        row = self.table.currentRow()
        return self.found[row] if 0 <= row < len(self.found) else None

    def _choose(self, row: int) -> None:
        self.table.blockSignals(True)
        self.table.clearSelection()
        if row >= 0:
            self.table.selectRow(row)
        self.table.blockSignals(False)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one, study = self.chosen, self._session.study
        self.deciding.show_disagreement(one, editable=self._session.editable)
        if one is None or study is None:
            self.canvas.clear()
            return
        if self._photograph is None:
            self._photograph = ShownPhotograph(self._jobs, study, face_only=False, parent=self)
            self._photograph.read.connect(self._show_photograph)
            self._photograph.failed.connect(self._failed)
        self._photograph.ask(one.image_id)

    def _show_photograph(self, image_id: str, pixels: object, face: object) -> None:
        if self.chosen is not None and self.chosen.image_id == image_id:
            self.canvas.set_photograph(pixels)  # type: ignore[arg-type]
            self.canvas.set_frame(face)  # type: ignore[arg-type]
            self.canvas.fit()

    def _failed(self, error: object) -> None:
        if isinstance(error, BaseException):
            sentence, details = faults.describe(error)
            self._session.tell(Message(level="error", text=sentence, details=details, topic=_TOPIC))

    def decide(self) -> None:
        """Decide the chosen disagreement, and go on with the next that is not decided."""
        from neopain_gui.pipeline.rounds.making import now

        one = self.chosen
        if one is None:
            return
        try:
            value = value_of_words(one.question, self.deciding.answer.currentText())
            made = decided(
                one,
                value,
                reason=self.deciding.reason.text(),
                at=now(),
                by=self.deciding.by.currentData() or "",
            )
        except ValueError as error:
            self.deciding.complain(str(error))
            return
        row = self.table.currentRow()
        if self._put(made):
            self._go_on(row, one)

    def _put(self, made: Decision | None) -> bool:
        from neopain_gui.pipeline.rounds.adjudicating import put_ruling, rulings

        one, study = self.chosen, self._session.study
        if one is None or study is None or (made is None and one.decision is None):
            return False
        before, after = rulings(one, made)
        what = f"{one.question.title} of {one.image_id}"
        return self._session.edits.edit(
            f"deciding {what}" if made is not None else f"taking back the decision on {what}",
            before,
            after,
            partial(put_ruling, study),
            changed=self._session.annotations_changed.emit,
        )

    def _go_on(self, row: int, was: Disagreement) -> None:
        """Choose the next line that is not decided, after the row where the last one was."""
        start = row if self.left_only.isChecked() else row + 1
        order = [*range(start, len(self.found)), *range(min(start, len(self.found)))]
        following = (place for place in order if self.found[place].decision is None)
        place = next(following, None)
        if place is None:
            self._show_chosen()
            return
        if self.found[place].key != was.key:
            self._choose(place)
        self.deciding.answer.setFocus()


def _says(handed_in: int, found: int, left: int) -> str:
    """Say how many disagreements there are, and not that there are none where nobody can."""
    if handed_in < 2:
        many = "Nobody has" if not handed_in else "One rater has"
        return f"{many} handed in this round: there is nothing to compare yet."
    if not found:
        return f"The {handed_in} raters who handed in do not disagree."
    return f"{counted(found, 'disagreement')} of those who handed in, {left} not decided."
