"""Maps as Qt draws them, made in whichever thread comes first and kept in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainterPath

from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.drawn import Drawn, outline_of
from neopain_gui.gui.canvas.picture import halved, to_image
from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.gui.scene.overlay import OverlayMode, coloured, draw

if TYPE_CHECKING:
    from collections.abc import Hashable

    from neopain_gui.gui.scene.loading import Appearance
    from neopain_gui.maps import RelevanceMap
    from neopain_gui.masks import MaskSettings
    from neopain_gui.pipeline.maps.growing import Growing

TILE = 72
"""Side of a picture of the film strip, in device-independent pixels."""
_DENSEST = 2
"""Pixels of the screen per such pixel for which tiles are drawn."""


def picture_of(
    relevance: RelevanceMap,
    settings: MaskSettings,
    appearance: Appearance,
    maximum: float | None = None,
) -> Drawn:
    """Return what the viewer lays over the photograph for a map.

    ``maximum`` is the value at the upper end of the colours; the map's own by default.
    """

    def make() -> Drawn:
        overlay = draw(
            relevance, settings, mode=appearance.mode, colormap=appearance.colormap, maximum=maximum
        )
        return Drawn(
            image=to_image(overlay.rgba) if overlay.rgba is not None else None,
            box=overlay.box,
            outline=outline_of(overlay.mask.values, overlay.mask.box),
            maximum=overlay.maximum,
        )

    return KEPT.get(_picture_key(relevance, settings, appearance, maximum), make)


def drawn_picture(
    relevance: RelevanceMap,
    settings: MaskSettings,
    appearance: Appearance,
    maximum: float | None = None,
) -> Drawn | None:
    """Return what :func:`picture_of` made before; None if it was not asked yet."""
    found: Drawn | None = KEPT.peek(_picture_key(relevance, settings, appearance, maximum))
    return found


def unfinished_picture(grown: Growing, appearance: Appearance) -> Drawn | None:
    """Return a map that still grows, as it is so far: no contour, no scale, and kept nowhere.

    None in the modes that show no colours.
    """
    if appearance.mode not in (OverlayMode.HEATMAP, OverlayMode.RELEVANCE):
        return None
    rgba = coloured(grown.values, grown.top, appearance.colormap)
    return Drawn(image=to_image(rgba), box=grown.box, outline=QPainterPath(), maximum=None)


def tile_of(relevance: RelevanceMap, settings: MaskSettings, appearance: Appearance) -> QImage:
    """Return a map as the film strip shows it."""

    def make() -> QImage:
        overlay = draw(relevance, settings, mode=appearance.on_tiles, colormap=appearance.colormap)
        if overlay.rgba is None:
            raise ValueError("a tile has no mode without a picture")
        return _small(to_image(overlay.rgba))

    return KEPT.get(_tile_key(relevance, settings, appearance), make)


def drawn_tile(
    relevance: RelevanceMap, settings: MaskSettings, appearance: Appearance
) -> QImage | None:
    """Return what :func:`tile_of` made before; None if it was not asked yet."""
    found: QImage | None = KEPT.peek(_tile_key(relevance, settings, appearance))
    return found


def crop_of(photograph: NDArray[np.uint8], sha256: str, box: Box) -> QImage:
    """Return the face as the film strip shows it."""
    return KEPT.get(
        ("crop", sha256, box.as_tuple()), lambda: _small(to_image(photograph[box.slices]))
    )


def photograph_pyramid(photograph: NDArray[np.uint8], sha256: str) -> tuple[QImage, ...]:
    """Return a photograph with the halved copies that drawing it small needs."""
    return KEPT.get(("levels", sha256), lambda: halved(to_image(photograph)))


def _small(image: QImage) -> QImage:
    side = TILE * _DENSEST
    return image.scaled(
        side,
        side,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _picture_key(
    relevance: RelevanceMap, settings: MaskSettings, appearance: Appearance, maximum: float | None
) -> Hashable:
    return (_key("picture", relevance, settings, appearance.mode, appearance.colormap), maximum)


def _tile_key(relevance: RelevanceMap, settings: MaskSettings, appearance: Appearance) -> Hashable:
    return _key("tile", relevance, settings, appearance.on_tiles, appearance.colormap)


def _key(
    what: str, relevance: RelevanceMap, settings: MaskSettings, mode: OverlayMode, colormap: str
) -> Hashable:
    return (what, relevance.provenance.key, relevance.model, settings, mode, colormap)
