"""A study's facial regions: the template on each face, and what people drew in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from neopain_gui.faces import FEATURES, Face, FaceRegions, face_regions, with_drawn
from neopain_gui.faces.drawn import Outlines, outlines_text
from neopain_gui.findings.regions import Drawn
from neopain_gui.provenance import canonical_json, sha256_bytes

"""What was drawn, by photograph and name; see :meth:`.RegionStore.all`."""


def regions_on(face: Face, drawn: Mapping[str, Outlines]) -> FaceRegions:
    """Return a face's regions, those that a person drew in the place of the template's."""
    return with_drawn(face_regions(face), drawn)


def features_in(drawn: Mapping[str, Outlines]) -> dict[str, Outlines]:
    """Return those of the drawn regions that correct a feature: what is ranked has no others."""
    return {name: outlines for name, outlines in drawn.items() if name in FEATURES}


def drawn_hash(drawn: Drawn) -> str | None:
    """Return the SHA-256 of all that was drawn; None if that is nothing."""
    if not drawn:
        return None
    texts = {
        image_id: {name: outlines_text(outlines) for name, outlines in regions.items()}
        for image_id, regions in drawn.items()
    }
    return sha256_bytes(canonical_json(texts).encode())


def own_names(drawn: Drawn, image_ids: Iterable[str]) -> list[str]:
    """Return the names of the regions that people added on some photographs, in order."""
    found = {name for image_id in image_ids for name in drawn.get(image_id, {})}
    return sorted(found - set(FEATURES))
