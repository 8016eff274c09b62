"""A cross-validated classifier on the disk: one entry, whole or not at all."""

from __future__ import annotations

import json

import numpy as np
import pytest

from neopain_gui.classifiers import load
from neopain_gui.classifiers import loaded as loaded_module
from neopain_gui.classifiers.loaded import of_folds
from neopain_gui.classifiers.registry import available, find, left_out
from neopain_gui.errors import InputError, WeightsError
from tests.classifiers.folds import several


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return several.networks(tmp_path_factory.mktemp("networks"), 3)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return several.own_folder(monkeypatch, tmp_path / "models")


@pytest.fixture
def info(folder, files):
    return several.brought_in(files, several.record(files, {"a": (1,), "b": (2,)}, {"x": "a"}))


FACES = [np.random.default_rng(0).integers(0, 255, (50, 40, 3)).astype(np.uint8)]


def test_it_is_one_entry(info, files):
    ids = [one.id for one in available()]
    assert ids.count("cv") == 1
    assert not [one for one in ids if "fold" in one]
    assert find("cv") == info
    assert info.short_name == "N-CNN cv"
    assert info.layers == find("n_cnn_phantoms").layers
    with pytest.raises(InputError, match="there is a classifier 'cv' already"):
        several.brought_in(files, info.folds)


def test_a_fold_speaks_alone_and_all_of_them_in_the_mean(info, files):
    alone = [of_folds(info, [number]) for number in (1, 2, 3)]
    said = np.stack([one.predict(FACES) for one in alone])
    assert np.ptp(said[:, 0, 1]) > 1e-3
    assert [one.weights_sha256 for one in alone] == [sha256 for _, sha256 in files]
    whole = load(info)
    np.testing.assert_allclose(whole.predict(FACES), said.mean(0), atol=1e-6)
    assert whole.folds.used == (1, 2, 3)
    inputs = whole.prepare(FACES)
    gradients = [one.gradient(inputs, np.array([1], np.int32), "logit") for one in alone]
    mean = whole.gradient(inputs, np.array([1], np.int32), "logit")
    np.testing.assert_allclose(mean, np.mean(gradients, axis=0), atol=1e-6)


@pytest.fixture
def kept(monkeypatch):
    """No network is in memory, and there is room for one alone."""
    there = type(loaded_module._models)()
    monkeypatch.setattr(loaded_module, "_models", there)
    monkeypatch.setattr(loaded_module, "_MOST_BYTES", 4 * 78_234)
    return there


def test_networks_are_in_memory_together_only_where_they_speak_together(info, kept):
    for number in (1, 2, 3):
        of_folds(info, [number])
        assert len(kept) == 1
    load(info)
    assert len(kept) == 1
    load(info).predict(FACES)
    assert len(kept) == 3
    load(find("n_cnn_phantoms"))
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said.update(format=2), "a newer version"),
        (lambda said: said.update(architecture="other"), "cannot be read"),
        (lambda said: said["folds"][0].update(file="../1.weights.h5"), "cannot be read"),
        (lambda said: said["neonates"]["a"].update(unseen=[4]), "cannot be read"),
        (lambda said: said.update(photographs={"x": "nobody"}), "cannot be read"),
        (lambda said: said.update(folds=said["folds"][:1]), "cannot be read"),
        (lambda said: said["folds"][2].update(file="gone.weights.h5"), "weights of fold 3 are not"),
    ],
)
def test_a_record_that_is_odd_costs_only_itself(info, change, words):
    said = json.loads(info.file.read_text())
    change(said)
    info.file.write_text(json.dumps(said))
    with pytest.raises(WeightsError, match=words):
        find(str(info.file))
    assert "cv" not in [one.id for one in available()]
    assert words in str(left_out()[0])


def test_weights_that_were_replaced_are_refused(info, files, folder, kept):
    second = folder / "cv.folds" / "fold-02.weights.h5"
    second.write_bytes(files[0][0].read_bytes())
    of_folds(info, [1])
    with pytest.raises(WeightsError, match="its content is another one"):
        of_folds(info, [2])
