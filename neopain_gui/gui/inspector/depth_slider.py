"""Depth as a slider that can play: one step of the network after the other, round and round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.state.depth import Step, show_step, step_number, walk
from neopain_gui.gui.widgets.jump_slider import JumpSlider

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

SPEEDS = {"1 / s": 1.0, "2 / s": 2.0, "4 / s": 4.0, "8 / s": 8.0}
"""Steps a second, by what the list says."""
_USUAL = "2 / s"


class _Slider(JumpSlider):
    """Left and right go through the depth; up and down stay with the photographs."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._session = session

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._session.next_image()
        elif event.key() == Qt.Key.Key_Up:
            self._session.previous_image()
        else:
            super().keyPressEvent(event)


class DepthBar(QWidget):
    """Play, slider, and which step of how many it is.

    Playing goes on when the photograph changes, so that many can be looked through; it stops
    when the person chooses anything else.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Depth")
        self._session = session
        self._scenes = CurrentScene.of(session, jobs)
        self._steps: tuple[Step, ...] = ()
        self._own = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self.play = QToolButton(self)
        self.play.setAutoRaise(True)
        self.play.setIconSize(QSize(18, 18))
        self.play.clicked.connect(self.toggle)
        self.slider = _Slider(session, self)
        self.slider.setAccessibleName("Depth")
        self.slider.setToolTip("From the photograph to the deepest layer (← →)")
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setPageStep(1)
        self.speed = QComboBox(self)
        self.speed.setAccessibleName("Steps a second")
        self.speed.setToolTip("How many steps a second are played")
        self.speed.addItems(list(SPEEDS))
        self.speed.setCurrentText(_USUAL)
        self.where = PlainLabel(parent=self)
        self.where.setAccessibleName("Step of depth")
        self.where.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        row.addWidget(self.where)
        row.addWidget(self.speed)
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        session = self._session
        self.slider.valueChanged.connect(self._slid)
        self.speed.currentTextChanged.connect(self._set_pace)
        session.shown_model_changed.connect(self._changed)
        session.choice_changed.connect(self._changed)
        session.study_changed.connect(self._changed)
        self._scenes.appearance_changed.connect(self._changed)

    # Playing

    @property
    def playing(self) -> bool:
        """True while it steps by itself."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play, or stop playing."""
        if self.playing:
            self.stop()
        elif len(self._steps) > 1:
            self._set_pace()
            self._timer.start()
            self._show_playing()

    def stop(self) -> None:
        """Stay at the present step."""
        if self.playing:
            self._timer.stop()
            self._show_playing()

    def _set_pace(self, *_: object) -> None:
        self._timer.setInterval(round(1000 / SPEEDS[self.speed.currentText()]))

    def _tick(self) -> None:
        if self._scenes.loading and self._scenes.shown is None:
            return  # the next photograph is being read: its first step is not to be missed
        now = step_number(self._session)
        place = 0 if now is None else (now + 1) % len(self._steps)
        self._own = True
        try:
            show_step(self._session, self._steps[place])
        finally:
            self._own = False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    # Showing

    def _slid(self, place: int) -> None:
        show_step(self._session, self._steps[place])

    def _changed(self, *_: object) -> None:
        if not self._own:
            self.stop()
        self._refresh()

    def _refresh(self) -> None:
        steps = walk(self._session) if self._session.study is not None else ()
        if steps != self._steps:
            self._steps = steps
            self._fit()
        place = step_number(self._session)
        self.setEnabled(len(steps) > 1)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(steps) - 1))
        self.slider.setValue(place or 0)
        self.slider.blockSignals(False)
        self.where.setText(_written(steps, place))
        self._show_playing()

    def _fit(self) -> None:
        """Keep the slider's length while the words beside it change."""
        metrics = QFontMetrics(self.where.font())
        texts = [_written(self._steps, place) for place in range(len(self._steps))]
        self.where.setFixedWidth(max(map(metrics.horizontalAdvance, texts), default=0) + 2)

    def _show_playing(self) -> None:
        word = "Pause" if self.playing else "Play"
        self.play.setIcon(theme.icon(word.lower()))
        self.play.setToolTip(literal(f"{word}: one layer after the other, round and round  (L)"))
        self.play.setAccessibleName(f"{word} the layers")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "where"):
            self._fit()


def _written(steps: tuple[Step, ...], place: int | None) -> str:
    if place is None:
        return "not a layer" if steps else ""
    if place == 0:
        return "input"
    title = steps[place].title
    return f"{title}  ·  {place} of {len(steps) - 1}" if len(steps) > 2 else title
