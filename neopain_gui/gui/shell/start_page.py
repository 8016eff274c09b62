"""What is seen before a study is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.drops import accept_copy, dropped_paths
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.shell.kept_where import FirstWords
from neopain_gui.gui.shell.recent_places import places

_WIDTH = 640


class DropZone(QFrame):
    """A place to drop a folder on, or to press."""

    dropped = Signal(object)

    def __init__(
        self, text: str, press: Callable[..., object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setMinimumHeight(120)
        self._over = False
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(theme.SPACE)
        label = PlainLabel(text)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(label)
        self.button = QPushButton("Choose a folder…")
        self.button.setIcon(theme.icon("study-new"))
        self.button.clicked.connect(press)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if accept_copy(event):
            self._over = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        if accept_copy(event):
            self.dropped.emit(dropped_paths(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = self.palette().highlight().color()
        ink = role if self._over else theme.blend(theme.muted(), self.palette().base().color(), 0.4)
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(
            theme.blend(role, self.palette().base().color(), 0.86 if self._over else 1)
        )
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)
        painter.end()


class StartPage(QScrollArea):
    """New, open, recent, demo, and a place to drop a folder.

    Parameters
    ----------
    actions : mapping of id to QAction
        The table's actions.
    recent : callable
        Gives the recent studies.

    Attributes
    ----------
    first : QPushButton
        Where the keyboard begins.

    Signals
    -------
    dropped(paths: list of Path), study_chosen(path: Path), recent_cleared()
    """

    dropped = Signal(object)
    study_chosen = Signal(object)
    recent_cleared = Signal()

    def __init__(
        self,
        actions: dict[str, QAction],
        recent: Callable[[], list[Path]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._recent = recent
        self._about_computer = actions["about_computer"]
        ground = QWidget()
        self.setWidget(ground)
        outer = QHBoxLayout(ground)
        outer.addStretch(1)
        page = QWidget()
        page.setFixedWidth(_WIDTH)
        outer.addWidget(page)
        outer.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 5 * theme.SPACE, 0, 3 * theme.SPACE)
        column.setSpacing(2 * theme.SPACE)
        column.addLayout(self._title())
        zone = DropZone(
            "Drop a folder of photographs here to make a study of it.", actions["new_study"].trigger
        )
        zone.dropped.connect(self.dropped)
        zone.button.setAccessibleName("Make a study from a folder of photographs")
        self.first = zone.button
        column.addWidget(zone)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for name, text in (
            ("open_study", "Open a study…"),
            ("open_demo", "Open the demo study"),
            ("user_guide", "Read the user guide"),
        ):
            row.addWidget(_button(actions[name], text))
        column.addLayout(row)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        column.addStretch(1)
        self.refresh()

    def _title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * theme.SPACE)
        picture = PlainLabel()
        picture.setPixmap(theme.application_icon().pixmap(QSize(56, 56), self.devicePixelRatioF()))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(2)
        title = PlainLabel("NeoPain")
        title.setFont(theme.heading_font(self.font()))
        words.addWidget(title)
        for text in (
            "Compare what people and neural networks look at when they judge neonatal pain.",
            "Research use only. Not a medical device.",  # up here no bar lies over it
        ):
            words.addWidget(_small(text))
        row.addLayout(words, 1)
        return row

    def refresh(self) -> None:
        """Show the recent studies as they are now."""
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        paths = self._recent()
        if not paths:
            self._list.addWidget(FirstWords(self._about_computer))
            return
        self._list.addWidget(self._recent_heading())
        for path, place in zip(paths, places(paths), strict=True):
            self._list.addWidget(self._recent_row(path, place))

    def _recent_heading(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, theme.SPACE, 0, theme.SPACE // 2)
        label = PlainLabel("Recent studies")
        label.setFont(theme.strong_font(self.font()))
        row.addWidget(label, 1)
        clear = QToolButton()
        clear.setText("Clear")
        clear.setAutoRaise(True)
        clear.setToolTip("Forget which studies were opened; the studies stay")
        clear.setAccessibleName("Clear the list of recent studies")
        clear.clicked.connect(self.recent_cleared)
        row.addWidget(clear)
        return box

    def _recent_row(self, path: Path, place: str) -> QWidget:
        button = QToolButton()
        button.setText(f"{path.stem}\nin {place}".replace("&", "&&"))
        button.setToolTip(literal(str(path)))
        button.setAccessibleName(f"Open the study {path.stem} in {place}")
        button.setIcon(theme.icon("recent"))
        button.setIconSize(QSize(18, 18))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMinimumHeight(5 * theme.SPACE)
        button.clicked.connect(lambda: self.study_chosen.emit(path))
        return button


def _button(action: QAction, text: str) -> QPushButton:
    button = QPushButton(action.icon(), text)
    button.setToolTip(literal(action.toolTip()))
    button.setIconSize(QSize(18, 18))
    button.setMinimumHeight(4 * theme.SPACE)
    button.clicked.connect(action.trigger)
    return button


def _small(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
