"""Photographs are found by id or by the name of the file that was imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from neopain_gui.dataset import face_images, preview
from neopain_gui.errors import InputError
from neopain_gui.pipeline.photographs.named import Names, image_ids
from neopain_gui.study import Study
from tests.dataset.material import folder_with


@pytest.fixture
def study(tmp_path: Path):
    folder_with(tmp_path / "set", "pain/S1/S1_pain.png", "no pain/S1/a.png", "no pain/S2/a.png")
    found = preview(tmp_path / "set")
    with Study.create(tmp_path / "w") as made:
        made.images.add(face_images(found), files=found.files)
        yield made


def test_every_name_that_a_person_may_type(study: Study) -> None:
    (one,) = [image for image in study.images.all() if image.name == "S1_pain.png"]
    for text in (one.id, "S1_pain", "S1_pain.png", "s1-pain.PNG", "pain/S1/S1_pain.png"):
        assert image_ids(study, [text]) == [one.id], text
    assert image_ids(study, [one.id, "S1_pain"]) == [one.id]
    assert len(image_ids(study, None)) == 3


def test_the_path_tells_files_of_one_name_apart(study: Study) -> None:
    with pytest.raises(InputError, match=r"more than one photograph is called 'a'; give one of"):
        image_ids(study, ["a"])
    (two,) = [image for image in study.images.all() if image.file == "no pain/S2/a.png"]
    assert image_ids(study, ["no pain/S2/a.png"]) == [two.id]


def test_an_unknown_name_says_what_there_is(study: Study) -> None:
    with pytest.raises(InputError, match=r"there is no photograph 'x'; it has photo-00\d \("):
        image_ids(study, ["x"])


def test_an_id_is_only_its_photograph(study: Study) -> None:
    images = study.images.all()
    names = Names(images)
    for image in images:
        assert names.find(image.id) == [image.id]
