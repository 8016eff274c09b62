"""Importing folders: classes, subjects, names, what is left out."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from neopain_gui.dataset import (
    FaceImage,
    ImportPreview,
    Neonate,
    PainLabel,
    face_images,
    gaps,
    new_records,
    preview,
    require_subjects,
)
from neopain_gui.errors import Cancelled, InputError
from neopain_gui.imaging import read_sha256
from tests.dataset.material import folder_with, photograph

ABOUT = "neopain_gui.dataset"

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN


def found(result: ImportPreview) -> dict[str, tuple[str | None, PainLabel | None]]:
    return {
        row.image.file: (row.image.neonate.id if row.image.neonate else None, row.image.label)
        for row in result.rows
    }


@pytest.mark.parametrize(("pattern", "subject"), [
    ("{label}/{subject}/a.png", True),
    ("{subject}/{label}/a.png", True),
    ("data/images/{label}/{subject}/a.png", True),
    ("{label}/{subject}.png", False),
])  # fmt: skip
def test_class_folders_in_either_order(tmp_path: Path, pattern: str, subject: bool) -> None:
    expected = {}
    for label, names in ((PAIN, ("pain", "Dor")), (REST, ("no_pain", "Repouso", "sem dor"))):
        for number, name in enumerate(names):
            file = pattern.format(label=name, subject=f"S{number:02}")
            photograph(tmp_path / file)
            expected[file] = (f"S{number:02}" if subject else None, label)
    result = preview(tmp_path)
    assert found(result) == expected
    assert result.unmatched == result.duplicates == ()
    assert result.labels == {PAIN: 2, REST: 3}


def test_a_row_says_everything_about_its_photograph(tmp_path: Path) -> None:
    path = photograph(tmp_path / "pain" / "S01" / "First One.PNG")
    (row,) = preview(tmp_path).rows
    assert row.image == FaceImage(
        id="photo-001",
        file="pain/S01/First One.PNG",
        sha256=read_sha256(path),
        width=24,
        height=20,
        neonate=Neonate(id="S01"),
        label=PAIN,
    )
    assert row.matched == "class folder, folder of a neonate"
    assert row.warnings == ()


def test_unifesp_names_give_the_subject_and_folders_the_label(tmp_path: Path) -> None:
    folder_with(tmp_path, "UNIFESP/dor/06_145026.png", "UNIFESP/sem_dor/06-112348-150000.png")
    result = preview(tmp_path)
    assert found(result) == {
        "UNIFESP/dor/06_145026.png": ("UNIFESP-06", PAIN),
        "UNIFESP/sem_dor/06-112348-150000.png": ("UNIFESP-06", REST),
    }
    assert {row.image.neonate.dataset for row in result.rows} == {"UNIFESP"}


def test_icope_stimuli_give_labels_only_for_pain_and_rest(tmp_path: Path) -> None:
    folder_with(tmp_path, "S01_M_pain_1.png", "S01_M_rest.png", "S01_M_friciton_2.png",
                "pilot/S02_F_cry_1.png")  # fmt: skip
    result = preview(tmp_path)
    assert found(result) == {
        "pilot/S02_F_cry_1.png": ("iCOPE-S02", None),
        "S01_M_friciton_2.png": ("iCOPE-S01", None),
        "S01_M_pain_1.png": ("iCOPE-S01", PAIN),
        "S01_M_rest.png": ("iCOPE-S01", REST),
    }
    stimuli = {row.image.file: row.image.stimulus for row in result.rows}
    assert stimuli["S01_M_friciton_2.png"] == "friction"
    (warned,) = [row for row in result.rows if row.warnings]
    assert warned.warnings == ("'friciton' was read as 'friction'",)
    assert result.problems == ()
    assert gaps([row.image for row in result.rows]) == ["Photographs without a label: 2 of 4."]


def test_the_same_number_in_two_data_sets_is_two_children(tmp_path: Path) -> None:
    folder_with(tmp_path, "S06_M_pain_1.png", "06_145026.png", "ID5_UNIFESP_S06_pain.png")
    result = preview(tmp_path)
    assert set(result.subjects) == {"iCOPE-S06", "UNIFESP-06", "S06"}
    assert any("numbered differently" in problem for problem in result.problems)


def test_two_spellings_are_one_child(tmp_path: Path) -> None:
    """Or photographs of one child would come to lie on both sides of a split."""
    folder_with(tmp_path, "pain/S1/a.png", "rest/s01/b.png", "rest/S 01/c.png", "rest/S10/d.png")
    result = preview(tmp_path)
    assert sorted(result.subjects.values()) == [1, 3]
    assert any("S 01, S1, s01 were taken for the same" in problem for problem in result.problems)


def test_fold_and_structure_folders_are_not_subjects(tmp_path: Path) -> None:
    folder_with(tmp_path, "Folds/1/Train/pain/a.png", "Folds/2/Test/nopain/b.png")
    assert found(preview(tmp_path)) == {
        "Folds/1/Train/pain/a.png": (None, PAIN),
        "Folds/2/Test/nopain/b.png": (None, REST),
    }


def test_unclear_subject_folders_are_asked_about_not_guessed(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/anna/morning/a.png", "pain/S01/2/b.png", "pain/ward/S03/c.png")
    result = preview(tmp_path)
    assert found(result) == {
        "pain/anna/morning/a.png": (None, PAIN),
        "pain/S01/2/b.png": (None, PAIN),
        "pain/ward/S03/c.png": ("S03", PAIN),
    }
    assert any("which of the folders anna and morning" in row.to_check[0] for row in result.rows
               if row.to_check)  # fmt: skip


def test_the_one_folder_around_everything_is_no_subject(tmp_path: Path) -> None:
    folder_with(tmp_path, "study in June/pain/a.png", "study in June/rest/b.png")
    result = preview(tmp_path)
    assert result.subjects == {None: 2}
    assert any("study in June is the only one of its kind" in text for text in result.problems)


def test_a_plain_folder_is_imported_without_labels(tmp_path: Path) -> None:
    folder_with(tmp_path, "IMG_1.png", "inner/IMG_2.png")
    result = preview(tmp_path)
    assert found(result) == {"IMG_1.png": (None, None), "inner/IMG_2.png": (None, None)}
    assert "Photographs without a neonate: 2 of 2." in gaps([row.image for row in result.rows])
    with pytest.raises(InputError, match=r"first photo-00\d: 2 of 2 photographs belong to"):
        require_subjects(face_images(result))


def test_strangers_among_known_names_are_left_out_with_what_they_might_be(tmp_path: Path) -> None:
    folder_with(tmp_path, "06_145026.png", "06_14506.png", "no_pian/S01/a.png", "holiday.png")
    (tmp_path / "notes.txt").write_text("x")
    result = preview(tmp_path)
    assert list(found(result)) == ["06_145026.png"]
    reasons = {entry.file: (entry.reason, entry.suggestions) for entry in result.unmatched}
    assert reasons["06_14506.png"][1] == ("06_145026",)
    assert "neither its name nor its folders" in reasons["06_14506.png"][0]
    assert reasons["holiday.png"][1] == ()
    assert reasons["no_pian/S01/a.png"][0] == "its folder 'no_pian' nearly names a class"
    assert "no_pain" in reasons["no_pian/S01/a.png"][1]
    assert reasons["notes.txt"] == ("is not a photograph", ())


@pytest.mark.parametrize("file", [
    "rest/S01_M_pain_1.png", "pain/rest/a.png", "pain/ID1_UNIFESP_S30_nopain.png",
])  # fmt: skip
def test_contradicting_labels_are_left_out(tmp_path: Path, file: str) -> None:
    folder_with(tmp_path, file, "pain/S02_M_pain_1.png")
    result = preview(tmp_path)
    assert list(found(result)) == ["pain/S02_M_pain_1.png"]
    (entry,) = result.unmatched
    assert entry.file == file
    assert "contradict" in entry.reason


def test_doubts_that_do_not_hinder_are_warnings(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/S05/S01_M_friction_1.png")
    (row,) = preview(tmp_path).rows
    assert (row.image.neonate.id, row.image.label) == ("iCOPE-S01", PAIN)
    assert row.warnings == (
        "its folder says neonate S05, its name S01", "its folder says pain, its name friction",
    )  # fmt: skip


def test_altered_copies_are_left_out(tmp_path: Path) -> None:
    folder_with(tmp_path, "ID1_iCOPE_S01_pain.png", "03_AUG_ID1_iCOPE_S01_pain.png")
    result = preview(tmp_path)
    assert found(result) == {"ID1_iCOPE_S01_pain.png": ("S01", PAIN)}
    assert "altered copy" in result.unmatched[0].reason


def test_copies_are_imported_once(tmp_path: Path) -> None:
    photograph(tmp_path / "pain/S01/a.png", seed="same")
    photograph(tmp_path / "pain/b.png", seed="same")
    photograph(tmp_path / "Folds/1/Test/pain/S01/a.png", seed="same")
    result = preview(tmp_path)
    assert list(found(result).values()) == [("S01", PAIN)]
    (duplicate,) = result.duplicates
    assert len(duplicate.files) == 3
    assert duplicate.kept == result.rows[0].image.file
    assert "Files left out because another holds the same picture: 2." in result.problems


@pytest.mark.parametrize(("first", "second", "reason"), [
    ("pain/S01/a.png", "rest/S01/b.png", "label"),
    ("pain/S01/a.png", "pain/S02/b.png", "neonate"),
    ("pain/S01/a.png", "rest/S02/b.png", "label and neonate"),
])  # fmt: skip
def test_copies_that_contradict_each_other_are_not_imported_at_all(
    tmp_path: Path, first: str, second: str, reason: str
) -> None:
    photograph(tmp_path / first, seed="same")
    photograph(tmp_path / second, seed="same")
    photograph(tmp_path / "pain/S03/c.png")
    result = preview(tmp_path)
    assert list(found(result)) == ["pain/S03/c.png"]
    (duplicate,) = result.duplicates
    assert set(duplicate.files) == {first, second}
    assert (duplicate.kept, duplicate.reason) == (None, reason)
    assert any("none of their copies is imported" in problem for problem in result.problems)


def test_damaged_photographs_are_listed_and_do_not_stop_the_import(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/S01/a.png", "pain/S01/b.png")
    damaged = tmp_path / "pain/S01/b.png"
    damaged.write_bytes(damaged.read_bytes()[:-40])
    (tmp_path / "pain/S01/c.jpg").write_text("no picture")
    result = preview(tmp_path)
    assert list(found(result)) == ["pain/S01/a.png"]
    reasons = {entry.file: entry.reason for entry in result.unmatched}
    assert "damaged or incomplete" in reasons["pain/S01/b.png"]
    assert reasons["pain/S01/c.jpg"].startswith("is not a photograph; choose a PNG, JPEG")


def test_hidden_files_studies_and_folder_links_are_not_looked_at(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/a.png", ".hidden/pain/b.png", "pain/.c.png", "old.neopain/d.png",
                "__MACOSX/pain/e.png")  # fmt: skip
    (tmp_path / "Thumbs.db").touch()
    (tmp_path / "again").symlink_to(tmp_path / "pain", target_is_directory=True)
    result = preview(tmp_path)
    assert list(found(result)) == ["pain/a.png"]
    assert result.unmatched == ()


def test_suffixes_and_special_names(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "bebé")
    folder_with(tmp_path, f"pain/{decomposed} [1].PNG", "pain/con.Png", "pain/新.png")
    result = preview(tmp_path)
    names = [unicodedata.normalize("NFC", row.image.name) for row in result.rows]
    assert names == ["bebé [1].PNG", "con.Png", "新.png"]
    for row in result.rows:
        assert (tmp_path / row.image.file).is_file()


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX only")
def test_names_that_are_not_text_are_listed(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/a.png")
    try:
        photograph(tmp_path / "pain" / "\udcff.png", seed="other")
    except OSError:
        pytest.skip("this file system refuses such names")
    result = preview(tmp_path)
    assert list(found(result)) == ["pain/a.png"]
    assert result.unmatched[0].reason == "its name is not text; rename it"
    result.unmatched[0].file.encode()


def test_identifiers_say_nothing_and_are_unique(tmp_path: Path) -> None:
    """Neither the words of a name nor the order of the files, which follows them."""
    for number in range(12):
        folder_with(tmp_path, f"no pain/S01_nopain_{number}.png", f"pain/S01_pain_{number}.png")
    images = face_images(preview(tmp_path))
    assert sorted(image.id for image in images) == [f"photo-{n:03}" for n in range(1, 25)]
    assert {image.name for image in images} >= {"S01_pain_3.png", "S01_nopain_7.png"}
    by_number = [image.label for image in sorted(images, key=lambda image: image.id)]
    assert sum(one != two for one, two in pairwise(by_number)) > 4, "labels lie in two blocks"


def test_new_photographs_are_numbered_after_those_of_the_study(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/1.png", "pain/2.png")
    result = preview(tmp_path)
    present = [replace(face_images(result)[0], id=name) for name in ("S1_pain", "photo-041")]
    again = new_records(result.rows, present)
    assert sorted(image.id for image in again) == ["photo-042", "photo-043"]


def test_progress_is_reported_and_a_stop_obeyed(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/1.png", "pain/2.png", "pain/3.png")

    class Stopped:
        done: list[float]

        def __init__(self, after: int) -> None:
            self.done, self.after = [], after

        def check(self) -> None:
            if len(self.done) >= self.after:
                raise Cancelled

        def progress(self, done: float, total: float, text: str = "") -> None:
            assert total == 3
            self.done.append(done)

        def partial(self, message: object) -> None: ...

    whole = Stopped(after=99)
    preview(tmp_path, whole)
    assert whole.done == [0, 1, 2, 3]
    with pytest.raises(Cancelled):
        preview(tmp_path, Stopped(after=2))


# --- what cannot be imported: one sentence ----------------------------------------------------


def test_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"^empty: holds no photographs; choose a folder"):
        preview(tmp_path / "empty")


def test_missing_folder_and_a_file_that_is_neither(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^gone: is not there; check whether"):
        preview(tmp_path / "gone")
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(InputError, match=r"^a\.docx: is not a photograph; choose PNG, JPEG"):
        preview(tmp_path / "a.docx")
    (tmp_path / "a.psd").write_text("x")
    with pytest.raises(InputError, match=r"^a\.psd: Photoshop cannot be read here; save it as"):
        preview(tmp_path / "a.psd")


def test_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated, because the tests may run as root."""
    folder_with(tmp_path, "pain/a.png", "locked/b.png")
    real = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name in closed:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", guarded)
    closed = {tmp_path.name}
    with pytest.raises(InputError, match=r": may not be read; ask for permission to read it\.$"):
        preview(tmp_path)
    closed = {"locked"}
    result = preview(tmp_path)
    assert list(found(result)) == ["pain/a.png"]
    assert "The folder locked may not be read, so it was left out." in result.problems


def test_folder_in_which_nothing_can_be_imported(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("no picture")
    result = preview(tmp_path)
    assert result.rows == ()
    with pytest.raises(InputError, match=r"none of its 1 files can be .+: a\.png is not a photo"):
        face_images(result)


def test_subjects_are_required_for_splitting(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/S01/a.png", "pain/b.png")
    images = face_images(preview(tmp_path))
    with pytest.raises(InputError, match="1 of 2 photographs belong to no neonate"):
        require_subjects(images)
    require_subjects([image for image in images if image.neonate])
