"""Examining phantoms and a study, headless: the files, what is in them, and what is kept."""

import csv
import io
import json
import shutil

import numpy as np
import pytest

from neopain_gui import cli
from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.demo.phantoms.phantom import draw, region_mask
from neopain_gui.demo.training import n_cnn as demo_n_cnn
from neopain_gui.demo.training import vgg_face as demo_vgg_face
from neopain_gui.errors import Cancelled, InputError
from neopain_gui.faces import FEATURES, Face, FaceSource, RegionSource, face_regions
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.geometry import Box
from neopain_gui.jobs import NullJob
from neopain_gui.pipeline.faithfulness import cases as making
from neopain_gui.pipeline.faithfulness.cases import (
    FIRST_HELD_OUT,
    Case,
    phantom_cases,
    recognised,
    study_case,
)
from neopain_gui.pipeline.faithfulness.examine import examine
from neopain_gui.pipeline.faithfulness.examined_maps import Asker
from neopain_gui.pipeline.faithfulness.findings import Findings, LocalisationRow, RandomisationRow
from neopain_gui.pipeline.faithfulness.overview import markdown, overviews, unchanged
from neopain_gui.pipeline.faithfulness.plan import MEASURES, Plan, with_controls
from neopain_gui.pipeline.faithfulness.run import examine_phantoms, examine_study
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.photographs.find_faces import find_missing_faces
from neopain_gui.study import Study, Values

N_CNN = ("n_cnn_phantoms",)
QUICK = Plan(methods=("grad_cam",), target="labelled", few=1, samples=2, step=0.25, by="group")
TIMED = {"maps.csv", "summary.csv", "overview.md"}


def rows_of(folder, name):
    return list(csv.DictReader(io.StringIO((folder / name).read_text())))


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    out = tmp_path_factory.mktemp("examined")
    return out, examine_phantoms(out, QUICK, subjects=2, classifiers=N_CNN)


@pytest.fixture(scope="module")
def study_path(one_neonate, tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.neopain"
    shutil.copytree(one_neonate / "demo.neopain", path)
    with Study.open(path) as study:
        find_missing_faces(study)
    return path


# Faces


def test_the_phantoms_examined_were_never_learnt():
    learnt = {
        *range(demo_n_cnn.FIRST_SUBJECT, demo_n_cnn.FIRST_SUBJECT + demo_n_cnn.Plan().subjects),
        *range(
            demo_vgg_face.FIRST_SUBJECT,
            demo_vgg_face.FIRST_SUBJECT + demo_vgg_face.Plan().subjects,
        ),
        *range(1, 100),  # what a demo study may hold
    }
    assert not learnt & set(range(FIRST_HELD_OUT, FIRST_HELD_OUT + 1000))
    assert not learnt & set(making._RESTING)
    assert max(making._RESTING) < FIRST_HELD_OUT


def test_a_phantoms_case_knows_everything():
    (case,) = phantom_cases(1)
    phantom = draw(FIRST_HELD_OUT, PainLabel.PAIN)
    assert np.array_equal(case.crop, phantom.image[phantom.face_box.slices])
    assert case.regions.source is RegionSource.PHANTOM
    assert len(case.differing) == len(phantom.differing)
    inside = region_mask(phantom, phantom.differing)[phantom.face_box.slices]
    change = np.abs(case.crop.astype(int) - case.at_rest).max(axis=2)
    assert change[inside].max() > 40
    assert change[~inside].max() <= 4


def test_a_studys_phantom_is_recognised_by_its_pixels(study_path):
    with Study.open(study_path, read_only=True) as study:
        for image in study.images.all():
            case = study_case(study, image, study.faces.get(image.id))
            assert case.regions.source is RegionSource.PHANTOM
            assert (case.at_rest is not None) == (image.label is PainLabel.PAIN)
        photograph = study.images.pixels(image.id).copy()
        assert recognised(image, photograph) is not None
        photograph[0, 0] ^= 1
        assert recognised(image, photograph) is None


def test_a_drawn_feature_is_examined_and_a_region_of_ones_own_is_not_ranked(study_path, tmp_path):
    copy = shutil.copytree(study_path.parent, tmp_path / "copy") / study_path.name
    square = outlines_of([[(100, 80), (140, 80), (140, 120), (100, 120)]])
    with Study.open(copy) as study:
        image = study.images.all()[0]
        study.regions.put(image.id, {"mouth": square, "tube": square})
        case = study_case(study, image, study.faces.get(image.id))
    assert tuple(case.regions.outlines) == FEATURES, "ranks and τ are of the same eight"
    assert np.array_equal(case.regions.outlines["mouth"][0], square[0])
    assert case.regions.source_of("mouth") is RegionSource.HAND
    assert case.regions.source_of("nose") is RegionSource.PHANTOM


def test_a_photograph_that_says_nothing_of_phantoms_is_not_compared_with_any():
    plain = FaceImage(
        id="a",
        file="a.png",
        sha256="0" * 64,
        width=320,
        height=233,
        neonate=Neonate(id="7", dataset="ward"),
        label=PainLabel.PAIN,
    )
    assert recognised(plain, draw(7, PainLabel.PAIN).image) is None


# What is asked for


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"methods": ("magic",)}, "magic"),
        ({"measures": ("luck",)}, "luck"),
        ({"fill": "white"}, "white"),
        ({"by": "block"}, "block"),
        ({"few": 0}, "number of photographs"),
        ({"radius": 999}, "radius"),
        ({"options": {"grad_cam": {"depth": 3}}}, "depth"),
    ],
)
def test_a_plan_refuses_what_does_not_exist(changed, word):
    with pytest.raises(InputError, match=word):
        Plan(**{"methods": ("grad_cam",), **changed})


