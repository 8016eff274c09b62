"""The chosen pair on the chosen photograph: its masks are read, its values looked up."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from neopain_gui.gui.compare.compare_bar import CompareBar
from neopain_gui.gui.compare.matrix import Scope, photographs_in
from neopain_gui.gui.compare.matrix_table import MatrixView
from neopain_gui.gui.compare.pair import Pair, by_agreement, load_pair
from neopain_gui.gui.compare.pair_value import pair_value
from neopain_gui.gui.compare.pair_view import PairView
from neopain_gui.gui.compare.refresher import ComparisonRefresher

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session


class PairReading(QObject):
    """Keeps the view of the pair to what is chosen.

    Parameters
    ----------
    session, jobs
        Shared.
    upkeep, bar, matrix, pair_view
        Of the panel: the comparison, the measure, the cell, and where the pair is shown.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        upkeep: ComparisonRefresher,
        bar: CompareBar,
        matrix: MatrixView,
        pair_view: PairView,
    ) -> None:
        super().__init__(pair_view)
        self._session, self._jobs, self._upkeep = session, jobs, upkeep
        self._bar, self._matrix, self._view = bar, matrix, pair_view

    def show(self, scope: Scope, visible: Collection[str], *, cell: bool) -> None:
        """Show the chosen pair, or invite to choose a cell or a point."""
        names, session = self._matrix.pair, self._session
        self._show_multiples(names, scope, visible)
        if names is None or session.study is None or not session.image_id or not self._upkeep.holds:
            self._jobs.drop("pair")  # what is being read is no longer wanted
            best = self._matrix.best_pair() is not None
            self._view.invite("cell" if cell else "point", best=best)
            return
        if self._view.pair is None:
            self._view.clear(f"Reading the masks of {names[0]} and {names[1]}…")
        self._jobs.local(
            load_pair,
            title="Read two masks",
            kwargs={
                "study": session.study,
                "image_id": session.image_id,
                "names": names,
                "settings": session.choices.mask_settings,
            },
            priority=-5,
            key="pair",
            visible=False,
            on_done=lambda pair: self._read(names, pair),
            on_failed=lambda error: self._view.clear(str(error)),
        )

    def _show_multiples(
        self, names: tuple[str, str] | None, scope: Scope, visible: Collection[str]
    ) -> None:
        comparison, measure = self._upkeep.comparison, self._bar.measure
        known = comparison is not None and measure.id in comparison.table.measures
        if names is None or comparison is None or self._upkeep.stale or not known:
            self._view.show_all((), (), "")
            return
        scope = Scope.ALL if scope is Scope.PHOTOGRAPH else scope
        rows = photographs_in(comparison, scope, "", visible)
        found = by_agreement(comparison, rows, measure, names)
        self._view.show_all(names, found, self._session.image_id)

    def _read(self, names: tuple[str, str], pair: Pair | None) -> None:
        image_id, comparison = self._session.image_id, self._upkeep.comparison
        if names != self._matrix.pair:
            return
        if pair is None:
            self._view.clear(f"{names[0]} and {names[1]} are not both there for {image_id}.")
        elif pair.image_id == image_id and comparison is not None:
            measure = self._bar.measure
            found = pair_value(comparison, measure, image_id, names)
            self._view.show_pair(pair, measure, found, waiting=self._upkeep.stale)
