"""Build the demo VGG-Face: random convolutions from a seed, a head trained on phantoms.

Its 111 MB are not part of the program. The convolutions are not trained, so their output is
computed once per photograph and the head alone is trained: that takes a minute or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers import build_vgg_face
from neopain_gui.classifiers.vgg_face import PREPROCESSING, VGG_FACE
from neopain_gui.classifiers.weights import WeightsMetadata, save_weights
from neopain_gui.demo.training.cards import vgg_face_card
from neopain_gui.demo.training.phantom_set import CLASS_ORDER, PhantomSet, draw_set, predictions_of
from neopain_gui.errors import EnvironmentFault, reason
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, part, track
from neopain_gui.training.epoch import Epoch
from neopain_gui.training.evaluation.confusion import POSITIVE
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.splits import split_subjects

FIRST_SUBJECT = 2000
"""Subjects from this seed on; neither the demo study's nor those of the demo N-CNN."""
SEED = 20150907
IDENTITY = "vgg_face_phantoms"
CALIBRATION = 16
"""Phantoms on which the channels are centred and scaled."""
LEARNING_RATE = 1e-4
"""Of the head (section 3.3.1)."""
BATCH = 16
PATIENCE = 8

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is drawn and for how long the head is trained."""

    subjects: int = 130
    epochs: int = 30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """The network and how it did on the subjects kept for the test."""

    model: Any
    test: Predictions
    epochs: int
    counts: dict[str, tuple[int, int]]


def build_demo_vgg_face(destination_folder: Path, job: Job = NULL_JOB) -> Path:
    """Build, train and write the demo VGG-Face and, beside it, its model card.

    Parameters
    ----------
    destination_folder : Path
        Made if need be.
    job : Job, optional
        Told of progress; asked whether to stop between batches.

    Returns
    -------
    Path
        The weight file, whole; nothing is left behind when the job is stopped.

    Raises
    ------
    Cancelled
        The job was stopped.
    EnvironmentFault
        The files cannot be written.
    """
    path = destination_folder / f"{IDENTITY}.weights.h5"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:  # before minutes of training, not after
        raise EnvironmentFault(
            f"{path.name}: the weights could not be kept: {reason(error)}."
        ) from error
    with part(job, 0.0, 0.97) as training:
        trained = train(job=training)
    job.progress(0.97, 1, "writing the demo VGG-Face")
    metadata = WeightsMetadata(
        architecture="vgg_face",
        class_order=CLASS_ORDER,
        training="Demo weights trained on synthetic phantoms; random convolutional base, "
        "neopain_gui.demo.training.vgg_face",
        synthetic=True,
        title="VGG-Face, demo weights trained on synthetic phantoms",
        licence="MIT",
    )
    digest = save_weights(trained.model, path, metadata)
    card = vgg_face_card(trained.test, trained.counts, trained.epochs, digest)
    write_bytes_atomic(destination_folder / f"{IDENTITY}.md", card.encode())
    job.progress(1, 1, "the demo VGG-Face is ready")
    return path


def train(plan: Plan | None = None, job: Job = NULL_JOB) -> Trained:
    """Draw phantoms, make the base, cache its features, train the head.

    Raises
    ------
    Cancelled
        The job was stopped.
    """
    import keras

    plan = plan or Plan()
    seeds = range(FIRST_SUBJECT, FIRST_SUBJECT + plan.subjects)
    with part(job, 0.0, 0.25) as drawing:
        phantoms = draw_set(seeds, 1, job=drawing)
    split = split_subjects(phantoms.subjects, seed=SEED)
    parts = {name: phantoms.part(getattr(split, name)) for name in ("train", "validation", "test")}
    model = build_vgg_face()
    with part(job, 0.25, 0.35) as making:
        make_base(model, PREPROCESSING(parts["train"].crops()[:CALIBRATION]), making)
    base = keras.Model(model.input, model.get_layer("flatten").output)
    with part(job, 0.35, 0.80) as caching:
        features = _features(base, parts, caching)
    with part(job, 0.80, 1.0) as fitting:
        epochs = _fit_head(model, features, parts, plan, fitting)
    head = _head(model, features["test"].shape[1])
    scores = np.asarray(head(features["test"], training=False))
    pain = np.clip(scores[:, CLASS_ORDER.index(POSITIVE)], 0, 1)
    test = parts["test"]
    return Trained(
        model=model,
        test=predictions_of(test, pain),
        epochs=epochs,
        counts={name: (len(each), len(set(each.subjects))) for name, each in parts.items()},
    )


def make_base(model: Any, calibration: Floats, job: Job = NULL_JOB) -> None:
    """Give a VGG-Face's convolutions their random weights, changed in place.

    Orthogonal kernels from a seed. The first layer mixes colours; from the second on the part of
    each kernel that answers to the mean activation is taken out, so that a channel's mean before
    its ReLU is 0 on the calibration images. Each channel is scaled to variance 1 (after Mishkin &
    Matas 2016, "All you need is a good init"): without that, thirteen random layers make all
    faces alike. Centring by kernels rather than by biases keeps the base homogeneous: from black
    to the photograph its activations only grow, no ReLU switches, and Integrated Gradients need
    few steps.

    Parameters
    ----------
    model : keras.Model
        From ``build_vgg_face()``.
    calibration : ndarray of float32, shape (n, 224, 224, 3)
        Prepared face crops.
    job : Job, optional
        Checked at each layer.
    """
    import keras

    signal, black = calibration, PREPROCESSING.black_baseline(1)[0, 0, 0]
    names = [layer.name for layer in model.layers if layer.name.startswith(("conv", "pool"))]
    known = {layer.name for layer in VGG_FACE.layers}
    for number, name in enumerate(track(names, job, total=len(names), text="making the base")):
        layer = model.get_layer(name)
        if name not in known:
            signal = np.asarray(layer(signal))
            continue
        shape = layer.kernel.shape
        kernel = np.asarray(keras.initializers.Orthogonal(seed=SEED + number)(shape))
        bias = np.zeros(shape[3], np.float32)
        if number == 0:
            kernel = _colours_mixed(kernel, _moments(signal)[0] - black)
            bias = -black @ kernel[1, 1]  # 0 at black, not at the mean colour
        else:
            kernel = _without_mean(kernel, _moments(signal)[0])
        signal = _convolved(signal, kernel)
        signal += bias
        deviation = _moments(signal)[1]
        layer.set_weights([kernel / deviation, bias / deviation])
        signal /= deviation
        np.maximum(signal, 0, out=signal)


def _moments(signal: Floats) -> tuple[Floats, Floats]:
    """Return each channel's mean and standard deviation.

    In double precision, for a single-precision sum over 800,000 pixels drifts; image by image,
    for a copy of the whole would take 400 MB.
    """
    flat = signal.reshape(len(signal), -1, signal.shape[-1])
    mean = np.mean([each.mean(0, dtype=np.float64) for each in flat], axis=0)
    variance = np.mean([((each - mean) ** 2).mean(0) for each in flat], axis=0)
    return mean.astype(np.float32), np.sqrt(variance).astype(np.float32)


def _colours_mixed(kernel: Floats, mean: Floats) -> Floats:
    """Keep the middle of each kernel, turned so that it answers to the mean colour.

    A first layer that looked at neighbours would see a frame of mean colour around each
    photograph, the padding, which does not fade on the way to black.
    """
    middle = np.zeros_like(kernel)
    middle[1, 1] = kernel[1, 1] * np.sign(mean @ kernel[1, 1])
    return middle


def _without_mean(kernel: Floats, mean: Floats) -> Floats:
    """Make kernels (3, 3, i, o) blind to a constant input (i,)."""
    patch = np.broadcast_to(mean, kernel.shape[:3])
    answer = np.einsum("hwi,hwio->o", patch, kernel) / (patch**2).sum()
    return np.asarray(kernel - patch[..., None] * answer, dtype=np.float32)


def _convolved(signal: Floats, kernel: Floats) -> Floats:
    """Convolve four images at a time: the first layers' output is large."""
    import keras

    convolved = np.empty((*signal.shape[:3], kernel.shape[3]), np.float32)
    for start in range(0, len(signal), 4):
        convolved[start : start + 4] = keras.ops.conv(
            signal[start : start + 4], kernel, padding="same"
        )
    return convolved


