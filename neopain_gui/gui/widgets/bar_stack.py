"""What is said to the person: one bar for each kind of message, above the foot of the window.

The bars float over what is there and never move it. What has just appeared or moved takes no
click: whoever was about to press what is below presses that, not a bar.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.widgets.message_bar import MessageBar

KEEP_CLEAR = "keepClear"
"""Property of buttons that end a page, and of what is read with them: bars stay above."""
KEEP_BESIDE = "keepBeside"
"""Property of a frame on the right that is worked in: bars stay left of it."""
AIM_MS = 600
"""For as long a person may still press what was there before a bar appeared or moved."""
_WIDEST = 860
_MARGIN = theme.SPACE
_COUNTED = {"error": "errors", "warning": "warnings"}
_ORDER = ("said", "warning", "error", "program")
"""From the top; what fades comes and goes where it moves nothing else."""


class _Shield(QWidget):
    """Lies over bars that have just moved and takes what was aimed at something else."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


class _Group(QFrame):
    """The messages of one kind: one bar, with a heading and a list where there are several."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(
            theme.SPACE + 4, theme.SPACE // 2, theme.SPACE // 2, theme.SPACE // 2
        )
        self._column.setSpacing(theme.SPACE // 2)
        self._head = QWidget(self)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        self._heading = PlainLabel()
        self._heading.setFont(theme.strong_font(self._heading.font()))
        row.addWidget(self._heading, 1)
        self.close_all = QToolButton()
        self.close_all.setText("Close all")
        self.close_all.setAutoRaise(True)
        self.close_all.clicked.connect(self.dismiss)
        row.addWidget(self.close_all)
        self._column.addWidget(self._head)
        self._head.hide()
        self.hide()

    def bars(self) -> list[MessageBar]:
        """Return its messages, oldest first."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        found = self.findChildren(MessageBar, options=direct)
        return [bar for bar in found if not bar.isHidden()]

    def add(self, bar: MessageBar) -> None:
        self._column.addWidget(bar)
        bar.show()
        self.show()
        self.count()

    def count(self) -> None:
        """Say how many there are, where there are several."""
        number = len(self.bars())
        self.setVisible(bool(number))
        kind = _COUNTED.get(self._name, "")
        self._head.setVisible(bool(kind) and number > 1)
        self._heading.setText(f"{number} {kind}")
        self.close_all.setAccessibleName(f"Close all {kind}")

    def dismiss(self) -> None:
        """Take all its messages away."""
        for bar in self.bars():
            bar.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        bars = self.bars()
        if not bars:
            return
        colour = theme.level_colour(bars[-1].level)
        painter = QPainter(self)
        ground = self.palette().window().color()
        painter.fillRect(self.rect(), theme.blend(colour, ground, 0.86))
        painter.setPen(theme.blend(colour, ground, 0.4))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.fillRect(0, 0, 4, self.height(), colour)
        painter.end()


