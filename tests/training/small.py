"""A network and a lesson so small that hundreds of epochs take a second."""

from __future__ import annotations

import numpy as np

from neopain_gui.training.fit import Lesson, Phase, fit
from neopain_gui.training.learner import Learner, fresh, weights_of

ROWS = 24
WIDTH = 6


class Numbers:
    """Inputs; the first tells the classes apart, the others nothing."""

    def __init__(self, seed=0):
        rng = np.random.default_rng(seed)
        self.pain = np.arange(ROWS) % 2 == 1
        self.values = rng.normal(size=(ROWS, WIDTH)).astype(np.float32)
        self.values[:, 0] += np.where(self.pain, 1, -1)

    def batch(self, rows):
        return self.values[rows]


def network(outputs=2):
    import keras

    inputs = keras.Input((WIDTH,))
    x = keras.layers.Dense(5, activation="relu", name="fc", kernel_regularizer="l2")(inputs)
    x = keras.layers.Dropout(0.3, seed=1, name="dropout")(x)
    return keras.Model(inputs, keras.layers.Dense(outputs, name="logits")(x))


class Small:
    """One fold's training on numbers; the second phase learns more slowly."""

    def __init__(self, folder, *, epochs=6, patience=3, phases=2, rate=1e-2, numbers=None):
        self.folder, self.numbers, self.model = folder, numbers or Numbers(), network()
        folder.mkdir(exist_ok=True)
        self.phases = [
            Phase(
                number=number,
                epochs=epochs,
                patience=patience,
                learner=lambda number=number: Learner(self.model, rate=rate / number),
                inputs=self.numbers,
            )
            for number in range(1, phases + 1)
        ]
        self.lesson = Lesson(
            train=np.arange(16),
            validation=np.arange(16, ROWS),
            pain=self.numbers.pain,
            seed=3,
            fold=2,
            batch=4,
        )

    def train(self, job):
        """Train from wherever it stands, as a process that has just begun."""
        fresh(self.model, 5)
        return fit(self.phases, self.lesson, self.folder, job)

    def weights(self):
        return weights_of(self.model)

    def curve(self):
        return (self.folder / "curve.csv").read_bytes()
