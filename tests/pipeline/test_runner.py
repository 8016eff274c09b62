"""From photographs to tables, headless: what is written, and that it is written only once."""

import csv
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from neopain_gui.attribution.methods import PAPER_METHODS, find_method
from neopain_gui.classifiers import available
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import Cancelled
from neopain_gui.imaging import decode, read_provenance
from neopain_gui.jobs import NullJob
from neopain_gui.pipeline import runner
from neopain_gui.pipeline.compare import compare_study, contour_masks
from neopain_gui.pipeline.demo_study import make_demo_study
from neopain_gui.pipeline.maps.attribute import attribute_study
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.estimate import estimate
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.runner import compute_maps, run_study
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.study import Study

SUBJECTS = 2
N_CNN = ("n_cnn_phantoms",)


def files_of(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def demo(n_cnn_run):
    path = n_cnn_run / "demo.neopain"
    with Study.open(path, read_only=True) as study:
        comparison = compare_study(study, mask_settings(study))
    return path, n_cnn_run / "out", comparison


def test_the_demo_study_is_whole(demo):
    path, *_ = demo
    with Study.open(path, read_only=True) as study:
        images = study.images.all()
        assert len(images) == 2 * SUBJECTS
        assert {image.label for image in images} == set(PainLabel)
        assert len({image.neonate.id for image in images}) == SUBJECTS
        assert len(study.faces.all()) == 2 * SUBJECTS
        names = [model.name for model in study.results.models()]
        assert {"Experts", "Parents", "GradCAM|N-CNN", "I.G.|N-CNN"} <= set(names)
        assert "GradCAM|N-CNN|merge" in names


def test_what_computing_takes_is_told_from_what_is_there(demo):
    path, *_ = demo
    pairs = [(N_CNN[0], method) for method in PAPER_METHODS]
    options = {method: find_method(method).resolved() for method in PAPER_METHODS}
    asked = {"pairs": pairs, "target": "predicted", "options": options}
    with Study.open(path, read_only=True) as study:
        whole = estimate(study=study, **asked)
        assert whole.works == ()
        assert whole.there == 2 * 2 * SUBJECTS
        other = estimate(study=study, **(asked | {"target": "pain"}))
        assert [one.photographs for one in other.works] == [2 * SUBJECTS] * 2
        grad_cam, integrated = other.works
        rows = [one for one in study.results.all() if one.facts.get("method") == "grad_cam"]
        by_image = {one.image_id: one.facts["seconds"] for one in rows}
        assert grad_cam.measured
        assert grad_cam.seconds == pytest.approx(len(by_image) * median(by_image.values()))
        assert grad_cam.maps == len(rows)
        on_disk = sum(study.maps.size(one.provenance) for one in rows)
        assert grad_cam.size == pytest.approx(on_disk, rel=0.01)
        assert integrated.maps == 2 * SUBJECTS
        assert other.free > 0
        unknown = estimate(study=study, **(asked | {"pairs": [("vgg_face_phantoms", "grad_cam")]}))
        assert not unknown.measured
        assert unknown.seconds > 0


def test_the_disk_is_about_what_maps_take_also_where_there_is_none_yet(demo, tmp_path):
    path, *_ = demo
    options = {method: find_method(method).resolved() for method in PAPER_METHODS}
    pairs = [(N_CNN[0], method) for method in PAPER_METHODS]
    with Study.open(shutil.copytree(path, tmp_path / "own.neopain")) as study:
        rows = study.results.all()
        taken = {
            method: [study.maps.size(one.provenance) for one in rows if _made_by(one, method)]
            for method in PAPER_METHODS
        }
        study.results.unpack()
        asked = {"study": study, "pairs": pairs, "target": "pain", "options": options}
        of_earlier_versions = estimate(**asked)
        for model in study.results.models():
            study.results.remove(model.name)
        for found in (of_earlier_versions, estimate(**asked)):
            for work, sizes in zip(found.works, taken.values(), strict=True):
                assert work.maps == len(sizes)
                assert 0.6 < work.size / sum(sizes) < 1.7, work


def _made_by(result, method):
    return result.facts.get("method") == method


def test_a_record_says_nothing_of_how_long_the_computer_took(demo):
    _, out, _ = demo
    mask = next(file for file in (out / "contour_masks").iterdir() if "gradcam" in file.name)
    assert "seconds" not in read_provenance(mask)["facts"]


def test_every_mask_and_table_is_there(demo):
    _, out, comparison = demo
    masks = sorted((out / "contour_masks").iterdir())
    assert len(masks) == 2 * SUBJECTS * 4
    assert {decode(mask).shape for mask in masks} == {(233, 320, 3)}
    assert set(np.unique(decode(masks[0]))) <= {0, 255}
    assert comparison.table.compared.sum() == 2 * SUBJECTS * 6
    assert not comparison.left_out
    for name in ("agreement_per_image.csv", "table_3_pain_means.csv", "table_4_no_pain_means.csv"):
        assert (out / name).stat().st_size > 0


def test_a_masks_file_says_what_made_it(demo):
    _, out, _ = demo
    mask = next(file for file in (out / "contour_masks").iterdir() if "gradcam" in file.name)
    record = read_provenance(mask)
    assert record["extraction_model"] == "GradCAM|N-CNN"
    assert record["relevance"]["stage"] == "attribution.grad_cam"
    assert len(record["relevance"]["inputs"]["weights"]) == 64
    assert record["mask"]["inputs"]["c"] == 0.5
    assert set(record["software"]) >= {"neopain", "tensorflow", "numpy"}


def test_table_3_is_the_mean_of_the_rows(demo):
    _, out, comparison = demo
    with (out / "table_3_pain_means.csv").open() as stream:
        table = {(row["metric"], row["extraction_model"]): row for row in csv.DictReader(stream)}
    values = [
        pair.values["overlap"]
        for image in comparison.images
        if image.label is PainLabel.PAIN
        for pair in comparison.table.on(image.id)
        if {pair.model_a, pair.model_b} == {"Experts", "GradCAM|N-CNN"}
    ]
    assert len(values) == SUBJECTS
    printed = float(table["overlap", "Experts"]["GradCAM|N-CNN"])
    assert printed == pytest.approx(np.mean(values), abs=5e-5)
    assert float(table["overlap", "Experts"]["Experts"]) == 1.0


def test_a_second_run_computes_nothing_and_writes_the_same_bytes(demo, tmp_path, monkeypatch):
    path, out, _ = demo

    def never(*_, **__):
        raise AssertionError("computed again")

    monkeypatch.setattr("neopain_gui.pipeline.maps.attribute.explain", never)
    copy = shutil.copytree(path, tmp_path / "copy.neopain")
    with Study.open(copy) as study:
        run_study(study, tmp_path / "again", classifiers=N_CNN)
    assert files_of(tmp_path / "again") == files_of(out)


def test_moving_a_face_drops_what_was_made_from_it(demo, tmp_path):
    path, *_ = demo
    copy = tmp_path / "copy.neopain"
    shutil.copytree(path, copy)
    with Study.open(copy) as study:
        first = study.images.all()[0].id
        face = study.faces.get(first)
        box = face.box
        moved = type(face)(
            box=type(box)(left=box.left + 3, top=box.top, right=box.right, bottom=box.bottom),
            source=face.source,
        )
        study.faces.put(first, moved)
        kinds = {result.model.kind for result in study.results.all(first)}
        assert kinds == {"gaze"}
        comparison = compare_study(study, mask_settings(study), image_ids=[first])
        assert [pair.model_a for pair in comparison.table.on(first)] == ["Experts"]


def test_masks_lie_inside_what_was_looked_at(demo):
    path, *_ = demo
    with Study.open(path, read_only=True) as study:
        image = study.images.all()[0]
        for result, mask in contour_masks(study, image.id, mask_settings(study)):
            outside = mask.values.copy()
            outside[result.box.slices] = False
            assert not outside.any()
            assert 0 < mask.coverage < 1


def test_a_stopped_run_keeps_what_was_computed(one_neonate, tmp_path):
    class Impatient(NullJob):
        def __init__(self, study):
            self.study = study

        def check(self):
            if any(r.model.kind == "attribution" for r in self.study.results.all()):
                raise Cancelled

    path = shutil.copytree(one_neonate / "demo.neopain", tmp_path / "demo.neopain")
    with Study.open(path) as study, pytest.raises(Cancelled):
        run_study(study, tmp_path / "out", classifiers=N_CNN, job=Impatient(study))
    with Study.open(path) as study:
        kept = [result.model.name for result in study.results.all()]
        assert "GradCAM|N-CNN" in kept
        assert not any(name.startswith("I.G.") for name in kept)


def test_the_default_methods_are_the_dissertations():
    assert PAPER_METHODS == ("grad_cam", "integrated_gradients")


@pytest.mark.parametrize(
    ("synthetic", "own", "expected"),
    [
        (True, False, ("n_cnn_phantoms", "vgg_face_phantoms")),
        (True, True, ("n_cnn_phantoms", "vgg_face_phantoms", "ward")),
        (False, False, ("n_cnn_phantoms", "vgg_face_phantoms")),
        (False, True, ("ward",)),
    ],
)
def test_demo_weights_give_way_to_ones_own(synthetic, own, expected, tmp_path, monkeypatch):
    infos = available()
    if own:
        infos = [*infos, replace(infos[0], id="ward", synthetic=False, shipped=False)]
    monkeypatch.setattr(runner, "available", lambda: infos)
    with Study.create(tmp_path / "s") as study:
        study.set_setting(runner.SYNTHETIC_SETTING, synthetic)
        assert runner.default_classifiers(study) == expected


def test_a_lost_blob_leaves_its_photograph_out_and_is_computed_again(demo, tmp_path):
    path, *_ = demo
    copy = tmp_path / "copy.neopain"
    shutil.copytree(path, copy)
    with Study.open(copy) as study:
        first = study.images.all()[0].id
        result = next(r for r in study.results.all(first) if r.model.name == "GradCAM|N-CNN")
        study.maps.path(result.provenance).unlink()
        comparison = compare_study(study, mask_settings(study))
        assert [image_id for image_id, _ in comparison.left_out] == [first]
        compute_maps(study, classifiers=N_CNN, methods=["grad_cam"])
        assert not compare_study(study, mask_settings(study)).left_out


def test_a_photograph_that_lacks_a_layers_record_is_made_again_alone_and_the_same(demo, tmp_path):
    with Study.open(shutil.copytree(demo[0], tmp_path / "copy.neopain")) as study:
        first = study.images.all()[0].id
        before = {row.key: study.maps.get(row.provenance) for row in study.results.all()}
        study.results.exchange([(first, "GradCAM|N-CNN|merge")], [])
        asked = load_classifier(N_CNN[0]), Choice(method="grad_cam")
        again = list(attribute_study(study, [one.id for one in study.images.all()], *asked))
        assert {row.image_id for row in again} == {first}
        study.results.record_many(again)
        after = {row.key: study.maps.get(row.provenance) for row in study.results.all()}
        assert after.keys() == before.keys()
        assert all(np.array_equal(after[key], before[key]) for key in before)


def test_a_demo_that_was_interrupted_is_made_anew(tmp_path):
    class StopAfterPhantoms(NullJob):
        def progress(self, done, total, text=""):
            if text == "Making the study":
                raise Cancelled

    with pytest.raises(Cancelled):
        make_demo_study(tmp_path, subjects=1, job=StopAfterPhantoms())
    assert not (tmp_path / "demo.neopain").exists()
    path = make_demo_study(tmp_path, subjects=1)
    with Study.open(path, read_only=True) as study:
        assert len(study.images.all()) == 2


def test_maps_made_in_different_ways_are_named(demo, tmp_path):
    path, *_ = demo
    copy = tmp_path / "copy.neopain"
    shutil.copytree(path, copy)
    with Study.open(copy) as study:
        (demo_weights,) = compare_study(study, mask_settings(study)).cautions
        assert demo_weights.startswith("Demo weights trained on synthetic phantoms: GradCAM|N-CNN")
        first = study.images.all()[0].id
        classifier = load_classifier(N_CNN[0])
        choice = Choice(method="grad_cam", target="pain")
        for result in attribute_study(study, [first], classifier, choice):
            study.results.record(result)
        sentence, targets, _ = compare_study(study, mask_settings(study)).cautions
        assert sentence.startswith("GradCAM|N-CNN differs between photographs in class explained")
        assert "(pain, predicted)" in sentence
        assert targets.startswith("The maps explain different classes (pain, predicted)")


def test_the_window_writes_the_same_bytes(demo, tmp_path):
    from neopain_gui.gui.shell.commands.export_commands import write_masks
    from neopain_gui.gui.work.agreement_tables import write_tables

    path, out, _ = demo
    with Study.open(path, read_only=True) as study:
        ids = [image.id for image in study.images.all()]
        settings = mask_settings(study)
        write_masks(study, tmp_path / "contour_masks", settings, image_ids=ids)
        write_tables(NullJob(), study=study, where=tmp_path, settings=settings, models=None)
    assert files_of(tmp_path) == files_of(out)
