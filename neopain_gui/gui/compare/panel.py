"""The compare tab: what is compared, the matrix, and the chosen pair."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from neopain_gui.errors import NeoPainError
from neopain_gui.gui import tables
from neopain_gui.gui.compare.bar import CompareBar
from neopain_gui.gui.compare.matrix import Metric, Scope, cells, photographs_in
from neopain_gui.gui.compare.pair_view import Pair, PairView, load_pair
from neopain_gui.gui.compare.table import MatrixView
from neopain_gui.gui.empty import Empty, command
from neopain_gui.jobs import Job

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.session import Session
    from neopain_gui.maps import ExtractionModel
    from neopain_gui.masks import MaskSettings
    from neopain_gui.pipeline.compare import Comparison
    from neopain_gui.study import Study

_SETTLE_MS = 300
_WIDE = 1000


def compare(
    job: Job, *, study: Study, settings: MaskSettings, models: list[ExtractionModel] | None
) -> Comparison:
    """Compare the whole study, in a thread of the window."""
    from neopain_gui.pipeline.compare import compare_study

    return compare_study(study, settings, models=models, job=job)


class ComparePanel(QWidget):
    """Keeps the comparison of the study up to date while somebody looks at it."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Compare")
        self._session, self._jobs = session, jobs
        self.comparison: Comparison | None = None
        self._compared: tuple[object, ...] = ()
        self._stale = True
        self._problem = ""
        self._showing = False
        self.bar = CompareBar(session, self)
        self.summary = _line("What is shown")
        self.note = _line("How to read it")
        self.view = MatrixView(self)
        self.pair_view = PairView(self)
        self.empty = Empty("compare", self)
        self._arrange()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self._compare)
        self._connect()
        self._show()

    def _arrange(self) -> None:
        top = QWidget(self)
        column = QVBoxLayout(top)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.view)
        column.addWidget(self.summary)
        column.addWidget(self.note)
        column.addStretch(1)
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
        session.study_changed.connect(self._leave)
        session.images_changed.connect(self._invalidate)
        session.results_changed.connect(lambda _id: self._invalidate())
        session.choice_changed.connect(self._choice_changed)
        session.image_selected.connect(lambda _id: self._show())
        session.filter_changed.connect(self._show)
        self.bar.changed.connect(self._show)
        self.bar.export.connect(self.export_tables)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._cell_chosen())

    def _cell_chosen(self) -> None:
        if not self._showing:
            self._show_pair()

    # Comparing

    def _leave(self) -> None:
        self.comparison = None
        self._invalidate()

    def _choice_changed(self) -> None:
        """Compare again only if what makes the masks or the models chosen is another."""
        wanted = self._wanted()
        if self.comparison is None or wanted != self._compared:
            self._invalidate()

    def _wanted(self) -> tuple[object, ...]:
        session = self._session
        if session.study is None:
            return ()
        return session.mask_settings, session.extraction_models

    def _invalidate(self) -> None:
        self._stale, self._problem = True, ""
        self._show()
        if self.isVisible():
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._later.start(0)

    def _compare(self) -> None:
        session = self._session
        if session.study is None:
            return
        self._compared = self._wanted()
        study = session.study
        self._jobs.local(
            compare,
            title="Compare the extraction models",
            kwargs={
                "study": session.study,
                "settings": session.mask_settings,
                "models": tables.compared_models(session),
            },
            key="compare",
            visible=False,
            on_done=lambda result: self._compared_now(study, result),
            on_failed=self._failed,
        ).progressed.connect(self._progressed)

    def _progressed(self, done: float, total: float, _text: str) -> None:
        self.summary.setText(f"Comparing: {done:.0f} of {total:.0f} photographs")

    def _compared_now(self, study: Study, comparison: Comparison) -> None:
        if study is not self._session.study:
            return
        self.comparison, self._stale = comparison, self._compared != self._wanted()
        self._show()

    def _failed(self, error: BaseException) -> None:
        known = isinstance(error, NeoPainError)
        self.comparison, self._stale = None, False
        self._problem = str(error) if known else "The comparison failed."
        self._show()
        if not known:
            self._session.problem.emit(error)

    # Showing

    def _show(self) -> None:
        pair = self.view.pair
        comparison, metric, scope = self.comparison, self.bar.measure, self.bar.scope
        current = comparison is not None and not self._stale
        self.view.setEnabled(current)
        self.bar.set_ready(current)
        self._showing = True
        if comparison is None:
            self.view.matrix.show((), {}, metric)
        else:
            names = [model.name for model in comparison.models]
            found = cells(comparison, self._rows(comparison), metric, scope)
            self.view.matrix.show(names, found, metric, difference=scope is Scope.DIFFERENCE)
            self.view.choose(pair)
        self._showing = False
        self.view.fit()
        self.summary.setText(self._summary())
        self.note.setText(self._note())
        self._show_empty()
        self._show_pair()

    def _rows(self, comparison: Comparison) -> list[int]:
        """Return the photographs that are meant: scope, and the browser's filter."""
        session = self._session
        visible = {image.id for image in session.visible_images}
        return photographs_in(comparison, self.bar.scope, session.image_id, visible)

    def _show_empty(self) -> None:
        """Say what to do where there is nothing to compare."""
        models = len(self.comparison.models) if self.comparison is not None else 0
        known = not self._stale and not self._problem
        nothing = self._session.study is None or (models < 2 and known)
        self.splitter.setVisible(not nothing)
        self.empty.setVisible(nothing)
        if self._session.study is None:
            self.empty.say("No study is open", "Open one to compare its extraction models.")
        elif nothing:
            run = command(self, "compute_study")
            self.empty.say(
                "Nothing to compare yet",
                "A photograph needs maps of two extraction models: compute what the classifiers "
                "looked at, or import heatmaps of people's gaze in the Gaze tab.",
                [("Compute the whole study", run)] if run else [],
            )

    def _summary(self) -> str:
        if self._problem:
            return self._problem
        if self.comparison is None or self._stale:
            return "Comparing…"
        models = len(self.comparison.models)
        count = len(self._rows(self.comparison))
        settings = self.comparison.settings
        text = (
            f"{count} photograph{'' if count == 1 else 's'}, {models} extraction models, "
            f"c {settings.c_attribution:g} / {settings.c_gaze:g}, face crop"
        )
        left_out = self.comparison.left_out
        if left_out and self.bar.scope is Scope.PHOTOGRAPH:
            reason = dict(left_out).get(self._session.image_id)
            return f"{text}. Not compared: {reason}." if reason else text
        if left_out and self.bar.scope is Scope.ALL:
            return f"{text}; {len(left_out)} not compared: {_counted(left_out)}"
        return text

    def _note(self) -> str:
        """Say what to keep in mind: maps made in different ways, and overlap's chance level."""
        if self.comparison is None or self._stale:
            return ""
        return " ".join((*self.comparison.cautions, self._chance())).strip()

    def _chance(self) -> str:
        if self.comparison is None or self.bar.measure is not Metric.OVERLAP:
            return ""
        if self.bar.scope is Scope.DIFFERENCE:
            return ""
        rows = self._rows(self.comparison)
        chances = [c.chance for c in cells(self.comparison, rows, Metric.OVERLAP).values()]
        chances = [chance for chance in chances if not math.isnan(chance)]
        if not chances:
            return ""
        low, high = f"{min(chances):.2f}", f"{max(chances):.2f}"
        span = low if low == high else f"{low} to {high}"
        return (
            f"Independent masks of these coverages would overlap by {span}: read the overlap "
            "against that."
        )

    def _show_pair(self) -> None:
        names, session = self.view.pair, self._session
        if names is None or session.study is None or not session.image_id or self._stale:
            self.pair_view.clear("Choose a cell to see both masks.")
            return
        self._jobs.local(
            load_pair,
            title="Read two masks",
            kwargs={
                "study": session.study,
                "image_id": session.image_id,
                "names": names,
                "settings": session.mask_settings,
            },
            priority=-5,
            key="pair",
            visible=False,
            on_done=lambda pair: self._pair_read(names, pair),
            on_failed=lambda error: self.pair_view.clear(str(error)),
        )

    def _pair_read(self, names: tuple[str, str], pair: Pair | None) -> None:
        if names != self.view.pair:
            return
        if pair is None:
            self.pair_view.clear(
                f"{names[0]} and {names[1]} are not both there for {self._session.image_id}."
            )
        elif pair.image_id == self._session.image_id:
            self.pair_view.show_pair(pair)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() > _WIDE
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)

    # Export

    def export_tables(self) -> None:
        """Ask for a folder and write the agreement of each photograph and its means as CSV."""
        from PySide6.QtWidgets import QFileDialog

        if self.comparison is None or self._stale:
            return
        folder = QFileDialog.getExistingDirectory(self, "Folder for the tables")
        if folder:
            tables.export(self._session, self._jobs, Path(folder), self._exported)

    def _exported(self, count: int) -> None:
        if count:
            self._session.notice.emit(f"{count} tables were written.")
        else:
            self._session.warning.emit("There was nothing to write: no photograph was compared.")


def _counted(left_out: tuple[tuple[str, str], ...]) -> str:
    reasons: dict[str, int] = {}
    for _image, why in left_out:
        reasons[why] = reasons.get(why, 0) + 1
    return ", ".join(f"{why} ({count})" for why, count in reasons.items())


def _line(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    return label