def test_controls_are_always_examined():
    from neopain_gui.attribution.methods import METHODS

    controls = {method.id for method in METHODS.values() if method.control}
    assert set(with_controls(("grad_cam",))) == {"grad_cam", *controls}


# What is written


def test_every_measure_has_its_table(examined):
    out, _ = examined
    assert {file.name for file in out.iterdir()} == {
        *("maps.csv", "curves.csv", "curve_points.csv", "sensitivity.csv", "randomisation.csv"),
        *("localisation.csv", "contributions.csv", "regions.csv", "rank_agreement.csv"),
        *("summary.csv", "overview.md", "faithfulness.json"),
    }  # one method alone agrees with nobody
    for name, count in (
        ("maps.csv", 2),
        ("curves.csv", 2 * 3),
        ("curve_points.csv", 2 * 3 * 2 * 5),
        ("sensitivity.csv", 1),
        ("randomisation.csv", 6),
        ("localisation.csv", 2 * 2),
        ("contributions.csv", 2 * 8 * 3),
        ("regions.csv", 2 * 8),
        ("rank_agreement.csv", 2 * 3),
    ):
        assert len(rows_of(out, name)) == count, name
    record = json.loads((out / "faithfulness.json").read_text())
    assert record["photographs"] == ["7000", "7001"]
    assert (
        record["plan"]["methods"]["grad_cam"]
        == {"score": "logit"} | record["plan"]["methods"]["grad_cam"]
    )
    assert list(record["weights"]) == list(N_CNN)
    assert "children" in (out / "overview.md").read_text().splitlines()[0]


def test_the_curves_area_is_that_of_its_points(examined):
    out, _ = examined
    points = rows_of(out, "curve_points.csv")
    for row in rows_of(out, "curves.csv"):
        for curve in ("deletion", "insertion"):
            mine = [
                p
                for p in points
                if (p["image"], p["order"], p["curve"]) == (row["image"], row["order"], curve)
            ]
            areas, scores = ([float(p[key]) for p in mine] for key in ("area", "score"))
            assert float(row[f"{curve}_auc"]) == pytest.approx(
                np.trapezoid(scores, areas), abs=1e-5
            )


def test_the_same_command_finds_the_same(examined, tmp_path):
    out, _ = examined
    plan = Plan(
        methods=QUICK.methods,
        measures=("localisation", "regions", "curves"),
        target="labelled",
        step=0.25,
    )
    examine_phantoms(tmp_path, plan, subjects=2, classifiers=N_CNN)
    for name in ("localisation", "contributions", "regions", "rank_agreement", "curve_points"):
        assert (tmp_path / f"{name}.csv").read_bytes() == (out / f"{name}.csv").read_bytes(), name


def test_what_is_stopped_keeps_what_was_found(tmp_path):
    class StopAtNoise(NullJob):
        def progress(self, done, total, text=""):
            if text.startswith("Noise"):
                raise Cancelled

    with pytest.raises(Cancelled):
        examine_phantoms(tmp_path, QUICK, subjects=1, classifiers=N_CNN, job=StopAtNoise())
    assert (tmp_path / "contributions.csv").is_file()
    assert not (tmp_path / "sensitivity.csv").exists()


def test_a_black_photograph_gives_empty_cells_and_no_made_up_numbers():
    face = Face(box=Box(left=0, top=0, right=40, bottom=50), source=FaceSource.MANUAL)
    black = Case(
        image_id="night",
        neonate="a",
        label=None,
        box=face.box,
        crop=np.zeros((50, 40, 3), np.uint8),
        regions=face_regions(face),
    )
    plan = Plan(methods=("grad_cam", "edges"), few=1, samples=1, step=0.5)
    asker = Asker(classifier=load_classifier(N_CNN[0]), plan=plan, references=lambda _case: [])
    findings = Findings()
    examine(asker, [black], findings)
    edges = [row for row in findings.maps if row.method == "edges"]
    assert edges[0].empty
    tables = findings.tables()
    for name, text in tables.items():
        assert "nan" not in text, name
        assert "inf" not in text, name
    changes = {row.change for row in findings.contributions}
    assert max(map(abs, changes)) < 1e-6  # there was nothing to cover


