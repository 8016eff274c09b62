"""By which names files of gaze call photographs: accents, case and suffixes as programs write."""

from __future__ import annotations

import unicodedata

import pytest

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.dataset.photograph_names import find_photographs, known_names


def image(image_id: str, file: str) -> FaceImage:
    return FaceImage(id=image_id, file=file, sha256="0" * 64, width=320, height=233)


@pytest.mark.parametrize("written", ["Bebê dor 01.bmp", "BEBÊ_DOR_01", "bebê-dor 01.jpeg"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_case_suffix_and_spaces_make_no_difference(written: str, form: str) -> None:
    known = known_names([image("P1", unicodedata.normalize(form, "S1/bebê dor 01.jpg"))])
    _, ids, note = find_photographs([written], known)
    assert (ids, note) == ({"P1"}, "")


def test_a_name_that_lost_its_accents_is_found_and_that_is_said() -> None:
    known = known_names([image("P1", "bebê dor 01.jpg"), image("P2", "bebê dor 02.jpg")])
    _, ids, note = find_photographs(["Bebe dor 01.bmp"], known)
    assert ids == {"P1"}
    assert note == "'Bebe dor 01' differs from the photograph's name in accents"


def test_accents_tell_two_photographs_apart_where_they_are_written() -> None:
    known = known_names([image("P1", "bebê.jpg"), image("P2", "bebé.jpg")])
    assert find_photographs(["bebé"], known)[1] == {"P2"}
    assert find_photographs(["bebe"], known)[1] == {"P1", "P2"}  # a person has to choose
