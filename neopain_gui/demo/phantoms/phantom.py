"""Phantoms: synthetic neonates drawn by code, with everything about them known.

They stand in for photographs that nobody may hand out: in tests, in the demo, and as ground truth
for explanation methods, because for each picture it is known which regions tell pain from rest.
They show no person, and nothing measured on them says anything about children.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms import regions, scene, traits
from neopain_gui.demo.phantoms.traits import NFCS_ACTIONS, NFCS_PRESENT
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job, track

__all__ = [
    "DATASET",
    "HEIGHT",
    "NFCS_ACTIONS",
    "NFCS_PRESENT",
    "WIDTH",
    "Phantom",
    "at_rest",
    "contact_sheet",
    "differing_mask",
    "draw",
    "region_mask",
    "study_phantoms",
    "write_study_folder",
]

DATASET = "phantoms"
"""The data set's name in manifests and tables."""

WIDTH, HEIGHT = scene.WIDTH, scene.HEIGHT

_BOX = ((-0.94, -0.98), (0.94, -0.98), (0.94, 1.20), (-0.94, 1.20))  # brow to chin, no ears


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phantom:
    """A picture of a synthetic neonate and what is true about it.

    Attributes
    ----------
    image : ndarray of uint8, shape (233, 320, 3)
        The photograph, RGB.
    subject_seed, take : int
        Who it is, and which of the subject's pictures.
    label : PainLabel
        What was drawn.
    nfcs : Mapping of str to float
        Strength of each of the ten NFCS actions, in [0, 1].
    nfcs_score : int
        How many of them are present (strength ≥ 0.5).
    face_box : Box
        The face from hairline to chin, upright, as a detector would give it.
    landmarks : tuple of (float, float)
        (x, y) of the subject's right eye, left eye, nose tip, right and left mouth corner.
    regions : Mapping of str to ndarray of float64, shape (n, 2)
        Outline (x, y) of each region in the photograph; left and right are the subject's.
    differing : frozenset of str
        The regions that differ between pain and rest in this take of this subject.
    occasion : tuple of int
        Seeds of pose, light, blanket, blur and noise.
    """

    image: NDArray[np.uint8]
    subject_seed: int
    take: int
    label: PainLabel
    nfcs: Mapping[str, float]
    nfcs_score: int
    face_box: Box
    landmarks: tuple[tuple[float, float], ...]
    regions: Mapping[str, NDArray[np.float64]]
    differing: frozenset[str]
    occasion: tuple[int, ...]


def draw(
    subject_seed: int, label: PainLabel, take: int = 0, *, circumstances: int | None = None
) -> Phantom:
    """Draw one photograph of a subject.

    Parameters
    ----------
    subject_seed : int
        Who, ≥ 0.
    label : PainLabel
        What the face shows.
    take : int, optional
        Which of the subject's photographs with that label, ≥ 0.
    circumstances : int, optional
        Seed of pose, light, blanket, blur and noise, ≥ 0. Two photographs of one subject with the
        same value differ in the expression alone. By default every photograph has its own.

    Returns
    -------
    Phantom
        The same for the same arguments.
    """
    label = PainLabel(label)
    occasion = (take, int(label is PainLabel.PAIN)) if circumstances is None else (circumstances,)
    return _drawn(subject_seed, label, take, occasion)


def at_rest(phantom: Phantom) -> Phantom:
    """Draw the same photograph with the face at rest: the take's rest, nothing else changed.

    The two differ inside :attr:`Phantom.differing` alone, up to a few grey levels of shadow.
    """
    return _drawn(phantom.subject_seed, PainLabel.NO_PAIN, phantom.take, phantom.occasion)


def _drawn(subject_seed: int, label: PainLabel, take: int, occasion: tuple[int, ...]) -> Phantom:
    who = traits.identity(subject_seed)
    how = traits.circumstances(subject_seed, *occasion)
    faces = {each: traits.expression(subject_seed, each, take) for each in PainLabel}
    nfcs, eyes_open = faces[label]
    (pain, _), (rest, rest_eyes) = faces[PainLabel.PAIN], faces[PainLabel.NO_PAIN]
    place = scene.frame(how)
    mouth = np.array([(-who.mouth_width, who.mouth_height), (who.mouth_width, who.mouth_height)])
    eyes = np.array([(-who.eye_distance, who.eye_height), (who.eye_distance, who.eye_height)])
    marks = place.points(np.concatenate((eyes, [(0, who.nose_length + 0.02)], mouth)))
    corners = place.points(_BOX)
    centre, half = corners.mean(0), np.array((0.94, 1.09)) * how.scale
    (left, top), (right, bottom) = np.rint(centre - half), np.rint(centre + half)
    return Phantom(
        image=scene.render(who, how, nfcs, eyes_open),
        subject_seed=subject_seed,
        take=take,
        label=label,
        nfcs=nfcs,
        nfcs_score=traits.score(nfcs),
        face_box=Box(left=int(left), top=int(top), right=int(right), bottom=int(bottom)).clipped(
            WIDTH, HEIGHT
        ),
        landmarks=tuple((float(x), float(y)) for x, y in marks),
        regions=regions.polygons(who, place),
        differing=regions.differing(pain, rest, rest_eyes > 0),
        occasion=occasion,
    )


