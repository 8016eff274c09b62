from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.errors import Cancelled, StudyError
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.jobs import NullJob
from neopain_gui.natural_order import natural_key
from neopain_gui.study import Selection, Study
from neopain_gui.study.images import in_natural_order
from tests.study.material import EXPERTS, FACE_BOX, HEIGHT, WIDTH, photographs, put, result


def test_records_come_back_as_they_went_in(tmp_path: Path, study: Study) -> None:
    records = photographs(tmp_path / "photos", 4)
    assert study.images.all() == records
    assert study.images.get("P2") == records[2]
    bare = replace(
        records[0], id="bare", neonate=None, label=None, stimulus="", nfcs=None, box=None
    )
    study.images.add([bare], root=tmp_path / "photos")
    assert study.images.get("bare") == bare
    assert study.faces.get("bare") is None


def test_order_is_natural_by_neonate_then_id(tmp_path: Path) -> None:
    base = photographs(tmp_path / "photos", 1)[0]
    order = [("N2", "a10"), ("N2", "a9"), ("N10", "a1"), (None, "a0"), ("N1", "B2"), ("N1", "b10")]
    records = [
        replace(base, id=image, neonate=neonate and Neonate(id=neonate)) for neonate, image in order
    ]
    with Study.create(tmp_path / "s") as study:
        study.images.add(records, root=tmp_path / "photos")
        assert [one.id for one in study.images.all()] == ["B2", "b10", "a9", "a10", "a1", "a0"]


_names = st.one_of(
    st.text(alphabet="aB012²é", min_size=1, max_size=4),
    st.integers(0, 120).map("N{:03}".format),  # all alike but for their digits
)


@given(st.lists(st.tuples(st.none() | _names, _names), max_size=12, unique=True))
def test_however_names_are_made_the_order_is_that_of_the_numbers_in_them(
    rows: list[tuple[str | None, str]],
) -> None:
    images = [
        FaceImage(
            id=image_id,
            file="f",
            sha256="0",
            width=1,
            height=1,
            neonate=None if neonate is None else Neonate(id=neonate),
        )
        for neonate, image_id in rows
    ]
    expected = sorted(
        images,
        key=lambda one: (
            one.neonate is None,
            natural_key(one.neonate.id if one.neonate else ""),
            natural_key(one.id),
        ),
    )
    assert in_natural_order(images) == expected


def test_pixels_are_those_of_the_file(tmp_path: Path, study: Study) -> None:
    with Image.open(tmp_path / "photos" / "photo1.png") as opened:
        expected = np.asarray(opened)
    pixels = study.images.pixels("P1")
    assert pixels.dtype == np.uint8
    assert np.array_equal(pixels, expected)


def test_adding_again_changes_nothing_not_even_an_edited_label(
    tmp_path: Path, study: Study
) -> None:
    study.images.set_label("P0", PainLabel.PAIN)
    study.faces.put("P0", None)
    study.images.add(photographs(tmp_path / "photos", 4), root=tmp_path / "photos")
    assert len(study.images.all()) == 4
    assert study.images.get("P0").label is PainLabel.PAIN
    assert study.faces.get("P0") is None


def test_another_photograph_of_the_same_id_is_refused_and_nothing_is_added(
    tmp_path: Path, study: Study
) -> None:
    records = photographs(tmp_path / "photos", 6)
    before = study.images.all()
    with pytest.raises(StudyError, match="another photograph is called P1"):
        study.images.add([records[4], replace(records[5], id="P1")], root=tmp_path / "photos")
    assert study.images.all() == before


def test_a_neonate_belongs_to_one_data_set(tmp_path: Path, study: Study) -> None:
    record = photographs(tmp_path / "photos", 5)[4]
    with pytest.raises(StudyError, match=r"N0 .* belongs to data set “iCOPE”.*“phantoms”"):
        study.images.add(
            [record, replace(record, id="other", neonate=Neonate(id="N0", dataset="iCOPE"))],
            root=tmp_path / "photos",
        )
    assert len(study.images.all()) == 4


