import dataclasses
import shutil
import tomllib

import h5py
import numpy as np
import pytest

from neopain_gui import locations
from neopain_gui.classifiers import (
    WeightsMetadata,
    available,
    build_n_cnn,
    find,
    load,
    save_weights,
)
from neopain_gui.classifiers import loaded as loaded_module
from neopain_gui.classifiers.registry import left_out
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import WeightsError

SHIPPED = locations.models()
ENTRY = """
[[classifier]]
id = "one"
title = "One"
architecture = "n_cnn"
class_order = ["no pain", "pain"]
synthetic = true
file = "one.weights.h5"
licence = "MIT"
"""


@pytest.fixture
def models(tmp_path, monkeypatch):
    """An empty models folder and a cache folder of the test's own."""
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "models.toml").write_text(ENTRY)
    monkeypatch.setattr(locations, "models", lambda: folder)
    monkeypatch.setattr(locations, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(loaded_module, "_models", type(loaded_module._models)())
    return folder


def write(model, path, order=(PainLabel.NO_PAIN, PainLabel.PAIN), **fields):
    metadata = WeightsMetadata(
        architecture="n_cnn", class_order=order, training="", synthetic=False, **fields
    )
    return save_weights(model, path, metadata)


def test_the_shipped_list():
    infos = {info.id: info for info in available()}
    assert {"n_cnn_phantoms", "vgg_face_phantoms"} <= set(infos)
    n_cnn, vgg_face = infos["n_cnn_phantoms"], infos["vgg_face_phantoms"]
    assert n_cnn.synthetic
    assert vgg_face.synthetic
    assert (n_cnn.short_name, n_cnn.input_size) == ("N-CNN", 120)
    assert (vgg_face.short_name, vgg_face.input_size) == ("VGG-Face", 224)
    assert [layer.name for layer in vgg_face.depth_layers] == [
        "conv1_2",
        "conv2_2",
        "conv3_3",
        "conv4_3",
        "conv5_3",
    ]
    assert [layer.name for layer in n_cnn.depth_layers] == ["merge", "merge_conv"]
    assert vgg_face.recipe == "demo_vgg_face"
    assert vgg_face.built_folder == locations.cache_folder()
    for info in infos.values():
        assert info.synthetic == ("phantoms" in info.title)


def test_every_shipped_file_has_its_hash_written_down():
    entries = tomllib.loads((SHIPPED / "models.toml").read_text())["classifier"]
    for entry in entries:
        if "recipe" not in entry and (SHIPPED / entry["file"]).is_file():
            load(find(entry["id"]))
            assert len(entry["sha256"]) == 64


def test_files_in_the_models_folder_and_elsewhere_are_found(n_cnn, models, tmp_path):
    write(n_cnn, models / "mine.weights.h5", title="Mine", licence="CC0")
    (models / "mine.md").write_text("# Card")
    (models / "broken.weights.h5").write_bytes(b"nothing")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    write(n_cnn, folder / "other.weights.h5")
    infos = {info.id: info for info in available([folder])}
    assert list(infos) == ["one", "mine", "other"]
    assert infos["one"].weights_file is None
    mine = infos["mine"]
    assert (mine.title, mine.licence, mine.card) == ("Mine", "CC0", models / "mine.md")
    assert mine.weights_file == models / "mine.weights.h5"
    assert infos["other"].title == "other"
    assert find(folder / "other.weights.h5") == infos["other"]
    with pytest.raises(WeightsError, match="not a readable HDF5 file"):
        find(models / "broken.weights.h5")


def test_a_listed_file_is_listed_once(n_cnn, models):
    write(n_cnn, models / "one.weights.h5")
    assert [info.id for info in available()] == ["one"]


def test_unknown_names_say_what_there_is(models):
    with pytest.raises(WeightsError, match="no classifier 'two'; choose one of one or give"):
        find("two")
    with pytest.raises(WeightsError, match=r"two\.weights\.h5: there is no such file"):
        find("two.weights.h5")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"no pain", "pain"', '"pain", "pain"'),
        ('"no pain", "pain"', '"calm", "pain"'),
        ('"n_cnn"', '"alexnet"'),
        ('"one.weights.h5"', '"../one.weights.h5"'),
        ('licence = "MIT"', 'license = "MIT"'),
        ("synthetic = true", "synthetic ="),
        ('licence = "MIT"', 'licence = "MIT"\nsha256 = "12"'),
    ],
)
def test_a_list_that_does_not_hold_is_refused(models, old, new):
    (models / "models.toml").write_text(ENTRY.replace(old, new))
    with pytest.raises(WeightsError, match=r"models\.toml: the list of classifiers"):
        available()


