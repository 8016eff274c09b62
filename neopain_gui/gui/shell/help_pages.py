"""The shortcut sheet and About; both are windows beside, not in front of, the work."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from neopain_gui import __released__, __version__
from neopain_gui.computer.age import OLD, is_old
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.place.command import Command
from neopain_gui.gui.shell.placement import room_for_dialog
from neopain_gui.gui.widgets.flow import Flow

_OTHERS = "In no menu"
_COLUMNS = 3
_Rows = list[tuple[str, str]]
"""Keys, and what they do."""
RESEARCH_ONLY = "Research use only. Not a medical device."


class ShortcutSheet(QDialog):
    """Every shortcut.

    Parameters
    ----------
    commands : sequence of Command
        In the order of the menus; those with keys are on it.
    held_keys : sequence of (str, str)
        Keys that are no commands, and what they do.
    parent : QWidget
        What it stands before.
    """

    def __init__(
        self,
        commands: Sequence[Command],
        held_keys: Sequence[tuple[str, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        sheet = QWidget()
        columns = Flow(sheet, 5 * theme.SPACE, top=True)
        area = QScrollArea()
        area.setAccessibleName(self.windowTitle())
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(sheet)
        outer.addWidget(area)
        groups = _in_order_of_the_menus(commands)
        groups[_OTHERS] = [*held_keys, ("Alt+letter", "Control with that letter underlined")]
        for part_of_them in _columns(groups):
            part = QWidget()
            column = QGridLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setHorizontalSpacing(2 * theme.SPACE)
            column.setVerticalSpacing(theme.SPACE // 2)
            for name in part_of_them:
                self._group(column, name, groups[name])
            column.setRowStretch(column.rowCount(), 1)
            columns.addWidget(part)
        where = PlainLabel(
            "Letters, digits and signs act where the photograph is in sight: in Inspect; the "
            "labels also on the small pictures. In fields, tables and importers they only write."
        )
        where.setWordWrap(True)
        outer.addWidget(where)
        outer.addWidget(_close_button(self))
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(columns.minimumSize().width() + bar)
        self.resize(self.sizeHint().expandedTo(_whole(sheet)).boundedTo(room_for_dialog(parent)))

    def _group(self, grid: QGridLayout, name: str, rows: _Rows) -> None:
        heading = PlainLabel(name)
        heading.setFont(theme.strong_font(self.font()))
        heading.setContentsMargins(0, theme.SPACE, 0, 0)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for keys, what in rows:
            row = grid.rowCount()
            key = PlainLabel(keys)
            key.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            key.setFont(theme.strong_font(self.font()))
            grid.addWidget(key, row, 0)
            grid.addWidget(PlainLabel(what), row, 1)


def _in_order_of_the_menus(commands: Sequence[Command]) -> dict[str, _Rows]:
    """Return the commands that have keys by their menu, submenus where they stand in it."""
    groups: dict[str, _Rows] = {}
    for command in commands:
        native = QKeySequence.SequenceFormat.NativeText
        keys = "   ".join(QKeySequence(key).toString(native) for key in command.keys)
        rows = groups.setdefault(command.menu.replace("&", "").replace("/", " › "), [])
        if keys:
            rows.append((keys, command.plain))
    return {name: rows for name, rows in groups.items() if rows}


def _columns(groups: Mapping[str, _Rows]) -> list[list[str]]:
    """Share the groups out, in their order, among columns of about one height."""
    lines = {name: len(rows) + 1 for name, rows in groups.items()}
    columns: list[list[str]] = [[] for _ in range(_COLUMNS)]
    above, whole = 0, sum(lines.values())
    for name, high in lines.items():
        columns[min(_COLUMNS - 1, (2 * above + high) * _COLUMNS // (2 * whole))].append(name)
        above += high
    return columns


class About(QDialog):
    """Name, version, and what the program is not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setWindowTitle("About NeoPain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        outer.setSpacing(2 * theme.SPACE)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.SPACE)
        outer.addLayout(row)
        picture = PlainLabel()
        picture.setPixmap(theme.application_icon().pixmap(QSize(72, 72), self.devicePixelRatioF()))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        row.addLayout(words, 1)
        title = PlainLabel(f"NeoPain {__version__}")
        title.setFont(theme.heading_font(self.font()))
        words.addWidget(title)
        warning = PlainLabel(RESEARCH_ONLY)
        warning.setFont(theme.strong_font(self.font()))
        words.addWidget(warning)
        text = PlainLabel(
            "Compares what people and neural networks look at when they judge neonatal pain. "
            "Class scores are the outputs of a classifier, never a diagnosis.\n\n"
            "Nothing leaves this computer: the program makes no network connection.\n\n"
            f"Made on {__released__}. MIT licence. Python {sys.version.split()[0]}, "
            f"Qt {qVersion()}."
        )
        text.setWordWrap(True)
        text.setMinimumWidth(360)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(text)
        if is_old():
            words.addWidget(_quiet(OLD))
        box = _close_button(self)
        self.licences_button = QPushButton("&Licences…")
        self.licences_button.clicked.connect(self._show_licences)
        box.addButton(self.licences_button, QDialogButtonBox.ButtonRole.ActionRole)
        outer.addWidget(box)

    def _show_licences(self) -> None:
        from neopain_gui.gui.shell.licences_dialog import LicencesDialog

        LicencesDialog(self._parent).show()
        self.close()


def _quiet(text: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _whole(sheet: QWidget) -> QSize:
    return sheet.sizeHint() + QSize(6 * theme.SPACE, 10 * theme.SPACE)


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    box.rejected.connect(dialog.close)
    return box
