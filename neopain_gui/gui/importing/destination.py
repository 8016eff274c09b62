"""Where a new study is kept, and what it is called."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from neopain_gui import locations
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets import file_dialogs

_NOT_IN_A_NAME = '<>:"/\\|?*'


class StudyDestination(QWidget):
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
        self.folder = locations.documents_folder()
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
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName("What is wrong with the name")
        row.addWidget(self.problem, 1)
        self.name.textChanged.connect(self._say)
        self.show_folder()

    @property
    def usable(self) -> bool:
        """Whether a new folder can be called so, on every system."""
        return not self._wrong()

    @property
    def path(self) -> Path:
        """The study's folder."""
        return self.folder / f"{self.name.text().strip()}.neopain"

    def _free_name(self, stem: str) -> str:
        names = [stem, *(f"{stem} {number}" for number in range(2, 100))]
        return next((n for n in names if not (self.folder / f"{n}.neopain").exists()), stem)

    def _wrong(self) -> str:
        name = self.name.text().strip()
        if not name:
            return "A study has a name."
        if any(letter in name for letter in _NOT_IN_A_NAME):
            return f"A name has none of {' '.join(_NOT_IN_A_NAME)}"
        try:
            return "There is such a study already." if self.path.exists() else ""
        except OSError:  # the place cannot be looked into: making the study says why
            return ""

    def _say(self) -> None:
        self.problem.setText(self._wrong())
        tint = self.problem.palette()
        tint.setColor(QPalette.ColorRole.WindowText, theme.level_colour("error"))
        self.problem.setPalette(tint)

    def show_folder(self) -> None:
        """Show the folder's name."""
        self._where.setText(f"in {self.folder.name or self.folder}")
        self._where.setToolTip(literal(str(self.folder)))
        self._say()

    def _choose(self) -> None:
        folder = file_dialogs.folder(self, "studies", "Where to keep the study", str(self.folder))
        if folder is not None:
            self.folder = folder
            self.show_folder()
            self.changed.emit()
