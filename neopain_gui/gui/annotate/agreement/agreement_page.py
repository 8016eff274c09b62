"""How far the raters of a round agree: sentences, and a table for whoever is compared."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from neopain_gui.counted import counted
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.empty import Empty
from neopain_gui.gui.widgets.figures_part import Figures, Part
from neopain_gui.gui.widgets.flow import Flow, Page, Stack
from neopain_gui.gui.widgets.shown_words import Table
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.findings.raters import RoundAgreement
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session
    from neopain_gui.reports.shown_table import ShownTable
    from neopain_gui.study import Study

_TOPIC = "agreement of raters"
_KIND = "tables"
_HOW = {
    "raters": (
        "Do all raters say the same?",
        "1 is perfect agreement, 0 what chance would make. In brackets intervals of 95 % over "
        "neonates. What could not be told counts as nothing said. Of points 0 is the same place.",
    ),
    "raters_repeats": (
        "Does each say the same again?",
        "Of the photographs that came twice, the first answer against the second.",
    ),
    "raters_pairs": (
        "Who agrees with whom?",
        "Each two raters. A mean difference is of the first less the second, with Bland and "
        "Altman’s limits, between which 95 % of the differences are expected.",
    ),
    "raters_without": (
        "Does agreement hang on somebody?",
        "Krippendorff’s α of the others: much higher without a rater, they see it otherwise.",
    ),
}
_NOTHING = "There is nothing to compare here."


class AgreementPage(QWidget):
    """The agreement of the raters of one round, worked out when it is looked at.

    Attributes
    ----------
    found : RoundAgreement or None
        What is shown.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.setAccessibleName("Agreement of raters")
        self.found: RoundAgreement | None = None
        self._task: Task | None = None
        self._old = True
        self.empty = Empty("check")
        self.round = QComboBox()
        self.round.setAccessibleName("Round")
        self.round.setToolTip("Whose raters are compared")
        self.round.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.export = QPushButton("Export the tables…")
        self.export.setToolTip("Write them as CSV with a dictionary, and as LaTeX")
        self.says = PlainLabel()
        self.says.setWordWrap(True)
        self.parts = {
            name: Part(title, how, tables=(Figures(title),), nothing=_NOTHING)
            for name, (title, how) in _HOW.items()
        }
        self._arrange()
        self.round.currentTextChanged.connect(lambda _name: self.work_out())
        self.export.clicked.connect(self._export)
        session.study_changed.connect(self.refresh)
        session.annotations_changed.connect(self.refresh)

    def _arrange(self) -> None:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(2 * theme.SPACE)
        self.buttons = QWidget()
        row = Flow(self.buttons)
        row.addWidget(self.round)
        row.addWidget(self.export)
        column.addWidget(self.buttons)
        column.addWidget(self.says)
        for part in self.parts.values():
            column.addWidget(part)
        column.addStretch(1)
        self.stack = Stack(self)
        self.stack.addWidget(self.empty)
        self.page = Page(shown, across=False)
        self.stack.addWidget(self.page)
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
    def refresh(self) -> None:
        """Read which rounds there are, and compare anew; later where nobody looks."""
        self._old = not self.isVisible()
        if self._old:
            return
        study, chosen = self._session.study, self.round.currentText()
        rounds = study.annotations.rounds() if study is not None else []
        names = [one.name for one in rounds]
        self.round.blockSignals(True)
        self.round.clear()
        self.round.addItems(names)
        self.round.setCurrentIndex(max(0, names.index(chosen) if chosen in names else 0))
        self.round.blockSignals(False)
        self.work_out()

    def work_out(self) -> None:
        """Compare the raters of the chosen round, in a thread."""
        study, name = self._session.study, self.round.currentText()
        if self._task is not None:
            self._task.cancel()
        self._show(None)
        if study is None or not name:
            self.stack.setCurrentWidget(self.empty)
            self.empty.say(
                "No round yet",
                "When two raters have handed in a round, this page says how far they agree: with "
                "each other, and each with themselves on the photographs that came twice.",
            )
            return
        self.stack.setCurrentWidget(self.page)
        self.says.setText("Comparing the raters …")
        self._session.settle(_TOPIC)
        self._task = self._jobs.local(
            compared,
            title="Compare raters",
            kwargs={"study": study, "name": name},
            key=_TOPIC,
            repeatable=False,
            visible=False,
            on_done=partial(self._compared, name),
            on_failed=self._failed,
        )

    def _compared(self, name: str, found: RoundAgreement) -> None:
        if name == self.round.currentText():
            self._show(found)

    def _failed(self, error: object) -> None:
        self.says.setText("The raters could not be compared.")
        self._tell(error)

    def _tell(self, error: object) -> None:
        if isinstance(error, BaseException):
            sentence, details = faults.describe(error)
            self._session.tell(Message(level="error", text=sentence, details=details, topic=_TOPIC))

    def _show(self, found: RoundAgreement | None) -> None:
        from neopain_gui.reports.rater_tables import rater_tables

        self.found = found
        tables = {} if found is None else {one.name: one for one in rater_tables([found])}
        for name, part in self.parts.items():
            if name in tables:
                part.show_figures([_table(tables[name])], "")
            else:
                part.show_nothing()
            part.setVisible(bool(tables) and (name in tables or name == "raters"))
        self.export.setEnabled(bool(tables))
        if found is not None:
            sentences = found.sentences or ("Nobody rates in this round.",)
            self.says.setText("\n".join(breakable(one) for one in sentences))

    # -- what a person does ------------------------------------------------------------------
    def _export(self) -> None:
        folder = file_dialogs.folder(self, _KIND, "Folder for the tables of raters")
        if folder is not None and self.found is not None:
            self.export_to(folder)

    def export_to(self, folder: Path) -> None:
        """Write the tables, as the command line does."""
        self._jobs.disk(
            written,
            title="Write the tables of raters",
            kwargs={
                "found": self.found,
                "folder": folder,
                "decimal_comma": file_dialogs.decimal_comma(self),
            },
            repeatable=False,
            on_done=lambda count: self._session.notice.emit(
                f"{counted(count, 'file')} written to {folder}."
            ),
            on_failed=self._tell,
        )


def compared(*, study: Study, name: str, job: Job = NULL_JOB) -> RoundAgreement:
    """Return how far the raters of a round agree."""
    from neopain_gui.pipeline.analysis.raters import agreement_of_raters

    return agreement_of_raters(study, [name], job=job)[0]


def written(
    *, found: RoundAgreement, folder: Path, decimal_comma: bool, job: Job = NULL_JOB
) -> int:
    """Write the tables, and return how many files they are."""
    from neopain_gui.pipeline.report.raters import write_rater_tables

    return len(write_rater_tables([found], folder, decimal_comma=decimal_comma))


def _table(shown: ShownTable) -> Table:
    return Table(
        heads=shown.header,
        rows=tuple(tuple(cell.text for cell in row) for _, rows in shown.sections for row in rows),
    )
