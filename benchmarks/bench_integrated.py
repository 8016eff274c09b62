"""Integrated Gradients: what a gradient costs, how many are needed, how good the mask is.

Peers: a bare traced gradient at the same chunk, below which no method with as many gradients can
get, and the dissertation's rule (50 steps, trapezoid: 51 gradients). Both are judged by the
contour mask that the converged integral gives: midpoints laid in u = √γ, where they converge
soonest, 400 for the N-CNN on ten phantoms, 150 for VGG-Face (0.2 s a gradient) on three.
``NEOPAIN_REFERENCE=2000x10`` asks for other numbers of both, for both classifiers.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import tensorflow as tf

from benchmarks.rows import Missing, Row, side_by_side
from neopain_gui.attribution import integrated_gradients
from neopain_gui.attribution.baselines import default_baseline
from neopain_gui.attribution.integrated import PAPER_RULE, PAPER_STEPS
from neopain_gui.attribution.scores import ClassScores
from neopain_gui.demo.phantoms.phantom import study_phantoms
from neopain_gui.faces import crop
from neopain_gui.jobs import NULL_JOB
from neopain_gui.masks import MaskSettings, contour_mask, post_process
from neopain_gui.pipeline.maps.load_classifier import load_classifier

SCORES = ("probability", "logit")
FEWER = {"n_cnn": 3.0, "vgg_face": 1.5}
ROOT = Path(__file__).parents[1]
MEMORY_LIMIT = 1500.0
CANCEL_LIMIT = 300.0

PEAK = """
import resource
from benchmarks.bench_integrated import inputs_of
from neopain_gui.attribution import integrated_gradients
from neopain_gui.pipeline.maps.load_classifier import load_classifier
classifier = load_classifier("vgg_face_phantoms")
integrated_gradients(classifier.model, inputs_of(classifier, 1))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def inputs_of(classifier: Any, count: int) -> np.ndarray:
    """Return phantoms' faces as a classifier reads them."""
    phantoms = [phantom for _, phantom in islice(study_phantoms(count), count)]
    return classifier.prepare([crop(p.image, p.face_box) for p in phantoms])


def mask_of(relevance: np.ndarray) -> np.ndarray:
    """Return the contour mask with the dissertation's settings."""
    settings = MaskSettings()
    return contour_mask(post_process(relevance, settings), settings.c_attribution)


def converged(model: Any, image: np.ndarray, target: int, points: int, score: str) -> np.ndarray:
    """Return the relevance of many midpoints in u = √γ, summed in double precision."""
    scorer = ClassScores(model, image[None], target=target, score=score, title="", job=NULL_JOB)
    base = default_baseline(model, image[None])
    edges = np.linspace(0, 1, points + 1)
    widths = np.diff(edges**2)
    total = np.zeros(image.shape)
    for part in scorer.chunks(0, points):
        gammas = ((edges[part] + edges[1:][part]) / 2) ** 2
        along = base + gammas.astype(np.float32)[:, None, None, None] * (image - base)
        total += np.tensordot(widths[part], scorer.gradients(along, target), axes=1)
    return np.abs((image - base) * total).sum(-1).astype(np.float32)


def run() -> list[Row | Missing]:
    """Measure both demo classifiers."""
    rows: list[Row | Missing] = []
    wanted = os.environ.get("NEOPAIN_REFERENCE")
    for name, usual in (("n_cnn_phantoms", "400x10"), ("vgg_face_phantoms", "150x3")):
        points, images = (int(number) for number in (wanted or usual).split("x"))
        classifier = load_classifier(name)
        inputs = inputs_of(classifier, images)
        rows.append(_cost(classifier, inputs))
        for score in SCORES:
            rows += _quality(classifier, inputs, points, score)
        rows.append(_cancel(classifier, inputs))
    rows.append(_peak())
    return rows


