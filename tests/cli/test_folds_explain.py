"""A training's folds as one classifier, by commands alone: brought in, explained, repeated."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.report.gather import folds_sheets, study_facts
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.reports.how_made import differing_sentences, fold_sentences
from neopain_gui.study import Study
from tests.classifiers.folds import several
from tests.cli.running import neopain
from tests.training.made_up import done_run, photographs, protocol

ABOUT = "neopain_gui.cli.attribute"
METHODS = ("--method", "grad_cam", "--method", "hires_cam")
EXPLAINED = (*METHODS, "--layer", "merge_conv", "--classifier", "cv")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        yield several.own_folder(patch, tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def study(phantoms, tmp_path_factory):
    return shutil.copytree(
        phantoms / "demo.neopain", tmp_path_factory.mktemp("folds") / "s.neopain"
    )


def of_first(study):
    """Return the photographs of the first neonate, at rest and in pain."""
    with Study.open(study, read_only=True) as opened:
        images = opened.images.all()
        mine = [one for one in images if one.neonate == images[0].neonate]
        return sorted(mine, key=lambda one: one.label is PainLabel.PAIN)


@pytest.fixture(scope="module")
def training(study, tmp_path_factory):
    """A training on eight neonates: one is the study's first, who had another name then."""
    files = several.networks(tmp_path_factory.mktemp("networks"), 2)
    some = photographs(16)
    for place, image in enumerate(of_first(study)):
        some[place] = replace(some[place], sha256=image.sha256)
    folder = tmp_path_factory.mktemp("training") / "run"
    plan = done_run(folder, [file for file, _ in files], protocol(folds=2), some)
    (fold,) = plan.folds_of("n00")
    return folder, fold, files[fold - 1][0]


def said(capsys):
    both = capsys.readouterr()
    return " ".join(f"{both.out} {both.err}".split())


@pytest.fixture(scope="module")
def brought_in(home, training):
    assert neopain("weights", training[0], "--import", "--name", "cv") == 0


def test_a_training_says_what_it_is_before_it_is_brought_in(home, training, capsys):
    folder = training[0]
    assert neopain("weights", folder) == 0
    words = said(capsys)
    assert "N-CNN trained on 8 neonates in 2 folds" in words
    assert "16 photographs of 8 neonates" in words
    assert not list(home.glob("other*"))
    assert neopain("weights", folder, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["can_be_brought_in"]
    assert sorted(map(len, found["neonates"].values())) == [1] * 8
    assert neopain("weights", folder, "--import") == 2
    assert "it needs a name; give --name" in said(capsys)
    assert neopain("weights", folder, "--import", "--name", "other", "--colours", "RGB") == 2
    assert "of a training it is known" in said(capsys)
    (folder / "fold-02" / "predictions.csv").rename(folder / "gone")
    assert neopain("weights", folder) == 2
    assert "fold 2 of 2 is not trained yet" in said(capsys)
    (folder / "gone").rename(folder / "fold-02" / "predictions.csv")


@pytest.fixture(scope="module")
def exported(brought_in, study, tmp_path_factory):
    out = tmp_path_factory.mktemp("exported")
    assert neopain("attribute", study, *EXPLAINED, "--out", out) == 0
    return out


def record_of(folder, image):
    (file,) = folder.glob(f"{image.id}__gradcam_*.json")
    return file


def test_a_map_is_of_the_fold_that_never_saw_the_neonate_and_says_so(
    exported, study, training, capsys
):
    _, fold, _ = training
    with Study.open(study, read_only=True) as opened:
        for image in opened.images.all():
            facts = json.loads(record_of(exported, image).read_text())["facts"]["folds"]
            if image.sha256 in {one.sha256 for one in of_first(study)}:
                assert facts["used"] == [fold]
                assert "was called n00 at the training" in facts["said"]
            else:
                assert (facts["used"], facts["why"]) == ([1, 2], "not in the training")
    assert neopain("attribute", study, *EXPLAINED, "--out", exported) == 0
    assert (
        "The maps of N-CNN cv come from 2 networks, one for each fold of a training: "
        "2 photographs by networks that were trained without the neonate; 2 photographs by the "
        "mean of all networks, because the neonate took no part in the training."
    ) in said(capsys)


def files_of(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_maps_of_folds_and_of_their_mean_are_repeated_to_the_byte(
    exported, study, training, tmp_path, capsys
):
    image = of_first(study)[0]
    with Study.open(study, read_only=True) as opened:
        stranger = next(one for one in opened.images.all() if one.neonate != image.neonate)
    for one in (image, stranger):
        record = record_of(exported, one)
        assert neopain("attribute", study, "--from", record, "--out", tmp_path / "a") == 0
    again = files_of(tmp_path / "a")
    assert len(again) == 12
    assert again.items() <= files_of(exported).items()
    # the file of the one network that spoke will do, and the photograph alone
    photograph = next((study / "images").glob(f"{image.sha256}.*"))
    record, alone = record_of(exported, image), tmp_path / "b"
    given = ("--classifier", training[2])
    assert neopain("attribute", photograph, "--from", record, *given, "--out", alone) == 0
    for name, content in files_of(alone).items():
        assert content == files_of(exported)[name]
    other = training[0] / f"fold-{3 - training[1]:02d}" / "classifier.weights.h5"
    capsys.readouterr()
    given = ("--classifier", other)
    assert neopain("attribute", photograph, "--from", record, *given, "--out", alone) == 2
    assert "these weights have the SHA-256" in said(capsys)


def test_a_photograph_without_a_study_goes_by_its_hash(exported, study, training, tmp_path, capsys):
    image = of_first(study)[0]
    photograph = next((study / "images").glob(f"{image.sha256}.*"))
    with Study.open(study, read_only=True) as opened:
        box = ",".join(map(str, opened.faces.get(image.id).box.as_tuple()))
    capsys.readouterr()
    arguments = (*EXPLAINED, "--face", box, "--out", tmp_path)
    assert neopain("attribute", photograph, *arguments) == 0
    assert f"Explained by the network of fold {training[1]} of 2" in said(capsys)
    (made,) = tmp_path.glob("*__gradcam_*__map.npy")
    (there,) = exported.glob(f"{image.id}__gradcam_*__map.npy")
    assert made.read_bytes() == there.read_bytes()


def test_comparison_and_report_say_who_explained(exported, study, capsys):
    with Study.open(study) as opened:
        maps = [one for one in opened.results.models() if one.maker == "N-CNN cv"]
        comparison = compare_study(opened, mask_settings(opened), models=maps)
        facts = study_facts(opened, comparison, photographs=False)
        (sheet,) = folds_sheets(opened, comparison)
    mean = "2 photographs by the mean of all networks, because the neonate took no part"
    assert any(mean in one for one in comparison.cautions)
    assert not any("differs between photographs" in one for one in comparison.cautions)
    (sentence,) = fold_sentences(facts.models)
    assert mean in sentence
    assert differing_sentences(facts.models) == []
    assert len(sheet.rows) == 4
    assert {row[sheet.header.index("folds")] for row in sheet.rows} > {"1 2"}
