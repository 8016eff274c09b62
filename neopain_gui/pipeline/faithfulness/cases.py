"""Faces on which maps are examined: a study's photographs, or phantoms of which all is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.demo.phantoms.phantom import DATASET, Phantom, at_rest, draw
from neopain_gui.faces import FEATURES, Face, FaceRegions, RegionSource, crop, with_drawn
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job, PassedOver, track
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.photographs.facial_regions import features_in, regions_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.study import Study

FIRST_HELD_OUT = 7000
"""Phantoms from this seed on: neither demo classifier was trained, validated or tested on them,
and the demo study has none of them."""
_RESTING = range(6900, 6908)
"""Phantoms at rest that a method may compare with; none of those examined."""
_TAKES = 3
_NUMBER = re.compile(r"\d{1,6}$")
_SIDES = {
    "eyes": ("right eye", "left eye"),
    "nasolabial furrows": ("right nasolabial furrow", "left nasolabial furrow"),
    "cheeks": ("right cheek", "left cheek"),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One face with what is known about it.

    Attributes
    ----------
    image_id : str
        The photograph.
    neonate : str
        Whose it is; what intervals are drawn over.
    label : PainLabel or None
        What it shows, if anybody says so.
    box : Box
        The face in the photograph.
    crop : ndarray of uint8, shape (h, w, 3)
        The face, RGB.
    regions : FaceRegions
        Its features, and what placed them.
    differing : tuple of ndarray, each (n, 2)
        Outlines of the regions that truly differ from rest; empty where nobody knows.
    at_rest : ndarray of uint8, shape (h, w, 3), or None
        The same crop at rest, nothing else changed: phantoms have one.
    """

    image_id: str
    neonate: str
    label: PainLabel | None
    box: Box
    crop: NDArray[np.uint8]
    regions: FaceRegions
    differing: tuple[NDArray[np.float64], ...] = ()
    at_rest: NDArray[np.uint8] | None = None


def phantom_cases(
    subjects: int, *, label: PainLabel = PainLabel.PAIN, job: Job = NULL_JOB
) -> list[Case]:
    """Draw one photograph of each of several held-out phantoms."""
    seeds = range(FIRST_HELD_OUT, FIRST_HELD_OUT + subjects)
    return [
        _of_phantom(draw(seed, label), str(seed))
        for seed in track(seeds, job, total=subjects, text="Drawing phantoms")
    ]


@lru_cache(maxsize=1)
def resting_phantoms() -> tuple[NDArray[np.uint8], ...]:
    """Draw the face crops at rest that a method may compare with."""
    drawn = (draw(seed, PainLabel.NO_PAIN) for seed in _RESTING)
    return tuple(crop(phantom.image, phantom.face_box) for phantom in drawn)


def study_case(study: Study, image: FaceImage, face: Face) -> Case:
    """Return a photograph of a study; a phantom of ours is recognised and known completely.

    Features that somebody drew are as they were drawn, on phantoms too.

    Parameters
    ----------
    study : Study
        Open.
    image : FaceImage
        Of the study, with the label that counts.
    face : Face
        Its face.
    """
    photograph = study.images.pixels(image.id)
    neonate = image.neonate.id if image.neonate else image.id
    phantom = recognised(image, photograph)
    drawn = features_in(study.regions.of(image.id))
    if phantom is not None:
        case = _of_phantom(phantom, image.id, neonate=neonate, box=face.box, label=image.label)
        return replace(case, regions=with_drawn(case.regions, drawn))
    return Case(
        image_id=image.id,
        neonate=neonate,
        label=image.label,
        box=face.box,
        crop=crop(photograph, face.box),
        regions=regions_on(face, drawn),
    )


def recognised(image: FaceImage, photograph: NDArray[np.uint8]) -> Phantom | None:
    """Return the phantom that a photograph is, pixel by pixel; None if it is none of ours.

    Only photographs that say they are phantoms are compared with drawings.
    """
    neonate = image.neonate
    number = _NUMBER.search(neonate.id) if neonate and neonate.dataset == DATASET else None
    if number is None:
        return None
    # whoever has labelled it anew has not drawn it anew: the label says where to look first
    labels = sorted(PainLabel, key=lambda label: label is not image.label)
    for take in range(_TAKES):
        for label in labels:
            phantom = draw(int(number.group()), label, take)
            if np.array_equal(phantom.image, photograph):
                return phantom
    return None


def phantom_regions(phantom: Phantom) -> FaceRegions:
    """Return a phantom's features as it was drawn, left and right together."""
    return FaceRegions(
        outlines={name: _outlines(phantom.regions, _SIDES.get(name, (name,))) for name in FEATURES},
        source=RegionSource.PHANTOM,
    )


def _of_phantom(
    phantom: Phantom,
    image_id: str,
    *,
    neonate: str = "",
    box: Box | None = None,
    label: PainLabel | None = None,
) -> Case:
    box = box or phantom.face_box
    pain = phantom.label is PainLabel.PAIN
    return Case(
        image_id=image_id,
        neonate=neonate or str(phantom.subject_seed),
        label=label or phantom.label,
        box=box,
        crop=crop(phantom.image, box),
        regions=phantom_regions(phantom),
        differing=_outlines(phantom.regions, sorted(phantom.differing)),
        # at rest already, a photograph has nothing to be calmed
        at_rest=crop(at_rest(phantom).image, box) if pain else None,
    )


def _outlines(
    regions: Mapping[str, NDArray[np.float64]], names: Collection[str]
) -> tuple[NDArray[np.float64], ...]:
    return tuple(regions[name] for name in names)


def study_cases(study: Study, image_ids: Sequence[str], job: Job = NULL_JOB) -> Iterator[Case]:
    """Yield the photographs that have a face; the others are named in a partial message."""
    faces, labels = study.faces.all(), CountedLabels.of(study)
    for image_id in track(image_ids, job, total=len(image_ids), text="Reading photographs"):
        image, face = labels.labelled(study.images.get(image_id)), faces.get(image_id)
        if face is None:
            job.partial(PassedOver(what=image_id, why="no face is marked"))
            continue
        yield study_case(study, image, face)
