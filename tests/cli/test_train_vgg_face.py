"""VGG-Face from the command line, whole: a base that is brought in, trained, fine-tuned, told."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from neopain_gui import locations
from neopain_gui.classifiers import find, load
from tests.classifiers.bases import keras_files, numbers
from tests.cli.running import neopain
from tests.dataset.material import photograph

ABOUT = "neopain_gui.cli.train"
PROTOCOL = """\
architecture = "vgg_face"
[head]
layers = [6]
[fine_tuning]
groups = [5]
[optimiser]
epochs = 1
class_weights = true
[augmentation]
copies = 0
[division]
folds = 2
"""


@pytest.fixture(autouse=True)
def _as_before():
    yield
    from tensorflow.python.framework import config

    config.disable_op_determinism()


@pytest.mark.slow
def test_a_base_is_brought_in_trained_and_told(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(locations, "user_models", lambda: tmp_path / "models")
    rows = ["file,neonate,label,box"]
    for number in range(12):
        name = f"p{number:02d}.png"
        photograph(tmp_path / "set" / name, seed=name)
        label = ("pain", "no pain")[number % 2]
        # one neonate has more photographs without pain, so that classes are not balanced
        rows.append(f'{name},S{number // 2},{label if number else "no pain"},"[0, 0, 24, 20]"')
    (tmp_path / "set" / "manifest.csv").write_text("\n".join(rows) + "\n")
    study, out = tmp_path / "w.neopain", tmp_path / "run"
    assert neopain("new", study, tmp_path / "set" / "manifest.csv") == 0
    theirs, file = numbers.convolutions(), tmp_path / "rcmalli_vggface_tf_notop_vgg16.h5"
    keras_files.write_named(file, theirs)
    assert neopain("weights", file, "--import", "--name", "mine", "--licence", "none") == 0
    (tmp_path / "p.toml").write_text(PROTOCOL)
    capsys.readouterr()
    some = ("--architecture", "vgg_face", "--base", "mine", "--protocol", tmp_path / "p.toml")
    assert neopain("train", study, *some, "--out", out) == 0
    assert "Accuracy on neonates held out:" in capsys.readouterr().out
    with (out / "predictions.csv").open(newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 12
    with (out / "fold-01" / "curve.csv").open(newline="") as stream:
        assert [row["phase"] for row in csv.DictReader(stream)] == ["1", "2"]
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    assert card["model"]["base"]["id"] == "mine"
    assert card["model"]["base"]["licence"] == "none"
    assert card["training"]["protocol"]["optimiser.class_weights"] is True
    network = load(find(out / "fold-01" / "classifier.weights.h5")).model
    for layer, same in (("conv1_1", True), ("conv4_3", True), ("conv5_1", False)):
        kernel = np.asarray(network.get_layer(layer).kernel)
        assert np.array_equal(kernel, theirs[numbers.NAMES.index(layer)][0]) == same
    assert network.get_layer("logits").kernel.shape == (6, 2)