def region_mask(phantom: Phantom, names: Collection[str]) -> NDArray[np.bool_]:
    """Return where any of the named regions lies, bool (233, 320).

    Raises
    ------
    KeyError
        A name is no region.
    """
    import cv2

    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    for name in names:
        outline = np.rint(phantom.regions[name] * 16).astype(np.int32)
        cv2.fillPoly(mask, [outline], 1, cv2.LINE_8, shift=4)
    return mask.astype(bool)


def differing_mask(phantom: Phantom) -> NDArray[np.bool_]:
    """Return where pain and rest differ in this take of this subject, bool (233, 320)."""
    return region_mask(phantom, phantom.differing)


def contact_sheet(
    subjects: Iterable[int] = range(10), *, take: int = 0, columns: int = 4
) -> NDArray[np.uint8]:
    """Return subjects' photographs side by side, rest left of pain, uint8 (H, W, 3)."""
    gap = 6
    tiles = [draw(seed, label, take).image for seed in subjects for label in PainLabel]
    rows = -(-len(tiles) // columns)
    sheet = np.full((rows * (HEIGHT + gap) + gap, columns * (WIDTH + gap) + gap, 3), 40, np.uint8)
    for number, tile in enumerate(tiles):
        row, column = divmod(number, columns)
        top, left = gap + row * (HEIGHT + gap), gap + column * (WIDTH + gap)
        sheet[top : top + HEIGHT, left : left + WIDTH] = tile
    return sheet


def study_phantoms(subjects: int = 10, takes: int = 1) -> Iterator[tuple[str, Phantom]]:
    """Yield the demo study's photographs with their file names, ``SS_HHMMSS.bmp`` as UNIFESP's.

    Parameters
    ----------
    subjects : int
        How many, 1 to 99; the subject SS is drawn with the seed SS.
    takes : int
        Photographs per subject and label.
    """
    for subject in range(1, subjects + 1):
        clock = 8 * 3600 + 1847 * subject
        for take in range(takes):
            for label in PainLabel:
                clock += 40 + (subject * 7 + take * 13) % 29
                time = f"{clock // 3600 % 24:02d}{clock // 60 % 60:02d}{clock % 60:02d}"
                yield f"{subject:02d}_{time}.bmp", draw(subject, label, take)


def write_study_folder(
    folder: Path,
    subjects: int = 10,
    takes: int = 1,
    *,
    keep: Callable[[tuple[str, Phantom]], object] | None = None,
    job: Job = NULL_JOB,
) -> Path:
    """Write phantoms as BMP files and a ``manifest.csv`` that describes them.

    Parameters
    ----------
    folder : Path
        Made if need be; files of the same names are replaced.
    subjects, takes : int
        See :func:`study_phantoms`.
    keep : callable, optional
        Handed every file's name and phantom, for who needs them too: drawing takes time.
    job : Job, optional
        Told of progress; asked whether to stop.

    Returns
    -------
    Path
        The manifest.

    Raises
    ------
    Cancelled
        The job was stopped.
    """
    import cv2

    folder.mkdir(parents=True, exist_ok=True)
    lines = ["file,subject,label,dataset,nfcs,face_coordinates"]
    every = study_phantoms(subjects, takes)
    for name, phantom in track(
        every, job, total=subjects * takes * len(PainLabel), text="Drawing phantoms"
    ):
        if keep is not None:
            keep((name, phantom))
        _, data = cv2.imencode(".bmp", phantom.image[..., ::-1])
        (folder / name).write_bytes(data.tobytes())
        box = ", ".join(map(str, phantom.face_box.as_tuple()))
        subject = f"{phantom.subject_seed:02d}"
        lines.append(f'{name},{subject},{phantom.label},{DATASET},{phantom.nfcs_score},"[{box}]"')
    manifest = folder / "manifest.csv"
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return manifest
