"""The examination of one map: what the engine hands out, what a study keeps and for how long."""

import json
import shutil
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import Cancelled, InputError, StudyError
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.jobs import NullJob
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.faithfulness import one_map
from neopain_gui.pipeline.faithfulness.examination import Examination
from neopain_gui.pipeline.faithfulness.one_map import examine_map, keep, kept, key_of
from neopain_gui.pipeline.maps.attribute import attribute_study
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.photographs.find_faces import find_missing_faces
from neopain_gui.pipeline.settings.study_settings import MASK_SETTINGS
from neopain_gui.study import Study

NAME = "GradCAM|N-CNN"


class Listener(NullJob):
    """Keeps what is handed out."""

    def __init__(self, stop_after=99):
        self.heard, self.stop_after = [], stop_after

    def check(self):
        if len(self.heard) >= self.stop_after:
            raise Cancelled

    def partial(self, message):
        self.heard.append(message.examination)


@pytest.fixture(scope="module")
def made(one_neonate, tmp_path_factory):
    """A study of one phantom in pain and at rest with a map, and the id of the one in pain."""
    path = tmp_path_factory.mktemp("demo") / "demo.neopain"
    shutil.copytree(one_neonate / "demo.neopain", path)
    with Study.open(path) as study:
        find_missing_faces(study)
        (pain,) = [i.id for i in study.images.all() if i.label is PainLabel.PAIN]
        classifier = load_classifier("n_cnn_phantoms")
        for result in attribute_study(study, [pain], classifier, Choice(method="grad_cam")):
            study.results.record(result)
    return path, pain


@pytest.fixture(scope="module")
def heard(made):
    path, pain = made
    job = Listener()
    examine_map(job, study_path=path, image_id=pain, model_name=NAME)
    return job.heard


def result_of(study, image_id, name=NAME):
    return next(r for r in study.results.all(image_id) if r.model.name == name)


def test_each_measure_is_handed_out_as_it_is_taken(heard):
    grown = [set(one.tables) for one in heard]
    assert len(grown) == 4
    assert all(before < after for before, after in pairwise(grown))
    last = heard[-1].tables
    assert {row["order"] for row in last["curves"]} == {
        *("grad_cam", "random pixels", "random patches")
    }
    assert len(last["contributions"]) == 8 * 3  # the phantom is known: at rest, too
    assert [row["stage"] for row in last["randomisation"]][:2] == ["logits", "fc"]
    assert len(last["sensitivity"]) == 1


def test_nothing_in_it_says_whose_photograph_it_is(made, heard):
    path, pain = made
    with Study.open(path, read_only=True) as study:
        image = study.images.get(pain)
    text = json.dumps(dict(heard[-1].tables), allow_nan=False)
    for word in (pain, image.neonate.id, image.file, image.sha256):
        assert word not in text


def test_it_survives_a_restart_and_leaves_with_its_map(made, heard):
    path, pain = made
    with Study.open(path) as study:
        keep(study, heard[-1])
    with Study.open(path) as study:
        result = result_of(study, pain)
        found = kept(study, result)
        assert found == heard[-1]
        # another map in the same place is another key
        changed = replace(
            result,
            provenance=replace(
                result.provenance, inputs={**result.provenance.inputs, "target": "no pain"}
            ),
            facts={**result.facts, "target": "no pain"},
        )
        study.blobs.put(changed.key, np.ones((120, 120), np.float32))
        study.results.record(changed)
        assert kept(study, result_of(study, pain)) is None
        keep(study, Examination(key="k", map_key=changed.key, tables={"curves": []}))
        stored = study.setting(one_map.EXAMINATIONS)
        assert list(stored) == ["k"]  # the figures of the map that is gone are gone
        study.results.record(result)
        assert kept(study, result_of(study, pain)) is None


def test_what_it_depends_on_changes_its_key(made):
    path, pain = made
    with Study.open(path) as study:
        result, face = result_of(study, pain), study.faces.get(pain)
        first = key_of(study, result)
        assert key_of(study, result) == first
        study.set_setting(MASK_SETTINGS, MaskSettings(c_attribution=1.0).as_dict())
        assert key_of(study, result) != first
        study.set_setting(MASK_SETTINGS, MaskSettings().as_dict())
        assert key_of(study, result) == first
        marks = tuple((100.0 + n, 100.0) for n in range(5))
        study.faces.put(pain, replace(face, landmarks=marks))
        assert key_of(study, result) != first
        study.faces.put(pain, face)
        study.regions.put(pain, {"mouth": outlines_of([[(1, 1), (9, 1), (9, 9)]])})
        assert key_of(study, result) != first
        study.regions.put(pain, {})
        assert key_of(study, result) == first


def test_what_is_damaged_is_not_shown(made):
    path, pain = made
    with Study.open(path) as study:
        result = result_of(study, pain)
        for stored in ([], {key_of(study, result): 3}, {key_of(study, result): {"tables": 1}}):
            study.set_setting(one_map.EXAMINATIONS, stored)
            assert kept(study, result) is None


def test_a_map_that_is_gone_meanwhile_is_not_kept(made):
    path, _ = made
    with Study.open(path) as study:
        keep(study, Examination(key="a", map_key="0" * 64, tables={}))
        assert "a" not in study.setting(one_map.EXAMINATIONS)


def test_it_stops_between_measures(made):
    path, pain = made
    job = Listener(stop_after=1)
    with pytest.raises(Cancelled):
        examine_map(job, study_path=path, image_id=pain, model_name=NAME)
    assert len(job.heard) == 1


def test_what_cannot_be_examined_is_said(made):
    path, pain = made
    with pytest.raises(StudyError, match="no map of"):
        examine_map(NullJob(), study_path=path, image_id=pain, model_name="GradCAM|Nobody")
    with pytest.raises(InputError, match="not the map of a classifier"):
        examine_map(NullJob(), study_path=path, image_id=pain, model_name="Experts")


def test_a_map_of_other_weights_is_refused(made):
    path, pain = made
    with Study.open(path) as study:
        result = result_of(study, pain)
        other = replace(
            result,
            provenance=replace(
                result.provenance, inputs={**result.provenance.inputs, "weights": "0" * 64}
            ),
        )
        study.blobs.put(other.key, np.ones((120, 120), np.float32))
        study.results.record(other)
    with pytest.raises(InputError, match="other weights"):
        examine_map(NullJob(), study_path=path, image_id=pain, model_name=NAME)
    with Study.open(path) as study:
        study.results.record(result)
