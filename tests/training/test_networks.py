"""The networks under training: what learns when, what is penalised, what comes out of it."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.classifiers.bases.base import CONVOLUTIONS, VggFaceBase, into_model
from neopain_gui.classifiers.vgg_face import PREPROCESSING
from neopain_gui.training.fit import Lesson, Phase, fit
from neopain_gui.training.inputs import feature_rows, keep_features
from neopain_gui.training.learner import Learner, weights_of
from neopain_gui.training.networks import IMAGE, NCnn, VggFace
from neopain_gui.training.photographs import CropsInMemory, Samples
from tests.training.made_up import faces, photographs


@pytest.fixture(scope="module")
def base():
    """Random kernels of a scale at which signals neither die nor explode."""
    rng = np.random.default_rng(0)
    kernels = [
        rng.normal(size=shape).astype(np.float32) * np.float32(np.sqrt(2 / np.prod(shape[:3])))
        for _, shape in CONVOLUTIONS
    ]
    kernels[0] /= 100  # what comes in is up to 128
    biases = [np.zeros(shape[-1], np.float32) for _, shape in CONVOLUTIONS]
    return VggFaceBase(kernels=tuple(kernels), biases=tuple(biases), format="test", sha256="")


@pytest.fixture(scope="module")
def vgg(base):
    return VggFace(
        lambda model: into_model(base, model), head=(12, 8), dropout=0.2, l1=1e-3, groups=(4, 5)
    )


def test_one_output_is_the_same_classifier_with_two():
    original = NCnn(one_output=True)
    original.begin(3)
    inputs = np.random.default_rng(0).random((5, 120, 120, 3)).astype(np.float32)
    logits = np.asarray(original.part(1)(inputs), np.float64)
    scores = np.asarray(original.finished()(inputs), np.float64)
    assert logits.shape == (5, 1)
    assert scores[:, 1] == pytest.approx(1 / (1 + np.exp(-logits[:, 0])), abs=1e-6)
    assert scores.sum(1) == pytest.approx(np.ones(5), abs=1e-6)


def test_first_weights_follow_from_their_seed_alone():
    networks = [NCnn(), NCnn()]
    for network, seed in zip(networks, (3, 4), strict=True):
        network.begin(seed)
    one, other = (weights_of(network.part(1)) for network in networks)
    assert not np.array_equal(one["weights/merge_conv/kernel"], other["weights/merge_conv/kernel"])
    networks[1].begin(3)
    again = weights_of(networks[1].part(1))
    assert all(np.array_equal(one[name], again[name]) for name in one)


def test_the_penalties_are_the_protocols_on_kernels_alone():
    network = NCnn(l1=0.5, l2=0.25)
    network.begin(1)
    kernels = [np.asarray(each) for each in network.part(1).weights if each.path.endswith("kernel")]
    expected = sum(0.5 * np.abs(each).sum() + 0.25 * (each**2).sum() for each in kernels)
    assert float(sum(network.part(1).losses)) == pytest.approx(expected, rel=1e-5)
    assert NCnn(l1=0, l2=0).part(1).losses == []


def test_what_learns_in_each_phase(vgg):
    vgg.begin(1)
    learning = {phase: vgg.part(phase) for phase in (1, 2)}
    names = {
        phase: {each.path.split("/")[0] for each in network.trainable_variables}
        for phase, network in learning.items()
    }
    assert names[1] == {"fc1", "fc2", "logits"}
    groups = {f"conv{group}_{index}" for group in (4, 5) for index in (1, 2, 3)}
    assert names[2] == names[1] | groups
    assert (vgg.learns_from(1), vgg.learns_from(2)) == ("flatten", "pool3")
    assert NCnn().learns_from(1) == IMAGE
    kernels = [np.asarray(vgg.finished().get_layer(name).kernel) for name in sorted(names[1])]
    expected = 1e-3 * sum(np.abs(each).sum() for each in kernels)
    assert float(sum(learning[2].losses)) == pytest.approx(expected, rel=1e-5)


class NotKept:
    """What the frozen layers give, worked out each time it is asked for."""

    def __init__(self, samples, frozen):
        self._samples, self._frozen = samples, frozen

    def batch(self, rows):
        crops = [self._samples.crop(row) for row in rows]
        return np.asarray(self._frozen(PREPROCESSING(crops)))


@pytest.fixture(scope="module")
def samples():
    return Samples(photographs(8), [()] * 8, CropsInMemory(faces(8)))


def curve(network, inputs, samples, folder):
    folder.mkdir()
    network.begin(1)
    phase = Phase(
        number=1,
        epochs=2,
        patience=2,
        learner=lambda: Learner(network.part(1), rate=1e-4),
        inputs=inputs,
    )
    lesson = Lesson(
        train=np.arange(6), validation=np.arange(6, 8), pain=samples.pain, seed=0, fold=1, batch=3
    )
    return np.array(fit([phase], lesson, folder).curve)


def test_features_kept_are_features_not_kept(vgg, samples, tmp_path):
    frozen = vgg.frozen("flatten")
    rows = feature_rows(samples, {}, "flatten", (25088,))
    kept = keep_features(rows, samples, frozen, PREPROCESSING, tmp_path / "features")
    one = curve(vgg, kept, samples, tmp_path / "kept")
    other = curve(vgg, NotKept(samples, frozen), samples, tmp_path / "not")
    assert np.abs(one - other).max() <= 1e-5
    half = feature_rows(samples, {}, "flatten", (25088,), half=True)
    assert half.size * 2 == rows.size
    halved = keep_features(half, samples, frozen, PREPROCESSING, tmp_path / "features")
    assert np.abs(one - curve(vgg, halved, samples, tmp_path / "half")).max() <= 1e-3


def test_fine_tuning_goes_through_the_whole_network(vgg, samples, tmp_path, base):
    """From the third group on it is the same network, and only groups 4 and 5 move."""
    vgg.begin(1)
    rows = feature_rows(samples, {}, "pool3", (28, 28, 256))
    kept = keep_features(rows, samples, vgg.frozen("pool3"), PREPROCESSING, tmp_path)
    tuned = Learner(vgg.part(2), rate=1e-3)
    for _ in range(2):
        tuned.learn(kept.batch(np.arange(4)), samples.pain[:4])
    whole = vgg.finished()
    inputs = PREPROCESSING([samples.crop(row) for row in range(4)])
    scores = np.asarray(whole(inputs), np.float64)
    logits = tuned.logits(kept.batch(np.arange(4)))
    assert scores[:, 1] == pytest.approx(1 / (1 + np.exp(-logits)), abs=1e-5)
    moved = [
        name
        for (name, _), kernel in zip(CONVOLUTIONS, base.kernels, strict=True)
        if not np.array_equal(np.asarray(whole.get_layer(name).kernel), kernel)
    ]
    assert moved == [f"conv{group}_{index}" for group in (4, 5) for index in (1, 2, 3)]
    vgg.begin(1)
    assert np.array_equal(np.asarray(whole.get_layer("conv5_3").kernel), base.kernels[-1])
