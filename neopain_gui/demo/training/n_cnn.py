"""Train the demo N-CNN on phantoms: ``python -m neopain_gui.demo.training.n_cnn``.

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
from neopain_gui.classifiers import build_n_cnn
from neopain_gui.classifiers.n_cnn import PREPROCESSING
from neopain_gui.classifiers.weights import WeightsMetadata, save_weights
from neopain_gui.demo.training.cards import n_cnn_card
from neopain_gui.demo.training.phantom_set import (
    CLASS_ORDER,
    PhantomSet,
    augmented_inputs,
    draw_set,
    predictions_of,
)
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, JobMessage, part
from neopain_gui.percentages import percent
from neopain_gui.training.epoch import Epoch
from neopain_gui.training.evaluation.confusion import POSITIVE
from neopain_gui.training.evaluation.held_out import as_markdown
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.splits import split_subjects

FIRST_SUBJECT = 1000
"""Subjects from this seed on train, validate and test; the demo study's are 1 to 10."""
SEED = 20240229
BATCH = 16
LEARNING_RATE = 3e-4
WARM_UP = 200
"""Batches over which the learning rate rises: RMSprop's first steps are its largest."""
ALIVE = 0.2
"""First bias of ``fc``: from zero its eight ReLUs often die, and then nothing is learnt."""
PATIENCE = 10
SPARSITY = 5.0
"""Weight of the mean activation of ``merge_conv`` in the loss once the network has learnt: the
activations that carry no class, mostly along the picture's border, die away. Without it they
fill GradCAM's maps."""
IDENTITY = "n_cnn_phantoms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is drawn and for how long it is trained.

    Attributes
    ----------
    subjects, takes : int
        Phantoms: ``subjects`` × ``takes`` × 2 labels.
    epochs : int
        At most; training stops after ten without a better validation figure.
    sparse_from : int
        Epoch, counted from 0, from which :data:`SPARSITY` acts.
    workers : int
        Processes that draw.
    """

    subjects: int = 150
    takes: int = 3
    epochs: int = 40
    sparse_from: int = 14
    workers: int = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """A trained network and how it did on the subjects kept for the test."""

    model: Any
    test: Predictions
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

    plan = plan or Plan()
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    seeds = range(FIRST_SUBJECT, FIRST_SUBJECT + plan.subjects)
    with part(job, 0.0, 0.25) as drawing:
        phantoms = draw_set(seeds, plan.takes, workers=plan.workers, job=drawing)
    split = split_subjects(phantoms.subjects, seed=SEED)
    parts = {name: phantoms.part(getattr(split, name)) for name in ("train", "validation", "test")}
    model = build_n_cnn()
    bias = model.get_layer("fc").bias
    bias.assign(np.full(bias.shape, ALIVE, np.float32))
    with part(job, 0.25, 1.0) as training:
        epochs = _fit(model, parts["train"], parts["validation"], plan, training)
    test = parts["test"]
    scores = np.asarray(model.predict(PREPROCESSING(test.crops()), batch_size=BATCH, verbose=0))
    return Trained(
        model=model,
        test=predictions_of(test, _pain(scores)),
        epochs=epochs,
        counts={name: (len(each), len(set(each.subjects))) for name, each in parts.items()},
    )


def _pain(scores: Any) -> Any:
    return np.clip(scores[:, CLASS_ORDER.index(POSITIVE)], 0, 1)


def _fit(model: Any, train_set: PhantomSet, held: PhantomSet, plan: Plan, job: Job) -> int:
    """Train until the validation figure stops falling; keep the best epoch's weights."""
    twin, step = _trainer(model)
    inputs, targets, labels = PREPROCESSING(held.crops()), held.targets(), train_set.targets()
    best, kept, best_epoch = np.inf, model.get_weights(), 0
    rate, batches = LEARNING_RATE, 0
    for epoch in range(plan.epochs):
        rng = np.random.default_rng((SEED, epoch))
        order = rng.permutation(len(train_set))
        sparsity = SPARSITY if epoch >= plan.sparse_from else 0.0
        for start in range(0, len(order), BATCH):
            job.check()
            batches += 1
            chosen = order[start : start + BATCH]
            crops = augmented_inputs(train_set, chosen, PREPROCESSING, rng)
            step(crops, labels[chosen], rate * min(1, batches / WARM_UP), sparsity)
        scores, activity = twin.predict(inputs, batch_size=BATCH, verbose=0)
        entropy = float(-np.log(np.maximum(scores[targets > 0], 1e-7)).mean())
        accuracy = float((scores.argmax(1) == targets.argmax(1)).mean())
        job.progress(
            epoch + 1,
            plan.epochs,
            f"training: validation accuracy {accuracy:.2f}",
        )
        job.partial(Epoch(number=epoch + 1, most=plan.epochs, loss=entropy, accuracy=accuracy))
        figure = entropy + sparsity * float(activity.mean())
        if figure < best or epoch == plan.sparse_from:
            best, kept, best_epoch = figure, model.get_weights(), epoch
        elif epoch - best_epoch >= PATIENCE and epoch > plan.sparse_from:
            break
        elif (epoch - best_epoch) % 4 == 0:
            rate /= 2
    model.set_weights(kept)
    return best_epoch + 1


def _trainer(model: Any) -> tuple[Any, Any]:
    """Return the network with ``merge_conv`` as second output, and one step of its training."""
    import keras
    import tensorflow as tf

    twin = keras.Model(model.input, [model.output, model.get_layer("merge_conv").output])
    optimizer = keras.optimizers.RMSprop(LEARNING_RATE, rho=0.9)
    optimizer.build(model.trainable_variables)

    def gradient_step(inputs: Any, targets: Any, rate: Any, sparsity: Any) -> None:
        with tf.GradientTape() as tape:
            scores, activity = twin(inputs, training=True)
            entropy = keras.losses.categorical_crossentropy(targets, scores)
            loss = tf.reduce_mean(entropy) + tf.add_n(model.losses)
            loss += sparsity * tf.reduce_mean(activity)
        optimizer.learning_rate.assign(rate)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))

    traced = tf.function(gradient_step, reduce_retracing=True)

    def step(inputs: Any, targets: Any, rate: float, sparsity: float) -> None:
        traced(inputs, targets, tf.constant(rate), tf.constant(sparsity))

    return twin, step


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
        "python -m neopain_gui.demo.training.n_cnn",
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
        sys.stdout.write(f"\r{percent(done / total):>5}  {text:70}")
        sys.stdout.flush()

    def partial(self, message: JobMessage) -> None:
        """Write a line for each epoch."""
        if isinstance(message, Epoch):
            sys.stdout.write(
                f"\repoch {message.number} of {message.most} at most: validation loss "
                f"{message.loss:.3f}, accuracy {message.accuracy:.3f}\n"
            )


def main() -> None:
    """Train and write into the program's ``models`` folder."""
    trained = train(job=_Spoken())
    digest = write(trained, locations.models())
    sys.stdout.write(f"\n{as_markdown(trained.test)}\nSHA-256 {digest}\n")


if __name__ == "__main__":
    main()
