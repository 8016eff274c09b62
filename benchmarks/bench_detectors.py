"""Face detectors on photographs whose face is known: found, false, how well placed, how long.

A face is found where one of the boxes meets its reference with an intersection over union of 0.3
or more; the boxes differ in what they hold, the cascade's the least. Any other box is false, on a
photograph with a face as on one without. ``python -m benchmarks.bench_detectors`` prints the table
of docs/performance.md, with the package mtcnn beside it where that is installed.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import mean, median
from time import process_time
from typing import NamedTuple

import numpy as np

from benchmarks.detector_photographs import Case, cases, turned
from benchmarks.rows import Missing, Row
from neopain_gui.faces import BlazeFaceDetector, CascadeDetector, RetinaFaceDetector, retinaface
from neopain_gui.faces.blazeface.model_files import ModelFile
from neopain_gui.faces.blazeface.networks import SearchModel
from neopain_gui.geometry import Box

MEETS = 0.3
BACK = SearchModel(
    file=ModelFile(
        name="face_detection_back.tflite",
        sha256="e376cf6b168d5ece8a3cedb94acc4eb168a136aede125ccc3d903ef38f5beda8",
    ),
    side=256,
    grids=((16, 2), (32, 6)),
    outputs=("regressors", "classificators"),
)
MISSED, FALSE = 0.05, 0.02
"""Shares of photographs: the most that the detector of a fresh machine may miss or get wrong."""


class Turning:
    """MTCNN as its package gives it, asked in the same eight turns; its surest turn counts.

    Its boxes are upright in the turned photograph; carried back they become upright squares of
    the same size, as the cascade's do.
    """

    name = "MTCNN"

    def __init__(self) -> None:
        from mtcnn import MTCNN

        self._network = MTCNN()

    def detect(self, photograph: np.ndarray) -> list[_Found]:
        """Return the boxes of the turn that has the surest face."""
        best: tuple[float, list[_Found]] = (0.0, [])
        whole = Box.whole(photograph.shape[1], photograph.shape[0])
        for turn in range(0, 360, 45):
            picture, _ = turned(photograph, whole, turn)
            found = [one for one in self._network.detect_faces(picture) if one["confidence"] > 0.9]
            sure = max((one["confidence"] for one in found), default=0.0)
            if sure > best[0]:
                best = sure, [_back(one["box"], picture, photograph, turn) for one in found]
        return best[1]


class _Found(NamedTuple):
    box: Box


def _back(box: Sequence[int], picture: np.ndarray, photograph: np.ndarray, turn: float) -> _Found:
    left, top, width, height = box
    middle = np.array(
        (left + width / 2 - picture.shape[1] / 2, top + height / 2 - picture.shape[0] / 2)
    )
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    x, y = (
        np.array(((cosine, -sine), (sine, cosine))) @ middle + np.array(photograph.shape[1::-1]) / 2
    )
    half = np.hypot((width * cosine, width * sine), (height * sine, height * cosine)) / 2
    return _Found(
        Box(
            left=round(x - half[0]), top=round(y - half[1]),
            right=round(x + half[0]) + 1, bottom=round(y + half[1]) + 1,
        )
    )  # fmt: skip


class Tally:
    """What a detector did on the photographs of a group."""

    def __init__(self) -> None:
        self.photographs = self.faces = self.false = 0
        self.overlaps: list[float] = []
        self.times: list[float] = []

    def add(self, case: Case, boxes: Sequence[Box], seconds: float) -> None:
        """Count a photograph."""
        self.photographs += 1
        self.times.append(seconds)
        met = [one.intersection_over_union(case.face) for one in boxes] if case.face else []
        self.faces += case.face is not None
        best = max(met, default=0.0)
        if best >= MEETS:
            self.overlaps.append(best)
        self.false += len(boxes) - (best >= MEETS)

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Found, false, mean overlap and median time, as the table has them."""
        found = f"{len(self.overlaps)} of {self.faces}" if self.faces else "–"
        placed = f"{mean(self.overlaps):.2f}" if self.overlaps else "–"
        return found, str(self.false), placed, f"{1000 * median(self.times):.0f}"


def measure(detector: object, every: int = 1) -> dict[str, Tally]:
    """Return what a detector does on every group of photographs, or on every so many of each."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    seen: Counter[str] = Counter()
    for case in cases():
        seen[case.group] += 1
        if (seen[case.group] - 1) % every:
            continue
        start = process_time()
        boxes = [face.box for face in detector.detect(case.photograph)]
        tallies[case.group].add(case, boxes, process_time() - start)
    return dict(tallies)


def run() -> list[Row | Missing]:
    """Compare the detector of a fresh machine with the cascade, which was the one before."""
    ours, before = measure(BlazeFaceDetector()).values(), measure(CascadeDetector()).values()
    rows: list[Row | Missing] = []
    for name, share, limit in (
        ("faces missed", lambda one: one.faces - len(one.overlaps), MISSED),
        ("boxes without a face", lambda one: one.false, FALSE),
    ):
        mine, theirs = (sum(map(share, each)) for each in (ours, before))
        count = sum(one.photographs for one in ours)
        rows.append(Row(f"BlazeFace: {name}, {count} photographs", mine, theirs, limit * count))
    times = [1000 * median(t for one in each for t in one.times) for each in (ours, before)]
    rows.append(Row("BlazeFace: ms of processor time a photograph", times[0], times[1], 500))
    return rows


def main(names: Sequence[str]) -> None:
    """Print the table, for all detectors or for those that are named; ``--every=10`` is quicker."""
    numbers = [int(one.removeprefix("--every=")) for one in names if one.startswith("--every=")]
    names = [one for one in names if not one.startswith("--every=")]
    makers = {
        "BlazeFace, full range": BlazeFaceDetector,
        "BlazeFace, back camera": lambda: BlazeFaceDetector(BACK),
        "LBP cascade": CascadeDetector,
        "MTCNN, eight turns": Turning,
    }
    if retinaface.available():
        makers["RetinaFace"] = RetinaFaceDetector
    print("| detector | photographs | found | false | IoU | ms |\n|---|---|---|---|---|---|")
    for name, make in makers.items():
        if names and name not in names:
            continue
        try:
            detector = make()
        except ImportError as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        for group, tally in measure(detector, *numbers).items():
            print(f"| {name} | {group} |", " | ".join(tally.cells), "|", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
