"""A study's facial regions: the template on each face, and what people drew in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from neopain_gui.faces import FEATURES, Face, FaceRegions, face_regions, with_drawn
from neopain_gui.faces.drawn import Outlines

Drawn = Mapping[str, Mapping[str, Outlines]]
"""What was drawn, by photograph and name; see :meth:`Study.all_drawn_regions`."""


def regions_on(face: Face, drawn: Mapping[str, Outlines]) -> FaceRegions:
    """Return a face's regions, those that a person drew in the place of the template's."""
    return with_drawn(face_regions(face), drawn)


def own_names(drawn: Drawn, image_ids: Iterable[str]) -> list[str]:
    """Return the names of the regions that people added on some photographs, in order."""
    found = {name for image_id in image_ids for name in drawn.get(image_id, {})}
    return sorted(found - set(FEATURES))
