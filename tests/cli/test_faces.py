"""Faces headless: never replaced unasked, and what a person should look at."""

import pytest

from neopain_gui.faces import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.study import Study

from .running import neopain

DRAWN = Face(box=Box(left=5, top=5, right=90, bottom=90), source=FaceSource.MANUAL)


@pytest.fixture
def first(study_path):
    with Study.open(study_path) as study:
        image_id = study.images.all()[0].id
        study.faces.put(image_id, DRAWN)
    return image_id


def face(study_path, image_id):
    with Study.open(study_path, read_only=True) as study:
        return study.faces.get(image_id)


def test_a_drawn_face_is_replaced_only_on_purpose(study_path, first, capsys):
    assert neopain("find-faces", study_path) == 0
    assert face(study_path, first) == DRAWN
    assert neopain("find-faces", study_path, "--image", first) == 0
    text = " ".join(capsys.readouterr().err.split())
    assert f"said where the face is (--replace replaces them): {first}." in text
    assert face(study_path, first) == DRAWN
    assert neopain("find-faces", study_path, "--image", first, "--replace") == 0
    assert face(study_path, first) != DRAWN


def test_replacing_needs_names(study_path, first, capsys):
    assert neopain("find-faces", study_path, "--replace") == 2
    assert "name each with --image ID" in " ".join(capsys.readouterr().err.split())
    assert neopain("find-faces", study_path, "--image", "nobody") == 2
    assert face(study_path, first) == DRAWN


def test_which_photographs_have_no_face_is_said(study_path, first, capsys, monkeypatch):
    from neopain_gui.pipeline.photographs import find_faces as faces

    class Blind:
        name = "blind"
        identity = {"detector": "blind"}  # noqa: RUF012

        def detect(self, photograph):
            return []

    monkeypatch.setattr(faces, "default_detectors", lambda: [Blind()])
    with Study.open(study_path) as study:
        study.faces.put(first, None)
    assert neopain("find-faces", study_path) == 0
    assert "No face was found: " + first in " ".join(capsys.readouterr().err.split())
    assert neopain("find-faces", study_path) == 0
    assert "not looked for again: " + first in " ".join(capsys.readouterr().err.split())
