"""Whose annotations files are, of which round and set of landmarks."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.state.session import Session

_PAUSE_MS = 400
_AS_SAID = "as the files say"


class Whose(QWidget):
    """Three fields; what is empty is as the files say.

    Signals
    -------
    changed()
        Something else was chosen or written.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from neopain_gui.pipeline.annotation.exchange.into import IMPORTED
        from neopain_gui.pipeline.settings.instruments import study_landmark_sets

        study = session.study
        raters = [one.id for one in study.annotations.raters()] if study is not None else []
        rounds = [one.name for one in study.annotations.rounds()] if study is not None else []
        sets = list(study_landmark_sets(study)) if study is not None else []
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.SPACE)
        self.rater_box = _box(raters, "Pseudonym; a new one becomes a rater of the study")
        self.round_box = _box(rounds, f"as the files say, or “{IMPORTED}”; a new one is made")
        self.set_box = QComboBox()
        self.set_box.addItems([_AS_SAID, *sets])
        form.addRow("&Rater", self.rater_box)
        form.addRow("Ro&und", self.round_box)
        form.addRow("&Landmarks", self.set_box)
        # Not at each letter: files would be read as often.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        for box in (self.rater_box, self.round_box, self.set_box):
            box.currentTextChanged.connect(lambda _text: self._pause.start())

    @property
    def rater(self) -> str:
        """The rater; empty as the files say."""
        return self.rater_box.currentText().strip()

    @property
    def round(self) -> str:
        """The round; empty as the files say."""
        return self.round_box.currentText().strip()

    @property
    def landmarks(self) -> str:
        """The set; empty as the files say."""
        return self.set_box.currentText() if self.set_box.currentIndex() else ""


def _box(names: list[str], hint: str) -> QComboBox:
    made = QComboBox()
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.addItems(names)
    made.setCurrentIndex(-1)
    made.setEditText("")
    line = made.lineEdit()
    if line is not None:
        line.setPlaceholderText(hint)
    return made