def test_loading_predicting_and_the_class_order(n_cnn, models):
    digest = write(n_cnn, models / "one.weights.h5")
    classifier = load(find("one"))
    assert classifier.weights_sha256 == digest
    assert classifier.class_index(PainLabel.PAIN) == 1
    generator = np.random.default_rng(0)
    crops = [generator.integers(0, 256, (100 + i, 80, 3), np.uint8) for i in range(20)]
    scores = classifier.predict(crops)
    assert scores.shape == (20, 2)
    np.testing.assert_allclose(scores.sum(axis=1), 1, atol=1e-6)
    expected = n_cnn.predict(classifier.prepare(crops), verbose=0)
    np.testing.assert_allclose(scores, expected, atol=1e-6)
    assert classifier.predict([]).shape == (0, 2)


def test_the_same_weights_are_held_once(n_cnn, models, tmp_path):
    write(n_cnn, models / "one.weights.h5")
    first = load(find("one"))
    copy = tmp_path / "copy.weights.h5"
    copy.write_bytes((models / "one.weights.h5").read_bytes())
    assert load(find("one")).model is first.model
    assert load(find(copy)).model is first.model
    write(build_n_cnn(), models / "one.weights.h5")
    assert load(find("one")).model is not first.model


def test_a_known_hash_holds_even_for_weights_in_memory(n_cnn, models):
    write(n_cnn, models / "one.weights.h5")
    info = find("one")
    load(info)
    with pytest.raises(WeightsError, match="the original with 0000"):
        load(dataclasses.replace(info, sha256="0" * 64))


def test_a_file_whose_class_order_is_another_is_refused(n_cnn, models):
    write(n_cnn, models / "one.weights.h5", order=(PainLabel.PAIN, PainLabel.NO_PAIN))
    with pytest.raises(WeightsError, match="another architecture or class order than 'one'"):
        load(find("one"))


def test_a_missing_file_is_named(models):
    with pytest.raises(WeightsError, match=r"one\.weights\.h5: there is no such file"):
        load(find("one"))


def test_an_odd_file_costs_only_itself_and_it_is_said(models):
    write(build_n_cnn(), models / "good.weights.h5")
    (models / "good.weights.h5").rename(models / "good.weights (1).h5")
    write(build_n_cnn(), models / "odd.weights.h5")
    with h5py.File(models / "odd.weights.h5", "r+") as file:
        file.attrs["layer_names"] = 7
    (models / "text.h5").write_text("no HDF5")
    (models / "folder.h5").mkdir()
    assert [info.id for info in available()] == ["one", "good.weights (1)"]
    assert {error.file.name for error in left_out()} == {"odd.weights.h5", "text.h5", "folder.h5"}
    assert find("good.weights (1)").file == models / "good.weights (1).h5"


def test_listing_makes_no_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home" / "cache"))
    assert available()
    assert not (tmp_path / "home").exists()


def test_the_users_own_folder_is_listed_beside_the_programs(models, tmp_path, monkeypatch):
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setattr(locations, "user_models", lambda: own)
    shutil.copy(SHIPPED / "n_cnn_phantoms.weights.h5", own / "ward.weights.h5")
    shutil.copy(SHIPPED / "n_cnn_phantoms.weights.h5", models / "both.weights.h5")
    shutil.copy(SHIPPED / "n_cnn_phantoms.weights.h5", own / "both.weights.h5")
    (own / "odd.h5").write_bytes(b"no HDF5")
    assert [info.id for info in available()] == ["one", "both", "ward"]
    assert find("ward").file == own / "ward.weights.h5"
    assert find("both").file == models / "both.weights.h5"
    assert [error.file.name for error in left_out()] == ["odd.h5"]
    own.joinpath("ward.weights.h5").unlink()
    with pytest.raises(WeightsError, match="ward"):
        find("ward")
