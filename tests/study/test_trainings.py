"""What a study's trainings keep of a photograph goes with it, or is named beforehand."""

from __future__ import annotations

import shutil

from neopain_gui.pipeline.photographs.removal import beyond_reach
from neopain_gui.study import Selection, Study
from neopain_gui.study.trainings import REMOVED, TRAININGS_FOLDER
from tests.study import planted

ONE = Selection(images=frozenset({planted.IMAGE}))


def with_trainings(tmp_path):
    """A full study with three trainings: with both photographs, with the other, with unknown."""
    study = planted.make(tmp_path)
    records = planted.photographs(tmp_path / "again")
    planted.training(study.path / TRAININGS_FOLDER / "n_cnn-10", records)
    planted.training(study.path / TRAININGS_FOLDER / "n_cnn-2", [])
    (study.path / TRAININGS_FOLDER / "n_cnn-2" / "run.json").write_text("{")
    return study


def test_removing_a_photograph_names_the_trainings_and_deletes_its_faces(tmp_path):
    with with_trainings(tmp_path) as study:
        said = beyond_reach(study, study.removal.would_take(ONE))
        (line,) = (sentence for sentence in said if " trainings " in sentence)
        assert line == (
            "2 trainings were made with these photographs and keep their names, labels and class "
            "scores, and what networks learned from them (N-CNN 2, N-CNN 10); remove them too."
        )
        assert study.removal.take_out(ONE)
        study.removal.purge()
        kept = sorted(one.parent.name for one in study.path.glob("trainings/*/features"))
        assert kept == ["n_cnn-1"]
        assert len(list(study.path.glob("trainings/*/run.json"))) == 3


def test_a_training_that_was_taken_out_goes_when_the_study_is_closed(tmp_path):
    with with_trainings(tmp_path) as study:
        within = study.path / TRAININGS_FOLDER
        (within / "n_cnn-1").rename(within / f"{REMOVED}n_cnn-1")
        with Study.open(study.path, read_only=True):  # as the process that computes has it
            pass
        assert (within / f"{REMOVED}n_cnn-1").is_dir()
    assert sorted(one.name for one in within.iterdir()) == ["n_cnn-10", "n_cnn-2"]


def test_one_that_a_killed_program_had_taken_out_goes_at_the_next_opening_and_is_said(tmp_path):
    with with_trainings(tmp_path) as study:
        path = study.path
    within = path / TRAININGS_FOLDER
    (within / "n_cnn-1").rename(within / f"{REMOVED}n_cnn-1")
    with Study.open(path) as again:
        assert not (within / f"{REMOVED}n_cnn-1").exists()
        assert "gone for good" in " ".join(again.remarks)


def test_a_link_among_trainings_is_not_followed(tmp_path):
    with with_trainings(tmp_path) as study:
        outside = tmp_path / "outside"
        shutil.copytree(study.path / TRAININGS_FOLDER / "n_cnn-2", outside)
        (study.path / TRAININGS_FOLDER / f"{REMOVED}n_cnn-9").symlink_to(outside)
        (study.path / TRAININGS_FOLDER / "n_cnn-8").symlink_to(outside)
        study.removal.take_out(ONE)
        study.removal.purge()
    assert (outside / "features").is_dir()
