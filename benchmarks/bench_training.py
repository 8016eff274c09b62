"""Ten folds of VGG-Face's head on features that are kept, and with the base asked every time.

An epoch without the store is measured on a few batches, and taken times the epochs; with it the
base is asked once for each face. Processor time; cutting faces out and copying them is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import numpy as np

from benchmarks.rows import Row
from neopain_gui.training.inputs import BLOCK
from neopain_gui.training.learner import Learner
from neopain_gui.training.networks import VggFace

FACES, FOLDS, EPOCHS = 1200, 10, 30
TRAINS = 0.9 * 0.85
"""Share of the faces that trains in a fold: neither tested nor in the inner validation."""
BATCH = 16
WANTED = 50.0


def run() -> list[Row]:
    """Measure the base's pass and the head's step."""
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    rng = np.random.default_rng(0)
    vgg = VggFace(lambda _: None)
    vgg.begin(1)
    learner, frozen = Learner(vgg.part(1), rate=1e-4), vgg.frozen("flatten")
    forward = tf.function(lambda faces: frozen(faces, training=False), autograph=False)
    pain = np.arange(BATCH) % 2 == 1
    faces = rng.random((BATCH, 224, 224, 3), np.float32)
    features = rng.random((BATCH, vgg.part(1).input_shape[1]), np.float32)

    def base() -> None:
        for start in range(0, BATCH, BLOCK):
            np.asarray(forward(faces[start : start + BLOCK]))

    a_pass = _each(base, 2)
    step = _each(lambda: learner.learn(features, pain), 20)
    epoch = TRAINS * FACES * (a_pass + step)
    kept = FACES * a_pass + FOLDS * EPOCHS * TRAINS * FACES * step
    # of learning alone, once the features are there: what a second head or search costs
    return [
        Row(
            f"ten folds of {EPOCHS} epochs on {FACES} faces, features kept against not (s)",
            kept,
            peer=FOLDS * EPOCHS * epoch,
            limit=FOLDS * EPOCHS * epoch / WANTED,
        ),
        Row(
            "an epoch of a head on kept features, against one that asks the base (s)",
            TRAINS * FACES * step,
            peer=epoch,
            limit=epoch / WANTED,
        ),
    ]


def _each(what: Callable[[], object], times: int) -> float:
    """Return the processor time of a face."""
    what()
    begun = process_time()
    for _ in range(times):
        what()
    return (process_time() - begun) / times / BATCH