def test_a_face_outside_its_photograph_is_refused(tmp_path: Path, study: Study) -> None:
    record = photographs(tmp_path / "photos", 5)[4]
    outside = Box(left=WIDTH, top=0, right=WIDTH + 5, bottom=5)
    with pytest.raises(StudyError, match="lies outside the photograph"):
        study.images.add([replace(record, box=outside)], root=tmp_path / "photos")
    assert len(study.images.all()) == 4
    across = Box(left=-3, top=-2, right=WIDTH + 5, bottom=9)
    study.images.add([replace(record, box=across)], root=tmp_path / "photos")
    assert study.faces.get("P4") == Face(
        box=Box(left=0, top=0, right=WIDTH, bottom=9), source=FaceSource.DATASET
    )


@pytest.mark.parametrize("file", ["/etc/passwd", "C:\\photo.png", "\\\\server\\x.png", "a\0b", ""])
def test_paths_that_are_not_relative_are_refused(tmp_path: Path, study: Study, file: str) -> None:
    record = replace(photographs(tmp_path / "photos", 5)[4], file=file)
    with pytest.raises(StudyError, match="must be relative"):
        study.images.add([record], root=tmp_path / "photos")


def test_a_photograph_that_is_not_there_is_not_added(tmp_path: Path, study: Study) -> None:
    record = replace(photographs(tmp_path / "photos", 5)[4], file="elsewhere.png")
    with pytest.raises(StudyError, match=r"elsewhere\.png: there is no such photograph"):
        study.images.add([record], root=tmp_path / "photos")


def test_copies_make_the_study_portable(tmp_path: Path) -> None:
    records = photographs(tmp_path / "photos", 2)
    with Study.create(tmp_path / "s") as study:
        study.images.add(records, root=tmp_path / "photos", copy=True)
        expected = study.images.pixels("P1")
    (tmp_path / "away").mkdir()
    moved = (tmp_path / "s.neopain").rename(tmp_path / "away" / "t.neopain")
    for file in (tmp_path / "photos").iterdir():
        file.unlink()
    with Study.open(moved) as study:
        assert np.array_equal(study.images.pixels("P1"), expected)
        assert study.images.path_of("P1") == moved / "images" / f"{records[1].sha256}.png"
        study.removal.take_out(Selection(images=frozenset({"P1"})))
        study.removal.purge()
        assert [one.name for one in (moved / "images").iterdir()] == [f"{records[0].sha256}.png"]


def test_a_copy_of_something_else_is_refused(tmp_path: Path) -> None:
    record = photographs(tmp_path / "photos", 1)[0]
    (tmp_path / "photos" / "photo0.png").write_bytes(b"changed")
    with Study.create(tmp_path / "s") as study:
        with pytest.raises(StudyError, match=r"photo0\.png: the photograph has changed"):
            study.images.add([record], root=tmp_path / "photos", copy=True)
        assert study.images.all() == []


def test_stopping_adds_nothing(tmp_path: Path) -> None:
    class Stops(NullJob):
        def __init__(self) -> None:
            self.asked = 0

        def check(self) -> None:
            self.asked += 1
            if self.asked == 3:
                raise Cancelled

    records = photographs(tmp_path / "photos", 5)
    with Study.create(tmp_path / "s") as study:
        study.images.add(records[:1], root=tmp_path / "photos", copy=True)
        for copy in (False, True):
            # Another id for the photograph that is in the study: its copy is needed.
            again = [replace(records[0], id="again"), *records[1:]]
            with pytest.raises(Cancelled):
                study.images.add(again, root=tmp_path / "photos", copy=copy, job=Stops())
            assert study.images.all() == records[:1]
            assert len(list((study.path / "images").iterdir())) == 1
        assert study.images.pixels("P0").shape == (HEIGHT, WIDTH, 3)


def test_changed_and_missing_photographs_are_told_apart(tmp_path: Path, study: Study) -> None:
    (tmp_path / "photos" / "photo0.png").unlink()
    with pytest.raises(
        StudyError, match=r"^P0 \(photo0\.png\): the file of this photograph is missing; say where"
    ):
        study.images.pixels("P0")
    photo = tmp_path / "photos" / "photo1.png"
    photo.write_bytes(photo.read_bytes() + b"\0")
    with pytest.raises(
        StudyError, match=r"^P1 \(photo1\.png\): the file of this photograph has changed"
    ):
        study.images.pixels("P1")


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_pipe_is_no_photograph(tmp_path: Path, study: Study) -> None:
    (tmp_path / "photos" / "photo0.png").unlink()
    os.mkfifo(tmp_path / "photos" / "photo0.png")
    with pytest.raises(StudyError, match=r"the file of this photograph is missing; say where"):
        study.images.pixels("P0")


