"""A study's recordings after BIDS: what is asked before, and where to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, QUrl
from PySide6.QtGui import QDesktopServices, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gaze.fixations import Viewing
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.dialog_parts import folder_box
from neopain_gui.pipeline.bids.known import REQUIRED, TASK, Told, screen_mm

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window
    from neopain_gui.pipeline.bids.export import Exported

_KIND = "exports"
_TOPIC = "bids"
_UNKNOWN = "not known"


class BidsDialog(QDialog):
    """Asks what a study does not know of its recordings.

    Parameters
    ----------
    parent : QWidget
        The window.
    viewing : Viewing
        The study's own; what nobody has changed there is not filled in.
    silent : bool
        Whether a recording does not say how many pixels its screen had.
    """

    def __init__(self, parent: QWidget, viewing: Viewing, *, silent: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a BIDS data set")
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.SPACE,) * 4)
        column.setSpacing(theme.SPACE)
        words = PlainLabel(
            "Recordings, fixations, participants and contour masks in the folders and files of the "
            "Brain Imaging Data Structure. What is not known is left out and listed."
        )
        words.setWordWrap(True)
        column.addWidget(words)
        self.task = QLineEdit(TASK)
        self.task.setValidator(
            QRegularExpressionValidator(QRegularExpression("[0-9A-Za-z]+"), self.task)
        )
        self.task.setToolTip(literal("What participants did, in letters and digits"))
        self.across, self.down = _lengths("Width of the screen"), _lengths("Height of the screen")
        for field, side in zip(
            (self.across, self.down), screen_mm(viewing, Told()) or (0, 0), strict=True
        ):
            field.setValue(side)
        self.distance = _lengths("Of the eyes from the screen, where a recording does not say it")
        self.pixels_across = _lengths("Width of the screen in pixels", " px")
        self.pixels_down = _lengths("Height of the screen in pixels", " px")
        self.authors = QLineEdit()
        self.authors.setPlaceholderText("A. Silva; B. Souza")
        self.licence = QLineEdit()
        self.licence.setPlaceholderText("CC0")
        form = QFormLayout()
        form.addRow("&Task", self.task)
        form.addRow("&Screen’s size", _beside(self.across, self.down))
        if silent:
            form.addRow("Screen in pi&xels", _beside(self.pixels_across, self.pixels_down))
        form.addRow("&Distance of the eyes", self.distance)
        form.addRow("&Authors", self.authors)
        form.addRow("&Licence", self.licence)
        column.addLayout(form)
        self.photographs = QCheckBox("Write the &photographs, too: neonates can be recognised")
        column.addWidget(self.photographs)
        buttons, self.go = folder_box(self)
        column.addWidget(buttons)
        self.task.textChanged.connect(lambda text: self.go.setEnabled(bool(text)))

    def told(self) -> Told:
        """Return what is filled in; half a size is none."""
        pixels = (round(self.pixels_across.value()), round(self.pixels_down.value()))
        size = (self.across.value(), self.down.value())
        return Told(
            task=self.task.text(),
            screen_px=pixels if all(pixels) else None,
            screen_mm=size if all(size) else None,
            distance_mm=self.distance.value() or None,
            authors=tuple(filter(None, map(str.strip, self.authors.text().split(";")))),
            licence=self.licence.text().strip(),
            photographs=self.photographs.isChecked(),
        )


def export(window: Window) -> None:
    """Ask what is not known and where to, and write the data set in the background."""
    from neopain_gui.pipeline.bids.export import export_bids
    from neopain_gui.pipeline.settings.study_settings import gaze_settings
    from neopain_gui.study.naming import SUFFIX

    study = window.session.study
    if study is None:
        return
    trials = study.gaze.trials()
    if not trials:
        window.session.notice.emit(
            "There are no recordings in this study yet: File › Import recordings of gaze."
        )
        return
    silent = any(trial.screen is None for trial in trials)
    dialog = BidsDialog(window.widget, gaze_settings(study).viewing, silent=silent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    told = dialog.told()
    dialog.deleteLater()
    if not accepted:
        return
    name = f"{study.path.name.removesuffix(SUFFIX)}-bids"
    where = file_dialogs.folder(window.widget, _KIND, f"Where to make the folder {name}")
    if where is not None:
        window.jobs.disk(
            export_bids,
            title="Export a BIDS data set",
            kwargs={"study": study, "folder": where / name, "told": told},
            on_done=partial(_made, window),
        )


def _made(window: Window, done: Exported) -> None:
    folder = str(done.folder)
    window.session.tell(
        Message(
            level="warning" if REQUIRED.keys() & set(done.unknown) else "success",
            text=" ".join(done.sentences),
            action=("Show", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder))),
            topic=_TOPIC,
        )
    )


def _lengths(name: str, unit: str = " mm") -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(0, 20_000)
    field.setDecimals(0 if unit == " px" else 1)
    field.setSuffix(unit)
    field.setSpecialValueText(_UNKNOWN)
    field.setAccessibleName(name)
    field.setToolTip(literal(name))
    return field


def _beside(first: QWidget, second: QWidget) -> QWidget:
    """Return two fields as one, whose access key is the first one's."""
    both = QWidget()
    both.setFocusProxy(first)
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(first, 1)
    row.addWidget(PlainLabel("×"))
    row.addWidget(second, 1)
    return both
