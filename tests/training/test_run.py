"""A run from photographs to tables: whole, gone on with, in parts, with other settings."""

from __future__ import annotations

import csv

import pytest
from filelock import FileLock

from neopain_gui.classifiers import find, load
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import Cancelled, EnvironmentFault, InputError
from neopain_gui.jobs import NullJob
from neopain_gui.training import row_store
from neopain_gui.training.collect import collect
from neopain_gui.training.epoch import BatchSeen
from neopain_gui.training.run import train_run
from neopain_gui.training.run_folder import LOCK
from tests.training.made_up import faces, photographs, small_run


@pytest.fixture(autouse=True)
def _as_before():
    """Let no other test of this process compute under rules that a training sets."""
    yield
    from tensorflow.python.framework import config

    config.disable_op_determinism()


def files(folder):
    """What a run leaves, by path; what only serves it while it runs apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.parent.name != "features"
        and path.name not in ("time.json", LOCK)
    }


def rows(path):
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "whole"
    assert train_run(small_run(folder, copies=1), folder)
    return folder


def test_a_run_leaves_what_the_plan_says(whole):
    assert sorted(files(whole)) == [
        "copies.json",
        *(
            f"fold-0{fold}/{name}"
            for fold in (1, 2)
            for name in (
                "classifier.weights.h5",
                "curve.csv",
                "predictions.csv",
                "validation.csv",
            )
        ),
        *("folds.csv", "predictions.csv", "protocol.toml", "run.json", "validation.csv"),
    ]


def test_each_photograph_is_predicted_once_by_the_network_that_has_not_seen_its_neonate(whole):
    folds = {row["neonate"]: row["fold"] for row in rows(whole / "folds.csv")}
    said = rows(whole / "predictions.csv")
    assert sorted(row["image"] for row in said) == [one.id for one in photographs(16)]
    assert all(folds[row["neonate"]] == row["fold"] for row in said)
    for row in rows(whole / "validation.csv"):  # never of the fold's own
        assert folds[row["neonate"]] != row["fold"]


def test_a_folds_predictions_are_those_of_its_weight_file(whole):
    pictures, order = faces(16), {one.id: at for at, one in enumerate(photographs(16))}
    for fold in (1, 2):
        here = whole / f"fold-0{fold}"
        classifier = load(find(here / "classifier.weights.h5"))
        said = rows(here / "predictions.csv")
        scores = classifier.predict([pictures[order[row["image"]]] for row in said])
        pain = scores[:, classifier.class_index(PainLabel.PAIN)]
        assert pain == pytest.approx([float(row["p_pain"]) for row in said], abs=1e-6)


def test_the_original_n_cnn_has_one_output_and_is_kept_with_two(whole, tmp_path):
    folder = tmp_path / "original"
    assert train_run(small_run(folder, one_output=True), folder)
    here = folder / "fold-01"
    classifier = load(find(here / "classifier.weights.h5"))
    kernel = classifier.model.get_layer("logits").get_weights()[0]
    assert not kernel[:, 0].any()
    assert kernel[:, 1].any()
    assert rows(here / "predictions.csv")


class StopsAfter(NullJob):
    def __init__(self, batches):
        self.left = batches

    def check(self):
        if not self.left:
            raise Cancelled

    def partial(self, message):
        self.left -= isinstance(message, BatchSeen)


def test_a_stopped_run_goes_on_to_the_same_bytes(whole, tmp_path):
    folder = tmp_path / "stopped"
    for batches in (0, 1, 2):
        with pytest.raises(Cancelled):
            train_run(small_run(folder, copies=1, resume=True), folder, StopsAfter(batches))
    assert train_run(small_run(folder, copies=1, resume=True), folder)
    assert files(folder) == files(whole)


def test_folds_trained_apart_and_collected_are_the_run(whole, tmp_path):
    for fold in (1, 2):
        folder = tmp_path / f"machine{fold}"
        assert not train_run(small_run(folder, copies=1), folder, only=[fold])
    together = tmp_path / "together"
    assert collect([tmp_path / "machine2"], together) == [1]
    assert not (together / "predictions.csv").exists()
    assert collect([tmp_path / "machine1"], together) == []
    assert files(together) == files(whole)


def test_nothing_is_collected_into_a_folder_that_is_trained_into(whole, tmp_path):
    together = tmp_path / "together"
    together.mkdir()
    lock = FileLock(together / LOCK)
    with lock, pytest.raises(InputError, match="training into this folder"):
        collect([whole], together)
    assert not (together / "fold-01").exists()
    assert collect([whole], together) == []


def test_folds_of_another_run_are_not_collected(whole, tmp_path):
    small_run(tmp_path / "other", copies=1, seed=1)
    with pytest.raises(InputError, match="trained otherwise than those of the others"):
        collect([whole, tmp_path / "other"], tmp_path / "together")
    assert not (tmp_path / "together").exists()


def test_two_results_of_one_fold_are_not_collected(whole, tmp_path):
    folder = tmp_path / "again"
    collect([whole], folder)
    table = folder / "fold-01" / "predictions.csv"
    table.write_text(table.read_text().replace("0.", "0.0", 1))
    with pytest.raises(InputError, match="fold 1 is done in again too, with other numbers"):
        collect([whole], folder)


def test_what_is_there_is_not_overwritten(whole, tmp_path):
    with pytest.raises(InputError, match="a training is there already; go on with it") as said:
        small_run(whole, copies=1)
    assert "--resume" in said.value.on_command_line
    with pytest.raises(InputError, match="began with other settings: the protocol"):
        small_run(whole, copies=2, resume=True)
    with pytest.raises(InputError, match="other settings: photographs, their faces or labels"):
        small_run(whole, copies=1, count=18, resume=True)
    (tmp_path / "letter.txt").write_text("Dear colleague")
    with pytest.raises(InputError, match="is not empty, and no training is in it"):
        small_run(tmp_path)


def test_too_small_a_disk_is_said_before_anything_is_learnt(tmp_path, monkeypatch):
    folder = tmp_path / "run"
    made = small_run(folder, copies=1)
    usage = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr(row_store.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(EnvironmentFault, match=r"takes 1\.4 MB, and the disk has 1\.0 MB left"):
        train_run(made, folder, StopsAfter(0))
    assert not (folder / "features").exists()
