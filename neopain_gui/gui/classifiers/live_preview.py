"""What a network would say of the study's labelled photographs, anew with every other setting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal
from neopain_gui.gui.classifiers.histograms import Histogram
from neopain_gui.gui.classifiers.thin_progress import ThinProgress
from neopain_gui.gui.classifiers.warning_label import WarningLabel
from neopain_gui.gui.work.on_a_free_lane import on_a_free_lane
from neopain_gui.pipeline.work import TRY_WEIGHTS

if TYPE_CHECKING:
    from neopain_gui.classifiers.foreign.declared import Declared
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.jobs import JobMessage
    from neopain_gui.pipeline.classifier_preview import Preview

_AFTER_MS = 400
"""Whoever types is not interrupted by what half a number would give."""
_LINES = 7
_KEY = "preview of a network"
_NO_STUDY = (
    "With a study open, the scores of its labelled photographs are shown here: they tell whether "
    "the outputs are in the right order, and the colours those of its training."
)


class LivePreview(QWidget):
    """Two histograms, how well the labels are told apart, and what speaks against it."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._asked: tuple[Path, str, Declared | None] | None = None
        self._stale = False
        self.preview: Preview | None = None
        self.plots = {label: Histogram(str(label)) for label in PainLabel}
        self.titles = {label: PlainLabel() for label in PainLabel}
        self.said = PlainLabel()
        self.said.setWordWrap(True)
        self.said.setAccessibleName("How well it tells the labels apart")
        self.remarks = WarningLabel("What speaks against what was stated")
        self.waiting = ThinProgress()
        self._pictures = QWidget()
        grid = QGridLayout(self._pictures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * theme.SPACE)
        grid.setVerticalSpacing(0)
        for place, label in enumerate(PainLabel):
            grid.addWidget(self.titles[label], 0, place)
            grid.addWidget(self.plots[label], 1, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        for widget in (self._pictures, self.waiting, self._words()):
            column.addWidget(widget)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(self._start)
        session.study_changed.connect(self._other_study)
        session.images_changed.connect(self._others)
        self.stop("")

    def _words(self) -> QWidget:
        """Return the place of all that is said, with room for most of it: nothing below moves."""
        self.missing = PlainLabel()
        self.missing.setWordWrap(True)
        self.missing.setAccessibleName("What is missing")
        words = QWidget()
        words.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing())
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.SPACE // 2)
        for label in (self.said, self.remarks, self.missing):
            lines.addWidget(label)
        lines.addStretch(1)
        return words

    def show_pictures(self, on: bool) -> None:
        """Keep room for the histograms, or not where there will be none."""
        self._pictures.setVisible(on)

    def miss(self, text: str) -> None:
        """Say what is missing, or nothing."""
        self.missing.setText(breakable(text))
        self.missing.setVisible(bool(text))

    def ask(self, path: Path, sha256: str, declared: Declared | None) -> None:
        """Show what a file says as it is declared now; what is being computed is dropped."""
        asked = path, sha256, declared
        if asked == self._asked:
            return
        self._asked = asked
        self._soon.start()

    def stop(self, why: str) -> None:
        """Show nothing but why there is nothing to show."""
        self._asked = None
        self._soon.stop()
        self._jobs.drop(_KEY)
        self.waiting.clear()
        self._show(None)
        self._say(breakable(why))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _other_study(self) -> None:
        if self._asked is not None:
            self._show(None)
            self._soon.start()

    def _others(self) -> None:
        """Photographs have got other labels or faces, which happens elsewhere in the window."""
        self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self._asked is not None:
            self._soon.start()

    def _start(self) -> None:
        study = self._session.study
        if self._asked is None:
            return
        if study is None:
            self._show(None)
            self._say(_NO_STUDY)
            return
        path, sha256, declared = self._asked
        self._stale = False
        task = self._jobs.start(
            on_a_free_lane(self._jobs, TRY_WEIGHTS),
            title=f"Try {path.name} on labelled photographs",
            kwargs={
                "study_path": study.path,
                "path": path,
                "sha256": sha256,
                "declared": declared,
            },
            priority=-10,
            key=_KEY,
            visible=False,
            repeatable=False,
            on_partial=self._grew,
            on_done=self._show,
            on_failed=self._failed,
        )
        self.waiting.follow(task)

    def _grew(self, message: JobMessage) -> None:
        from neopain_gui.pipeline.classifier_preview import Previewed

        if isinstance(message, Previewed):
            self._show(message.preview)

    def _failed(self, error: BaseException) -> None:
        self._show(None)
        sentence, details = faults.describe(error)
        self.remarks.warn(sentence)
        self.remarks.setToolTip(literal(details[-1000:]))

    def _show(self, preview: Preview | None) -> None:
        self.preview = preview
        self.remarks.warn("\n".join(preview.remarks) if preview else "")
        counts = {label: preview.histogram(label) if preview else [] for label in PainLabel}
        highest = max((max(one, default=0) for one in counts.values()), default=0)
        for label in PainLabel:
            number = f" ({len(preview.scores[label])})" if preview else ""
            self.titles[label].setText(f"labelled {label}{number}")
            self.plots[label].show_counts(counts[label], highest)
        more = f" {preview.to_come} to come." if preview and preview.to_come else ""
        self._say(preview.in_words + more if preview else "")
