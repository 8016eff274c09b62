"""Maps that gave way to others since the study was opened, and can come back without computing.

A study keeps one result per photograph and extraction model. Whoever turns from one class to the
other and back would else compute the same maps twice: their values are still there under their
key, only the rows were replaced. Knows nothing of Qt.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from neopain_gui.attribution.methods import METHODS
from neopain_gui.gui.scene.loading import MapRequest, fits

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.faces.face import Face
    from neopain_gui.study.result_types import Result

_MOST = 4096


class ReplacedResults:
    """Remembers the attributions that were on display."""

    def __init__(self) -> None:
        self._rows: OrderedDict[tuple[str, str, str], Result] = OrderedDict()

    def put(self, rows: Iterable[Result]) -> None:
        """Remember attributions."""
        for row in rows:
            if row.model.of_classifier:
                place = (row.image_id, row.model.name, row.key)
                self._rows[place] = row
                self._rows.move_to_end(place)
        while len(self._rows) > _MOST:
            self._rows.popitem(last=False)

    def find(
        self, image: FaceImage, face: Face | None, wanted: MapRequest, models: Sequence[str]
    ) -> list[Result]:
        """Return the rows of these models that are what is wanted; none unless all are there."""
        found: dict[str, Result] = {}
        for (image_id, name, _), row in self._rows.items():
            if (
                image_id == image.id
                and name in models
                and fits(row, image, face, wanted.target)
                and wanted.made(row)
                and row.provenance.version == METHODS[wanted.method].version
                and row.provenance.inputs.get("image") == image.sha256
            ):
                found[name] = row
        return [found[name] for name in models] if set(models) == set(found) else []

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()
