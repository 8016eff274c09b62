"""The demo VGG-Face: its base does not make all faces alike, its head is folded rightly."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.classifiers import build_vgg_face, find, load
from neopain_gui.classifiers.vgg_face import PREPROCESSING as VGG_FACE
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.training import vgg_face as demo_vgg_face
from neopain_gui.demo.training.phantom_set import draw_set, predictions_of
from neopain_gui.errors import Cancelled
from neopain_gui.jobs import NullJob
from neopain_gui.training.evaluation.held_out import as_markdown


@pytest.fixture(scope="module")
def phantoms():
    return draw_set([1, 2], 1)


@pytest.fixture(scope="module")
def base(phantoms):
    """A network with its random convolutions, and the inputs that it was calibrated on."""
    inputs, model = VGG_FACE(phantoms.crops()), build_vgg_face()
    demo_vgg_face.make_base(model, inputs)
    return model, inputs


def test_the_base_keeps_faces_apart_at_every_depth(base):
    """Thirteen random layers usually make everything alike, or die."""
    import keras

    model, inputs = base
    names = ("conv1_2", "conv3_2", "conv5_3")
    taps = keras.Model(model.input, [model.get_layer(name).output for name in names])
    for name, values in zip(names, taps(inputs), strict=True):
        values = np.asarray(values)
        alive = (values > 0).mean((0, 1, 2))
        assert np.quantile(alive, 0.05) > 0.1, name
        assert np.quantile(alive, 0.95) < 0.9, name
        flat = values.reshape(len(values), -1)
        between = np.corrcoef(flat)[np.triu_indices(len(flat), 1)]
        assert between.max() < 0.9, (name, between)


def test_a_channel_has_variance_one_before_its_relu(base):
    model, inputs = base
    kernel, bias = model.get_layer("conv1_1").get_weights()
    assert not kernel[0].any()
    assert not kernel[:, 2].any()
    for channel in (0, 17):
        before = inputs.astype(np.float64) @ kernel[1, 1, :, channel] + bias[channel]
        assert before.std() == pytest.approx(1, abs=1e-3)
        assert before.mean() > 0


def test_halfway_from_black_the_activations_are_half(base):
    """So no ReLU switches on Integrated Gradients' way."""
    import keras

    model, inputs = base
    black = VGG_FACE.black_baseline(1)
    tap = keras.Model(model.input, model.get_layer("pool5").output)
    whole, half = (np.asarray(tap(black + share * (inputs - black))) for share in (1, 0.5))
    assert np.allclose(half, whole / 2, atol=1e-4 * whole.max())


def test_the_base_repeats_itself(base):
    model, inputs = base
    again = build_vgg_face()
    demo_vgg_face.make_base(again, inputs)
    one, same = (each.get_layer("conv5_3").get_weights() for each in (again, model))
    assert np.array_equal(one[0], same[0])
    assert np.array_equal(one[1], same[1])


def test_folding_changes_the_inputs_scale_and_nothing_else():
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(3, 2, (7, 5)), rng.normal(size=(5, 4))
    mean, deviation = rng.normal(size=5), rng.uniform(0.1, 3, 5)
    centred = demo_vgg_face.across(x / deviation, mean)
    assert centred @ mean == pytest.approx(np.zeros(7))
    plain = demo_vgg_face.folded(kernel, mean, deviation)
    assert x @ plain == pytest.approx(centred @ kernel)


class _StopsAt(NullJob):
    def __init__(self, share):
        self.share, self.reached = share, 0.0

    def progress(self, done, total, text=""):
        assert done / total >= self.reached - 1e-9
        self.reached = done / total

    def check(self):
        if self.reached >= self.share:
            raise Cancelled


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A very small build, whole."""
    folder = tmp_path_factory.mktemp("cache") / "new"
    small = demo_vgg_face.Plan(subjects=4, epochs=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_vgg_face, "Plan", lambda: small)
        return demo_vgg_face.build_demo_vgg_face(folder, _StopsAt(2.0))


def test_a_build_can_be_loaded_and_says_what_it_is(built):
    assert sorted(each.name for each in built.parent.iterdir()) == [
        "vgg_face_phantoms.md",
        "vgg_face_phantoms.weights.h5",
    ]
    classifier = load(find(str(built)))
    assert classifier.info.synthetic
    assert "demo weights trained on synthetic phantoms" in classifier.info.title
    card = built.with_name("vgg_face_phantoms.md").read_text("utf-8")
    assert classifier.weights_sha256 in card
    assert "Not a medical device" in card


def test_the_cards_figures_are_those_of_the_whole_network(built):
    """The head saw cached features; the file's network sees the photographs again."""
    from neopain_gui.training.splits import split_subjects

    drawn = draw_set(range(demo_vgg_face.FIRST_SUBJECT, demo_vgg_face.FIRST_SUBJECT + 4), 1)
    test = drawn.part(split_subjects(drawn.subjects, seed=demo_vgg_face.SEED).test)
    classifier = load(find(str(built)))
    scores = classifier.predict(test.crops())[:, classifier.class_index(PainLabel.PAIN)]
    found = predictions_of(test, np.clip(scores, 0, 1))
    card = built.with_name("vgg_face_phantoms.md").read_text("utf-8")
    assert as_markdown(found) in card


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_a_stopped_build_leaves_nothing_behind(tmp_path, monkeypatch, share):
    small = demo_vgg_face.Plan(subjects=4, epochs=2)
    monkeypatch.setattr(demo_vgg_face, "Plan", lambda: small)
    with pytest.raises(Cancelled):
        demo_vgg_face.build_demo_vgg_face(tmp_path, _StopsAt(share))
    assert not list(tmp_path.iterdir())
