"""Phantoms as training material: photographs, face boxes, crops, augmentation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job, track
from neopain_gui.training.evaluation.predictions import Predictions

CLASS_ORDER = (PainLabel.NO_PAIN, PainLabel.PAIN)
"""Output 0 and output 1 of the demo classifiers."""

JITTER = 0.06
"""Detectors do not agree on a face's box: shifts and scales vary by this share of its side."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhantomSet:
    """Photographs of phantoms with what training needs to know; all sequences of one length.

    Attributes
    ----------
    photographs : tuple of ndarray of uint8, each (233, 320, 3)
        RGB.
    boxes : tuple of Box
        The faces.
    labels : tuple of PainLabel
    subjects : tuple of str
        The subject's seed as text.
    """

    photographs: tuple[NDArray[np.uint8], ...]
    boxes: tuple[Box, ...]
    labels: tuple[PainLabel, ...]
    subjects: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.photographs)

    def part(self, positions: Iterable[int]) -> PhantomSet:
        """Return the photographs at these positions."""
        chosen = list(positions)
        return PhantomSet(
            photographs=tuple(self.photographs[i] for i in chosen),
            boxes=tuple(self.boxes[i] for i in chosen),
            labels=tuple(self.labels[i] for i in chosen),
            subjects=tuple(self.subjects[i] for i in chosen),
        )

    def crops(self) -> list[NDArray[np.uint8]]:
        """Cut the faces out, without margin."""
        return [
            photograph[box.slices]
            for photograph, box in zip(self.photographs, self.boxes, strict=True)
        ]

    def targets(self) -> NDArray[np.float32]:
        """Return the labels one-hot in the class order, float32 (n, 2)."""
        index = [CLASS_ORDER.index(label) for label in self.labels]
        return np.eye(2, dtype=np.float32)[index]


def predictions_of(some: PhantomSet, p_pain: ArrayLike) -> Predictions:
    """Return what a network says of phantoms, each subject a neonate."""
    return Predictions.of(
        image=[str(place) for place in range(len(some))],
        neonate=some.subjects,
        label=some.labels,
        p_pain=p_pain,
    )


def draw_set(
    subject_seeds: Sequence[int], takes: int, *, workers: int = 1, job: Job = NULL_JOB
) -> PhantomSet:
    """Draw every subject ``takes`` times at rest and in pain.

    Parameters
    ----------
    subject_seeds : sequence of int
        Who.
    takes : int
        Photographs per subject and label.
    workers : int
        Processes that draw; 1 draws in this one. The result is the same.
    job : Job, optional
        Told of progress; asked whether to stop.
    """
    wanted = [
        (seed, label, take)
        for seed in subject_seeds
        for take in range(takes)
        for label in PainLabel
    ]
    if workers == 1:
        drawn = list(track(map(_drawn, wanted), job, total=len(wanted), text="Drawing phantoms"))
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            results = pool.map(_drawn, wanted, chunksize=8)
            drawn = list(track(results, job, total=len(wanted), text="Drawing phantoms"))
    return PhantomSet(
        photographs=tuple(photograph for photograph, _ in drawn),
        boxes=tuple(box for _, box in drawn),
        labels=tuple(label for _, label, _ in wanted),
        subjects=tuple(str(seed) for seed, _, _ in wanted),
    )


def _drawn(what: tuple[int, PainLabel, int]) -> tuple[NDArray[np.uint8], Box]:
    phantom = draw(*what)
    return phantom.image, phantom.face_box


def jittered(box: Box, size: tuple[int, int], rng: np.random.Generator) -> Box:
    """Return a box shifted and scaled at random, clipped to a photograph of (height, width)."""
    middle_x, middle_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    shift_x, shift_y = rng.uniform(-JITTER, JITTER, 2) * (box.width, box.height)
    scale_x, scale_y = 1 + rng.uniform(-JITTER, JITTER, 2)
    half_x, half_y = box.width * scale_x / 2, box.height * scale_y / 2
    return Box(
        left=round(middle_x + shift_x - half_x),
        top=round(middle_y + shift_y - half_y),
        right=round(middle_x + shift_x + half_x),
        bottom=round(middle_y + shift_y + half_y),
    ).clipped(size[1], size[0])


def augmented(
    photograph: NDArray[np.uint8], box: Box, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Cut a face out with a jittered box, perhaps mirrored, a little brighter or darker.

    Returns
    -------
    ndarray of uint8, shape (h, w, 3)
    """
    height, width = photograph.shape[:2]
    crop = photograph[jittered(box, (height, width), rng).slices].astype(np.float32)
    if rng.random() < 0.5:
        crop = crop[:, ::-1]
    middle = crop.mean()
    gain, contrast = rng.uniform(0.85, 1.15, 2)
    changed = gain * (middle + contrast * (crop - middle))
    rounded: NDArray[np.uint8] = np.clip(np.rint(changed), 0, 255).astype(np.uint8)
    return rounded


def augmented_inputs(
    phantoms: PhantomSet, positions: Iterable[int], prepare: Any, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Augment the photographs at these positions and prepare them for a network.

    Parameters
    ----------
    phantoms : PhantomSet
    positions : iterable of int
    prepare : Preprocessing
        Of the network.
    rng : numpy.random.Generator
        Decides everything.

    Returns
    -------
    ndarray of float32, shape (n, size, size, 3)
    """
    inputs: NDArray[np.float32] = prepare(
        [augmented(phantoms.photographs[i], phantoms.boxes[i], rng) for i in positions]
    )
    return inputs