def test_a_neonate_with_two_photographs_counts_once():
    def row(neonate, image, gain):
        return LocalisationRow(
            classifier="c", method="grad_cam", control=False, image=image, neonate=neonate,
            truth="changed pixels", share=0.1, mask_share=0.1, area=0.1, gain=gain,
        )  # fmt: skip

    findings = Findings(
        localisation=[
            row("a", "1", 1.0),
            row("a", "2", 3.0),
            row("b", "3", 4.0),
            row("b", "4", 4.0),
        ]
    )
    (gain,) = [r for r in findings.summary() if r.measure == "gain (changed pixels)"]
    assert gain.mean == pytest.approx(3.0)
    assert gain.n == 2


def test_a_map_that_outlives_what_was_learnt_is_called_that():
    def row(method, step, value):
        return RandomisationRow(
            classifier="n_cnn_phantoms", method=method, image="1", neonate="a", step=step,
            stage=f"s{step}", cosine=1.0, spearman=value, ssim=value, mask_cosine=1.0,
            mask_overlap=1.0, mask_chance=0.5,
        )  # fmt: skip

    findings = Findings(
        randomisation=[
            *(row("grad_cam", 1, 0.99), row("grad_cam", 2, 0.1)),
            *(row("integrated_gradients", 1, 0.99), row("integrated_gradients", 2, 0.97)),
        ]
    )
    assert unchanged(findings.summary()) == [
        ("n_cnn_phantoms", "integrated_gradients", "does not change")
    ]
    (table,) = overviews(findings)
    assert "| I.G. | 1 | 0.97 (does not change) |" in markdown(table)
    assert "| GradCAM | 1 | 0.10 |" in markdown(table)


# A study


def test_a_studys_own_maps_are_taken_and_missing_ones_recorded(study_path, tmp_path):
    plan = Plan(methods=("grad_cam",), measures=("localisation",))
    with Study.open(study_path) as study:
        pain = next(i.id for i in study.images.all() if i.label is PainLabel.PAIN)
        before = {result.model.name for result in study.results.all(pain)}
        found = examine_study(study, tmp_path, plan, image_ids=[pain], classifiers=N_CNN)
        assert {r.model.name for r in study.results.all(pain)} - before == {"GradCAM|N-CNN"}
        kept = study.results.relevance(pain, "GradCAM|N-CNN")
        # another map in the same place: what is examined is what the study holds
        changed = np.zeros_like(kept.values)
        changed[:3, :3] = 1
        study.maps.put([Values(provenance=kept.provenance, values=changed)])
        again = examine_study(study, tmp_path, plan, image_ids=[pain], classifiers=N_CNN)
    assert found.localisation[0].share > 0.3
    assert again.localisation[0].share < 0.1
    assert [row.seconds for row in again.maps] == [None]


def test_a_study_without_faces_says_what_to_do(study_path, tmp_path):
    with Study.open(study_path) as study:
        images = [image.id for image in study.images.all()]
        faces = {image_id: study.faces.get(image_id) for image_id in images}
        for image_id in images:
            study.faces.put(image_id, None)
        with pytest.raises(InputError, match="find the faces first"):
            examine_study(study, tmp_path, QUICK, classifiers=N_CNN)
        for image_id, face in faces.items():
            study.faces.put(image_id, face)
    with Study.open(study_path, read_only=True) as study, pytest.raises(InputError, match="read"):
        examine_study(study, tmp_path, QUICK, classifiers=N_CNN)


# The command


def neopain(*arguments):
    return cli.run_command([str(argument) for argument in arguments], lambda *_a, **_k: 0)


def test_the_command_prints_what_it_found(tmp_path, capsys):
    code = neopain(
        *("faithfulness", "--phantoms", "--out", tmp_path, "--classifier", "n_cnn_phantoms"),
        *("--method", "grad_cam", "--subjects", 1, "--measure", "localisation"),
    )
    assert code == 0
    text = capsys.readouterr().out
    assert "GradCAM" in text
    assert "inside" in text
    assert "Research use only" in text
    assert (tmp_path / "localisation.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], "either a study or phantoms"),
        (["somewhere.neopain", "--phantoms"], "either a study or phantoms"),
        (["--phantoms", "--image", "a"], "either a study or phantoms"),
        (["--phantoms", "--method", "magic"], "magic"),
        (["--phantoms", "--measure", "luck"], "luck"),
        (["--phantoms", "--subjects", "0"], "at least one"),
        (["--phantoms", "--layer", "conv9"], "conv9"),
        (["--phantoms", "--target", "joy"], "joy"),
        (["--phantoms", "--classifier", "resnet"], "resnet"),
        (["--phantoms", "--option", "depth=3"], "depth"),
        (["nowhere.neopain"], "nowhere"),
    ],
)
def test_the_command_refuses_in_one_sentence(arguments, word, tmp_path, capsys):
    code = neopain("faithfulness", *arguments, "--out", tmp_path / "out")
    assert code == cli.EXIT_INPUT
    assert word in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()


def test_every_measure_can_be_asked_for():
    assert Plan(methods=("grad_cam",), measures=MEASURES).as_dict()["measures"] == list(MEASURES)
