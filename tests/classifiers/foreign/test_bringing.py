"""Networks as others save them come in with the same probabilities, and with logits."""

import json
from dataclasses import replace
from functools import partial

import keras
import numpy as np
import pytest

from neopain_gui import locations
from neopain_gui.attribution.explain import explain
from neopain_gui.classifiers import find, load
from neopain_gui.classifiers.bringing import bring_in
from neopain_gui.classifiers.foreign.bringing import load_network
from neopain_gui.classifiers.foreign.declared import Declared, beside, preprocessing
from neopain_gui.classifiers.foreign.findings import look
from neopain_gui.classifiers.network.contract import check_model
from neopain_gui.classifiers.network.layers import LOGITS, find_layer, recorded
from neopain_gui.classifiers.registry import left_out
from neopain_gui.errors import InputError, WeightsError
from tests.classifiers.foreign import networks

NETWORKS = {
    "fused": networks.fused,
    "apart": networks.apart,
    "softmax layer": networks.softmax_layer,
    "sigmoid": networks.sequential,
    "logits of a sigmoid": partial(networks.sequential, None),
    "logits": partial(networks.fused, 4, None),
    "nested": networks.transferred,
}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    folder = tmp_path / "own"
    monkeypatch.setattr(locations, "user_models", lambda: folder)
    return folder


def usual(channels=3, size=networks.SIZE, **more):
    said = {"colours": "grey" if channels == 1 else "RGB", "scale": 255.0, "mean": (0.0,)}
    return preprocessing(size=size, fit="stretched", **(said | more))


def probabilities(model, inputs):
    """What the network itself says, worked out here, a column a class."""
    given = np.asarray(model(inputs, training=False), np.float64)
    if given.shape[1] == 1:
        one = given if (given.min() >= 0 and given.max() <= 1) else 1 / (1 + np.exp(-given))
        return np.concatenate([1 - one, one], axis=1)
    if np.allclose(given.sum(axis=1), 1, atol=1e-5):
        return given
    odds = np.exp(given - given.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("ending", [".keras", ".h5"])
@pytest.mark.parametrize("name", NETWORKS)
def test_the_same_probabilities_with_logits(name, ending, tmp_path):
    model = NETWORKS[name]()
    path = networks.saved(model, tmp_path / f"theirs{ending}")
    inputs = networks.pictures(model)
    brought = load_network(path, networks.SIZE)
    check_model(brought)
    found = np.asarray(brought(inputs, training=False))
    assert found == pytest.approx(probabilities(model, inputs), abs=1e-6)
    with recorded([find_layer(brought, LOGITS)]) as seen:
        brought(inputs, training=False)
    odds = np.exp(np.asarray(seen[LOGITS], np.float64))
    assert odds / odds.sum(axis=1, keepdims=True) == pytest.approx(found, abs=1e-6)


@pytest.mark.parametrize("name", sorted(set(NETWORKS) - {"softmax layer"}))
def test_undeclared_it_is_still_refused(name):
    with pytest.raises(WeightsError):
        check_model(networks.trained(NETWORKS[name]()))


def test_both_classes_of_a_sigmoid_are_explained(tmp_path):
    path = networks.saved(networks.sequential(), tmp_path / "theirs.keras")
    bring_in(path, "theirs", Declared(outputs=("pain",), preprocessing=usual()))
    classifier = load(find("theirs"))
    assert classifier.info.class_order == ("no pain", "pain")
    crop = np.random.default_rng(3).integers(0, 256, (40, 40, 3), np.uint8)
    pain, rest = (
        explain(classifier, [crop], method="integrated_gradients", target=target)[0]
        for target in ("pain", "no pain")
    )
    assert pain.facts["scores"]["pain"] == pytest.approx(
        1 - pain.facts["scores"]["no pain"], abs=1e-6
    )
    assert not pain.empty(None)
    assert not rest.empty(None)


def test_what_is_declared_is_what_is_listed(tmp_path, own_folder):
    path = networks.saved(networks.apart(), tmp_path / "theirs.keras")
    declared = Declared(
        outputs=("no pain", "asleep", "pain", "hungry"),
        preprocessing=usual(1, scale=127.5, mean=(1.0,)),
        title="Theirs",
        licence="MIT",
    )
    copy = bring_in(path, "mine", declared)
    assert copy.read_bytes() == path.read_bytes()
    info = find("mine")
    assert info == find(copy)
    assert (info.title, info.licence, info.short_name) == ("Theirs", "MIT", "Network mine")
    assert info.class_order == declared.outputs
    assert info.network.preprocessing == declared.preprocessing
    assert [layer.name for layer in info.layers] == ["active", "second", "last"]
    assert info.default_layer == "last"
    crop = np.random.default_rng(3).integers(0, 256, (30, 30, 3), np.uint8)
    grey = crop.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    resized = load(info).preprocessing.resized(crop)
    assert resized.shape == (networks.SIZE, networks.SIZE, 3)
    inputs = load(info).prepare([crop])
    assert inputs.shape == (1, networks.SIZE, networks.SIZE, 1)
    assert inputs.mean() == pytest.approx(grey.mean() / 127.5 - 1, abs=0.02)
    assert load(info).predict([crop]).sum() == pytest.approx(1)


def test_layers_are_those_after_the_activation_and_the_sums():
    from neopain_gui.classifiers.foreign.explained_layers import explained_layers

    found = explained_layers(networks.transferred())
    assert [layer.name for layer in found] == ["active", "second", "shortcut", "sum_active"]
    assert [layer.group for layer in found] == [1, 2, 2, 2]


@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_layers_of_a_sequential_network_are_found_in_its_file(ending, tmp_path):
    """Each layer that such a network gets calls those before it anew: they count once."""
    path = networks.saved(networks.two_convolutions(), tmp_path / f"theirs{ending}")
    found = look(path)
    assert [layer.name for layer in found.explained] == ["first", "active"]
    assert not any("explained" in sentence for sentence in found.uncertain)
    bring_in(path, "ward", Declared(outputs=("pain", "no pain"), preprocessing=usual()))
    info = find("ward")
    assert [layer.name for layer in info.layers] == ["first", "active"]
    crop = np.random.default_rng(3).integers(0, 256, (40, 40, 3), np.uint8)
    made = explain(load(info), [crop], method="grad_cam", layers=["first", "active"], target="pain")
    assert set(made[0].maps) == {"first", "active"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"outputs": ("pain",)}, "1 classes are named, the network has 3"),
        ({"outputs": ("pain", "pain", "no pain")}, "two outputs are called 'pain'"),
        ({"outputs": ("pain", "", "no pain")}, "cannot be called"),
        ({"preprocessing": usual(1)}, "3 channels, not 1; state RGB or BGR"),
        ({"preprocessing": usual(size=32)}, "24 pixels, not 32"),
    ],
)
def test_what_does_not_fit_is_refused(change, words, tmp_path, own_folder):
    path = networks.saved(networks.fused(), tmp_path / "theirs.keras")
    declared = Declared(outputs=("pain", "no pain", "asleep"), preprocessing=usual())
    with pytest.raises(InputError, match=words):
        bring_in(path, "mine", replace(declared, **change))
    assert not own_folder.exists() or not list(own_folder.iterdir())


