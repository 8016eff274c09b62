"""Reports of faults, shown as they are: a person reads one before anybody else does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.crashes.report import crash_folder, delete, put_back, reports
from neopain_gui.errors import refusal
from neopain_gui.gui.base import theme
from neopain_gui.gui.shell.placement import room_for_dialog
from neopain_gui.gui.widgets.dialog_parts import close_box, wrapped
from neopain_gui.gui.widgets.whole_text import WholeText

_WORDS = (
    "This is all that a report holds. NeoPain sends nothing: copy it, if you want to give it to "
    "whoever looks after the program, or delete it."
)
_NONE = "There are no reports of faults on this computer."
_UNREADABLE = "This report cannot be read."


class CrashDialog(QDialog):
    """The reports that are kept, one at a time.

    Parameters
    ----------
    parent : QWidget
        What it stands before.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Reports of faults")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._gone: list[tuple[Path, bytes]] = []
        outer = QVBoxLayout(self)
        self.words = wrapped()
        outer.addWidget(self.words)
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("Report")
        self.chooser.currentIndexChanged.connect(self._show)
        outer.addWidget(self.chooser)
        self.text = WholeText("What the report holds")
        self.text.copied.connect(self._say_copied)
        outer.addWidget(self.text, 1)
        self.said = wrapped()
        outer.addWidget(self.said)
        outer.addLayout(self._buttons())
        self._fill()
        self.resize(QSize(720, 480).boundedTo(room_for_dialog(parent)))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self.copy_button = QPushButton("&Copy")
        self.copy_button.clicked.connect(self.text.copy_all)
        self.folder_button = QPushButton("Open the &folder")
        self.folder_button.clicked.connect(open_folder)
        self.delete_button = QPushButton("&Delete")
        self.delete_button.clicked.connect(self._delete)
        self.back_button = QPushButton("&Put it back")
        self.back_button.clicked.connect(self._put_back)
        for button in (self.copy_button, self.folder_button, self.delete_button, self.back_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.back_button.hide()
        row.addStretch(1)
        row.addWidget(close_box(self))
        return row

    def _fill(self) -> None:
        self._files = reports()
        self.chooser.blockSignals(True)
        self.chooser.clear()
        self.chooser.addItems([_title(file) for file in self._files])
        self.chooser.blockSignals(False)
        self._show()

    def _show(self) -> None:
        there = bool(self._files)
        self.chooser.setVisible(len(self._files) > 1)
        self.words.setText(_WORDS if there else _NONE)
        self.text.setPlainText(_content(self._files[self.chooser.currentIndex()]) if there else "")
        self.text.setVisible(there)
        for button in (self.copy_button, self.delete_button):
            button.setEnabled(there)
        self.folder_button.setEnabled(crash_folder().is_dir())

    def _say_copied(self) -> None:
        self.said.setText("Copied.")

    def _delete(self) -> None:
        self._try(self._delete_shown)

    def _delete_shown(self) -> None:
        self._gone = delete([self._files[self.chooser.currentIndex()]])
        self.said.setText("Deleted.")
        self.back_button.show()

    def _put_back(self) -> None:
        self._try(self._put_back_deleted)

    def _put_back_deleted(self) -> None:
        put_back(self._gone)
        self._gone = []
        self.said.setText("It is back.")
        self.back_button.hide()

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except OSError as error:
            self.said.setText(refusal(error))
        self._fill()


def open_folder() -> None:
    """Show the folder of reports in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(crash_folder())))


def _title(file: Path) -> str:
    """Return a report's day and time, as its name has them."""
    _, day, clock, number = file.stem.split("-")
    more = f" ({number})" if number != "1" else ""
    return f"{day[:4]}-{day[4:6]}-{day[6:]} {clock[:2]}:{clock[2:4]}{more}"


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _UNREADABLE
