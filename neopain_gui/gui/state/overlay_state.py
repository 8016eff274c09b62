"""How the overlay over the photograph is shown: a part of the session."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from neopain_gui.gui.state.choices import View


class OverlayState(QObject):
    """Opacity of the overlay, and whether it is held back.

    Signals
    -------
    opacity_changed(opacity: float), overlay_hidden_changed(hidden: bool)
    """

    opacity_changed = Signal(float)
    overlay_hidden_changed = Signal(bool)

    _view: View

    @property
    def opacity(self) -> float:
        """Of the overlay, in [0, 1]."""
        return self._view.opacity

    def set_opacity(self, opacity: float) -> None:
        """Change the overlay's opacity; clipped to [0, 1]."""
        opacity = round(min(1.0, max(0.0, opacity)), 3)
        if opacity != self._view.opacity:
            self._view.opacity = opacity
            self.opacity_changed.emit(opacity)

    @property
    def overlay_hidden(self) -> bool:
        """True while the overlay is held back to see the photograph."""
        return self._view.overlay_hidden

    def hide_overlay(self, hidden: bool) -> None:
        """Hold the overlay back, or show it again."""
        if hidden != self._view.overlay_hidden:
            self._view.overlay_hidden = hidden
            self.overlay_hidden_changed.emit(hidden)
