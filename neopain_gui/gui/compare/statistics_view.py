"""The statistics of the photographs that the filter lets through: tests, baselines, features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.agreement.measures import OVERLAP
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.compare.margin_row import MarginRow
from neopain_gui.gui.compare.on_demand import Asked, OnDemand
from neopain_gui.gui.compare.statistics_rows import (
    OF_FAMILY,
    OF_NO_MEASURE,
    Page,
    explanation,
    table_of,
)
from neopain_gui.gui.widgets.fold import Fold
from neopain_gui.gui.widgets.sorting import SortedItem, unsorted
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.pipeline.work import ANALYSE

if TYPE_CHECKING:
    from neopain_gui.findings.analysis import Analysis
    from neopain_gui.findings.comparison import Comparison
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.jobs import Job
    from neopain_gui.maps import ExtractionModel
    from neopain_gui.masks import MaskSettings
    from neopain_gui.reports.shown_table import ShownCell, ShownTable
    from neopain_gui.study import Study

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TEXT = frozenset(
    {
        *("", "Pair", "Of", "Group", "With", "Extraction model, feature", "Test"),
        *("Extraction model", "Extraction models", "Contrast", "Finding"),
    }
)


def find_kept(
    job: Job,
    *,
    study: Study,
    settings: MaskSettings,
    models: list[ExtractionModel] | None,
    image_ids: list[str] | None,
) -> Analysis | None:
    """Return statistics that the study keeps, in a thread of the window."""
    from neopain_gui.pipeline.analysis import cached_analysis

    return cached_analysis(study, settings, image_ids=image_ids, models=models)


def with_margins(
    job: Job,
    *,
    study: Study,
    analysis: Analysis,
    settings: MaskSettings,
    models: list[ExtractionModel] | None,
    image_ids: list[str] | None,
) -> Analysis:
    """Return statistics with the margins that the study has now, in a thread of the window."""
    from neopain_gui.pipeline.analysis.cached import with_margins_of

    return with_margins_of(study, analysis, job)


class Statistics(QWidget):
    """A table of what was found; worked out when somebody asks for it, and kept in the study.

    Attributes
    ----------
    options : QComboBox
        Which table; for the bar above.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Statistics")
        self.analysis: Analysis | None = None
        self._metric = OVERLAP
        self.options = QComboBox()
        self.options.setAccessibleName("Which statistics")
        self.options.setToolTip("Which statistics")
        for page in Page:
            self.options.addItem(page.value, page)
        self.table = QTableWidget()
        self.table.setAccessibleName("Statistics of the pairs")
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.text = Fold("How to read it")
        self.run = QPushButton("Wor&k out the statistics")
        self.run.setToolTip("Tests, intervals, baselines and features of the face: takes a while")
        self.waiting = Waiting(self)
        self.asked: OnDemand[Analysis] = OnDemand(
            session,
            jobs,
            self.waiting,
            Asked(work=ANALYSE, find_kept=find_kept, name="statistics", key="analysis"),
            options=lambda: {"settings": session.choices.mask_settings},
            take=self._take,
            show=self._show,
        )
        self.margin = MarginRow(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.run, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.waiting)
        column.addWidget(self.margin)
        column.addWidget(self.text)
        column.addWidget(self.table, 100)
        column.addStretch(1)  # what is there without a table stands at the top
        self.options.currentIndexChanged.connect(lambda *_: self._show())
        self.run.clicked.connect(self.work_out)
        self.margin.changed.connect(self._with_margins)
        self._show()

    def show_for(self, comparison: Comparison | None, metric: str) -> None:
        """Show the statistics of a comparison, of the photographs that the filter lets through.

        Those of another one, or of other photographs, are taken away.
        """
        self._metric = metric
        self.asked.follow(comparison)
        self._show()

    @property
    def measured(self) -> bool:
        """Whether the table is of a measure of agreement: features of the face are not."""
        return Page(self.options.currentData()) not in OF_NO_MEASURE

    @property
    def image_ids(self) -> list[str] | None:
        """The photographs that are meant, in the study's order; None where all are."""
        return self.asked.image_ids

    def work_out(self) -> None:
        """Work the statistics out in the engine: the window stays smooth."""
        self.asked.work_out()

    def _take(self, found: Analysis | None) -> None:
        self.analysis = found
        self._show()

    def _with_margins(self) -> None:
        """Ask again whether agreement is equivalent: nothing else follows from the margin."""
        if self.analysis is not None:
            self.asked.local(
                with_margins, "Compare with another margin", "margins of", analysis=self.analysis
            )

    def _show(self) -> None:
        found = self.analysis
        page = Page(self.options.currentData())
        self.margin.setVisible(found is None or page in OF_FAMILY)
        self.margin.show_for(self._metric, () if found is None else found.ceilings)
        self.run.setVisible(found is None)
        self.run.setEnabled(self.asked.possible)
        self.table.setVisible(found is not None)
        self.options.setEnabled(found is not None)
        if found is None:
            self.text.say("")
            return
        shown = table_of(found, page, self._metric)
        with unsorted(self.table):
            self._fill(shown)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.text.say(*explanation(found, page, shown, self._metric))

    def _fill(self, shown: ShownTable) -> None:
        heads, rows = shown.header, shown.sections[0][1]
        self.table.clear()
        self.table.setColumnCount(len(heads))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels(list(heads))
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                self.table.setItem(place, column, _item(cell, heads[column]))


def _item(cell: ShownCell, head: str) -> SortedItem:
    by_chance = cell.band == "chance"
    item = _ByChance(cell.text) if by_chance else SortedItem(cell.text)
    said = f"{cell.text}, not above chance" if by_chance else cell.text
    item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
    item.setToolTip(literal("; ".join(dict.fromkeys(one for one in (said, cell.hint) if one))))
    if cell.bold:
        item.setFont(theme.strong_font(QApplication.font()))
    if head not in _TEXT:
        item.setTextAlignment(_RIGHT)
    return item


class _ByChance(SortedItem):
    """A mean that is not above chance: grey, in light and in dark."""

    def data(self, role: int) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.muted(QApplication.palette())
        return super().data(role)
