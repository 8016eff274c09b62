"""What is decided of a disagreement, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.annotation.adjudication import value_words
from neopain_gui.annotation.round import SCORES_APART
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.gui.widgets.flow import Flow

if TYPE_CHECKING:
    from neopain_gui.annotation.adjudication import Disagreement
    from neopain_gui.annotation.rating_table import Question

_POINTS = 10
"""Of a score: in tenths of its range."""
_NOBODY = "nobody named"


class Deciding(QWidget):
    """Fields for one decision, and those that say which disagreements there are.

    Attributes
    ----------
    round, apart : QComboBox, QSpinBox
        Of which round, and from how many points of ten on scores disagree; placed by the page.
    answer, reason, by : QComboBox, QLineEdit, QComboBox
        What counts, why, and who says so.

    Signals
    -------
    decided(), taken_back()
        A person wants it so.
    """

    decided = Signal()
    taken_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.round = QComboBox()
        self.round.setAccessibleName("Round")
        self.round.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.apart = QSpinBox()
        self.apart.setRange(1, _POINTS)
        self.apart.setValue(round(SCORES_APART * _POINTS))
        self.apart.setPrefix("Scores from ")
        self.apart.setSuffix(" of 10 apart")
        self.apart.setAccessibleName("From how many points of ten on scores disagree")
        self.apart.setToolTip("Labels and items of scales are listed wherever they differ")
        self.says = PlainLabel()
        self.says.setWordWrap(True)
        self.says.setProperty(KEEP_CLEAR, True)  # and what stands below it
        self.answer = QComboBox()
        self.answer.setAccessibleName("What counts")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Why; it is kept")
        self.by = QComboBox()
        self.by.setAccessibleName("Decided by")
        self.wrong = PlainLabel()
        self.wrong.setWordWrap(True)
        self.decide = QPushButton("&Decide")
        self.decide.setDefault(True)
        self.back = QPushButton("Take &back")
        self.back.setToolTip("Nothing is decided any more")
        form = QFormLayout()
        form.addRow("What counts", self.answer)
        form.addRow("Reason", self.reason)
        form.addRow("Decided by", self.by)
        buttons = QWidget()
        row = Flow(buttons)
        row.addWidget(self.decide)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.says)
        column.addLayout(form)
        column.addWidget(self.wrong)
        column.addWidget(buttons)
        self.wrong.hide()
        self._editable = False
        self.decide.clicked.connect(self.decided)
        self.back.clicked.connect(self.taken_back)
        self.reason.returnPressed.connect(self.decide.click)
        self.reason.textChanged.connect(lambda _text: self._refresh())
        self.show_disagreement(None, editable=False)

    @property
    def share(self) -> float:
        """From which share of its range on a score disagrees."""
        return self.apart.value() / _POINTS

    def offer(self, rounds: Sequence[str], people: Sequence[str]) -> None:
        """Offer rounds, and people who decide; what was chosen stays chosen."""
        for box, names, first in ((self.round, rounds, ""), (self.by, people, _NOBODY)):
            chosen = box.currentText()
            box.blockSignals(True)
            box.clear()
            if first:
                box.addItem(first, "")
            for name in names:
                box.addItem(name, name)
            box.setCurrentIndex(max(0, box.findText(chosen)))
            box.blockSignals(False)

    def show_disagreement(self, one: Disagreement | None, *, editable: bool) -> None:
        """Show who said what, and what was decided."""
        self.wrong.hide()
        self._editable = editable and one is not None
        for widget in (self.answer, self.reason, self.by):
            widget.setEnabled(self._editable)
        decision = None if one is None else one.decision
        self.back.setEnabled(self._editable and decision is not None)
        self.answer.clear()
        self.reason.setText("" if decision is None else decision.reason)
        if one is None:
            self.says.setText("")
        else:
            self.says.setText(f"{one.question.title} – {one.words}")
            self.answer.addItems(_choices(one.question))
            self.answer.setEditable(not one.question.categories)
            said = decision.value if decision is not None else _usual(one)
            self.answer.setCurrentText(value_words(one.question, said))
        if decision is not None:
            self.by.setCurrentIndex(max(0, self.by.findData(decision.by)))
        self._refresh()

    def complain(self, text: str) -> None:
        """Say what is wrong with what was typed."""
        self.wrong.setText(f"{text[:1].upper()}{text[1:]}.")
        self.wrong.show()

    def _refresh(self) -> None:
        reason = bool(self.reason.text().strip())
        self.decide.setEnabled(self._editable and reason)
        self.decide.setToolTip(
            "Keep it and go on with the next" if reason else "A decision needs a reason"
        )


def _choices(question: Question) -> list[str]:
    values = question.categories or tuple(
        question.low + step for step in range(int(question.high - question.low) + 1)
    )
    return [value_words(question, one) for one in (*values, None)]


def _usual(one: Disagreement) -> float | None:
    """Return what most raters said, or the middle of scores: where a person begins."""
    values = sorted(value for _, value in one.said if value is not None)
    if one.question.categories:
        return max(sorted(set(values)), key=values.count)
    return values[len(values) // 2]
