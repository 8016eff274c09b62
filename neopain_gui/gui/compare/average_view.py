"""The average face: an extraction model's maps on one face, by class, and where they differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from neopain_gui.agreement.statistics import Statistic
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.compare.face_picture import FacePicture
from neopain_gui.gui.compare.face_shown import Shown, find_shown, sentences
from neopain_gui.gui.compare.on_demand import Asked, OnDemand
from neopain_gui.gui.widgets.eliding_combo import ElidingCombo
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.fold import Fold
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.pipeline.work import AVERAGE_FACES
from neopain_gui.reports.average_face_words import METHOD, how_placed, how_tested

if TYPE_CHECKING:
    from neopain_gui.findings.average_face import AverageFaces
    from neopain_gui.findings.comparison import Comparison
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.jobs import Job
    from neopain_gui.maps import ExtractionModel
    from neopain_gui.study import Study

_TESTS = (
    ("Test: clusters’ mass", Statistic.MASS, "Clusters of neighbouring places, by their mass"),
    ("Test: TFCE", Statistic.TFCE, "Threshold-free cluster enhancement: takes 15 times as long"),
    ("Test: largest t", Statistic.PIXEL, "Each place by itself, by the largest t"),
    ("No test shown", None, "The difference alone, without lines"),
)


def find_kept(
    job: Job,
    *,
    study: Study,
    models: list[ExtractionModel] | None,
    image_ids: list[str] | None,
    statistic: Statistic,
) -> AverageFaces | None:
    """Return average faces that the study keeps, in a thread of the window."""
    from neopain_gui.pipeline.analysis.kept_average_faces import cached_average_faces

    return cached_average_faces(study, models=models, image_ids=image_ids, statistic=statistic)


def write_files(job: Job, *, found: AverageFaces, where: Path, decimal_comma: bool) -> int:
    """Write average faces, in a thread of the window; returns the number of files."""
    from neopain_gui.pipeline.map_files.average_face_files import write_average_faces

    return len(write_average_faces(found, where, decimal_comma=decimal_comma, job=job))


class AverageView(QWidget):
    """Worked out when somebody asks for it, and kept in the study.

    Attributes
    ----------
    options : QWidget
        Which extraction model, what of it, and which test; for the bar above.
    found : AverageFaces or None
        All that is known of what is wanted.

    Signals
    -------
    changed()
        There are average faces, or none any more.
    """

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Average face")
        self._jobs = jobs
        self.found: AverageFaces | None = None
        self._statistic = Statistic.MASS
        self.picture = FacePicture(self)
        self.here = _line("What is under the pointer", self)
        self.said = _line("What the average face says", self)
        self.text = Fold("How to read it", self)
        self.run = QPushButton("Wor&k out the average faces", self)
        self.run.setToolTip("All maps on one face, and tests over neonates: takes a few seconds")
        self.waiting = Waiting(self)
        self.asked: OnDemand[AverageFaces] = OnDemand(
            session,
            jobs,
            self.waiting,
            Asked(
                work=AVERAGE_FACES, find_kept=find_kept, name="average faces", key="average faces"
            ),
            options=lambda: {"statistic": self._statistic},
            take=self._take,
            show=self._show,
        )
        self._make_options()
        self._arrange()
        self.run.clicked.connect(self.work_out)
        self.picture.pointed.connect(self._point)
        self._show()

    def _make_options(self) -> None:
        self.options = QWidget(self)
        row = Flow(self.options)
        self.models, self.shown, self.tests = ElidingCombo(), ElidingCombo(), QComboBox()
        for box, name, tip in (
            (self.models, "Whose average face", "Which extraction model"),
            (self.shown, "What is shown", "A mean, or a difference and where it is beyond chance"),
            (self.tests, "Test of differences", "How differences are tested over neonates"),
        ):
            box.setAccessibleName(name)
            box.setToolTip(literal(tip))
            box.setMinimumContentsLength(14)
            row.addWidget(box)
        for place, (text, statistic, tip) in enumerate(_TESTS):
            self.tests.addItem(text, statistic)
            self.tests.setItemData(place, literal(tip), Qt.ItemDataRole.ToolTipRole)
        self.models.currentIndexChanged.connect(lambda *_: self._model_chosen())
        self.shown.currentIndexChanged.connect(lambda *_: self._show())
        self.tests.currentIndexChanged.connect(lambda *_: self._test_chosen())

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(8)
        for widget in (self.said, self.here, self.text):
            words.addWidget(widget)
        words.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(16)
        beside.addWidget(self.picture, 3)
        beside.addLayout(words, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.run, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.waiting)
        column.addLayout(beside, 100)
        column.addStretch(1)

    def show_for(self, comparison: Comparison | None) -> None:
        """Show the average faces of what is compared, of the photographs that the filter lets by.

        Those of another comparison, or of other photographs, are taken away.
        """
        self.asked.follow(comparison)
        self._show()

    def work_out(self) -> None:
        """Work them out in the engine: the window stays smooth."""
        self.asked.work_out()

    def export(self, folder: Path, told: Callable[[int], object], *, decimal_comma: bool) -> None:
        """Write all of them into a folder; tells the number of files."""
        self._jobs.disk(
            write_files,
            title="Export the average faces",
            kwargs={"found": self.found, "where": folder, "decimal_comma": decimal_comma},
            on_done=told,
        )

    def forget(self) -> None:
        """Leave nothing of a study."""
        self.asked.forget()

    # What is there

    def _take(self, found: AverageFaces | None) -> None:
        self.found = found
        chosen = self.models.currentText()
        self.models.blockSignals(True)
        self.models.clear()
        self.models.addItems(list(found.models) if found else [])
        self.models.setCurrentIndex(max(0, self.models.findText(chosen)))
        self.models.blockSignals(False)
        self._model_chosen()
        self.changed.emit()

    def _model_chosen(self) -> None:
        """Offer what there is of an extraction model, and what it can be compared with."""
        model, chosen = self.models.currentText(), self.shown.currentData() or Shown.CLASSES
        self.shown.blockSignals(True)
        self.shown.clear()
        for one in Shown:
            self.shown.addItem(one.value, one)
        for other in self.found.models if self.found else ():
            if self.found and other != model and find_shown(self.found, model, other):
                self.shown.addItem(f"Less {other}", other)
        self.shown.setCurrentIndex(max(0, self.shown.findData(chosen)))
        self.shown.blockSignals(False)
        self._show()

    def _test_chosen(self) -> None:
        chosen = self.tests.currentData()  # Qt keeps the text alone
        if chosen is not None and chosen != self._statistic:
            self._statistic = Statistic(chosen)
            self.asked.look_anew()
        self._show()

    # Showing

    def _show(self) -> None:
        found = self.found
        self.run.setVisible(found is None)
        self.run.setEnabled(self.asked.possible)
        for box in (self.models, self.shown):
            box.setEnabled(found is not None and bool(found.faces))
        for widget in (self.picture, self.said, self.here):
            widget.setVisible(found is not None)
        if found is None:
            self.picture.show_face(None, lines=False)
            self.text.say("")
            return
        shown = find_shown(found, self.models.currentText(), str(self.shown.currentData()))
        self.tests.setEnabled(shown is None or shown.is_difference)
        self.picture.show_face(shown, lines=self.tests.currentData() is not None)
        if shown is not None:
            self.said.setText("\n".join(sentences(shown)))
        elif found.faces:
            self.said.setText("There is no such photograph with a map of this extraction model.")
        else:
            self.said.setText("No photograph has both a face box and a map.")
        self.text.say(how_placed(found), self._explanation(found))

    def _explanation(self, found: AverageFaces) -> str:
        tested = how_tested(found.statistic, found.smooth)
        lines = (
            "Thin lines are the features of the neutral face; a thick line surrounds where a "
            "difference is beyond chance."
        )
        return "\n\n".join((how_placed(found), lines, METHOD, tested, *found.notes))

    def _point(self, text: str) -> None:
        hint = "Point at the face, or step over it with the arrow keys, to read what is there."
        self.here.setText(text or hint)


def _line(name: str, parent: QWidget) -> PlainLabel:
    label = PlainLabel(parent=parent)
    label.setAccessibleName(name)
    label.setWordWrap(True)
    return label
