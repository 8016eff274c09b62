"""Weights alone, as ``save_weights`` writes them, of our architectures with a head of any size."""

import keras
import numpy as np
import pytest
from keras import layers

from neopain_gui import locations
from neopain_gui.classifiers import build_n_cnn, build_vgg_face, find, load
from neopain_gui.classifiers.bringing import bring_in
from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
from neopain_gui.classifiers.heads import headed
from neopain_gui.classifiers.looking import look_at
from tests.classifiers.foreign import networks


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(locations, "user_models", lambda: tmp_path / "own")


def theirs(build, *units):
    """What somebody else has trained: the same body, other names, a head of their own."""
    body = build()
    x = body.get_layer("flatten").output
    for size in units[:-1]:
        x = layers.Dropout(0.3)(layers.Dense(size, activation="relu")(x))
    end = "sigmoid" if units[-1] == 1 else "softmax"
    model = keras.Model(body.inputs[0], layers.Dense(units[-1], activation=end)(x))
    rng = np.random.default_rng(4)
    for variable in model.weights:
        fan = max(1, np.prod(variable.shape[:-1]))
        variable.assign(rng.normal(0, np.sqrt(2 / fan), variable.shape))
    return model


@pytest.mark.parametrize(
    ("build", "units", "outputs", "name", "size"),
    [
        (build_n_cnn, (16, 1), ("pain",), "N-CNN with a head of 16 × 1", 120),
        (build_n_cnn, (8, 3), ("pain", "no pain", "x"), "N-CNN with a head of 8 × 3", 120),
        (build_vgg_face, (12, 2), ("no pain", "pain"), "VGG-Face with a head of 12 × 2", 224),
    ],
)  # fmt: skip
def test_they_come_in_with_the_same_probabilities(build, units, outputs, name, size, tmp_path):
    model = theirs(build, *units)
    path = tmp_path / "theirs.weights.h5"
    model.save_weights(path)
    found = look_at(path)
    assert (found.kind, found.architecture, found.size) == ("network", name, size)
    assert found.outputs == units[-1]
    assert any("ReLU" in one for one in found.uncertain)
    how = preprocessing(size=size, colours="BGR", scale=255.0, mean=(0.5,), fit="stretched")
    bring_in(path, "mine", Declared(outputs=outputs, preprocessing=how))
    classifier = load(find("mine"))
    crop = np.random.default_rng(1).integers(0, 256, (90, 80, 3), np.uint8)
    inputs = classifier.prepare([crop])
    said = np.asarray(model(inputs, training=False))
    if units[-1] == 1:
        said = np.concatenate([1 - said, said], axis=1)
    assert classifier.scores(inputs) == pytest.approx(said, abs=1e-5)
    assert classifier.info.layers


def test_what_does_not_fit_is_none_of_ours(tmp_path):
    other = networks.trained(networks.fused())
    other.save_weights(tmp_path / "other.weights.h5")
    assert headed(tmp_path / "other.weights.h5") is None
    many = theirs(build_n_cnn, 2622)
    many.save_weights(tmp_path / "many.weights.h5")
    assert headed(tmp_path / "many.weights.h5") is None
