"""Where a new study is kept, and what it is called."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from neopain_gui import locations
from neopain_gui.gui import file_dialogs, theme
from neopain_gui.gui.plain import PlainLabel, literal

_NOT_IN_A_NAME = '<>:"/\\|?*'


class StudyPlace(QWidget):
    """A name and a folder.

    Parameters
    ----------
    stem : str
        The name that is offered, with a number where there is such a study already.

    Signals
    -------
    changed()
    """

    changed = Signal()

    def __init__(self, stem: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = locations.documents_folder()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        label = PlainLabel("Name of the study")
        row.addWidget(label)
        self.name = QLineEdit(self._free_name(stem))
        self.name.setAccessibleName("Name of the study")
        self.name.setMaximumWidth(260)
        self.name.textChanged.connect(self.changed)
        label.setBuddy(self.name)
        row.addWidget(self.name)
        self._where = PlainLabel()
        row.addWidget(self._where)
        change = QPushButton("Other folder…")
        change.setToolTip("Choose where the study is kept")
        change.clicked.connect(self._choose)
        row.addWidget(change)
        row.addStretch(1)
        self.show_place()

    @property
    def usable(self) -> bool:
        """Whether a folder can be called so on every system."""
        name = self.name.text().strip()
        return bool(name) and not any(letter in name for letter in _NOT_IN_A_NAME)

    @property
    def path(self) -> Path:
        """The study's folder."""
        return self.place / f"{self.name.text().strip()}.neopain"

    def _free_name(self, stem: str) -> str:
        names = [stem, *(f"{stem} {number}" for number in range(2, 100))]
        return next((n for n in names if not (self.place / f"{n}.neopain").exists()), stem)

    def show_place(self) -> None:
        """Show the folder's name."""
        self._where.setText(f"in {self.place.name or self.place}")
        self._where.setToolTip(literal(str(self.place)))

    def _choose(self) -> None:
        folder = file_dialogs.folder(self, "studies", "Where to keep the study", str(self.place))
        if folder is not None:
            self.place = folder
            self.show_place()
