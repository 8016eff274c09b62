"""All pairs of extraction models on all photographs, beside SciPy pair by pair.

``python -m benchmarks agreement`` prints it alone.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import numpy as np
from scipy.spatial.distance import cosine
from scipy.stats import spearmanr

from benchmarks.rows import Row, side_by_side
from neopain_gui.agreement import TableBuilder
from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.provenance import Provenance

WIDTH, HEIGHT = 320, 233
WHOLE = Box.whole(WIDTH, HEIGHT)
MADE = Provenance(stage="benchmark", version=1)
FEW, MANY = (6, 20), (50, 1000)
QUICKER, SECONDS = 10, 60.0
# A process of its own, so that the peak of memory is that of these photographs and pairs alone.
STREAMED = """
import resource, sys, time
from benchmarks.bench_agreement import count, photographs
models, images = int(sys.argv[1]), int(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
table = count(models, photographs(models, images))
for measure in ("cosine", "spearman", "overlap", "kappa", "iou"):
    table.values(measure)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def masks_of(models: int, seed: int) -> list[ContourMask]:
    """Random masks that cover a third, one for each model."""
    random = np.random.default_rng(seed)
    return [
        ContourMask(
            values=random.random((HEIGHT, WIDTH), np.float32) < 0.33,
            box=WHOLE,
            model=ExtractionModel(name=f"model {number:02}", kind="gaze"),
            provenance=MADE,
        )
        for number in range(models)
    ]


def photographs(models: int, images: int):
    """Yield each photograph's masks: one at a time is in memory."""
    for number in range(images):
        yield masks_of(models, number)


def count(models: int, every):
    """Count all pairs of all photographs."""
    builder = TableBuilder(models=[f"model {number:02}" for number in range(models)])
    for number, masks in enumerate(every):
        builder.add(f"P{number}", masks, WHOLE)
    return builder.table()


def run() -> list[Row]:
    models, images = FEW
    every = [masks_of(models, number) for number in range(images)]

    def ours() -> None:
        table = count(models, every)
        for measure in ("cosine", "spearman", "overlap"):
            table.values(measure)

    def theirs() -> None:
        for masks in every:
            for a, b in combinations([mask.values.ravel() for mask in masks], 2):
                1 - cosine(a, b)
                spearmanr(a, b)
                (a == b).mean()

    mine, peer = side_by_side(ours, theirs, 3)
    name = f"{models} models × {images} photographs of {WIDTH} × {HEIGHT}, three measures (ms)"
    rows = [Row(name, mine, peer, limit=peer / QUICKER)]
    seconds, memory = _streamed(*MANY)
    fewer, less = _streamed(10, MANY[1])
    rows.append(
        Row(f"{MANY[0]} models × {MANY[1]} photographs, streamed (s)", seconds, limit=SECONDS)
    )
    rows.append(Row("the same with 10 models: 45 pairs in place of 1,225 (s)", fewer))
    rows.append(Row("peak memory of the 1,225 pairs over that of the 45 (MB)", memory, less))
    return rows


def _streamed(models: int, images: int) -> tuple[float, float]:
    command = [sys.executable, "-c", STREAMED, str(models), str(images)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)