class BarStack(QWidget):
    """The messages over a page, at its foot.

    Parameters
    ----------
    parent : QWidget, optional
        What the bars float over.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Messages")
        self._came_from: QWidget | None = None
        self._only: Callable[[Message], bool] | None = None
        self._waiting: list[Message] = []
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._groups = {name: _Group(name, self._inside) for name in _ORDER}
        for group in self._groups.values():
            self._column.addWidget(group)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # where there are too many, the newest errors and what is said of the program are in sight
        along = self._scroll.verticalScrollBar()
        along.rangeChanged.connect(lambda _least, most: along.setValue(most))
        self._scroll.setWidget(self._inside)
        for ground in (self._scroll.viewport(), self._inside):
            ground.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._shield = _Shield(self)
        self._shield.hide()
        self._aiming = QTimer(self)
        self._aiming.setSingleShot(True)
        self._aiming.timeout.connect(self._take_clicks)
        self._inside.installEventFilter(self)
        if parent is not None:
            parent.installEventFilter(self)
            self.hide()

    # -- what is said ------------------------------------------------------------------------
    def messages(self) -> list[MessageBar]:
        """Return the messages on display, from the top."""
        return [bar for group in self._groups.values() for bar in group.bars()]

    def say(
        self,
        level: str,
        text: str,
        *,
        details: str = "",
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> MessageBar:
        """Show a message that has no topic."""
        return self.tell(Message(level=level, text=text, details=details, action=action))

    def tell(self, message: Message) -> MessageBar:
        """Show a message; an earlier one of its topic goes, and nothing is said twice."""
        if self._only is not None and not self._only(message):
            self._waiting.append(message)
            return MessageBar(message)
        said = [bar for bar in self.messages() if bar.message.says_the_same(message)]
        if message.topic:
            self._dismiss(lambda bar: bar.topic == message.topic and bar not in said)
        if said:
            said[0].renew(message)
            announce(said[0])
            return said[0]
        group = self._groups[_group_of(message)]
        if message.fades:
            for bar in group.bars():
                if bar.message.fades:
                    bar.dismiss()
        bar = MessageBar(message)
        bar.closed.connect(self._closed)
        first = not self.messages()
        group.add(bar)
        self._appear(first)
        announce(bar)
        return bar

    def settle(self, topic: str) -> None:
        """Take the messages of a topic away, and of its parts: ``topic/part``."""
        self._waiting = [
            one for one in self._waiting if not f"{one.topic}/".startswith(f"{topic}/")
        ]
        self._dismiss(lambda bar: f"{bar.topic}/".startswith(f"{topic}/"))

    def keep_to(self, only: Callable[[Message], bool] | None) -> None:
        """Say only these messages; whatever else there is to say waits until None lets it.

        What is there already was of what stood in front before: of a study it waits as well.
        """
        if only is not None and self._only is None:
            for bar in self.messages():
                if bar.message.of_study or not only(bar.message):
                    self._waiting.append(bar.message)
                    bar.dismiss()
        self._only = only
        if only is None:
            waiting, self._waiting = self._waiting, []
            for message in waiting:
                if message.still is None or message.still():
                    self.tell(message)

    def drop_past(self) -> None:
        """Take away what is no longer so."""
        self._dismiss(lambda bar: bar.message.still is not None and not bar.message.still())

    def clear(self, *levels: str) -> None:
        """Take the messages of these levels away."""
        self._dismiss(lambda bar: bar.level in levels)

    def leave_study(self) -> None:
        """Take away what was said about a study that is no longer open."""
        self._waiting = [one for one in self._waiting if not one.of_study]
        self._dismiss(lambda bar: bar.message.of_study)

    def _dismiss(self, which: Callable[[MessageBar], bool]) -> None:
        for bar in self.messages():
            if which(bar):
                bar.dismiss()

    # -- by keyboard -------------------------------------------------------------------------
    def take_focus(self) -> None:
        """Bring the keyboard to the newest message; from one message on to the next."""
        bars = self.messages()[::-1]
        if not bars:
            return
        focus = QApplication.focusWidget()
        within = [place for place, bar in enumerate(bars) if focus and bar.isAncestorOf(focus)]
        if not within:
            self._came_from = focus
        bar = bars[(within[0] + 1) % len(bars)] if within else bars[0]
        bar.take_focus()
        self._scroll.ensureWidgetVisible(bar)

    def _closed(self, had_focus: bool) -> None:
        for group in self._groups.values():
            group.count()
        if had_focus:
            self._hand_focus_on()
        if self.messages():
            self._moved()
        else:
            self._aiming.stop()
            self._take_clicks()
            if self.parentWidget() is not None:
                self.hide()

    def _hand_focus_on(self) -> None:
        left = self.messages()
        if left:
            left[-1].take_focus()
            return
        try:
            if self._came_from is not None and self._came_from.isVisible():
                self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        except RuntimeError:  # it was deleted meanwhile
            self._came_from = None

    # -- where it is -------------------------------------------------------------------------
    def _appear(self, first: bool) -> None:
        if self.parentWidget() is None:
            return
        if first:  # what is aimed at the page passes through
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)
            self._aiming.start(AIM_MS)
        else:
            self._moved()
        self.show()
        self.raise_()
        self._column.invalidate()  # in place() it would ask for another place(), without an end
        self.place()

    def _moved(self) -> None:
        """Take no click for a moment: bars are not where they were."""
        self._shield.setGeometry(self.rect())
        self._shield.show()
        self._shield.raise_()
        self._aiming.start(AIM_MS)

    def _take_clicks(self) -> None:
        self._shield.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)

    def place_soon(self) -> None:
        """Go there once the page below is laid out."""
        QTimer.singleShot(0, self, self.place)

    def place(self) -> None:
        """Go to the foot of what is below, above what ends its page."""
        over = self.parentWidget()
        if over is None or not self.messages():
            return
        foot, side = over.height() - _MARGIN, over.width()
        for kind in (QPushButton, QFrame):  # a label is a frame
            for one in over.findChildren(kind):
                if one.property(KEEP_CLEAR) and one.isVisible():
                    foot = min(foot, one.mapTo(over, QPoint(0, 0)).y() - _MARGIN)
                if one.property(KEEP_BESIDE) and one.isVisible():
                    side = min(side, one.mapTo(over, QPoint(0, 0)).x())
        width = min(side - 2 * _MARGIN, _WIDEST)
        needed, most = self.heightForWidth(width), over.height() // 2
        # a scroll bar that came for a moment takes the width by which it is not needed
        bar = Qt.ScrollBarPolicy
        self._scroll.setVerticalScrollBarPolicy(
            bar.ScrollBarAlwaysOff if needed <= most else bar.ScrollBarAsNeeded
        )
        height = max(0, min(needed, most))
        self.setGeometry((side - width) // 2, foot - height, width, height)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high all messages are in full."""
        return self._column.totalHeightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shield.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if (kind == QEvent.Type.Resize and watched is self.parentWidget()) or (
            kind == QEvent.Type.LayoutRequest and watched is self._inside
        ):
            self.place_soon()
        return False


def _group_of(message: Message) -> str:
    if not message.of_study:
        return "program"
    return message.level if message.level in _COUNTED else "said"


def announce(bar: MessageBar) -> None:
    """Tell a screen reader."""
    event = QAccessibleAnnouncementEvent(bar, bar.accessibleName())
    if bar.level == "error":
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
