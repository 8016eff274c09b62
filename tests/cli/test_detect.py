"""``neopain detect``: a folder's faces as a table, and what is said on the way."""

import csv
import json

import numpy as np
import pytest
import skimage.data
from PIL import Image

from neopain_gui.faces import blazeface, retinaface
from neopain_gui.faces.blazeface import model_files

from .running import neopain

ABOUT = "neopain_gui.cli.faces"


@pytest.fixture
def folder(tmp_path):
    """A face upright, the same one lying in a folder within, and a photograph without any."""
    there = tmp_path / "photographs"
    (there / "lying").mkdir(parents=True)
    astronaut = skimage.data.astronaut()[::2, ::2]  # the cascade takes its time on more
    Image.fromarray(astronaut).save(there / "a.png")
    Image.fromarray(np.rot90(astronaut)).save(there / "lying" / "b, c.png")
    Image.fromarray(np.full((100, 150, 3), 120, np.uint8)).save(there / "plain.png")
    return there


@pytest.fixture(autouse=True)
def fresh_machine(tmp_path, monkeypatch):
    monkeypatch.setattr("neopain_gui.locations.models", lambda: tmp_path / "models")
    monkeypatch.setenv("DEEPFACE_HOME", str(tmp_path / "home"))
    assert not retinaface.available()


def rows(file):
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def words(text):
    return " ".join(text.split())


def test_every_photograph_has_its_row(folder, tmp_path, capsys):
    file = tmp_path / "faces.csv"
    assert neopain("detect", folder, "--out", file) == 0
    text = file.read_text(encoding="utf-8")
    assert text.splitlines()[0] == "image,left,top,right,bottom,score,landmarks"
    upright, lying, plain = sorted(rows(file), key=lambda row: row["image"])
    assert [upright["image"], lying["image"], plain["image"]] == [
        "a.png",
        "lying/b, c.png",
        "plain.png",
    ]
    assert plain["left"] == plain["score"] == plain["landmarks"] == ""
    for row, eye in ((upright, (101, 50)), (lying, (50, 154))):
        marks = json.loads(row["landmarks"])
        assert len(marks) == 5
        assert marks[0] == pytest.approx(eye, abs=3)  # whose right one it is
        assert float(row["score"]) > 0.5
        left, top, right, bottom = (int(row[k]) for k in ("left", "top", "right", "bottom"))
        assert all(left <= x < right and top <= y < bottom for x, y in marks)
    said = capsys.readouterr()
    assert "No face was found: plain.png." in words(said.err)
    assert "Faces found on 2 of 3 photographs by BlazeFace: faces.csv." in words(said.out)
    assert neopain("detect", folder, "--out", file) == 0
    assert "faces.csv (replaced)" in words(capsys.readouterr().out)
    assert file.read_text(encoding="utf-8") == text


def test_one_detector_can_be_asked_alone(folder, tmp_path, capsys):
    file = tmp_path / "faces.csv"
    assert neopain("detect", folder, "--detector", "lbp cascade", "--out", file) == 0
    first = rows(file)[0]
    assert first["left"] != ""
    assert first["score"] == first["landmarks"] == ""
    assert "by LBP cascade" in words(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("name", "code", "sentence"),
    [
        ("nobody", 2, "there is no detector 'nobody'; give one of 'RetinaFace', 'BlazeFace'"),
        ("RetinaFace", 2, "the weights of RetinaFace are missing; put the file"),
    ],
)
def test_a_detector_that_is_not_there_is_named(folder, tmp_path, capsys, name, code, sentence):
    file = tmp_path / "faces.csv"
    assert neopain("detect", folder, "--detector", name, "--out", file) == code
    assert sentence in words(capsys.readouterr().err)
    assert not file.exists()


def test_without_its_files_the_cascade_goes_on_and_it_is_said(
    folder, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(model_files, "PACKAGE", "nobody-has-this-package")
    file = tmp_path / "faces.csv"
    assert neopain("detect", folder, "--out", file) == 0
    said = capsys.readouterr()
    assert "Faces are looked for without BlazeFace." in words(said.err)
    assert "by LBP cascade" in words(said.out)
    assert neopain("detect", folder, "--detector", blazeface_name(), "--out", file) == 2
    assert "is not installed; install the package" in words(capsys.readouterr().err)


def blazeface_name():
    return blazeface.detector.BlazeFaceDetector.name


def test_what_is_no_photograph_is_passed_over_and_said(folder, tmp_path, capsys):
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    file = tmp_path / "faces.csv"
    assert neopain("detect", folder, "--out", file) == 0
    assert "broken.png left out:" in words(capsys.readouterr().err)
    assert len(rows(file)) == 3


def test_a_folder_without_photographs_is_refused(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert neopain("detect", tmp_path / "empty", "--out", tmp_path / "faces.csv") == 2
    assert "empty: there is no photograph in it that can be read" in words(capsys.readouterr().err)
    assert neopain("detect", tmp_path / "nowhere", "--out", tmp_path / "faces.csv") == 2
    assert not (tmp_path / "faces.csv").exists()
