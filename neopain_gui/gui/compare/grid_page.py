"""The grid with the choice between heatmaps and contour masks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.counted import counted
from neopain_gui.gui.compare.picture_grid import GridView
from neopain_gui.gui.compare.picture_tiles import Tiles
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.gui.widgets.segments import SegmentRow
from neopain_gui.gui.work import agreement_tables as tables

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

_MODES = {
    OverlayMode.HEATMAP: ("Heatmaps", "Relevance over the face (Figure 16, Appendices F and H)"),
    OverlayMode.MASK: ("Contour masks", "What lies outside is darkened (Appendices G and I)"),
}


class Grid(QWidget):
    """Follows the session: its photographs, its extraction models, its choice.

    Attributes
    ----------
    options : QWidget
        The choice, for the panel to place.
    """

    def __init__(self, session: Session, tiles: Tiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Grid")
        self._session = session
        self.view = GridView(tiles, self)
        self.view.chosen.connect(self._choose)
        self.options = SegmentRow(_MODES, self.view.grid.mode)
        self.options.chosen.connect(self.view.grid.set_mode)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def refresh(self) -> None:
        """Show what the session has now."""
        from neopain_gui.pipeline.compare import default_models

        session = self._session
        if session.study is None:
            self.view.grid.show((), Heads())
            return
        chosen = tables.compared_models(session)
        models = default_models(session.study) if chosen is None else chosen
        self.view.grid.show(session.visible_images, Heads(sorted(models)))
        self.view.show_image(session.image_id)

    def summary(self) -> str:
        """Say what is shown."""
        grid, settings = self.view.grid, self._session.choices.mask_settings
        if not grid.images:
            return "No photograph passes the filter of the list."
        return (
            f"{counted(len(grid.images), 'photograph')} and {len(grid.names)} extraction models, "
            f"face crop, c {settings.c_attribution:g} / {settings.c_gaze:g}. A click "
            "chooses the photograph and the map."
        )

    def _choose(self, image_id: str, model: str) -> None:
        self._session.select_image(image_id)
        self._session.show_model(model)