def _features(base: Any, parts: dict[str, PhantomSet], job: Job) -> dict[str, Floats]:
    """Return the base's output for each part, (n, 25088)."""
    import tensorflow as tf

    forward = tf.function(base.call, reduce_retracing=True, autograph=False)
    crops = {name: each.crops() for name, each in parts.items()}
    total, done, features = sum(map(len, crops.values())), 0, {}
    for name, each in crops.items():
        rows = []
        for start in range(0, len(each), 4):
            job.check()
            rows.append(np.asarray(forward(PREPROCESSING(each[start : start + 4]))))
            done += len(rows[-1])
            job.progress(done, total, "looking at phantoms")
        features[name] = np.concatenate(rows)
    return features


def _head(model: Any, width: int) -> Any:
    """Return the layers after the base as a model that shares their weights."""
    import keras

    x = inputs = keras.Input((width,))
    for name in ("fc1", "dropout1", "fc2", "dropout2", "logits", "probabilities"):
        x = model.get_layer(name)(x)
    return keras.Model(inputs, x)


def _fit_head(
    model: Any,
    features: dict[str, Floats],
    parts: dict[str, PhantomSet],
    plan: Plan,
    job: Job,
) -> int:
    """Train the head on centred features, then fold the centring into ``fc1``."""
    import keras

    keras.utils.set_random_seed(SEED)
    _fresh(model)
    deviation = features["train"].std(0) + 0.1  # channels that hardly vary stay small
    mean = features["train"].mean(0) / deviation
    scaled = {name: across(each / deviation, mean) for name, each in features.items()}
    targets = parts["train"].targets()
    head = _head(model, len(mean))
    head.compile(
        optimizer=keras.optimizers.RMSprop(LEARNING_RATE, rho=0.9),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
        metrics=["accuracy", "categorical_crossentropy"],
    )
    best, kept, best_epoch = np.inf, head.get_weights(), 0
    for epoch in range(plan.epochs):
        order = np.random.default_rng((SEED, epoch)).permutation(len(targets))
        for start in range(0, len(order), BATCH):
            job.check()
            chosen = order[start : start + BATCH]
            head.train_on_batch(scaled["train"][chosen], targets[chosen])
        held = parts["validation"].targets()
        figures = head.evaluate(scaled["validation"], held, verbose=0, return_dict=True)
        job.progress(
            epoch + 1,
            plan.epochs,
            f"training the head: validation accuracy {figures['accuracy']:.2f}",
        )
        loss = float(figures["categorical_crossentropy"])  # without the weights' penalty
        accuracy = float(figures["accuracy"])
        job.partial(Epoch(number=epoch + 1, most=plan.epochs, loss=loss, accuracy=accuracy))
        if loss < best:
            best, kept, best_epoch = loss, head.get_weights(), epoch
        elif epoch - best_epoch >= PATIENCE:
            break
    head.set_weights(kept)
    layer = model.get_layer("fc1")
    kernel, bias = layer.get_weights()
    layer.set_weights([folded(kernel, mean, deviation), bias])
    return best_epoch + 1


