"""Annotations for other programs: in which format, of whom, where to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.dialog_parts import folder_box

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window
    from neopain_gui.pipeline.annotation.exchange.out import Exported
    from neopain_gui.study import Study

_KIND = "annotations"
_TOPIC = "export annotations"
_ALL_ROUNDS, _ALL_RATERS = "all rounds", "all raters"


class ExportAnnotations(QDialog):
    """Asks for a format, rounds and raters.

    Parameters
    ----------
    parent : QWidget
        The window.
    study : Study
        Whose annotations.
    """

    def __init__(self, parent: QWidget, study: Study) -> None:
        super().__init__(parent)
        from neopain_gui.pipeline.annotation.exchange.out import FORMATS

        self.setWindowTitle("Export annotations")
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.SPACE,) * 4)
        column.setSpacing(theme.SPACE)
        form = QFormLayout()
        self.format = QComboBox()
        for key, title in FORMATS.items():
            self.format.addItem(title, key)
        rounds = study.annotations.rounds()
        self.round = QComboBox()
        self.round.addItem(_ALL_ROUNDS, "")
        self.rater = QComboBox()
        self.rater.addItem(_ALL_RATERS, "")
        for one in rounds:
            self.round.addItem(one.name, one.name)
        for name in dict.fromkeys(rater for one in rounds for rater in one.raters):
            self.rater.addItem(name, name)
        form.addRow("&Format", self.format)
        form.addRow("&Round", self.round)
        form.addRow("R&ater", self.rater)
        column.addLayout(form)
        self.photographs = QCheckBox("Write the &photographs, too, encoded anew")
        column.addWidget(self.photographs)
        buttons, self.go = folder_box(self)
        column.addWidget(buttons)


def export(window: Window) -> None:
    """Ask what is to be written and where to, and write it in the background."""
    from neopain_gui.pipeline.annotation.exchange.out import export_annotations

    study = window.session.study
    if study is None:
        return
    if not study.annotations.rounds():
        window.session.notice.emit("There is no round in this study yet.")
        return
    dialog = ExportAnnotations(window.widget, study)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    wanted = {
        "format_": dialog.format.currentData(),
        "round_": dialog.round.currentData(),
        "rater": dialog.rater.currentData(),
        "photographs": dialog.photographs.isChecked(),
    }
    dialog.deleteLater()
    if not accepted:
        return
    folder = file_dialogs.folder(window.widget, _KIND, "Where to write the annotations")
    if folder is not None:
        window.jobs.disk(
            export_annotations,
            title="Export annotations",
            kwargs={"study": study, "folder": folder, **wanted},
            on_done=partial(_made, window),
        )


def _made(window: Window, done: Exported) -> None:
    window.session.tell(Message(level="success", text=" ".join(done.sentences), topic=_TOPIC))
