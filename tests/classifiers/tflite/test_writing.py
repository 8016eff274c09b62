"""TFLite files give what Keras gives, in two other implementations; a wrong one is not written."""

from __future__ import annotations

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from neopain_gui.classifiers import find, load
from neopain_gui.classifiers.tflite import Kind, export
from neopain_gui.classifiers.tflite import writing as export_module
from neopain_gui.classifiers.tflite.convert import scores_of
from neopain_gui.errors import InputError
from neopain_gui.provenance import sha256_file


@pytest.fixture(scope="module")
def n_cnn():
    return load(find("n_cnn_phantoms"))


@pytest.fixture(scope="module")
def crops():
    """Smooth pictures of several sizes, on which the two class scores differ."""
    rng = np.random.default_rng(5)
    return [
        cv2.resize(rng.integers(0, 256, (5, 4, 3)).astype(np.uint8), (90 + n, 120))
        for n in range(6)
    ]


@pytest.mark.parametrize(
    ("kind", "most", "size"),
    [(Kind.FLOAT, 1e-6, 319_000), (Kind.HALF, 1e-3, 165_000), (Kind.INT8, 0.05, 89_000)],
)
def test_class_scores_are_those_of_keras(n_cnn, crops, tmp_path, kind, most, size):
    made = export(n_cnn, tmp_path / "n.tflite", kind, crops)
    content = made.file.read_bytes()
    assert made.size == len(content) == pytest.approx(size, rel=0.02)
    ours, inputs = n_cnn.predict(crops), n_cnn.prepare(crops)
    theirs = scores_of(content, inputs)
    assert np.ptp(ours[:, 1]) > 0.01
    assert np.abs(theirs - ours).max() == pytest.approx(made.checked.largest, abs=1e-6)
    assert made.checked.largest <= most
    if kind is not Kind.INT8:  # OpenCV, whose importer knows no dynamic range, as a third
        network = cv2.dnn.readNetFromTFLite(np.frombuffer(content, np.uint8))
        for one, expected in zip(inputs, ours, strict=True):
            network.setInput(np.moveaxis(one[np.newaxis], -1, 1))
            assert np.abs(network.forward()[0] - expected).max() <= 1e-3


def test_the_json_says_how_it_is_used(n_cnn, crops, tmp_path):
    made = export(n_cnn, tmp_path / "n.tflite", Kind.FLOAT, crops, threshold=0.35)
    said = json.loads(made.about.read_text("utf-8"))
    assert made.about.name == "n.json"
    assert said["sha256"] == sha256_file(made.file)
    assert said["made_of_sha256"] == n_cnn.weights_sha256
    assert said["input"]["shape"] == [1, 120, 120, 3]
    wanted = {"colours": "RGB", "scale": 255.0, "mean": [0.0, 0.0, 0.0], "fit": "stretched"}
    assert {name: said["input"][name] for name in wanted} == wanted
    assert said["output"]["order"] == ["no pain", "pain"]
    assert said["threshold"]["at_least"] == 0.35
    assert said["licence"] == "MIT"
    assert said["synthetic"] is True
    assert "Not a medical device" in said["notice"]
    # the very inputs that the JSON describes give the scores that the program gives
    face = cv2.resize(crops[0], (120, 120), interpolation=cv2.INTER_AREA)
    values = face.astype(np.float32) / said["input"]["scale"] - said["input"]["mean"]
    found = scores_of(made.file.read_bytes(), values.astype(np.float32)[np.newaxis])[0]
    assert found == pytest.approx(n_cnn.predict([face])[0], abs=1e-5)


@pytest.mark.parametrize("wrong", [np.nan, 0.2])
def test_a_file_that_gives_other_scores_is_refused_and_not_written(
    n_cnn, crops, tmp_path, monkeypatch, wrong
):
    right = export_module.scores_of
    monkeypatch.setattr(export_module, "scores_of", lambda *given: right(*given) + wrong)
    with pytest.raises(InputError, match="nothing was written; export it as weights of NeoPain"):
        export(n_cnn, tmp_path / "n.tflite", Kind.FLOAT, crops)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_meant_is_refused(n_cnn, crops, tmp_path):
    with pytest.raises(InputError, match=r"ends in \.tflite"):
        export(n_cnn, tmp_path / "n.lite", Kind.FLOAT, crops)
    several = replace(n_cnn, info=replace(n_cnn.info, folds=object()))
    with pytest.raises(InputError, match="several networks, one for each fold"):
        export(several, tmp_path / "n.tflite", Kind.FLOAT, crops)
    with pytest.raises(InputError, match="1 is no threshold"):
        export(n_cnn, tmp_path / "n.tflite", Kind.FLOAT, crops, threshold=1.0)
