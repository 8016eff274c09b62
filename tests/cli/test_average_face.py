"""The command that carries a study's maps onto one face: its files, its words, what it refuses."""

import json

import numpy as np
import pytest
from PIL import Image

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.pipeline.analysis.average_face import average_faces
from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.pipeline.analysis.averaged import planted_study


def test_it_writes_pictures_arrays_volumes_and_tables(planted, tmp_path, capsys):
    assert neopain("average-face", planted, "--out", tmp_path) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Pain less no pain on the average face" in said
    assert "14 faces by the detector’s landmarks" in said
    assert "Values are carried, not amounts" in said
    with Study.open(planted, read_only=True) as study:
        found = average_faces(study)
    maps = tmp_path / "maps"
    for face in found.faces:
        name = f"{face.model.lower()}__{face.label.replace(' ', '_')}"
        values = np.load(maps / f"{name}.npy", allow_pickle=False)
        assert np.array_equal(values, face.values.astype(np.float32), equal_nan=True)
        record = json.loads((maps / f"{name}.json").read_text("utf-8"))
        assert record["face"]["neonates"] == 7
        assert record["neutral_face"]["columns"] == values.shape[1]
        with Image.open(maps / f"{name}.png") as picture:
            assert picture.size[0] > 500
        assert (maps / f"{name}.nii").stat().st_size == 352 + 4 * values.size
    difference = found.difference("Seers")
    p = np.load(maps / "seers__pain_less_no_pain_p.npy")
    assert np.array_equal(p, difference.test.p.astype(np.float32))
    record = json.loads((maps / "seers__pain_less_no_pain.json").read_text("utf-8"))
    assert record["difference"]["p"] == pytest.approx(1 / 64)
    table = (tmp_path / "average_face.csv").read_text("utf-8")
    assert table.splitlines()[0].startswith("model,less,p,p_holm")
    assert "mouth 100 %" in table
    assert len((tmp_path / "average_face_fit.csv").read_text("utf-8").splitlines()) == 15
    assert "left_out_off" in (tmp_path / "dictionary.csv").read_text("utf-8")
    for name in ("average_faces.png", "average_faces.svg", "average_faces_pairs.pdf"):
        assert (tmp_path / name).stat().st_size > 1000
    assert (tmp_path / "latex" / "average_face.tex").exists()


def test_models_photographs_statistic_and_smoothing_are_chosen(planted, tmp_path, capsys):
    chosen = ("--model", "Seers", "--statistic", "pixel", "--smooth", "0", "--decimal-comma")
    assert neopain("average-face", planted, "--out", tmp_path, *chosen) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "by the largest t;" in out
    assert "Each two" not in out
    record = json.loads((tmp_path / "average_face.json").read_text("utf-8"))
    assert (record["statistic"], record["smooth"]) == ("PIXEL", 0)
    assert not (tmp_path / "average_faces_pairs.png").exists()
    assert ";" in (tmp_path / "average_face.csv").read_text("utf-8").splitlines()[0]


def test_what_cannot_be_is_one_sentence(planted, tmp_path, capsys):
    assert neopain("average-face", planted, "--out", tmp_path / "a", "--statistic", "t") == 2
    assert "mass, tfce, pixel" in capsys.readouterr().err
    assert neopain("average-face", planted, "--out", tmp_path / "a", "--model", "Nobody") == 2
    assert "no extraction model 'Nobody'" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


def test_without_any_face_nothing_is_written(tmp_path, capsys):
    with planted_study(tmp_path, 1, labels=(PainLabel.PAIN,)) as study:
        study.faces.put(study.images.all()[0].id, None)
        path = study.path
    assert neopain("average-face", path, "--out", tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert "1 photograph without a face box" in said
    assert "no photograph has both a face box and a map" in said
    assert not (tmp_path / "out").exists()
