"""How large the screen was, asked where gaze is a share of it and no file says its size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from neopain_gui.gui.base.plain import PlainLabel

_MOST = 20_000


class ScreenSize(QWidget):
    """A sentence that names the files, and two fields that are empty until somebody says it.

    Signals
    -------
    said(size: tuple of int)
        (width, height), pixels.
    """

    said = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why = PlainLabel()
        self.why.setWordWrap(True)
        self.width_field, self.height_field = QLineEdit(), QLineEdit()
        self.use = QPushButton("Use this size")
        self.use.setToolTip("Read the recordings again with this size of the screen")
        row = QHBoxLayout()
        row.setSpacing(6)
        for name, field in (("Width", self.width_field), ("Height", self.height_field)):
            label = PlainLabel(f"{name} of the screen")
            label.setBuddy(field)
            field.setAccessibleName(f"{name} of the screen, pixels")
            field.setPlaceholderText("px")
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setValidator(QIntValidator(1, _MOST, field))
            field.setFixedWidth(field.fontMetrics().horizontalAdvance("00000") + 20)
            field.textEdited.connect(lambda *_: self._check())
            field.returnPressed.connect(self.use.click)
            row.addWidget(label)
            row.addWidget(field)
        row.addWidget(self.use)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.why)
        column.addLayout(row)
        self.use.clicked.connect(lambda: self.said.emit(self.size_said))
        self.ask((), None)

    @property
    def size_said(self) -> tuple[int, int] | None:
        """What the fields say; None while something is lacking."""
        fields = (self.width_field, self.height_field)
        if not all(field.hasAcceptableInput() for field in fields):
            return None
        return (int(self.width_field.text()), int(self.height_field.text()))

    def ask(
        self, files: Sequence[str], given: tuple[int, int] | None, *, others: bool = False
    ) -> None:
        """Ask for the screen's size; nothing is shown where no file lacks it.

        Parameters
        ----------
        files : sequence of str
            Names of those that lack it.
        given : tuple of int, optional
            What a person has said in this import; it can be corrected.
        others : bool
            Whether there are further files, which may not say theirs either.
        """
        self._given = given
        if files:
            verb = "give" if len(files) > 1 else "gives"
            self.why.setText(
                f"{', '.join(files)} {verb} gaze as shares of the screen; say how large it was."
                + (" Other files that do not say their screen's size get it too." if others else "")
            )
        else:
            self.why.setText("The size of the screen, as you said it, where a file does not.")
        for field, value in zip(
            (self.width_field, self.height_field), given or (None, None), strict=True
        ):
            field.setText("" if value is None else str(value))
        self.setVisible(bool(files) or given is not None)
        self._check()

    def _check(self) -> None:
        self.use.setEnabled(self.size_said not in (None, self._given))
