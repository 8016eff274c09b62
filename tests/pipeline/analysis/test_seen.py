"""What is on record of photographs in the trainings of the networks that judged them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from neopain_gui.classifiers.folds.held_out import OPTIMISTIC
from neopain_gui.findings.achieved import Seen
from neopain_gui.pipeline.analysis.seen import seen_in_training
from neopain_gui.provenance import sha256_file
from neopain_gui.study import Study
from neopain_gui.study.trainings import TRAININGS_FOLDER
from neopain_gui.training.run_folder import REFIT, RUN, WEIGHTS
from tests.study.material import photographs, put, result


@pytest.fixture
def study(tmp_path):
    with Study.create(tmp_path / "ward") as made:
        made.images.add(photographs(tmp_path / "photos", 2), root=tmp_path / "photos")
        yield made


def judged(study, image_id, weights="w", **facts):
    """Record a map of a classifier that said something of the photograph."""
    made = result(image_id)
    inputs = {**made.provenance.inputs, "weights": weights}
    said = {**made.facts, "classifier": "mine", "scores": {"pain": 0.75, "no pain": 0.25}, **facts}
    put(study, replace(made, provenance=replace(made.provenance, inputs=inputs), facts=said))
    return seen_in_training(study).get((image_id, "mine"))


@pytest.mark.parametrize(
    ("why", "said", "kind"),
    [
        ("unseen", "", Seen.HELD_OUT),
        ("unseen", OPTIMISTIC, Seen.CHOSE),
        ("others seen", "", Seen.OTHERS_SEEN),
        ("all seen", "", Seen.TRAINED_ON),
        ("not in the training", "", Seen.NEW),
        ("another word", "", Seen.NOT_ON_RECORD),
    ],
)
def test_a_trainings_folds_say_whom_they_saw(study, why, said, kind):
    assert judged(study, "P0", folds={"of": 2, "used": [1], "why": why, "said": said}) is kind


def test_of_any_other_nothing_is_on_record(study):
    assert judged(study, "P0", synthetic=True) is None


def test_a_refitted_network_is_known_by_its_weights(study):
    assert judged(study, "P0", untested=True) is Seen.UNTESTED
    folder = study.path / TRAININGS_FOLDER / "n_cnn-1"
    weights = folder / REFIT / WEIGHTS
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"weights")
    own = study.images.get("P0").sha256
    (folder / RUN).write_text(json.dumps({"photographs": [{"sha256": own}]}))
    digest = sha256_file(weights)
    assert judged(study, "P0", digest, untested=True) is Seen.TRAINED_ON
    assert judged(study, "P1", digest, untested=True) is Seen.NEW
