"""What a hand does on a canvas or a plot: QTest complains that a scene passes the press on."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

_NO_KEY = Qt.KeyboardModifier.NoModifier


def drag(view, first, last, button=Qt.MouseButton.LeftButton):
    """Press at a point of a graphics view, move to another and release."""
    kind = QEvent.Type
    steps = [(kind.MouseMove, first, False), (kind.MouseButtonPress, first, True)]
    steps += [(kind.MouseMove, first + (last - first) * share, True) for share in (0.3, 0.6, 1.0)]
    steps += [(kind.MouseButtonRelease, last, False)]
    for what, place, held in steps:
        event = QMouseEvent(
            what,
            QPointF(place),
            QPointF(view.mapToGlobal(place)),
            Qt.MouseButton.NoButton if what == kind.MouseMove else button,
            button if held else Qt.MouseButton.NoButton,
            _NO_KEY,
        )
        QApplication.sendEvent(view.viewport(), event)
        QTest.qWait(20)
    QApplication.processEvents()


def turn_wheel(view, angle, across=0, down=0):
    """Turn the wheel in the middle of a graphics view, or some pixels from it.

    Returns whether it took the turn; else what lies around it would have it.
    """
    at = QPointF(view.viewport().rect().center() + QPoint(across, down))
    event = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        _NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    return event.isAccepted()
