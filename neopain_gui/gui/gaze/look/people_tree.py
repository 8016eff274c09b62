"""The participants of the gaze view, by group: on and off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.gaze.look.scanpath_data import Path
from neopain_gui.gui.widgets.sorting import SortedTreeItem, sort_by_heads
from neopain_gui.percentages import percent

NAME, FIXATIONS, VALID = range(3)
_HEADS = ("Participant", "Fixations", "Valid")
_LEFT_OUT = Qt.ItemDataRole.UserRole + 8
_NOBODY = "no group"


class People(QTreeWidget):
    """Groups with their participants, each with a tick.

    Signals
    -------
    ticked()
        Other participants are wanted.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Participants")
        self.setHeaderLabels(_HEADS)
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (FIXATIONS, VALID):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.headerItem().setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        sort_by_heads(self)
        self._off: set[str] = set()
        self.itemChanged.connect(self._changed)
        self.itemDoubleClicked.connect(lambda item, _: self._only(item))
        self.setExpandsOnDoubleClick(False)
        self.setToolTip("Double-click a participant or a group to see nobody else")

    @property
    def wanted(self) -> frozenset[str]:
        """Pseudonyms of the participants that are ticked."""
        return frozenset(
            item.text(NAME)
            for item in self._people()
            if item.checkState(NAME) is Qt.CheckState.Checked
        )

    @property
    def everybody(self) -> frozenset[str]:
        """Pseudonyms of all who are listed."""
        return frozenset(item.text(NAME) for item in self._people())

    @property
    def chosen(self) -> tuple[str, ...]:
        """Pseudonyms of those that are selected; a selected group stands for all of its own."""
        found: dict[str, None] = {}
        for item in self.selectedItems():
            inside = [item.child(row) for row in range(item.childCount())] or [item]
            found.update(dict.fromkeys(one.text(NAME) for one in inside if one is not None))
        return tuple(found)

    def forget(self) -> None:
        """Show nobody, and forget who was off: those were another study's people."""
        self._off.clear()
        with QSignalBlocker(self):
            self.clear()

    def show_people(self, paths: Sequence[Path], colours: Mapping[str, QColor]) -> None:
        """List who looked at the photograph; who was off before stays off."""
        with QSignalBlocker(self):
            self.clear()
            groups: dict[str, QTreeWidgetItem] = {}
            for path in paths:
                name = path.group or _NOBODY
                if name not in groups:
                    groups[name] = SortedTreeItem(self, [name])
                    groups[name].setFirstColumnSpanned(True)  # a name of any length can be read
                    groups[name].setFlags(
                        groups[name].flags()
                        | Qt.ItemFlag.ItemIsAutoTristate
                        | Qt.ItemFlag.ItemIsUserCheckable
                    )
                self._add(groups[name], path, colours[path.participant])
            self.expandAll()

    def only(self, names: Collection[str]) -> None:
        """Tick these participants and nobody else."""
        with QSignalBlocker(self):
            for item in self._people():
                on = item.text(NAME) in names
                item.setCheckState(NAME, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._remember()

    def _only(self, item: QTreeWidgetItem) -> None:
        members = [item.child(row) for row in range(item.childCount())] or [item]
        self.only({one.text(NAME) for one in members if one is not None})

    def _add(self, group: QTreeWidgetItem, path: Path, colour: QColor) -> None:
        valid = "" if path.valid_share is None else percent(path.valid_share)
        item = SortedTreeItem(group, [path.participant, str(len(path.fixations)), valid])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        off = path.participant in self._off
        item.setCheckState(NAME, Qt.CheckState.Unchecked if off else Qt.CheckState.Checked)
        item.setIcon(NAME, _swatch(colour))
        for column in (FIXATIONS, VALID):
            item.setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        if path.excluded:
            item.setData(0, _LEFT_OUT, True)
            for column in range(len(_HEADS)):
                item.setForeground(column, theme.muted())
                item.setToolTip(column, literal(f"Left out of group maps: {path.excluded}."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() != QEvent.Type.PaletteChange:
            return
        for item in self._people():
            for column in range(len(_HEADS)) if item.data(0, _LEFT_OUT) else ():
                item.setForeground(column, theme.muted())

    def _people(self) -> list[QTreeWidgetItem]:
        groups = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        items = [group.child(row) for group in groups if group for row in range(group.childCount())]
        return [item for item in items if item is not None]

    def _changed(self, item: QTreeWidgetItem) -> None:
        if item.childCount() == 0:
            self._remember()

    def _remember(self) -> None:
        shown = {item.text(NAME) for item in self._people()}
        self._off = (self._off - shown) | (shown - self.wanted)
        self.ticked.emit()


def _swatch(colour: QColor) -> QIcon:
    pixmap = QPixmap(24, 24)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.hairline())
    painter.setBrush(colour)
    painter.drawEllipse(4, 4, 16, 16)
    painter.end()
    return QIcon(pixmap)
