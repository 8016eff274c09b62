"""How the overlay over the photograph is shown: the session's ``overlay``."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class OverlayState(QObject):
    """Opacity of the overlay, and whether it is held back.

    Signals
    -------
    opacity_changed(opacity: float), hidden_changed(hidden: bool)
    """

    opacity_changed = Signal(float)
    hidden_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opacity, self._hidden = 0.6, False

    @property
    def opacity(self) -> float:
        """Of the overlay, in [0, 1]; it stays from study to study."""
        return self._opacity

    def set_opacity(self, opacity: float) -> None:
        """Change the overlay's opacity; clipped to [0, 1]."""
        opacity = round(min(1.0, max(0.0, opacity)), 3)
        if opacity != self._opacity:
            self._opacity = opacity
            self.opacity_changed.emit(opacity)

    @property
    def hidden(self) -> bool:
        """True while the overlay is held back to see the photograph."""
        return self._hidden

    def hide(self, hidden: bool) -> None:
        """Hold the overlay back, or show it again."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.hidden_changed.emit(hidden)
