"""The trainings of a study: found, named, taken out and put back."""

from __future__ import annotations

import json

import pytest

from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB
from neopain_gui.pipeline.training.job import refit_classifier
from neopain_gui.pipeline.training.trainings import (
    delete,
    new_folder,
    put_back,
    remove,
    rename,
    training_in,
    trainings_folder,
    trainings_of,
    unfinished,
)
from neopain_gui.study.trainings import removed_trainings
from neopain_gui.training.run_folder import PREDICTIONS, WEIGHTS, fold_folder
from neopain_gui.training.run_lock import held
from tests.training.made_up import small_run


@pytest.fixture
def study(tmp_path):
    """A study with one training of two folds that has begun."""
    folder = tmp_path / "ward.neopain"
    folder.mkdir()
    small_run(new_folder(folder, "n_cnn"))
    return folder


def finish(run, fold):
    """Leave what a fold that is done leaves last."""
    folder = fold_folder(run, fold)
    folder.mkdir()
    for name in (WEIGHTS, PREDICTIONS):
        (folder / name).write_text("x")


def only(study):
    (training,) = trainings_of(study)
    return training


def test_a_study_without_trainings_has_none(tmp_path):
    assert trainings_of(tmp_path) == []
    assert new_folder(tmp_path, "vgg_face") == tmp_path / "trainings" / "vgg_face-1"
    assert list(tmp_path.iterdir()) == []


def test_a_training_is_part_until_all_its_folds_are_done(study):
    training = only(study)
    assert (training.name, training.title) == ("n_cnn-1", "N-CNN 1")
    assert (training.architecture, training.preset) == ("n_cnn", "honest")
    assert (training.state, training.folds, training.done) == ("part", 2, 0)
    finish(training.folder, 2)
    assert (only(study).state, only(study).done) == ("part", 1)
    finish(training.folder, 1)
    assert (only(study).state, only(study).done) == ("done", 2)


def test_a_training_killed_at_its_very_beginning_can_go_on(study):
    (only(study).folder / "folds.csv").unlink()
    assert (only(study).state, only(study).folds) == ("part", 0)


@pytest.mark.parametrize("damage", ["", "{", '{"format": 1}', "newer"])
def test_a_damaged_training_is_listed_and_says_why(study, damage):
    record = only(study).folder / "run.json"
    said = json.loads(record.read_text())
    record.write_text(json.dumps(said | {"format": 9}) if damage == "newer" else damage)
    training = only(study)
    assert (training.state, training.folds) == ("unreadable", 0)
    assert "run.json" in training.why


def test_a_folder_that_is_no_training_is_said(study):
    (trainings_folder(study) / "holiday").mkdir()
    assert [one.name for one in trainings_of(study)] == ["holiday", "n_cnn-1"]
    assert trainings_of(study)[0].why == (
        "holiday: is no folder of a training; choose the folder that a training has written."
    )


def test_a_title_is_kept_and_taken_away(study):
    named = rename(only(study), "  With copies, 2nd try ")
    assert named.title == only(study).title == "With copies, 2nd try"
    assert rename(only(study), "").title == "N-CNN 1"
    for wrong in ("two\nlines", "x" * 201):
        with pytest.raises(InputError, match="cannot be the title"):
            rename(only(study), wrong)


def test_a_training_that_was_taken_out_comes_back_as_it_was(study):
    before = {each: each.read_bytes() for each in study.rglob("*") if each.is_file()}
    with held(only(study).folder), pytest.raises(InputError, match="N-CNN 1 is under way"):
        remove(only(study))
    aside = remove(only(study))
    assert trainings_of(study) == []
    assert removed_trainings(study) == [aside]
    # its number is not given to another one, which would stand in its way
    assert new_folder(study, "n_cnn").name == "n_cnn-2"
    assert put_back(aside) == training_in(only(study).folder)
    after = {each: each.read_bytes() for each in study.rglob("*") if each.is_file()}
    assert {each: after[each] for each in before} == before
    delete([remove(only(study))])
    assert list(trainings_folder(study).iterdir()) == []


def test_the_one_training_that_is_begun_is_gone_on_with(study):
    assert unfinished(study, "n_cnn") == only(study).folder
    with pytest.raises(InputError, match="no training of VGG-Face to go on with"):
        unfinished(study, "vgg_face")
    small_run(new_folder(study, "n_cnn"))
    with pytest.raises(InputError, match="2 trainings of N-CNN are begun: n_cnn-1, n_cnn-2"):
        unfinished(study, "n_cnn")
    for fold in (1, 2):
        finish(trainings_of(study)[0].folder, fold)
    assert unfinished(study, "n_cnn").name == "n_cnn-2"


def test_one_that_was_removed_before_its_refit_began_is_named_so(tmp_path):
    with pytest.raises(InputError, match="removed before it was refitted"):
        refit_classifier(NULL_JOB, study_path=tmp_path, run=tmp_path / "n_cnn-1")
