"""Contour masks and their agreement: time per map and per photograph, beside the usual way.

``python -m benchmarks masks`` prints them alone.
"""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
from scipy.stats import spearmanr
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from benchmarks.rows import Row, milliseconds
from neopain_gui.agreement import pairwise
from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask, ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, cluster, to_contour_mask
from neopain_gui.provenance import Provenance

MADE = Provenance(stage="benchmark", version=1)

FRAME = 16.0  # ms: a slider is live at sixty pictures a second
PHOTOGRAPHS = {
    "320 × 233": ((233, 320), Box(left=60, top=20, right=250, bottom=210)),
    "3008 × 2000": ((2000, 3008), Box(left=500, top=100, right=2400, bottom=1950)),
}


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
        rows += _clustering(name, scores, clusters=5, times_quicker=20)
        rows += _clustering(name, scores, clusters=12)
        rows += _whole_way(name, scores)
    rows.append(_six_masks())
    return rows


def _clustering(
    name: str, scores: np.ndarray, clusters: int, times_quicker: float = float("nan")
) -> list[Row]:
    """k-means beside scikit-learn's best of ten starts."""
    peer = KMeans(clusters, n_init=10, random_state=123)
    column = scores.reshape(-1, 1).astype(np.float64)
    time = milliseconds(lambda: cluster(scores, clusters), 20)
    peers_time = milliseconds(lambda: peer.fit(column), 3)
    with threadpool_limits(1):  # on a busy machine its threads wait for each other
        peers_time = min(peers_time, milliseconds(lambda: peer.fit(column), 3))
    _, mine = np.unique(cluster(scores, clusters), return_inverse=True)
    ratio = _inertia(column, mine.ravel()) / _inertia(column, peer.labels_)
    what = f"k-means of {name} 224 × 224, {clusters} clusters"
    return [
        Row(f"{what} (ms)", time, peers_time, limit=peers_time / times_quicker),
        Row(f"{what}, inertia over scikit-learn's, less 1", ratio - 1, limit=0.0),
    ]


def _inertia(column: np.ndarray, labels: np.ndarray) -> float:
    """Return the inertia about the clusters' own means, summed from the least cluster on."""
    parts = sorted((column[labels == label] for label in np.unique(labels)), key=np.min)
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts)


def _whole_way(name: str, scores: np.ndarray) -> list[Row]:
    """From scores to a contour mask, by photograph."""
    rows = []
    for size, (shape, box) in PHOTOGRAPHS.items():
        relevance = RelevanceMap(
            values=scores,
            box=box,
            photograph_size=shape,
            model=ExtractionModel(name=name, kind="attribution"),
            provenance=MADE,
        )
        time = milliseconds(lambda r=relevance: to_contour_mask(r, MaskSettings()), 20)
        rows.append(Row(f"contour mask of {name} on {size}, all steps (ms)", time, limit=FRAME))
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
        limit=FRAME,
    )
