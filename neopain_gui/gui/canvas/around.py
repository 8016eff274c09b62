"""What a line that a hand drew goes around."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from neopain_gui.faces.drawn import area_of
from neopain_gui.gui.canvas.vertices import outline_path


def drawn_around(points: Sequence[tuple[float, float]]) -> list[NDArray[np.float64]]:
    """Return what a closed line goes around, each part with an outline that does not cross itself.

    A hand that goes on beyond its beginning, or crosses its own line, still means the inside.
    """
    path = outline_path([np.asarray(points, np.float64)])
    path.setFillRule(Qt.FillRule.WindingFill)
    parts = path.simplified().toSubpathPolygons()
    made = [
        np.array([(corner.x(), corner.y()) for corner in part.toList()[:-1]]).reshape(-1, 2)
        for part in parts
    ]
    return sorted((one for one in made if len(one) > 2), key=area_of, reverse=True)
