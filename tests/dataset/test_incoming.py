"""An import held against a study: new, already there, changed, left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.dataset import (
    FaceImage,
    ImportRow,
    Neonate,
    PainLabel,
    compare,
    face_images,
    preview,
)
from neopain_gui.dataset.previews import ImportPreview
from neopain_gui.geometry import Box
from tests.dataset.material import folder_with, photograph

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN


def test_content_tells_what_is_there_already_not_the_name(tmp_path: Path) -> None:
    folder_with(tmp_path / "a", "pain/S01/1.png", "pain/S01/2.png")
    present = face_images(preview(tmp_path / "a"))
    photograph(tmp_path / "b/pain/S01/renamed.png", seed=str(tmp_path / "a/pain/S01/1.png"))
    photograph(tmp_path / "b/pain/S01/2.png", seed="another picture of the same name")
    (tmp_path / "b/pain/S01/notes.txt").write_text("x")
    photograph(tmp_path / "b/pain/S01/copy.png", seed="another picture of the same name")
    found = compare(preview(tmp_path / "b"), present)
    assert found.counts == "new 1, already there 1, changed 0, left out 2"
    assert [row.image.name for row, _ in found.there] == ["renamed.png"]
    reasons = {left.file: left.reason for left in found.left_out}
    assert reasons == {
        "pain/S01/notes.txt": "is not a photograph",
        "pain/S01/copy.png": "is the same picture as pain/S01/2.png",
    }


def test_copies_that_contradict_each_other_are_all_left_out(tmp_path: Path) -> None:
    photograph(tmp_path / "pain/a.png", seed="same")
    photograph(tmp_path / "rest/b.png", seed="same")
    photograph(tmp_path / "rest/c.png")
    found = compare(preview(tmp_path))
    assert found.counts == "new 1, already there 0, changed 0, left out 2"
    assert found.left_out[0].reason == (
        "is the same picture as rest/b.png with another label; import the right one by itself"
    )


def test_what_a_second_import_says_is_a_difference_not_lost(tmp_path: Path) -> None:
    photograph(tmp_path / "1.png")
    present = face_images(preview(tmp_path))
    (tmp_path / "list.csv").write_text(
        'file,neonate,label,stimulus,nfcs,box\n1.png,N7,pain,friction,6,"2,3,20,18"\n'
    )
    (changed,) = compare(preview(tmp_path), present).changed
    assert changed.only_adds
    assert [str(one) for one in changed.differences] == [
        "neonate: none → N7", "label: none → pain", "stimulus: none → friction",
        "NFCS score: none → 6", "face box of the data set: none → [2, 3, 20, 18]",
    ]  # fmt: skip
    image = changed.accepted
    assert (image.id, image.file) == (present[0].id, present[0].file)
    assert (image.neonate, image.label) == (Neonate(id="N7"), PAIN)
    assert image.box == Box(left=2, top=3, right=20, bottom=18)


def test_what_an_import_does_not_say_is_no_difference(tmp_path: Path) -> None:
    photograph(tmp_path / "1.png")
    (image,) = face_images(preview(tmp_path))
    known = replace(image, label=REST, neonate=Neonate(id="N1"), stimulus="rest", nfcs=0)
    assert compare(preview(tmp_path), [known]).counts == (
        "new 0, already there 1, changed 0, left out 0"
    )


def test_another_label_takes_something_away(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/1.png")
    (image,) = face_images(preview(tmp_path))
    (changed,) = compare(preview(tmp_path), [replace(image, label=REST)]).changed
    assert not changed.only_adds
    assert str(changed) == "label: no pain → pain"


def test_a_neonate_is_called_as_the_study_calls_it(tmp_path: Path) -> None:
    folder_with(tmp_path / "a", "pain/S01/1.png", "pain/S2/1.png")
    present = face_images(preview(tmp_path / "a"))
    folder_with(tmp_path / "b", "pain/s1/9.png", "pain/S 02/9.png", "pain/S3/9.png")
    found = compare(preview(tmp_path / "b"), present)
    assert sorted(row.image.neonate.id for row in found.new) == ["S01", "S2", "S3"]


def test_a_copy_without_camera_data_is_the_same_photograph(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/1.png")
    (image,) = face_images(preview(tmp_path))
    known = replace(image, sha256="0" * 64, copy_sha256=image.sha256)
    assert len(compare(preview(tmp_path), [known]).there) == 1


# --- one folder, several, single files --------------------------------------------------------


def files_of(result: ImportPreview) -> dict[str, str | None]:
    return {
        row.image.file: row.image.neonate.id if row.image.neonate else None for row in result.rows
    }


def test_the_folder_of_one_new_neonate_is_a_neonate(tmp_path: Path) -> None:
    folder_with(tmp_path / "S05", "a.png", "b.png")
    assert files_of(preview(tmp_path / "S05")) == {"S05/a.png": "S05", "S05/b.png": "S05"}
    folder_with(tmp_path / "S06", "pain/a.png", "no pain/b.png")
    result = preview(tmp_path / "S06")
    assert files_of(result) == {"S06/no pain/b.png": "S06", "S06/pain/a.png": "S06"}
    assert {row.image.label for row in result.rows} == {PAIN, REST}


def test_a_class_folder_alone_is_a_class(tmp_path: Path) -> None:
    folder_with(tmp_path / "pain", "S1/a.png", "S2/b.png")
    result = preview(tmp_path / "pain")
    assert files_of(result) == {"pain/S1/a.png": "S1", "pain/S2/b.png": "S2"}
    assert {row.image.label for row in result.rows} == {PAIN}


def test_a_folder_of_neonates_is_none_whatever_it_is_called(tmp_path: Path) -> None:
    folder_with(tmp_path / "P1", "S1/a.png", "S2/b.png")
    assert files_of(preview(tmp_path / "P1")) == {"S1/a.png": "S1", "S2/b.png": "S2"}
    folder_with(tmp_path / "20240611", "a.png")
    assert files_of(preview(tmp_path / "20240611")) == {"a.png": None}


def test_single_files_and_folders_together(tmp_path: Path) -> None:
    one = photograph(tmp_path / "x/S07/a.png")
    two = photograph(tmp_path / "y/pain/a.png")
    three = photograph(tmp_path / "z/a.png")
    folder_with(tmp_path / "S08", "k.png")
    result = preview([one, two, three, tmp_path / "S08"])
    assert files_of(result) == {
        "S07/a.png": "S07", "S08/k.png": "S08", "a.png": None, "pain/a.png": None,
    }  # fmt: skip
    assert {row.image.file: row.image.label for row in result.rows}["pain/a.png"] is PAIN
    for row in result.rows:
        assert result.files[row.image.file].read_bytes()


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    paths = [photograph(tmp_path / f"{name}/a.png") for name in ("first", "second", "third")]
    files = preview(paths).files
    assert sorted(files.values()) == sorted(paths)


def test_a_table_among_single_files_describes_them(tmp_path: Path) -> None:
    paths = [photograph(tmp_path / "in" / name) for name in ("a.png", "b.png")]
    table = tmp_path / "list.csv"
    table.write_text("file,neonate,label\na.png,N1,pain\nb.png,N2,no pain\n")
    result = preview([*paths, table])
    assert result.manifest == "list.csv"
    assert files_of(result) == {"a.png": "N1", "b.png": "N2"}


def test_one_file_is_enough(tmp_path: Path) -> None:
    path = photograph(tmp_path / "holiday in June/a.png")
    assert files_of(preview(path)) == {"a.png": None}


def test_the_same_file_given_twice_counts_once(tmp_path: Path) -> None:
    path = photograph(tmp_path / "a.png")
    result = preview([path, path])
    assert len(result.rows) == 1
    assert result.duplicates == ()


LABELS = st.sampled_from([None, PAIN, REST])


@settings(deadline=None, max_examples=150)
@given(
    rows=st.dictionaries(st.integers(0, 12), LABELS, max_size=10),
    present=st.dictionaries(st.integers(0, 12), LABELS, max_size=10),
)
def test_every_photograph_is_counted_once(
    rows: dict[int, PainLabel | None], present: dict[int, PainLabel | None]
) -> None:
    def image(number: int, label: PainLabel | None) -> FaceImage:
        return FaceImage(id=f"{number}", file=f"{number}.png", sha256=f"{number:064x}", width=20,
                         height=20, label=label)  # fmt: skip

    found = compare(
        ImportPreview(
            folder=Path(),
            rows=tuple(ImportRow(image=image(n, label), matched="") for n, label in rows.items()),
        ),
        [image(n, label) for n, label in present.items()],
    )
    assert {int(row.image.id) for row in found.new} == rows.keys() - present.keys()
    changed = {n for n, label in rows.items() if n in present and label not in (None, present[n])}
    assert {int(one.present.id) for one in found.changed} == changed
    assert len(found.new) + len(found.there) + len(found.changed) == len(rows)
    for one in found.changed:
        assert one.accepted.label is rows[int(one.present.id)]
