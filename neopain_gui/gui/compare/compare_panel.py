"""The compare tab: what is compared, in which view, and the chosen pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.agreement.measure import Measure
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.compare import wording
from neopain_gui.gui.compare.alarm import Alarm
from neopain_gui.gui.compare.average_view import AverageView
from neopain_gui.gui.compare.compare_bar import CompareBar
from neopain_gui.gui.compare.exporting import export_average_faces, export_shown
from neopain_gui.gui.compare.grid_page import Grid
from neopain_gui.gui.compare.matrix import Cell, Scope, agreeing_most, cells, photographs_in
from neopain_gui.gui.compare.matrix_order import Order
from neopain_gui.gui.compare.matrix_table import MatrixPage, MatrixView
from neopain_gui.gui.compare.pair_reading import PairReading
from neopain_gui.gui.compare.pair_view import PairView
from neopain_gui.gui.compare.picture_tiles import Tiles
from neopain_gui.gui.compare.refresher import ComparisonRefresher
from neopain_gui.gui.compare.statistics_view import Statistics
from neopain_gui.gui.compare.view_choice import PAIRED, CompareView, Views
from neopain_gui.gui.compare.violins import Violins
from neopain_gui.gui.widgets.empty import Empty, command
from neopain_gui.gui.widgets.flow import Flow, Stack, Tall
from neopain_gui.gui.widgets.fold import Fold
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.gui.widgets.unusual import UnusualLine
from neopain_gui.gui.work import agreement_tables as tables
from neopain_gui.gui.work.outdated import OutdatedLine

if TYPE_CHECKING:
    from neopain_gui.findings.comparison import Comparison
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

_WIDE = 1000


class ComparePanel(QWidget):
    """Shows the comparison of the study; the chosen photograph and the filter are the session's.

    The pair that is chosen in one view is chosen in all.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Compare")
        self._session, self._jobs = session, jobs
        self.upkeep = ComparisonRefresher(session, jobs, self.isVisible, self)
        self._showing = False
        self._numbers: dict[Scope, tuple[object, Mapping[frozenset[str], Cell]]] = {}
        self.views = Views(self)
        self.bar = CompareBar(session, self)
        self.summary = _line("What is shown")
        self.summary.setToolTip(wording.TERMS)
        self.summary.setAccessibleDescription(wording.TERMS)
        self.note = _line("How to read it")
        self.alarm = Alarm(self)
        self.cautions = Fold("What must be known", self)
        self.unusual = UnusualLine(session, self)
        self.outdated = OutdatedLine(session, jobs, lambda: tables.compared_names(session), self)
        self.view = MatrixView(self)
        self.order = Order()
        self.tiles = Tiles(session, jobs, self)
        self.violins = Violins(jobs, self)
        self.grid = Grid(session, self.tiles, self)
        self.average = AverageView(session, jobs, self)
        self.statistics = Statistics(session, jobs, self)
        self.pair_view = PairView(self.tiles, self)
        self.reading = PairReading(session, jobs, self.upkeep, self.bar, self.view, self.pair_view)
        self.empty = Empty("compare", self)
        self._arrange()
        self._connect()
        self._turn_to(CompareView.MATRIX)

    def _arrange(self) -> None:
        self._matrix = MatrixPage(self.view, self)
        self.stack = Stack(self)
        self._pages = {
            CompareView.MATRIX: self._matrix,
            CompareView.VIOLINS: self.violins,
            CompareView.GRID: self.grid,
            CompareView.AVERAGE: self.average,
            CompareView.STATISTICS: self.statistics,
        }
        for page in self._pages.values():
            self.stack.addWidget(page)
        first = Flow()
        first.addWidget(self.views)
        first.addStretch()
        first.addWidget(self.bar.side)
        self._options: dict[CompareView, QWidget] = {
            CompareView.MATRIX: self.order,
            CompareView.VIOLINS: self.violins.options,
            CompareView.GRID: self.grid.options,
            CompareView.AVERAGE: self.average.options,
            CompareView.STATISTICS: self.statistics.options,
        }
        for options in self._options.values():
            self.bar.add(options)
        top = Tall(self)
        column = QVBoxLayout(top)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self.bar)
        column.addWidget(self.alarm)
        column.addWidget(self.cautions)
        column.addWidget(self.summary)
        column.addWidget(self.unusual)
        column.addWidget(self.outdated)
        column.addWidget(self.stack, 1)
        column.addWidget(self.note)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(top)
        self.splitter.addWidget(self.pair_view)
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        outer.addWidget(self.empty)

    def _connect(self) -> None:
        session = self._session
        self.outdated.outdated.changed.connect(self._mark_outdated)
        session.image_selected.connect(lambda _id: self._show())
        session.filter_changed.connect(self._show)
        session.study_changed.connect(self._forget)
        self.upkeep.changed.connect(self._show)
        self.upkeep.told.connect(self._progressed)
        self.views.changed.connect(self._turn_to)
        self.statistics.options.currentIndexChanged.connect(lambda: self._turn_to(self.views.view))
        self.bar.changed.connect(self._show)
        self.bar.export.connect(self.export_tables)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._cell_chosen())
        self.order.changed.connect(self._show)
        self.violins.opened.connect(self.open_pair)
        self.pair_view.chosen.connect(session.select_image)
        choose = self.view.choose
        self.pair_view.invitation.best_wanted.connect(lambda: choose(self.view.best_pair()))
        # Qt asks for it only while the panel is in front and nobody is typing.
        QShortcut(QKeySequence(Qt.Key.Key_B), self, self.pair_view.blink)

    def _forget(self) -> None:
        """Leave nothing of one study in the next: neither the chosen pair nor the numbers."""
        self._numbers.clear()
        self.view.clearSelection()
        self.view.setCurrentIndex(QModelIndex())
        self.statistics.waiting.clear()
        self.average.forget()
        self.violins.show_comparison(None, self.bar.measure, ())
        self.grid.view.grid.show((), Heads())
        self._show()

    def _progressed(self, text: str) -> None:
        if self.views.view is not CompareView.GRID:
            self.summary.setText(text)

    def _turn_to(self, view: CompareView) -> None:
        self.stack.setCurrentWidget(self._pages[view])
        for other, options in self._options.items():
            options.setVisible(other is view)
        self.bar.offer(view, measured=self.statistics.measured)
        self.pair_view.setVisible(view in PAIRED)
        self._show()

    def _cell_chosen(self) -> None:
        if not self._showing:
            self._show_pair()

    def open_pair(self, pair: tuple[str, str], image_id: str) -> None:
        """Show a pair's masks on a photograph, which becomes the session's."""
        self._showing = True
        self.view.choose(pair)
        self._showing = False
        if image_id == self._session.image_id:
            self._show_pair()
        else:
            self._session.select_image(image_id)

    @property
    def view_buttons(self) -> list[QToolButton]:
        """The buttons of its views, in their order."""
        return list(self.views.buttons.values())

    @property
    def picture(self) -> QWidget:
        """What it shows, for copying."""
        return self._pages[self.views.view]

    @property
    def comparison(self) -> Comparison | None:
        """The last comparison."""
        return self.upkeep.comparison

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.upkeep.wake()

    # Showing

    def _show(self) -> None:
        if self.views.view in PAIRED:
            self.upkeep.ask(self.bar.measure.id)
        comparison, current = self.comparison, self.upkeep.current
        in_grid = self.views.view is CompareView.GRID
        self.stack.setEnabled(current or in_grid)
        self.bar.set_ready(current)
        measured = comparison is None or self.bar.measure.id in comparison.table.measures
        if measured:  # else what is in sight stays, until it is
            self._show_matrix(comparison)
        if in_grid:
            self.grid.refresh()
        if self.views.view is CompareView.VIOLINS and measured:
            self.violins.show_comparison(comparison, self.bar.measure, self._visible())
            self.violins.show_image(self._session.image_id)
        if self.views.view is CompareView.AVERAGE:
            self.average.show_for(comparison if current else None)
        if self.views.view is CompareView.STATISTICS:
            self.statistics.show_for(comparison if current else None, self.bar.measure.id)
        self.summary.setText(self._summary())
        self._say_note()
        self._show_empty()
        self._show_pair()

    def _show_matrix(self, comparison: Comparison | None) -> None:
        pair, measure, scope = self.view.pair, self.bar.measure, self.bar.scope
        self._showing = True
        if comparison is None:
            self.view.matrix.show((), {}, measure)
        else:
            names = self.order.names(comparison, measure, self._visible())
            found = self._cells(comparison, measure, scope)
            difference = scope is Scope.DIFFERENCE
            rows, heads = self._rows(comparison), Heads(comparison.models)
            most = (None, None) if difference else agreeing_most(comparison, rows, measure, found)
            self.view.matrix.show(names, found, measure, *most, difference=difference, heads=heads)
            self._mark_outdated()
            self.view.choose(pair)
        self._showing = False
        self.view.fit()

    def _cells(
        self, comparison: Comparison, measure: Measure, scope: Scope
    ) -> Mapping[frozenset[str], Cell]:
        """Return the numbers of all pairs; the last ones are kept for the next photograph."""
        rows = photographs_in(comparison, scope, self._session.image_id, self._visible())
        what, kept = (comparison, measure, tuple(rows)), self._numbers.get(scope)
        if kept is None or kept[0] != what:
            kept = self._numbers[scope] = (what, cells(comparison, rows, measure, scope))
        return kept[1]

    def _visible(self) -> set[str]:
        return {image.id for image in self._session.visible_images}

    @property
    def _scope(self) -> Scope:
        """Which photographs the present view speaks of."""
        return self.bar.scope if self.views.view is CompareView.MATRIX else Scope.ALL

    def _rows(self, comparison: Comparison) -> list[int]:
        """Return the photographs that are meant: scope, and the browser's filter."""
        return photographs_in(comparison, self._scope, self._session.image_id, self._visible())

    def _show_empty(self) -> None:
        """Say what to do where there is nothing to compare."""
        models = len(self.comparison.models) if self.comparison is not None else 0
        known = not self.upkeep.stale and not self.upkeep.problem
        nothing = self._session.study is None or (models < 2 and known)
        self.splitter.setVisible(not nothing)
        self.empty.setVisible(nothing)
        if self._session.study is None:
            self.empty.say("No study is open", "Open one to compare its extraction models.")
        elif nothing and not self._session.images:
            add = command(self, "add_photographs")
            self.empty.say(
                "Nothing to compare yet",
                "This study has no photographs yet.",
                [("Add photographs…", add)] if add else [],
            )
        elif nothing:
            run = command(self, "compute_study")
            self.empty.say(
                "Nothing to compare yet",
                "A photograph needs maps of two extraction models: compute what the classifiers "
                "looked at, or import heatmaps of people's gaze in the Gaze tab.",
                [("Compute the whole study", run)] if run else [],
            )

    def _summary(self) -> str:
        if self.views.view is CompareView.GRID:
            return self.grid.summary()
        if self.upkeep.problem:
            return self.upkeep.problem
        if self.comparison is None or self.upkeep.stale:
            return "Comparing…"
        rows = self._rows(self.comparison)
        return wording.summary(self.comparison, rows, self._scope, self._session.image_id)

    def _mark_outdated(self) -> None:
        outdated = self.outdated.outdated
        said = {name: outdated.reasons(name) for name in self.view.matrix.names}
        self.view.matrix.mark({name: why for name, why in said.items() if why})

    def _say_note(self) -> None:
        """Say above the numbers what must be known of them, below them what their marks mean."""
        found = self.comparison
        known = [] if found is None else wording.in_words(found.cautions, found.models)
        self.alarm.show_for(known)
        if self.comparison is None or self.upkeep.stale:
            self.note.setText("")
            self.cautions.say("")
            return
        view, scope = self.views.view, self._scope
        chance, marks = "", ""
        if view is not CompareView.GRID and self.bar.measure.id in self.comparison.table.measures:
            shown = self._cells(self.comparison, self.bar.measure, scope)
            chance = wording.chance(shown, scope) if self.bar.of_overlap else ""
            marks = (
                " ".join(wording.marks(shown, self.bar.measure, scope))
                if view is CompareView.MATRIX
                else ""
            )
        said = wording.cautions(known)
        self.cautions.say(*wording.folded([*said, *([chance] if chance else [])]))
        self.note.setText(marks)
        self.note.setVisible(bool(marks))

    def _show_pair(self) -> None:
        view = self.views.view
        if view in PAIRED:
            cell = view is not CompareView.VIOLINS
            self.reading.show(self._scope, self._visible(), cell=cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() > _WIDE
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)
            whole = self.width() if wide else self.height()
            self.splitter.setSizes([whole * 3 // 5, whole * 2 // 5])

    def export_tables(self) -> None:
        """Ask for a folder and write what is shown as tables."""
        view = self.views.view
        if view is CompareView.AVERAGE and self.average.found is not None:
            export_average_faces(self, self._session, self.average)
        elif self.upkeep.current:
            found = self.statistics.analysis if view is CompareView.STATISTICS else None
            export_shown(self, self._session, self._jobs, found)
        else:
            self._session.notice.emit("Tables can be exported as soon as all is compared.")


def _line(name: str) -> QLabel:
    label = PlainLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    return label
