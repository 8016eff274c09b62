"""What goes with a participant is said, also where a map does not name whose gaze it holds."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

from neopain_gui.classifiers import registry
from neopain_gui.pipeline.photographs.removal import beyond_reach, what_goes
from neopain_gui.study import Selection
from neopain_gui.study.trainings import TRAININGS_FOLDER
from neopain_gui.training.run_folder import REFIT, RUN, WEIGHTS
from tests.classifiers.folds import several
from tests.study import planted
from tests.study.planted import OTHER, PARENTS, PERSON, WITNESS

WHO = Selection(participants=frozenset({PERSON}))


def test_a_map_that_names_no_recording_goes_and_that_is_said(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        (before,) = (line for line in what_goes(study.removal.would_take(WHO)) if " map" in line)
        assert before.endswith("of groups that they are part of")
        looked = [planted.trial(WITNESS, OTHER)]
        planted.put(study, planted.group_map(PARENTS, OTHER, looked, named=False))
        (after,) = (line for line in what_goes(study.removal.would_take(WHO)) if " map" in line)
        assert "one of which does not say from whose recordings" in after
        assert "it goes with anybody who looked at the photograph" in after
        assert "make the group maps again" in after


def test_folds_that_have_learnt_from_a_photograph_are_named(tmp_path, monkeypatch) -> None:
    several.own_folder(monkeypatch, tmp_path / "models")
    (tmp_path / "study").mkdir()
    with planted.make(tmp_path / "study") as study:
        image = study.images.get(OTHER)
        files = several.networks(tmp_path / "networks", 2)
        made = several.record(files, {"a": (1,)}, {image.sha256: "a"})
        several.brought_in(files, made)
        taken = study.removal.would_take(Selection(images=frozenset({OTHER})))
        (said,) = (one for one in beyond_reach(study, taken) if "made of a training" in one)
        assert said.startswith("1 classifier made of a training’s folds has learnt from these")
        assert "(N-CNN cv); remove it among the classifiers too." in said
        taken = study.removal.would_take(WHO)
        assert not [one for one in beyond_reach(study, taken) if "made of a training" in one]


def test_a_network_refitted_here_is_known_by_its_weights(tmp_path, monkeypatch) -> None:
    own = SimpleNamespace(
        id="all", short_name="N-CNN all", synthetic=False, untested=True, folds=None,
        weights_file=tmp_path / "all.weights.h5",
    )  # fmt: skip
    own.weights_file.write_bytes(b"weights")
    monkeypatch.setattr(registry, "available", lambda: [own])
    (tmp_path / "study").mkdir()
    with planted.make(tmp_path / "study") as study:
        taken = study.removal.would_take(Selection(images=frozenset({OTHER})))
        said = " ".join(beyond_reach(study, taken))
        assert "on what N-CNN all learnt, NeoPain does not know." in said
        weights = study.path / TRAININGS_FOLDER / "n_cnn-7" / REFIT / WEIGHTS
        weights.parent.mkdir(parents=True)
        weights.write_bytes(b"weights")
        learnt = {"photographs": [{"sha256": study.images.get(OTHER).sha256}]}
        (weights.parents[1] / RUN).write_text(json.dumps(learnt))
        said = " ".join(beyond_reach(study, taken))
        assert "1 classifier refitted on all neonates has learnt from these photographs" in said
        assert "does not know" not in said
