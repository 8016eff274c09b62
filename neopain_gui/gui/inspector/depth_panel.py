"""Under the viewer: the depth slider and the film strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from neopain_gui.gui.inspector.depth_slider import DepthBar
from neopain_gui.gui.inspector.film_strip import FilmStrip

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session


class InspectorPanel(QWidget):
    """Walks through the depth of the chosen classifier.

    Attributes
    ----------
    depth_bar : DepthBar
        Slider and play.
    strip : FilmStrip
        One tile per layer.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Depth of the network")
        self.depth_bar = DepthBar(session, jobs, self)
        self.strip = FilmStrip(session, jobs, self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.depth_bar)
        column.addWidget(self.strip)
