"""What a stranger's file may try: each is refused in a sentence, nothing of it runs or is built."""

import json
import resource
import time
import zipfile

import h5py
import keras
import numpy as np
import pytest

from neopain_gui.classifiers.foreign.findings import look
from neopain_gui.errors import WeightsError
from tests.classifiers.foreign import networks

ABOUT = "neopain_gui.classifiers.foreign"


@pytest.fixture
def archive(tmp_path):
    return networks.saved(networks.fused(), tmp_path / "theirs.keras")


@pytest.fixture
def hdf5(tmp_path):
    return networks.saved(networks.fused(), tmp_path / "theirs.h5")


def changed(archive, change):
    """Write an archive anew, its description changed."""
    with zipfile.ZipFile(archive) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    config = json.loads(parts["config.json"])
    config = change(config) or config
    parts["config.json"] = json.dumps(config).encode()
    with zipfile.ZipFile(archive, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return archive


def layer(config, kind):
    return next(one for one in config["config"]["layers"] if one["class_name"] == kind)


def refused(path, words):
    """Refuse it at once: within a second of work and a hundred megabytes."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    with pytest.raises(WeightsError, match=words):
        look(path)
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def make_lambda(config):
    one = layer(config, "Dropout")
    one["class_name"] = "Lambda"
    one["config"]["function"] = {"class_name": "__lambda__", "config": {"code": "AAAA"}}


def test_a_lambda(archive):
    refused(changed(archive, make_lambda), "'dropout.*' .Lambda., which could run a program")


def test_a_lambda_in_an_older_file(hdf5):
    with h5py.File(hdf5, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        make_lambda(config)
        file.attrs["model_config"] = json.dumps(config)
    refused(hdf5, "which could run a program")


def setting(kind, **changes):
    def change(config):
        layer(config, kind)["config"].update(changes)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: layer(c, "Dropout").update(module="os"), "not among those known"),
        (lambda c: layer(c, "Dropout").update(registered_name="Evil>Own"), "not among those known"),
        (lambda c: layer(c, "Dropout").update(class_name="TFSMLayer"), "TFSMLayer"),
        (setting("Dense", activation={"class_name": "function", "config": "x"}), "activation"),
        (setting("Dense", activation="my_own"), "activation"),
        (setting("Dense", kernel_initializer={"class_name": "X", "config": {}}), "(X)"),
        (setting("Dense", units={"class_name": "function", "config": "x"}), "not a number"),
        (setting("Dense", units=10**9), "too large.*parameters"),
        (setting("Dense", units=10**12), "enormous size"),
        (setting("Dense", units=7), "do not have the shapes"),
        (setting("Dense", units=-1), "cannot be built"),
        (setting("Conv2D", data_format="channels_first"), "channels first"),
        (setting("InputLayer", batch_shape=[None, 30000, 30000, 3]), "too large"),
        (setting("InputLayer", batch_shape=[None, 24, 32, 3]), "24 × 32 × 3"),
        (lambda c: c["config"].update(layers=c["config"]["layers"] * 500), "2,000 layers"),
        (lambda c: c["config"]["layers"].append(7), "cannot be read"),
        (lambda c: c.update(class_name="Model2"), "Model2"),
        (lambda _: [7], "cannot be read"),
    ],
)
def test_a_description_that_is_odd(change, words, archive):
    look(archive)
    refused(changed(archive, change), words)


def test_a_description_of_enormous_depth(archive):
    with zipfile.ZipFile(archive) as old:
        weights = old.read("model.weights.h5")
    with zipfile.ZipFile(archive, "w") as new:
        new.writestr("config.json", "[" * 100_000)
        new.writestr("model.weights.h5", weights)
    refused(archive, "cannot be read")


def test_weights_that_unpack_to_an_enormous_size(archive):
    with zipfile.ZipFile(archive) as old:
        config = old.read("config.json")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("config.json", config)
        with new.open("model.weights.h5", "w", force_zip64=True) as stream:
            for _ in range(64):
                stream.write(b"\0" * (1 << 20))
    refused(archive, "enormous size")


def test_arrays_that_are_declared_and_not_there(hdf5):
    with h5py.File(hdf5, "r+") as file:
        file["model_weights"].create_dataset("more", (10**9,), "f4", chunks=(1 << 20,))
    refused(hdf5, "enormous size")


@pytest.mark.parametrize("link", [h5py.ExternalLink("else.h5", "/x"), h5py.SoftLink("/else")])
def test_links(link, hdf5):
    with h5py.File(hdf5, "r+") as file:
        file["model_weights/more"] = link
    refused(hdf5, "link")
    with h5py.File(hdf5, "r+") as file:
        del file["model_weights"]
        file["model_weights"] = link
    refused(hdf5, "from elsewhere")


def test_two_parts_of_one_name(archive):
    with zipfile.ZipFile(archive, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("config.json", "{}")
    refused(archive, "two of one name")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("kind", ["archive", "hdf5"])
def test_a_file_that_is_cut_short(kind, share, request):
    path = request.getfixturevalue(kind)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    refused(path, r"damaged|HDF5|cannot be read")


def test_weights_that_are_not_numbers(archive, tmp_path):
    from neopain_gui.classifiers.foreign.bringing import load_network

    model = networks.fused()
    model.weights[0].assign(np.full(model.weights[0].shape, np.nan))
    model.save(tmp_path / "nan.keras")
    with pytest.raises(WeightsError, match="not numbers"):
        load_network(tmp_path / "nan.keras", networks.SIZE)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (lambda: networks.fused(3, "sigmoid"), "3 outputs are sigmoids"),
        (lambda: networks.fused(1, "softmax"), "always 1"),
        (lambda: networks.fused(2, "relu"), "makes no probabilities"),
        (lambda: networks.fused(2, channels=4), "24 × 24 × 4"),
        (
            lambda: keras.Model(i := keras.Input((24, 24, 3)), keras.layers.Conv2D(2, 3)(i)),
            "no class scores",
        ),
        (
            lambda: keras.Model([a := keras.Input((8, 8, 3)), b := keras.Input((8, 8, 3))],
                                keras.layers.Add()([a, b])),
            "2 inputs and 1 outputs",
        ),
    ],
)  # fmt: skip
def test_networks_that_are_no_classifiers(model, words, tmp_path):
    refused(networks.saved(model(), tmp_path / "theirs.keras"), words)
