"""The buttons by which something leaves a training: refit, use, export."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from neopain_gui.errors import InputError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.state.choosing import choose_classifier
from neopain_gui.gui.train.out.export_dialog import OWN, ExportDialog
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.work.training import refit_training, write_tflite
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.classifiers.tflite import Exported
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.training.networks import Network
    from neopain_gui.pipeline.training.trainings import Training
    from neopain_gui.training.refit import Refitted

_TOPIC = "out of a training"
_FILTERS = {OWN: "Weights of NeoPain (*.weights.h5)"}
_LITE = "TFLite (*.tflite)"
_SAID = (
    "One network was trained on all neonates. Nothing was left to test it, so it is called "
    "untested wherever it shows."
)


class OutBar(QWidget):
    """Refit on all neonates, use that network, export one.

    Signals
    -------
    asked(task: Task)
        Something was begun that takes its time.
    """

    asked = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.training: Training | None = None
        self.refit = QPushButton("Refit on all neonates")
        self.refit.setToolTip(
            "Train one network on every neonate, for as long as was best in the folds; it stays "
            "untested"
        )
        self.use = QPushButton("&Use the refitted network")
        self.use.setToolTip("Bring it in as a classifier, and explain with it; it is untested")
        self.export = QPushButton("E&xport…")
        self.export.setAccessibleName("Export a network")
        self.export.setToolTip("Weights with their card, or TFLite for other programs")
        self.said = PlainLabel(_SAID)
        self.said.setWordWrap(True)
        buttons = QWidget()
        row = Flow(buttons)
        for button in (self.refit, self.use, self.export):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(buttons)
        column.addWidget(self.said)
        self.refit.clicked.connect(self._refit)
        self.use.clicked.connect(self._use)
        self.export.clicked.connect(self._export)

    def show_training(self, training: Training) -> None:
        """Offer what a training that is done has."""
        from neopain_gui.pipeline.training.networks import refitted

        self.training = training
        there = refitted(training) is not None
        for widget in (self.use, self.said):
            widget.setVisible(there)

    def _refit(self) -> None:
        if self.training is not None:
            training = self.training
            self.asked.emit(
                refit_training(
                    self._session, self._jobs, training, partial(self._refitted, training)
                )
            )

    def _refitted(self, training: Training, made: Refitted) -> None:
        if self.training is not None and self.training.folder == training.folder:
            self.show_training(training)
        self._session.tell(
            Message(
                level="success",
                text=f"{training.title}: one network was trained on all {made.neonates} neonates. "
                "Nothing was left to test it, so it is called untested.",
                action=("Use it", partial(self._use_of, training)),
                topic=f"{_TOPIC}/{training.folder.name}",
            )
        )

    def _use(self) -> None:
        if self.training is not None:
            self._use_of(self.training)

    def _use_of(self, training: Training) -> None:
        study = self._session.study
        assert study is not None

        def choose(identity: str) -> None:
            if self._session.study is not study:
                return
            self._session.classifiers.read_now()
            choose_classifier(self._session, identity)
            made = self._session.classifiers.find(identity)
            self._session.tell(
                Message(
                    level="warning",
                    text=f"Maps are made with {made.short_name if made else identity} from now on, "
                    "a network that nothing has tested. It has seen every photograph that it was "
                    "trained on.",
                    topic=_TOPIC,
                )
            )

        self.asked.emit(
            self._jobs.disk(
                _brought_in,
                title=f"Make a classifier of {training.title}, refitted",
                kwargs={"training": training, "study": study.path.stem},
                on_done=choose,
            )
        )

    def _export(self) -> None:
        from neopain_gui.pipeline.training.networks import networks_of

        if self.training is None:
            return
        dialog = ExportDialog(self, networks_of(self.training))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        network, kind, threshold = dialog.chosen
        dialog.deleteLater()
        if not accepted:
            return
        ending = ".weights.h5" if kind == OWN else ".tflite"
        name, _ = file_dialogs.save_as(
            self,
            "exports",
            "Export a network",
            f"{network.name}{ending}",
            _FILTERS.get(kind, _LITE),
        )
        if name:
            self._write(network, Path(name), kind, threshold)

    def _write(self, network: Network, file: Path, kind: str, threshold: float | None) -> None:
        ending = ".weights.h5" if kind == OWN else ".tflite"
        if not file.name.endswith(ending):
            file = file.with_name(f"{file.name}{ending}")
        if kind != OWN:
            self.asked.emit(write_tflite(self._jobs, network, file, kind, threshold, self._written))
            return
        self.asked.emit(
            self._jobs.disk(
                _copied,
                title=f"Export {file.name}",
                kwargs={"source": network.weights, "out": file},
                on_done=self._copied,
            )
        )

    def _written(self, made: Exported) -> None:
        checked = made.checked
        self._say(
            f"{made.file.name} was written, and {made.about.name}, which says how it is used. Its "
            f"class scores of {checked.pictures} phantoms differ from those here by at most "
            f"{checked.largest:.2g}."
        )

    def _copied(self, made: list[Path]) -> None:
        card = " with its card" if len(made) > 1 else "; the training has no card yet"
        self._say(f"{made[-1].name} was written{card}.")

    def _say(self, text: str) -> None:
        self._session.tell(Message(level="success", text=text, topic=_TOPIC, of_study=False))


def _copied(source: Path, out: Path, job: Job = NULL_JOB) -> list[Path]:
    from neopain_gui.classifiers.bringing import export_own

    job.progress(0, 0, f"Writing {out.name}")
    return export_own(source, out)


def _brought_in(training: Training, study: str, job: Job = NULL_JOB) -> str:
    """Return the id of the network on all neonates as a classifier, brought in if need be."""
    from neopain_gui.classifiers.bringing import bring_in_own
    from neopain_gui.classifiers.free_name import free_name
    from neopain_gui.classifiers.registry import available
    from neopain_gui.pipeline.training.networks import refitted
    from neopain_gui.provenance import sha256_file

    job.progress(0, 0, f"Bringing in {training.title}")
    weights = refitted(training)
    if weights is None:
        raise InputError(f"{training.title} is not refitted any more", remedy="refit it again")
    digest = sha256_file(weights)
    for one in available():
        if one.untested and one.weights_file and sha256_file(one.weights_file) == digest:
            return one.id
    name = free_name(f"{study}-{training.name}-all")
    bring_in_own(weights, name)
    return name