def _cost(classifier: Any, inputs: np.ndarray) -> Row:
    """Time a gradient inside the method beside a bare traced one at the same chunk."""
    model, image = classifier.model, inputs[:1]
    chunk = integrated_gradients(model, image, target=1).chunk
    steps = 8 * chunk

    @tf.function
    def gradient(images: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(images)
            score = tf.reduce_sum(model(images, training=False)[:, 1])
        return tape.gradient(score, images)

    images = tf.constant(np.repeat(image, chunk, axis=0))
    base = default_baseline(model, image)
    scorer = ClassScores(
        model, image, target=1, score=SCORES[0], title="", at_once=chunk, job=NULL_JOB
    )

    def ours() -> None:
        # the two forward passes at the ends are not gradients: measured apart from them
        total = np.zeros(image.shape[1:])
        for part in scorer.chunks(0, steps):
            gammas = np.float32((np.arange(steps)[part] + 0.5) / steps)[:, None, None, None]
            found = scorer.gradients(base + gammas * (image[0] - base), 1)
            total += np.tensordot(np.full(len(found), 1 / steps), found, axes=1)

    mine, his = side_by_side(ours, lambda: [gradient(images).numpy() for _ in range(8)], 5)
    name = f"Integrated Gradients of {classifier.info.short_name}, per gradient, chunk {chunk} (ms)"
    return Row(
        f"{name}; peer: a bare traced gradient", mine / steps, his / steps, 1.1 * his / steps
    )


def _quality(classifier: Any, inputs: np.ndarray, points: int, score: str) -> list[Row | Missing]:
    """Gradients and distance of the mask from the converged one, worst of the images."""
    model, short = classifier.model, classifier.info.short_name
    run_ = partial(integrated_gradients, model, inputs, score=score)
    ours = run_()
    paper = run_(steps=PAPER_STEPS, rule=PAPER_RULE)
    masks = [
        mask_of(converged(model, image, int(target), points, score))
        for image, target in zip(inputs, ours.target, strict=True)
    ]

    def worst(relevance: np.ndarray) -> float:
        pairs = zip(relevance, masks, strict=True)
        return max(100 * float(np.mean(mask_of(r) != mask)) for r, mask in pairs)

    print(
        f"  {short}, {score}: gradients {ours.gradients.tolist()}, estimated error of the map "
        f"{np.round(ours.map_error, 4).tolist()}, completeness error "
        f"{np.round(ours.completeness_error, 4).tolist()} (paper "
        f"{np.round(paper.completeness_error, 4).tolist()})",
        flush=True,
    )
    count, limit = len(inputs), worst(paper.relevance)
    what = f"Integrated Gradients of {short}, {score}, worst of {count} phantoms"
    return [
        Row(
            f"{what}: gradients; peer: the paper's preset",
            float(ours.gradients.max()),
            float(paper.gradients.max()),
            paper.gradients.max() / FEWER[classifier.info.architecture],
        ),
        Row(
            f"{what}: pixels of the mask unlike the converged one (%); peer: the paper's preset",
            worst(ours.relevance),
            limit,
            limit,
        ),
    ]


class _Watch:
    """A job that keeps the longest time between two checks."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, perf_counter()

    def check(self) -> None:
        now = perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Nothing to tell."""

    def partial(self, message: dict[str, Any]) -> None:
        """Nothing to keep."""


def _cancel(classifier: Any, inputs: np.ndarray) -> Row:
    watch = _Watch()
    integrated_gradients(classifier.model, inputs[:1], job=watch)
    name = f"Integrated Gradients of {classifier.info.short_name}: longest wait for a stop (ms)"
    return Row(name, 1000 * watch.longest, limit=CANCEL_LIMIT)


def _peak() -> Row:
    process = subprocess.run(
        [sys.executable, "-c", PEAK],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    peak = float(process.stdout.split()[-1])
    return Row(
        "Integrated Gradients of VGG-Face: peak memory of the process (MB)",
        peak,
        limit=MEMORY_LIMIT,
    )
