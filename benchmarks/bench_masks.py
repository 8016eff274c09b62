"""Contour masks and their agreement: time per map and per photograph, beside the usual way.

``python -m benchmarks masks`` prints them alone.
"""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
from scipy.stats import spearmanr
from sklearn.cluster import KMeans

from benchmarks.rows import Row, milliseconds
from neopain_gui.agreement import pairwise
from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask, ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, cluster, to_contour_mask
from neopain_gui.provenance import Provenance

MADE = Provenance(stage="benchmark", version=1)


def score_maps() -> dict[str, np.ndarray]:
    """Maps like those of Integrated Gradients (skewed, rough) and of GradCAM (smooth, half 0)."""
    random = np.random.default_rng(0)
    coarse = random.normal(size=(14, 14)).astype(np.float32)
    return {
        "Integrated Gradients": random.gamma(0.5, 1.0, (224, 224)).astype(np.float32),
        "GradCAM": np.maximum(cv2.resize(coarse, (224, 224)), 0),
    }


def run() -> list[Row]:
    """Measure."""
    rows = []
    for name, scores in score_maps().items():
        peer = KMeans(5, n_init=10, random_state=123)
        column = scores.reshape(-1, 1)
        mine, his = cluster(scores).astype(float), peer.fit(column)
        inertia = float(((scores - mine) ** 2).sum()) / his.inertia_
        rows.append(
            Row(
                f"k-means of {name} 224 × 224, {inertia:.5f} of scikit-learn's inertia (ms)",
                milliseconds(lambda scores=scores: cluster(scores), 20),
                milliseconds(lambda peer=peer, column=column: peer.fit(column), 3),
                limit=16.0,
            )
        )
        relevance = RelevanceMap(
            values=scores,
            box=Box(left=60, top=20, right=250, bottom=210),
            photograph_size=(233, 320),
            model=ExtractionModel(name=name, kind="attribution"),
            provenance=MADE,
        )
        work = milliseconds(lambda r=relevance: to_contour_mask(r, MaskSettings()), 20)
        rows.append(Row(f"contour mask of {name}, all steps (ms)", work, float("nan"), limit=16.0))
    rows.append(_six_masks())
    return rows


def _six_masks() -> Row:
    """All measures of fifteen pairs, beside SciPy's rank correlation of each pair."""
    random = np.random.default_rng(1)
    whole = Box.whole(320, 233)
    masks = [
        ContourMask(
            values=random.random((233, 320)) < 0.33,
            box=whole,
            model=ExtractionModel(name=f"model {number}", kind="gaze"),
            provenance=MADE,
        )
        for number in range(6)
    ]
    flat = [mask.values.ravel() for mask in masks]
    return Row(
        "six masks 320 × 233, 15 pairs, all measures (ms)",
        milliseconds(lambda: pairwise(masks, whole), 20),
        milliseconds(lambda: [spearmanr(a, b) for a, b in combinations(flat, 2)], 3),
        limit=16.0,
    )