@pytest.mark.parametrize("name", ["", "../mine", "a" * 41, "n_cnn_phantoms", "N_CNN_phantoms"])
def test_a_name_that_is_taken_or_none(name, tmp_path):
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    with pytest.raises(InputError, match=r"cannot be called|already"):
        bring_in(path, name, Declared(outputs=("pain", "no pain"), preprocessing=usual()))


def test_a_network_of_any_size_takes_that_which_is_stated(tmp_path):
    path = networks.saved(networks.fused(2, size=None), tmp_path / "theirs.keras")
    declared = Declared(outputs=("pain", "no pain"), preprocessing=usual(size=40))
    bring_in(path, "mine", declared)
    info = find("mine")
    assert info.input_size == 40
    assert info.layers
    assert load(info).model.input_shape == (None, 40, 40, 3)


def test_a_file_that_was_replaced_or_is_not_declared(tmp_path, own_folder):
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    declared = Declared(outputs=("pain", "no pain"), preprocessing=usual())
    copy = bring_in(path, "mine", declared)
    networks.saved(networks.fused(2), copy)
    keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Flatten()]).save(copy)
    with pytest.raises(WeightsError, match="another one than that of which"):
        load(find("mine"))
    beside(copy).unlink()
    assert "has not been declared" in str(left_out())
    with pytest.raises(WeightsError, match="not been declared"):
        find(copy)


def test_what_is_kept_of_it_may_come_from_anybody(tmp_path):
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    copy = bring_in(path, "mine", Declared(outputs=("pain", "no pain"), preprocessing=usual()))
    good = json.loads(beside(copy).read_text())

    def refused(words, **changes):
        beside(copy).write_text(json.dumps(good | changes))
        with pytest.raises(WeightsError, match=words):
            load(find(copy))

    refused("a newer version", format=2)
    refused("cannot be read", file="../other.keras")
    refused("cannot be read", declared=good["declared"] | {"outputs": ["pain", "pain"]})
    refused("names other outputs", declared=good["declared"] | {"outputs": ["a", "b", "c"]})
    refused("layers that it has not", layers=[good["layers"][0] | {"name": "elsewhere"}])
    beside(copy).write_text("{")
    with pytest.raises(WeightsError, match="cannot be read"):
        find(copy)
