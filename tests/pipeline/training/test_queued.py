"""Trainings in a study's queue: kept as they were asked for, offered until they are done."""

from __future__ import annotations

import json
from dataclasses import replace

from neopain_gui.pipeline.training.queued import folder_of, to_keep, waits, wanted_of
from neopain_gui.pipeline.training.train import Wanted
from neopain_gui.pipeline.work import REFIT, TRAIN
from neopain_gui.training.presets import preset
from tests.pipeline.training.ended import ended


def wanted():
    start = preset("paper", "vgg_face")
    protocol = replace(start, seed=7, optimiser=replace(start.optimiser, epochs=3))
    return Wanted(protocol=protocol, base="mine", half=True, held=(("A", "B"), ("C",)))


def test_what_was_asked_for_comes_back_from_json(tmp_path):
    asked = {"run": tmp_path / "trainings" / "vgg_face-1", "wanted": wanted(), "resume": False}
    kept = json.loads(json.dumps(to_keep(asked)))
    assert wanted_of(kept) == wanted()
    assert folder_of(tmp_path / "moved", kept) == tmp_path / "moved" / "trainings" / "vgg_face-1"


def test_a_training_waits_until_it_is_done(tmp_path):
    run = tmp_path / "trainings" / "n_cnn-1"
    run.parent.mkdir()
    kept = to_keep({"run": run, "wanted": wanted()})
    assert waits(tmp_path, TRAIN.id, kept)  # it has not begun
    assert not waits(tmp_path, TRAIN.id, {"run": run.name})  # nor does anybody know what it was
    ended(run)
    assert not waits(tmp_path, TRAIN.id, kept)
    (run / "fold-02" / "predictions.csv").unlink()
    assert waits(tmp_path, TRAIN.id, kept)


def test_a_refit_waits_until_its_weights_are_there(tmp_path):
    run = tmp_path / "trainings" / "n_cnn-1"
    kept = to_keep({"run": run})
    assert not waits(tmp_path, REFIT.id, kept)
    run.parent.mkdir()
    ended(run)
    assert waits(tmp_path, REFIT.id, kept)
    (run / "refit").mkdir()
    (run / "refit" / "classifier.weights.h5").write_bytes(b"weights")
    assert not waits(tmp_path, REFIT.id, kept)


def test_a_queue_that_says_something_else_begins_nothing(tmp_path):
    for odd in ({}, {"wanted": 3}, {"wanted": {"protocol": "no = [", "base": "", "half": False}}):
        assert wanted_of(odd) is None
    assert folder_of(tmp_path, {"run": "../../elsewhere"}).parent == tmp_path / "trainings"