def across(rows: Floats, direction: Floats) -> Floats:
    """Return rows (m, n) without their part along a direction (n,).

    Centring by a projection: with the mean as direction it takes away what all photographs
    share, but needs no constant. So the head's neurons too see their inputs only grow on the
    way from black to a photograph; a subtracted mean would have them all switch at its end.
    """
    return np.asarray(
        rows - np.outer(rows @ direction, direction / (direction @ direction)), dtype=rows.dtype
    )


def folded(kernel: Floats, mean: Floats, deviation: Floats) -> Floats:
    """Return a dense layer's kernel for plain inputs, given that for centred ones.

    Parameters
    ----------
    kernel : ndarray, shape (n, m)
    mean, deviation : ndarray, shape (n,)
        With ``x @ kernel' = across(x / deviation, mean) @ kernel``.
    """
    return across(kernel.T, mean).T / deviation[:, None]


def _fresh(model: Any) -> None:
    """Draw the head's first weights from the seed, whatever was drawn before."""
    import keras

    for number, name in enumerate(("fc1", "fc2", "logits")):
        layer = model.get_layer(name)
        initial = keras.initializers.GlorotUniform(seed=SEED + 100 + number)
        layer.set_weights([np.asarray(initial(layer.kernel.shape)), np.zeros(layer.bias.shape)])
