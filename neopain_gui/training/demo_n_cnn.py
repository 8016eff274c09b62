"""Train the demo N-CNN on phantoms: ``python -m neopain_gui.training.demo_n_cnn``.

The protocol is the dissertation's as far as it can be (section 3.3.2: RMSprop, categorical
cross-entropy, L2 of 0.01, dropout), on subjects that the demo study does not contain. Weights,
model card and the SHA-256 in ``models.toml`` are written together.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui import locations
from neopain_gui.classifiers.preprocessing import N_CNN
from neopain_gui.classifiers.weights import WeightsMetadata, save_weights
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, part
from neopain_gui.training.cards import n_cnn_card
from neopain_gui.training.metrics import Evaluation, evaluate
from neopain_gui.training.phantom_set import (
    CLASS_ORDER,
    PhantomSet,
    augmented_inputs,
    draw_set,
)
from neopain_gui.training.splits import split_subjects

FIRST_SUBJECT = 1000
"""Subjects from this seed on train, validate and test; the demo study's are 1 to 10."""
SEED = 20240229
BATCH = 32
LEARNING_RATE = 1e-3
PATIENCE = 10
IDENTITY = "n_cnn_phantoms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is drawn and for how long it is trained.

    Attributes
    ----------
    subjects, takes : int
        Phantoms: ``subjects`` × ``takes`` × 2 labels.
    epochs : int
        At most; training stops after ten without a better validation loss.
    workers : int
        Processes that draw.
    """

    subjects: int = 150
    takes: int = 3
    epochs: int = 40
    workers: int = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """A trained network and how it did on the subjects kept for the test."""

    model: Any
    test: Evaluation
    epochs: int
    counts: dict[str, tuple[int, int]]


def train(plan: Plan | None = None, job: Job = NULL_JOB) -> Trained:
    """Draw phantoms, split their subjects, train on one part, choose the epoch on another.

    Parameters
    ----------
    plan : Plan, optional
        How much; equal plans give equal weights on one machine.
    job : Job, optional
        Told of progress; asked whether to stop.

    Raises
    ------
    Cancelled
        The job was stopped.
    """
    import keras
    import tensorflow as tf

    from neopain_gui.classifiers import build_n_cnn

    plan = plan or Plan()
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    seeds = range(FIRST_SUBJECT, FIRST_SUBJECT + plan.subjects)
    with part(job, 0.0, 0.25) as drawing:
        phantoms = draw_set(seeds, plan.takes, workers=plan.workers, job=drawing)
    split = split_subjects(phantoms.subjects, seed=SEED)
    parts = {name: phantoms.part(getattr(split, name)) for name in ("train", "validation", "test")}
    model = build_n_cnn()
    model.compile(
        optimizer=keras.optimizers.RMSprop(LEARNING_RATE, rho=0.9),
        loss="categorical_crossentropy",
        metrics=["accuracy", "categorical_crossentropy"],
    )
    with part(job, 0.25, 1.0) as training:
        epochs = _fit(model, parts["train"], parts["validation"], plan, training)
    test = parts["test"]
    scores = np.asarray(model.predict(N_CNN(test.crops()), batch_size=BATCH, verbose=0))
    return Trained(
        model=model,
        test=evaluate(test.labels, _pain(scores), test.subjects),
        epochs=epochs,
        counts={name: (len(each), len(set(each.subjects))) for name, each in parts.items()},
    )


def _pain(scores: Any) -> Any:
    return np.clip(scores[:, 1], 0, 1)


def _fit(model: Any, train_set: PhantomSet, held: PhantomSet, plan: Plan, job: Job) -> int:
    """Train until the validation loss stops falling; keep the best epoch's weights."""
    inputs, targets = N_CNN(held.crops()), held.targets()
    labels = train_set.targets()
    best, kept, best_epoch = np.inf, model.get_weights(), 0
    rate = LEARNING_RATE
    for epoch in range(plan.epochs):
        rng = np.random.default_rng((SEED, epoch))
        order = rng.permutation(len(train_set))
        for start in range(0, len(order), BATCH):
            job.check()
            chosen = order[start : start + BATCH]
            model.train_on_batch(augmented_inputs(train_set, chosen, N_CNN, rng), labels[chosen])
        figures = model.evaluate(inputs, targets, batch_size=BATCH, verbose=0, return_dict=True)
        job.progress(
            epoch + 1,
            plan.epochs,
            f"epoch {epoch + 1}: validation loss {figures['categorical_crossentropy']:.3f}, "
            f"accuracy {figures['accuracy']:.3f}",
        )
        loss = figures["categorical_crossentropy"]  # without the weights' penalty
        if loss < best:
            best, kept, best_epoch = loss, model.get_weights(), epoch
        elif epoch - best_epoch >= PATIENCE:
            break
        elif (epoch - best_epoch) % 4 == 0:
            rate /= 2
            model.optimizer.learning_rate = rate
    model.set_weights(kept)
    return best_epoch + 1


def write(trained: Trained, folder: Path) -> str:
    """Write weights, card and, where there is a ``models.toml``, the SHA-256 in it.

    Returns
    -------
    str
        SHA-256 of the weight file.
    """
    metadata = WeightsMetadata(
        architecture="n_cnn",
        class_order=CLASS_ORDER,
        training="Demo weights trained on synthetic phantoms; "
        "python -m neopain_gui.training.demo_n_cnn",
        synthetic=True,
        title="N-CNN, demo weights trained on synthetic phantoms",
        licence="MIT",
    )
    folder.mkdir(parents=True, exist_ok=True)
    digest = save_weights(trained.model, folder / f"{IDENTITY}.weights.h5", metadata)
    card = n_cnn_card(trained.test, trained.counts, trained.epochs, digest)
    write_bytes_atomic(folder / f"{IDENTITY}.md", card.encode())
    manifest = folder / "models.toml"
    if manifest.is_file():
        text = with_sha256(manifest.read_text("utf-8"), IDENTITY, digest)
        write_bytes_atomic(manifest, text.encode())
    return digest


def with_sha256(manifest: str, identity: str, digest: str) -> str:
    """Return the text of a ``models.toml`` with this SHA-256 in the entry of that id.

    Raises
    ------
    ValueError
        There is no such entry.
    """
    entries = re.split(r"(?m)^(?=\[\[classifier\]\])", manifest)
    for number, entry in enumerate(entries):
        if re.search(rf'(?m)^id = "{re.escape(identity)}"$', entry):
            bare = re.sub(r"(?m)^sha256 = .*\n", "", entry)
            entries[number] = re.sub(
                r"(?m)^(file = .*\n)", rf'\g<1>sha256 = "{digest}"' + "\n", bare, count=1
            )
            return "".join(entries)
    raise ValueError(f"no entry '{identity}'")


class _Spoken:
    """A job that writes its progress to the terminal."""

    def check(self) -> None:
        """Never stops; Ctrl+C does."""

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Overwrite the line."""
        sys.stdout.write(f"\r{done / total:4.0%}  {text:70}")
        sys.stdout.flush()

    def partial(self, message: dict[str, Any]) -> None:
        """Nothing is handed out."""


def main() -> None:
    """Train and write into the program's ``models`` folder."""
    trained = train(job=_Spoken())
    digest = write(trained, locations.models())
    sys.stdout.write(f"\n{trained.test.as_markdown()}\nSHA-256 {digest}\n")


if __name__ == "__main__":
    main()
