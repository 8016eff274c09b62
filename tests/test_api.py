"""A study in a script: the numbers are the command line's, nothing changes, nothing is silent."""

import hashlib
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from neopain_gui.agreement import MEASURES
from neopain_gui.agreement import metrics as by_definition
from neopain_gui.api import Map, NeoPainWarning, open_study
from neopain_gui.errors import InputError, StudyError
from neopain_gui.imaging import decode
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis.map_and_fixation_rows import fixation_rows, map_rows
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.map_files.export import mask_file_name
from neopain_gui.study import Study

COMPARED = ["Experts", "GradCAM|N-CNN", "I.G.|N-CNN", "Parents"]
COLUMNS = [
    *("image", "neonate", "label", "label_source", "model_a", "model_b", "metric", "value"),
    "chance",
]


def files_of(folder):
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def run(n_cnn_run):
    return n_cnn_run / "demo.neopain", n_cnn_run / "out"


@pytest.fixture
def study(run):
    with open_study(run[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def agreement(run):
    with open_study(run[0]) as opened, pytest.warns(NeoPainWarning, match="Demo weights"):
        return opened.agreement()


@pytest.fixture
def own(run, tmp_path):
    """Path of a copy that may be changed."""
    return shutil.copytree(run[0], tmp_path / "own.neopain")


def test_photographs_faces_and_models_are_the_studys(study, run):
    photographs, faces = study.photographs(), study.faces()
    with Study.open(run[0], read_only=True) as kept:
        images, found = kept.images.all(), kept.faces.all()
        assert study.models() == [model.name for model in kept.results.models()]
        assert study.results_count() == len(kept.results.all())
        assert study.name == kept.name
        pixels = kept.images.pixels(images[0].id)
    assert photographs["image"].tolist() == [image.id for image in images]
    assert photographs["file"].tolist() == [image.file for image in images]
    assert photographs["neonate"].tolist() == [image.neonate.id for image in images]
    assert photographs["label"].tolist() == [str(image.label) for image in images]
    assert photographs["nfcs"].tolist() == [image.nfcs for image in images]
    assert set(photographs["width"]) == {320}
    boxes = faces[["left", "top", "right", "bottom"]].itertuples(index=False, name=None)
    assert list(boxes) == [found[image.id].box.as_tuple() for image in images]
    assert faces["confidence"].isna().tolist() == [found[i.id].score is None for i in images]
    assert (study.photograph(images[0].id) == pixels).all()
    assert (study.photograph(images[0].name) == pixels).all(), "by the file's name as well"


def test_what_is_not_known_is_missing(tmp_path):
    with Study.create(tmp_path / "empty"), open_study(tmp_path / "empty") as empty:
        for table in (empty.photographs(), empty.faces(), empty.agreement()):
            assert table.empty
            assert "image" in table.columns
        assert empty.models() == []
        assert empty.results_count() == 0


def test_a_map_is_the_one_that_is_kept(study, run):
    with Study.open(run[0], read_only=True) as kept:
        for result in kept.results.all():
            found, relevance = (
                study.map(result.image_id, result.model.name),
                kept.results.relevance_of(result),
            )
            assert found.dtype == np.float32
            assert (np.asarray(found) == relevance.values).all()
            assert found.box == relevance.box


def test_a_map_belongs_to_whoever_asked(study):
    first = study.map("photo-001", "Experts")
    first[:] = 0
    assert study.map("photo-001", "Experts").any()


def test_a_maps_box_goes_with_what_covers_it(study):
    found = study.map("photo-001", "GradCAM|N-CNN")
    assert found.box is not None
    for same in (found / found.max(), np.sqrt(found), found.copy(), found.astype(np.float64)):
        assert same.box == found.box
    assert found[3:9].box is None
    sent = pickle.loads(pickle.dumps(found))
    assert type(sent) is Map
    assert sent.box == found.box
    assert (sent == found).all()


def test_masks_are_the_files_that_a_run_writes(study, run):
    with Study.open(run[0], read_only=True) as kept:
        models = [model for model in kept.results.models() if model.name in COMPARED]
        images = [image.id for image in kept.images.all()]
    for image in images:
        for model in models:
            file = run[1] / "contour_masks" / mask_file_name(image, model)
            mask = study.mask(image, model.name)
            assert mask.dtype == np.bool_
            assert (mask == (decode(file)[..., 0] == 255)).all()


def test_agreement_is_the_table_that_a_run_writes(agreement, run):
    assert list(agreement.columns) == COLUMNS
    written = pd.read_csv(run[1] / "agreement_per_image.csv")
    key = ["image", "neonate", "label", "model_a", "model_b"]
    wide = agreement.pivot(index=key, columns="metric", values="value")
    written = written.set_index(key)
    assert len(wide) == len(written) == 4 * 6
    for metric in ("cosine", "spearman", "overlap", "kappa", "iou"):
        gap = (wide[metric] - written[metric].reindex(wide.index)).abs()
        assert gap.max() <= 5.001e-7, metric
    chance = agreement[agreement["metric"] == "overlap"].set_index(key)["chance"]
    assert (chance - written["chance"].reindex(chance.index)).abs().max() <= 5.001e-7


def test_agreement_is_what_the_masks_say(study, agreement):
    face = study.faces().set_index("image").loc["photo-002"]
    inside = slice(face["top"], face["bottom"]), slice(face["left"], face["right"])
    a, b = (study.mask("photo-002", one)[inside] for one in ("Experts", "I.G.|N-CNN"))
    row = agreement.set_index(["image", "model_a", "model_b", "metric"])["value"]
    for metric in ("cosine", "spearman", "overlap", "iou"):
        name = {"cosine": "cosine_similarity"}.get(metric, metric)
        expected = getattr(by_definition, name)(a, b)
        assert row["photo-002", "Experts", "I.G.|N-CNN", metric] == pytest.approx(expected)


@pytest.mark.filterwarnings("ignore::neopain_gui.api.NeoPainWarning")
def test_every_measure_is_there_or_those_that_are_named(study, agreement):
    assert agreement["metric"].unique().tolist() == [one.id for one in MEASURES if one.of_masks]
    assert sorted({*agreement["model_a"], *agreement["model_b"]}) == COMPARED
    some = study.agreement(["GradCAM|N-CNN|merge", "Experts"], "dice")
    assert some["metric"].unique().tolist() == ["dice"]
    assert set(zip(some["model_a"], some["model_b"], strict=True)) == {
        ("Experts", "GradCAM|N-CNN|merge")
    }
    assert len(some) == 4


@pytest.mark.filterwarnings("ignore::neopain_gui.api.NeoPainWarning")
def test_measures_of_maps_and_of_fixations_are_there_when_they_are_named(study, run):
    further = ["hausdorff95", "cc", "kl", "nss"]
    table = study.agreement(metrics=further)
    assert table["metric"].unique().tolist() == further
    assert table["chance"].isna().all()
    value = table.set_index(["image", "metric", "model_a", "model_b"])["value"]["photo-003"]
    with Study.open(run[0], read_only=True) as kept:
        compared = compare_study(kept, MaskSettings())
        rows = [one for one in map_rows(kept, compared) if one.image == "photo-003"]
        people = [one for one in fixation_rows(kept, compared) if one.image == "photo-003"]
    assert len(rows) == 6
    for one in rows:
        assert value["cc", one.model_a, one.model_b] == one.values["cc"]
        both = one.values["kl_a_b"] + one.values["kl_b_a"]
        assert value["kl", one.model_a, one.model_b] == pytest.approx(both / 2)
    (at,) = [one for one in people if (one.model, one.group) == ("I.G.|N-CNN", "Experts")]
    assert value["nss", "Experts", "I.G.|N-CNN"] == at.values["nss"]
    assert np.isnan(value["nss", "GradCAM|N-CNN", "I.G.|N-CNN"]), "nobody looked"


@pytest.mark.filterwarnings("ignore::neopain_gui.api.NeoPainWarning")
def test_other_settings_cut_other_masks_and_leave_the_studys_alone(study):
    wide = replace(study.mask_settings(), c_gaze=-0.2)
    assert study.mask("photo-001", "Experts", settings=wide).sum() > (
        study.mask("photo-001", "Experts").sum()
    )
    chosen = ["Experts", "Parents"], ["overlap"]
    other = study.agreement(*chosen, settings=wide)
    assert (other["value"] != study.agreement(*chosen)["value"]).any()
    assert study.mask_settings() == MaskSettings()


def test_what_is_left_out_and_what_must_be_known_is_said(own):
    with Study.open(own) as changed:
        changed.results.remove("Experts", "photo-003")
        for name in ("Parents", "GradCAM|N-CNN", "I.G.|N-CNN"):
            changed.results.remove(name, "photo-003")
    with open_study(own) as study, pytest.warns(NeoPainWarning) as said:
        table = study.agreement()
    sentences = [str(one.message) for one in said]
    assert "photo-003 was left out: it has fewer than two maps." in sentences
    assert any("Demo weights" in sentence for sentence in sentences)
    assert "photo-003" not in set(table["image"])
    assert {Path(one.filename).name for one in said} == {"test_api.py"}, "where it was asked"


@pytest.mark.filterwarnings("ignore::neopain_gui.api.NeoPainWarning")
def test_a_study_that_is_open_elsewhere_can_be_read_and_stays_as_it_is(own):
    with Study.open(own) as window:
        assert not window.read_only
        before = files_of(own)
        with open_study(own) as study:
            study.map("photo-001", "Experts")
            study.mask("photo-001", "Experts")
            study.attribute("photo-001", layers=["merge"])
            assert files_of(own) == before
            with pytest.raises(StudyError, match=r"open for reading only.*write=True"):
                study.find_faces()
        window.set_setting("masks", {})  # still its own


def test_to_write_it_must_be_free(own):
    with Study.open(own), pytest.raises(StudyError, match=r"open in another NeoPain.*write=True"):
        open_study(own, write=True)
    with open_study(own, write=True) as study:
        assert not study.find_faces().empty


@pytest.mark.filterwarnings("ignore::neopain_gui.api.NeoPainWarning")
def test_a_map_that_is_computed_is_the_kept_one(study, run):
    made = study.attribute("photo-001", layers=["merge_conv"])
    assert list(made) == ["GradCAM|N-CNN"]
    kept = study.map("photo-001", "GradCAM|N-CNN")
    assert (made["GradCAM|N-CNN"] == kept).all()
    assert made["GradCAM|N-CNN"].box == kept.box
    whole = study.attribute("photo-001", method="integrated_gradients")
    assert (whole["I.G.|N-CNN"] == study.map("photo-001", "I.G.|N-CNN")).all()


def test_demo_weights_are_said(study):
    with pytest.warns(NeoPainWarning, match="N-CNN: Demo weights trained on synthetic phantoms"):
        study.attribute("photo-001", layers=["merge_conv"])


@pytest.mark.filterwarnings("ignore::neopain_gui.api.NeoPainWarning")
def test_opened_for_writing_a_study_keeps_what_is_computed(own, monkeypatch):
    with Study.open(own) as changed:
        removed = changed.results.remove("GradCAM|N-CNN", "photo-001")
    with open_study(own, write=True) as study:
        there = study.results_count()
        assert removed == 1
        with pytest.raises(InputError, match="for photograph photo-001; it has maps of"):
            study.map("photo-001", "GradCAM|N-CNN")
        made = study.attribute("photo-001", layers=["merge_conv"])
        assert study.results_count() == there + 1
        assert (study.map("photo-001", "GradCAM|N-CNN") == made["GradCAM|N-CNN"]).all()

        def never(*_, **__):
            raise AssertionError("computed again")

        monkeypatch.setattr("neopain_gui.pipeline.maps.attribute.explain", never)
        again = study.attribute("photo-001", layers=["merge_conv"])
        assert (again["GradCAM|N-CNN"] == made["GradCAM|N-CNN"]).all()


def test_a_face_that_is_missing_is_found_and_what_is_odd_is_said(own):
    with Study.open(own) as changed:
        box = changed.faces.get("photo-001").box
        changed.faces.put("photo-001", None)
    with open_study(own, write=True) as study:
        with pytest.raises(InputError, match="photo-001 cannot be explained: no face is marked"):
            study.attribute("photo-001")
        assert "photo-001" not in set(study.faces()["image"])
        row = study.find_faces().set_index("image").loc["photo-001"]
        assert row["source"] != "data set"
        assert row["left"] < box.right
        assert row["right"] > box.left


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda s: s.map("S9", "Experts"), r"no photograph 'S9'; it has photo-001 \("),
        (lambda s: s.mask("photo-001", "X"), "no extraction model 'X'; there is Experts, GradCAM"),
        (lambda s: s.agreement(metrics=["F1"]), "no metric 'F1'; there is cosine, spearman, ov"),
        (lambda s: s.agreement(["Experts", "X"]), "no extraction model 'X'; there is Experts, "),
        (lambda s: s.agreement("Experts"), "two extraction models at least"),
        (lambda s: s.attribute("photo-001", method="x"), "no method 'x'; choose one of grad_cam"),
        (lambda s: s.attribute("photo-001", classifier="x"), "no classifier 'x'; choose one of"),
        (lambda s: s.attribute("photo-001", layers=["x"]), "no layer of N-CNN 'x'; there is "),
        (lambda s: s.attribute("photo-001", target="x"), "no class 'x'; there is predicted, lab"),
        (lambda s: s.attribute("photo-001", options={"x": 1}), "no option of GradCAM 'x'; there"),
        (
            lambda s: s.attribute("photo-001", method="integrated_gradients", layers=["merge"]),
            "I.G. explains the input, not a layer; name no layer",
        ),
        (
            lambda s: s.attribute(
                "photo-001", method="integrated_gradients", options={"steps": "x"}
            ),
            "'x'",
        ),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(study, ask, said):
    with pytest.raises(InputError, match=said) as refused:
        ask(study)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "--" not in sentence, "a script has no options of the command line"


def test_a_path_that_is_no_study_is_said(tmp_path):
    with pytest.raises(StudyError, match="there is no such study"):
        open_study(tmp_path / "nowhere.neopain")
    with pytest.raises(StudyError, match="not a NeoPain study"):
        open_study(tmp_path)


def test_a_study_that_was_closed_says_so(run):
    study = open_study(str(run[0]))
    study.close()
    study.close()
    with pytest.raises(StudyError, match="closed"):
        study.models()


def test_reading_needs_neither_qt_nor_tensorflow(run):
    code = (
        "import sys, warnings\n"
        "from neopain_gui.api import open_study\n"
        "warnings.simplefilter('ignore')\n"
        "with open_study(sys.argv[1]) as study:\n"
        "    study.photographs(), study.faces(), study.models(), study.results_count()\n"
        "    study.map('photo-001', 'Experts'), study.mask('photo-001', 'GradCAM|N-CNN')\n"
        "    assert len(study.agreement())\n"
        "heavy = {'PySide6', 'shiboken6', 'pyqtgraph', 'tensorflow', 'keras', 'matplotlib'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(run[0])],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_computing_needs_no_qt(own):
    code = (
        "import sys, warnings\n"
        "from neopain_gui.api import open_study\n"
        "warnings.simplefilter('ignore')\n"
        "with open_study(sys.argv[1], write=True) as study:\n"
        "    study.attribute('photo-001', target='no pain'), study.find_faces()\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'pyqtgraph'))])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(own)],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def damage(study):
    """Turn a value of a study's file into one that NeoPain never writes; its shape stays."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(study / "study.sqlite")) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE images SET width = -1 WHERE id = 'photo-002'")
        raw.commit()


def test_damage_that_is_found_beside_the_reading_is_raised_by_what_is_asked_next(own):
    damage(own)
    with open_study(own) as opened:
        with pytest.raises(StudyError, match="damaged"):
            opened.wait_until_whole()
        for ask in (opened.photographs, opened.models, opened.find_faces):
            with pytest.raises(StudyError, match="damaged"):
                ask()


def test_nothing_is_written_before_the_whole_look_has_ended_well(own, monkeypatch):
    from neopain_gui.study import looking

    whole, begun = looking.examine_whole, []

    def slowly(*given):
        begun.append(files_of(own))
        return whole(*given)

    monkeypatch.setattr(looking, "examine_whole", slowly)
    damage(own)
    before = files_of(own)
    with open_study(own, write=True) as opened:
        with pytest.raises(StudyError, match="damaged"):
            opened.find_faces()
        with pytest.raises(StudyError, match="damaged"):
            opened.attribute("photo-001")
    assert len(begun) == 1
    same = [name for name in before if not name.endswith((".lock", "-shm", "-wal"))]
    assert {name: files_of(own)[name] for name in same} == {name: before[name] for name in same}


def test_a_study_is_read_while_it_is_still_looked_through(own, monkeypatch):
    import threading

    from neopain_gui.study import looking

    whole, go_on = looking.examine_whole, threading.Event()
    monkeypatch.setattr(looking, "examine_whole", lambda *given: (go_on.wait(60), whole(*given))[1])
    with open_study(own, write=True) as opened:
        assert len(opened.photographs()) == 4
        assert opened.results_count()
        go_on.set()
        opened.find_faces()
        opened.wait_until_whole()