def test_relocate_finds_by_name_and_content(tmp_path: Path, study: Study) -> None:
    expected = study.images.pixels("P0")
    new = tmp_path / "disk" / "copy" / "deep"
    new.mkdir(parents=True)
    (tmp_path / "photos" / "photo0.png").rename(new / "photo0.png")
    (tmp_path / "photos" / "photo1.png").unlink()
    # The right name with other content is not the photograph.
    (new / "photo1.png").write_bytes((tmp_path / "photos" / "photo2.png").read_bytes())
    (tmp_path / "disk" / "photo0.png").write_bytes(b"not it")
    assert study.images.relocate(tmp_path / "disk") == ["P1"]
    assert np.array_equal(study.images.pixels("P0"), expected)
    assert study.images.path_of("P2") == tmp_path / "photos" / "photo2.png"


def test_labels(study: Study) -> None:
    for label in (PainLabel.PAIN, PainLabel.NO_PAIN, None):
        study.images.set_label("P0", label)
        assert study.images.get("P0").label is label
    with pytest.raises(StudyError, match="there is no photograph P9"):
        study.images.set_label("P9", None)


def test_unknown_photographs(study: Study) -> None:
    for ask in (study.images.get, study.images.pixels, study.images.path_of):
        with pytest.raises(StudyError, match="there is no photograph P9"):
            ask("P9")
    assert study.faces.get("P9") is None
    with pytest.raises(StudyError, match="there is no photograph P9"):
        study.faces.put("P9", None)


def test_removing_takes_everything_that_hangs_on_a_photograph(study: Study) -> None:
    put(study, result("P0"))
    put(study, result("P1"))
    thumbnail = study.thumbnails / f"{study.images.get('P0').sha256}-128.png"
    thumbnail.write_bytes(b"picture")
    kept = study.thumbnails / f"{study.images.get('P1').sha256}-128.png"
    kept.write_bytes(b"picture")
    study.removal.take_out(Selection(images=frozenset({"P0", "unknown", "P2", "P3"})))
    study.removal.purge()
    assert [one.id for one in study.images.all()] == ["P1"]
    assert set(study.faces.all()) == {"P1"}
    assert [one.image_id for one in study.results.all()] == ["P1"]
    assert [kept] == list(study.thumbnails.iterdir())
    # N1 has gone with its photographs, so that its id is free for another data set.
    record = replace(study.images.get("P1"), id="new", neonate=Neonate(id="N1", dataset="other"))
    study.images.add([record], root=study.path.parent / "photos")
    assert study.images.get("new") == record


def test_faces_come_back_as_they_went_in(study: Study) -> None:
    face = Face(
        box=Box(left=0, top=0, right=WIDTH, bottom=HEIGHT),
        source=FaceSource.RETINAFACE,
        score=0.99976,
        landmarks=((10.5, 11.25), (20.0, 11.0), (15.1, 16.2), (11.0, 21.0), (19.0, 21.0)),
    )
    study.faces.put("P0", face)
    assert study.faces.get("P0") == face
    assert study.faces.all()["P0"] == face
    study.faces.put("P0", replace(face, score=np.float32(0.5), source=FaceSource.MANUAL))
    assert study.faces.get("P0") == replace(face, score=0.5, source=FaceSource.MANUAL)
    study.faces.put("P0", None)
    assert study.faces.get("P0") is None
    with pytest.raises(ValueError, match="not inside P0"):
        study.faces.put("P0", replace(face, box=Box(left=0, top=0, right=WIDTH + 1, bottom=3)))


def test_another_box_takes_the_attributions_with_it(study: Study) -> None:
    put(study, result("P0"))
    put(study, result("P0", EXPERTS))
    put(study, result("P1"))
    same_box = Face(box=FACE_BOX, source=FaceSource.MANUAL)
    study.faces.put("P0", same_box)
    assert len(study.results.all("P0")) == 2
    study.faces.put("P0", replace(same_box, box=Box(left=1, top=1, right=9, bottom=9)))
    assert [one.model for one in study.results.all("P0")] == [EXPERTS]
    assert len(study.results.all("P1")) == 1
    assert study.blobs.has(result("P0").key)
    study.faces.put("P1", None)
    assert study.results.all("P1") == []
