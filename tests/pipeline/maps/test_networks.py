"""A cross-validated classifier goes through everything that a classifier goes through."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.api import NeoPainWarning, open_study
from neopain_gui.attribution.explain import explain
from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers import load
from neopain_gui.classifiers.loaded import of_folds
from neopain_gui.faces import crop
from neopain_gui.jobs import NullJob
from neopain_gui.pipeline.analysis.classifiers import evaluations
from neopain_gui.pipeline.classifier_preview import preview
from neopain_gui.pipeline.faithfulness import one_map
from neopain_gui.pipeline.faithfulness.one_map import examine_map
from neopain_gui.pipeline.maps.attribute import attribute_study
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.estimate import estimate
from neopain_gui.pipeline.out_of_date import out_of_date
from neopain_gui.study import Details, Study
from tests.classifiers.folds import several

LAYER = "merge_conv"
CAM = Choice(method="grad_cam", layers=(LAYER,))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return several.networks(tmp_path_factory.mktemp("networks"), 2)


@pytest.fixture
def study(phantoms, tmp_path):
    with Study.open(shutil.copytree(phantoms / "demo.neopain", tmp_path / "s.neopain")) as opened:
        yield opened


@pytest.fixture
def info(study, files, tmp_path, monkeypatch):
    """The first neonate was kept from the second fold, and the second from the first."""
    several.own_folder(monkeypatch, tmp_path / "models")
    first, second = neonates(study)
    made = several.record(
        files,
        {first: (2,), second: (1,)},
        {one.sha256: one.neonate.id for one in study.images.all()},
    )
    return several.brought_in(files, made)


def neonates(study):
    return sorted({one.neonate.id for one in study.images.all()})


def of(study, neonate):
    return [one for one in study.images.all() if one.neonate.id == neonate]


def face_of(study, image):
    return crop(study.images.pixels(image.id), study.faces.get(image.id).box)


def of_strangers(info):
    """Let the training have been one of others."""
    said = json.loads(info.file.read_text())
    info.file.write_text(json.dumps(said | {"photographs": {}, "neonates": {}}))
    return several.find("cv")


def said_of(study, names):
    """Say of photographs whose they are."""
    study.edits.set_details(
        {
            image.id: replace(Details.of(image), neonate=replace(image.neonate, id=name))
            for image, name in names.items()
        }
    )


def computed(study, info, choice=CAM, ids=None):
    """Compute maps and record them; return them by photograph."""
    ids = [one.id for one in study.images.all()] if ids is None else ids
    made = list(attribute_study(study, ids, load(info), choice))
    study.results.record_many(made)
    return {one.image_id: one for one in made}


def test_each_photograph_is_explained_by_the_fold_without_its_neonate(study, info):
    made = computed(study, info)
    assert len(made) == 4
    for neonate, fold in zip(neonates(study), (2, 1), strict=True):
        alone = of_folds(info, [fold])
        for image in of(study, neonate):
            result, face = made[image.id], face_of(study, image)
            (expected,) = explain(alone, [face], method="grad_cam", layers=[LAYER])
            np.testing.assert_array_equal(
                study.results.relevance_of(result).values, expected.maps[LAYER]
            )
            assert result.provenance.inputs["weights"] == alone.weights_sha256
            assert result.provenance.inputs["folds"] == {
                "training": info.folds.training,
                "of": 2,
                "used": [fold],
            }
            assert result.facts["folds"]["said"] == (
                f"Explained by the network of fold {fold} of 2, trained without this neonate."
            )
            said = dict(zip(info.class_order, alone.predict([face])[0], strict=True))
            assert study.predictions.class_score(image.id, "cv", "pain") == pytest.approx(
                said["pain"], abs=1e-6
            )
    assert out_of_date(study) == []
    (achieved,) = evaluations(study, study.images.all())
    assert (achieved.classifier, achieved.in_training) == ("cv", "held out")
    assert computed(study, info) == {}  # all of it is there


def test_a_stranger_is_explained_by_the_mean_of_all_maps(study, info):
    image, info = of(study, neonates(study)[0])[0], of_strangers(info)
    made = computed(study, info, ids=[image.id])[image.id]
    face = face_of(study, image)
    both = [
        explain(
            of_folds(info, [one]),
            [face],
            method="grad_cam",
            layers=[LAYER],
            target=made.facts["target"],
        )[0]
        for one in (1, 2)
    ]
    mean = np.mean([one.maps[LAYER] for one in both], axis=0, dtype=np.float64)
    values = study.results.relevance_of(made).values
    np.testing.assert_allclose(values, mean, rtol=1e-5, atol=1e-7)
    for name, score in made.facts["scores"].items():
        assert score == pytest.approx(
            np.mean([one.facts["scores"][name] for one in both]), abs=1e-6
        )
    assert made.facts["folds"]["said"] == (
        "The mean of what the networks of all 2 folds give: the neonate took no part in the "
        "training, so it is in no fold."
    )


@pytest.mark.parametrize("method", METHODS)
def test_every_method_explains_the_mean(method, study, info):
    image = study.images.all()[0]
    options = {name: few for name, few in FEW.items() if name in METHODS[method].parameters}
    choice = Choice(method=method, layers=CAM.layers * METHODS[method].by_layer, options=options)
    made = computed(study, of_strangers(info), choice, [image.id])[image.id]
    assert made.facts["folds"]["used"] == [1, 2]
    values = study.results.relevance_of(made).values
    assert np.isfinite(values).all()
    assert values.any()
    json.dumps(dict(made.facts), allow_nan=False)


FEW = {"steps": 3, "samples": 3, "midpoints": 2, "masks": 30, "patch": 0.25, "stride": 0.8}


def test_a_neonate_that_is_another_now_leaves_its_maps_out_of_date(study, info):
    computed(study, info)
    first, second = neonates(study)
    moved, stays = of(study, first)
    # a name says nothing: photographs and siblings say who it is
    said_of(study, {moved: "other", stays: "other"})
    assert out_of_date(study) == []
    said_of(study, {moved: second})
    assert out_of_date(study) == []
    # it is still the fold without the photograph; that others of its neonate were seen is said
    (again,) = computed(study, info, replace(CAM, target="pain"), [moved.id]).values()
    assert again.facts["folds"]["used"] == [2]
    assert again.facts["folds"]["why"] == "others seen"
    assert f"({first} and {second})" in again.facts["folds"]["said"]
    info = of_strangers(info)
    stale = {one.image_id: one.reasons for one in out_of_date(study)}
    assert stale[stays.id] == ("the network of fold 2, now the networks of all 2 folds",)


def test_scores_of_the_preview_are_those_of_the_held_out_folds(study, info):
    said = preview(study, load(info)).scores
    for label, scores in said.items():
        expected = [
            of_folds(info, [fold]).predict([face_of(study, image)])[0][1]
            for neonate, fold in zip(neonates(study), (2, 1), strict=True)
            for image in of(study, neonate)
            if image.label is label
        ]
        assert sorted(scores) == pytest.approx(sorted(map(float, expected)), abs=1e-6)


@pytest.mark.parametrize("strange", [False, True])
def test_a_map_is_examined_with_the_networks_that_made_it(strange, study, info, monkeypatch):
    monkeypatch.setattr(one_map, "MEASURES", ("curves", "randomisation"))
    image = of(study, neonates(study)[0])[0]
    made = computed(study, of_strangers(info) if strange else info, ids=[image.id])[image.id]
    heard = []
    job = NullJob()
    job.partial = heard.append
    examine_map(job, study_path=study.path, image_id=image.id, model_name=made.model.name)
    tables = heard[-1].examination.tables
    assert {"curve_points", "randomisation"} <= set(tables)
    start = next(
        one["score"]
        for one in tables["curve_points"]
        if one["order"] == "grad_cam" and one["curve"] == "deletion" and one["area"] == 0
    )
    assert start == pytest.approx(made.facts["scores"][made.facts["target"]], abs=1e-6)
    last = tables["randomisation"][-1]
    assert last["step"] == len({one["step"] for one in tables["randomisation"]})


def test_what_computing_takes_counts_every_network_that_is_asked(study, info):
    def seconds():
        options = {"grad_cam": METHODS["grad_cam"].resolved({})}
        pairs = [(info.id, "grad_cam")]
        return estimate(study=study, pairs=pairs, target="predicted", options=options).seconds

    one = seconds()
    of_strangers(info)
    assert seconds() == pytest.approx(2 * one)


def test_a_script_is_told_who_explains(study, info):
    path, image = study.path, study.images.all()[0]
    study.close()
    said = pytest.warns(NeoPainWarning, match="1 photograph by networks that were trained without")
    with open_study(path) as opened, said:
        maps = opened.attribute(image.id, classifier="cv", layers=[LAYER])
    assert list(maps) == ["GradCAM|N-CNN cv"]
