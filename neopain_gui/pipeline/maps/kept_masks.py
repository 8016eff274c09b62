"""Contour masks from the study's store of masks; what is not there is made and put there.

A mask is kept under the hash of everything that it follows from: the map's provenance and the file
of its values, where it lies in which photograph, the post-processing's parameters and version.
"""

from __future__ import annotations

from collections.abc import Sequence

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.maps import ContourMask
from neopain_gui.masks import MaskSettings, mask_provenance, to_contour_mask
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result, Study

KEPT_VERSION = 1
"""Version of what is kept, beside that of the masks' own numbers."""


def masks_of(
    study: Study, image: FaceImage, results: Sequence[Result], settings: MaskSettings
) -> list[ContourMask]:
    """Return the contour masks of a photograph's results, in their order.

    Raises
    ------
    StudyError
        The values of a map are missing or damaged.
    """
    kept = study.masks.of(image.sha256)
    masks, made = [], {}
    for result in results:
        key = cached_key(study, result, settings)
        values = None if key is None else kept.get(key, result.photograph_size)
        if values is None:
            mask = to_contour_mask(study.results.relevance_of(result), settings)
            if key is not None:
                made[key] = result, mask
        else:
            mask = ContourMask(
                values=values,
                box=result.box,
                model=result.model,
                provenance=mask_provenance(result.provenance, result.model, settings),
            )
        masks.append(mask)
    if made:
        # What was removed meanwhile is not to come back.
        there = {result.key for result in study.results.all(image.id)}
        for key, (result, mask) in made.items():
            if result.key in there:
                kept.add(key, mask.values)
        kept.save()
    return masks


def cached_key(study: Study, result: Result, settings: MaskSettings) -> str | None:
    """Return the name under which a mask is kept; None where the map has no values."""
    stamp = study.maps.stamp(result.provenance)
    if not stamp:
        return None
    return Provenance(
        stage="masks.kept",
        version=KEPT_VERSION,
        inputs={
            "mask": mask_provenance(result.provenance, result.model, settings).key,
            "values": [list(one) for one in stamp],
            "kind": result.model.kind,
            "box": list(result.box.as_tuple()),
            "size": list(result.photograph_size),
        },
    ).key
