"""An architecture, or another kind of classifier, is one file and one entry: here are two."""

import h5py
import keras
import numpy as np
import pytest

from neopain_gui.attribution.explain import explain
from neopain_gui.classifiers import (
    ARCHITECTURES,
    Architecture,
    LayerInfo,
    Preprocessing,
    WeightsMetadata,
    find,
    load,
    save_arrays,
    save_weights,
)
from neopain_gui.classifiers.scorer import SCORES
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import WeightsError
from neopain_gui.geometry import Box
from neopain_gui.pipeline.maps.attribute import attribute_photograph
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.estimate import gradient_seconds

ABOUT = "neopain_gui.classifiers"

ABOUT = "neopain_gui.classifiers.architectures"
ORDER = (PainLabel.NO_PAIN, PainLabel.PAIN)


# -- what a file of its own would hold: a small network -------------------------------------
def build_little():
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(4, 3, activation="relu", name="conv")(inputs)
    x = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(x))
    return keras.Model(inputs, keras.layers.Softmax()(x), name="little")


LITTLE = Architecture(
    id="little",
    short_name="Little",
    preprocessing=Preprocessing(
        id="little", size=32, channel_order="RGB", scale=255.0, mean=(0.0, 0.0, 0.0)
    ),
    parameters=7314,
    layers=(LayerInfo(name="conv", group=1, depth=1, title="The convolution", block="All"),),
    depth_layers=("conv",),
    build=build_little,
)


# -- and something that is no network -------------------------------------------------------
class Template:
    """The likeness to two templates: scores without a gradient, nothing to look into."""

    gradient = None
    layers = None

    def __init__(self, templates):
        self.templates = templates

    def scores(self, inputs, kind="probability"):
        likeness = np.einsum("nhwc,khwc->nk", inputs, self.templates) / self.templates[0].size
        odds = np.exp(likeness)
        return likeness if kind == "logit" else odds / odds.sum(axis=1, keepdims=True)


def read_templates(path):
    with h5py.File(path) as file:
        templates = np.stack([file[str(label)] for label in ORDER])
    if templates.shape != (2, 16, 16, 3):
        raise WeightsError("its templates are not 16 × 16", file=path)
    return Template(templates)


TEMPLATES = Architecture(
    id="templates",
    short_name="Templates",
    preprocessing=Preprocessing(
        id="templates", size=16, channel_order="RGB", scale=255.0, mean=(0.5, 0.5, 0.5)
    ),
    parameters=1536,
    gives=frozenset({SCORES}),
    read=read_templates,
)


@pytest.fixture(autouse=True)
def entries(monkeypatch):
    monkeypatch.setitem(ARCHITECTURES, "little", LITTLE)
    monkeypatch.setitem(ARCHITECTURES, "templates", TEMPLATES)


@pytest.fixture
def crop():
    return np.random.default_rng(1).integers(0, 256, (60, 50, 3), np.uint8)


def described(architecture):
    return WeightsMetadata(
        architecture=architecture, class_order=ORDER, training="", synthetic=True
    )


def written(tmp_path, templates):
    path = tmp_path / "mine.weights.h5"
    arrays = {str(label): one for label, one in zip(ORDER, templates, strict=True)}
    return path, save_arrays(arrays, path, described("templates"))


def test_a_network_from_outside(tmp_path, crop):
    path = tmp_path / "mine.weights.h5"
    save_weights(build_little(), path, described("little"))
    info = find(path)
    classifier = load(info)
    assert info.short_name == "Little mine"
    assert classifier.predict([crop]).sum() == pytest.approx(1)
    found = explain(classifier, [crop], method="grad_cam")[0]
    assert found.maps["conv"].shape == (32, 32)
    assert classifier.model.count_params() == LITTLE.parameters
    assert gradient_seconds(str(path)) == LITTLE.gradient_seconds


def test_another_kind_from_outside(tmp_path, crop):
    templates = np.random.default_rng(2).normal(size=(2, 16, 16, 3)).astype(np.float32)
    path, digest = written(tmp_path, templates)
    info = find(path)
    classifier = load(info)
    assert classifier.weights_sha256 == digest
    assert info.layers == info.depth_layers == ()
    assert info.gives == {"scores"}
    inputs = classifier.prepare([crop])
    likeness = [float((inputs[0] * one).mean()) for one in templates]
    assert classifier.predict([crop])[0, 1] == pytest.approx(
        1 / (1 + np.exp(likeness[0] - likeness[1])), abs=1e-6
    )
    ((relevance, facts),) = attribute_photograph(
        crop,
        Box(left=0, top=0, right=50, bottom=60),
        classifier,
        Choice(method="occlusion"),
        image_sha256="0" * 64,
    )
    assert relevance.model.name == "Occlusion|Templates mine"
    assert relevance.values.shape == (16, 16)
    assert facts["layer"] is None
    assert relevance.provenance.inputs["weights"] == digest


def test_equal_arrays_give_equal_bytes(tmp_path):
    templates = np.ones((2, 16, 16, 3), np.float32)
    first = written(tmp_path, templates)[1]
    assert written(tmp_path, templates)[1] == first


def test_what_does_not_fit_is_refused(tmp_path):
    path, _ = written(tmp_path, np.ones((2, 8, 8, 3), np.float32))
    with pytest.raises(WeightsError, match="16 × 16"):
        load(find(path))
    with h5py.File(path, "r+") as file:
        file["more"] = h5py.ExternalLink("elsewhere.h5", "/x")
    with pytest.raises(WeightsError, match="link"):
        load(find(path))
