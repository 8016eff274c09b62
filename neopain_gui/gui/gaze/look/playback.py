"""Play, time and speed."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.jump_slider import JumpSlider

SPEEDS = (1, 2, 4, 8)
_FRAME_MS = 33


class Playback(QWidget):
    """Plays a stretch of time at a chosen speed.

    Signals
    -------
    moved(ms: float or None)
        The time that is shown, milliseconds since the photograph appeared; None for all at once.
    """

    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._end = 0.0
        self._at: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._since = QElapsedTimer()
        self.play = QPushButton("Play")
        self.play.setCheckable(True)
        self.play.setProperty(KEEP_CLEAR, True)
        self.whole = QPushButton("Sho&w all")
        self.slider = JumpSlider(Qt.Orientation.Horizontal)
        self.speed = QComboBox()
        self.time = PlainLabel()
        self._arrange()
        self.play.toggled.connect(self._toggled)
        self.whole.clicked.connect(self.show_all)
        self.slider.valueChanged.connect(self._dragged)
        self._timer.timeout.connect(self._tick)
        self.set_end(0.0)

    def _arrange(self) -> None:
        self.play.setIcon(theme.icon("play"))
        self.play.setToolTip("Play what people looked at, in time")
        self.whole.setToolTip("Show all fixations at once")
        self.slider.setToolTip("Time since the photograph appeared")
        self.slider.setAccessibleName("Time")
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("Speed: 1× is as it was")
        for speed in SPEEDS:
            self.speed.addItem(f"{speed}×", speed)
        self.time.setAccessibleName("Time shown")
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance("88.88 s of 88.88 s"))
        row = Flow(self)
        row.setContentsMargins(8, 0, 8, 0)
        for part in (self.play, self.speed):
            row.addWidget(part)
        row.addWidget(self.slider)
        row.addWidget(self.time)
        row.addWidget(self.whole)

    @property
    def at(self) -> float | None:
        """The time that is shown; None for all at once."""
        return self._at

    def set_end(self, ms: float) -> None:
        """Set how long there is something to play, and show all of it."""
        self._end = ms
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(1, round(ms)))
        self.slider.blockSignals(False)
        for part in (self.play, self.speed, self.slider, self.whole):
            part.setEnabled(ms > 0)
        self.show_all()

    def show_all(self) -> None:
        """Stop, and show everything at once."""
        self.play.setChecked(False)
        self._show(None)

    def _toggled(self, playing: bool) -> None:
        self.play.setText("Pause" if playing else "Play")
        self.play.setIcon(theme.icon("pause" if playing else "play"))
        if playing:
            if self._at is None or self._at >= self._end:
                self._show(0.0)
            self._since.start()
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        """Move by the time that has passed, so that a slow frame loses none of it."""
        passed = self._since.restart() * float(self.speed.currentData())
        at = min(self._end, (self._at or 0.0) + passed)
        self._show(at)
        if at >= self._end:
            self.play.setChecked(False)

    def _dragged(self, value: int) -> None:
        self._show(float(value))

    def _show(self, at: float | None) -> None:
        self._at = at
        self.slider.blockSignals(True)
        self.slider.setValue(self.slider.maximum() if at is None else round(at))
        self.slider.blockSignals(False)
        whole = f"{self._end / 1000:.2f} s"
        self.time.setText(whole if at is None else f"{at / 1000:.2f} s of {whole}")
        self.whole.setEnabled(self._end > 0 and at is not None)
        self.moved.emit(at)
