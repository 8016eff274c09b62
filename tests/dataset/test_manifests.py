"""Importing by a table, as people, Excel and the group save it."""

from __future__ import annotations

from pathlib import Path

import pytest

from neopain_gui.dataset import ImportPreview, PainLabel, preview
from neopain_gui.errors import InputError, ManifestError
from neopain_gui.geometry import Box
from tests.dataset.material import folder_with

ABOUT = "neopain_gui.dataset.manifest"

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN


def manifest(folder: Path, text: str, *, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def facts(result: ImportPreview) -> dict[str, tuple[object, ...]]:
    return {
        row.image.file: (row.image.neonate.id if row.image.neonate else None, row.image.label)
        for row in result.rows
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiter_and_encoding_are_recognised(
    tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    folder_with(tmp_path, "maçã.png", "b.png")
    lines = ["Arquivo,Sujeito,Rótulo", "maçã.png,01,dor", "b.png,02,sem dor", ""]
    text = end.join(lines).replace(",", delimiter)
    result = preview(manifest(tmp_path, text, encoding=encoding))
    assert facts(result) == {"b.png": ("02", REST), "maçã.png": ("01", PAIN)}
    assert result.manifest == "list.csv"
    assert result.unmatched == ()
    assert any("Windows-1252" in text for text in result.problems) == (encoding == "cp1252")


def test_the_groups_index_is_read_as_it_is(tmp_path: Path) -> None:
    folder_with(tmp_path, "Images/ID341_UNIFESP_S32_nopain.png", "Images/ID1_iCOPE_S01_pain.png",
                "Images/ID2_iCOPE_S01_friction.png")  # fmt: skip
    text = (
        "file_name,subject,gender,class,dataset,NFCS,new_subject,new_file_name,face_coordinates,"
        "keypoints_coordinates\n"
        "UNIFESP\\06_145026.bmp,06,,nopain,UNIFESP,3.0,S32,ID341_UNIFESP_S32_nopain.png,"
        '"[2, 3, 20, 19]","[[1, 2], [3, 4], [5, 6], [7, 8], [9, 9]]"\n'
        "iCOPE\\pilot\\S1_M_pain _1.jpg,S1,M,pain,iCOPE,,S01,ID1_iCOPE_S01_pain.png,"
        '"[1.4, 2.6, 30, 19.0]",\n'
        "iCOPE\\S1_M_friction.jpg,S1,M,friction,iCOPE,nan,S01,ID2_iCOPE_S01_friction.png,,\n"
    )
    result = preview(manifest(tmp_path, text))
    images = {row.image.name: row.image for row in result.rows}
    first = images["ID341_UNIFESP_S32_nopain.png"]
    assert (first.neonate.id, first.neonate.dataset) == ("S32", "UNIFESP")
    assert (first.label, first.nfcs, first.box) == (
        REST, 3, Box(left=2, top=3, right=20, bottom=19),
    )  # fmt: skip
    second = images["ID1_iCOPE_S01_pain.png"]
    assert (second.label, second.nfcs, second.stimulus) == (PAIN, None, "pain")
    assert second.box == Box(left=1, top=3, right=24, bottom=19)  # the photograph is 24 wide
    third = images["ID2_iCOPE_S01_friction.png"]
    assert (third.label, third.stimulus, third.box) == (None, "friction", None)
    assert second.neonate == third.neonate
    (warned,) = [row for row in result.rows if row.warnings]
    assert warned.warnings == ("its face box was clipped to the photograph",)
    assert result.unmatched == ()


def test_originals_are_found_by_the_groups_index_too(tmp_path: Path) -> None:
    folder_with(tmp_path, "Originais/UNIFESP/06_145026.png")
    text = (
        "file_name;subject;class;dataset;new_file_name\n"
        "Datasets\\UNIFESP\\06_145026.png;6;pain;UNIFESP;ID1_UNIFESP_S28_pain.jpg\n"
    )
    assert facts(preview(manifest(tmp_path, text))) == {
        "Originais/UNIFESP/06_145026.png": ("UNIFESP-06", PAIN)
    }


@pytest.mark.parametrize("written", [
    "pain/S01-a.png", "pain\\S01_a.png", "./pain/s01 a.PNG", "C:\\data\\pain\\S01_a.png",
    "/home/x/pain/S01_a.png", "S01_a.png", "S01_a", "pain/S01_a",
])  # fmt: skip
def test_files_are_found_however_they_are_written(tmp_path: Path, written: str) -> None:
    folder_with(tmp_path, "pain/S01_a.png")
    result = preview(manifest(tmp_path, f"file,subject\n{written},7\n"))
    assert facts(result) == {"pain/S01_a.png": ("7", PAIN)}


def test_a_file_of_that_name_in_another_folder_is_another_file(tmp_path: Path) -> None:
    """The table's 'pain/1.png' is missing; 'rest/1.png' is not what it means."""
    folder_with(tmp_path, "rest/1.png", "rest/2.png")
    result = preview(manifest(tmp_path, "file,label\npain/1.png,pain\nrest/2.png,rest\n"))
    assert facts(result) == {"rest/2.png": (None, REST)}
    reasons = {entry.file: entry.reason for entry in result.unmatched}
    assert reasons["pain/1.png"] == "line 2: there is no such file"
    assert reasons["rest/1.png"] == "is not in list.csv"


def test_a_name_that_fits_two_files_is_not_guessed(tmp_path: Path) -> None:
    folder_with(tmp_path, "a/1.png", "b/1.png", "2.png", "c/2.png")
    result = preview(manifest(tmp_path, "file,label\n1.png,pain\n2.png,pain\n"))
    assert facts(result) == {"2.png": (None, PAIN)}
    (entry,) = [entry for entry in result.unmatched if entry.file == "1.png"]
    assert entry.reason == "line 2: more than one file is called so"
    assert entry.suggestions == ("a/1.png", "b/1.png")


def test_paths_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder_with(tmp_path, "secret.png", "inner/a.png")
    text = f"file,label\n../secret.png,pain\n{tmp_path}/secret.png,pain\na.png,pain\n"
    result = preview(manifest(tmp_path / "inner", text))
    assert list(facts(result)) == ["a.png"]
    assert len(result.unmatched) == 2


def test_near_names_are_offered_both_ways(tmp_path: Path) -> None:
    folder_with(tmp_path, "06_145026.png", "x.png")
    result = preview(manifest(tmp_path, "file,label\n06_14506.png,pain\nx.png,rest\n"))
    offered = {entry.file: entry.suggestions for entry in result.unmatched}
    assert offered == {"06_14506.png": ("06_145026.png",), "06_145026.png": ("06_14506.png",)}


@pytest.mark.parametrize(("column", "cells", "labels"), [
    ("pain", ("1", "0"), (PAIN, REST)),
    ("Dor", ("sim", "não"), (PAIN, REST)),
    ("is_pain", ("TRUE", "False"), (PAIN, REST)),
    ("class", ("Pain", "no pain"), (PAIN, REST)),
    ("label", ("", "NaN"), (None, None)),
])  # fmt: skip
def test_labels_as_people_write_them(
    tmp_path: Path, column: str, cells: tuple[str, str], labels: tuple[object, object]
) -> None:
    folder_with(tmp_path, "a.png", "b.png")
    result = preview(manifest(tmp_path, f"file,{column}\na.png,{cells[0]}\nb.png,{cells[1]}\n"))
    assert tuple(row.image.label for row in result.rows) == labels


@pytest.mark.parametrize("cell", ["1", "0", "true", "1.0"])
def test_a_number_does_not_say_which_class_is_pain(tmp_path: Path, cell: str) -> None:
    folder_with(tmp_path, "a.png")
    with pytest.raises(ManifestError) as caught:
        preview(manifest(tmp_path, f"file,label\na.png,{cell}\n"))
    assert str(caught.value) == (
        f"list.csv, line 2, column 'label': '{cell}' does not say whether it means pain; "
        "write 'pain' and 'no pain', or name the column 'pain'."
    )


@pytest.mark.parametrize(("column", "cell", "reason"), [
    ("label", "pian", "line 2, column 'label': 'pian' is no label that is known"),
    ("NFCS", "2.5", "'2.5' is not a whole number from 0 to 10"),
    ("NFCS", "11", "'11' is not a whole number"),
    ("NFCS", "-1", "'-1' is not a whole number"),
    ("NFCS", "True", "'True' is not a whole number"),
    ("NFCS", "²", "'²' is not a whole number"),
    ("bbox", '"[1, 2, 3]"', "is not four numbers of a face box"),
    ("bbox", '"[true, 1, 5, 9]"', "is not four numbers"),
    ("bbox", '"[NaN, 1, 5, 9]"', "is not four numbers"),
    ("bbox", '"[1, 1, 1e400, 9]"', "is not four numbers"),
    ("bbox", '"[1, 1, ""5"", 9]"', "is not four numbers"),
    ("bbox", '"{}"', "is not four numbers"),
])  # fmt: skip
def test_a_cell_that_cannot_be_read_keeps_its_photograph_out(
    tmp_path: Path, column: str, cell: str, reason: str
) -> None:
    folder_with(tmp_path, "a.png", "b.png")
    result = preview(manifest(tmp_path, f"file,{column}\na.png,{cell}\nb.png,\n"))
    assert list(facts(result)) == ["b.png"]
    (entry,) = result.unmatched
    assert reason in entry.reason
    assert entry.reason.startswith("line 2, column ")
    assert ("pain" in entry.suggestions) == (column == "label")


def test_a_box_outside_the_photograph_is_left_out_with_a_warning(tmp_path: Path) -> None:
    folder_with(tmp_path, "a.png")
    (row,) = preview(manifest(tmp_path, 'file,box\na.png,"[100, 1, 120, 9]"\n')).rows
    assert row.image.box is None
    assert row.warnings[0] == "its face box lies outside the photograph and was left out"


def test_lines_that_contradict_each_other_count_for_nothing(tmp_path: Path) -> None:
    folder_with(tmp_path, "a.png", "b.png")
    text = "file,label\na.png,pain\nb.png,pain\na.png,rest\nb.png,pain\n"
    result = preview(manifest(tmp_path, text))
    assert facts(result) == {"b.png": (None, PAIN)}
    (entry,) = result.unmatched
    assert entry.reason == (
        "lines 2 and 4 of the manifest give it two labels, pain and no pain; keep the right line"
    )


def test_lines_of_two_neonates_and_other_contradictions_are_named(tmp_path: Path) -> None:
    folder_with(tmp_path, "a.png", "b.png")
    text = "file,subject,nfcs\na.png,1,3\na.png,2,3\nb.png,1,3\nb.png,1,4\n"
    reasons = [one.reason for one in preview(manifest(tmp_path, text)).unmatched]
    assert reasons == [
        "lines 2 and 3 of the manifest give it two neonates, 1 and 2; keep the right line",
        "lines 4 and 5 of the manifest contradict each other",
    ]


def test_short_lines_are_filled_and_long_ones_refused(tmp_path: Path) -> None:
    folder_with(tmp_path, "a.png", "b.png", "c.png")
    text = "sep=,\nfile,label,subject\na.png,pain\n\nb.png,pain,1,\nc.png,pain,1,x\n"
    result = preview(manifest(tmp_path, text))
    assert facts(result) == {"a.png": (None, PAIN), "b.png": ("1", PAIN)}
    (entry,) = result.unmatched
    assert entry.reason == "line 6 has more cells than there are columns"


def test_numbers_that_pandas_made_of_subjects_are_mended(tmp_path: Path) -> None:
    folder_with(tmp_path, "a.png", "b.png")
    result = preview(
        manifest(tmp_path, "file,subject,dataset\na.png,6.0,unifesp\nb.png,06,UNIFESP\n")
    )
    assert result.subjects == {"UNIFESP-06": 2}


def test_names_fill_in_what_the_table_leaves_out(tmp_path: Path) -> None:
    folder_with(tmp_path, "S01_M_pain_1.png", "S01_M_rest_1.png")
    text = "file,stimulus,label\nS01_M_pain_1.png,,rest\nS01_M_rest_1.png,bath,\n"
    result = preview(manifest(tmp_path, text))
    assert facts(result) == {
        "S01_M_pain_1.png": ("iCOPE-S01", REST),
        "S01_M_rest_1.png": ("iCOPE-S01", None),
    }
    assert result.rows[0].warnings == ("the manifest says no pain, its path pain",)
    assert result.rows[1].image.stimulus == "bath"


def test_altered_copies_stay_out_even_when_they_are_listed(tmp_path: Path) -> None:
    folder_with(tmp_path, "01_AUG_ID1_iCOPE_S01_pain.png", "ID1_iCOPE_S01_pain.png")
    text = "file\n01_AUG_ID1_iCOPE_S01_pain.png\nID1_iCOPE_S01_pain.png\n"
    result = preview(manifest(tmp_path, text))
    assert facts(result) == {"ID1_iCOPE_S01_pain.png": ("S01", PAIN)}


def test_a_folder_with_one_manifest_is_read_by_it(tmp_path: Path) -> None:
    folder_with(tmp_path, "a.png")
    manifest(tmp_path, "file,subject,label\na.png,S9,pain\n")
    result = preview(tmp_path)
    assert facts(result) == {"a.png": ("S9", PAIN)}
    assert result.manifest == "list.csv"
    assert result.unmatched == ()


def test_a_folder_with_two_manifests_asks_which(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/a.png")
    manifest(tmp_path, "file,label\na.png,rest\n", name="one.csv")
    manifest(tmp_path, "file,label\na.png,pain\n", name="two.csv")
    result = preview(tmp_path)
    assert facts(result) == {"pain/a.png": (None, PAIN)}
    assert "one.csv and two.csv was used; choose one" in " ".join(result.problems)


def test_a_table_that_is_no_manifest_is_said_not_to_be_used(tmp_path: Path) -> None:
    folder_with(tmp_path, "pain/a.png")
    manifest(tmp_path, "time,heart rate\n1,120\n", name="vital signs.csv")
    result = preview(tmp_path)
    assert result.manifest == ""
    assert any(text.startswith("Not used as a manifest: vital signs.csv: the column with the file")
               for text in result.problems)  # fmt: skip


def test_photographs_may_lie_elsewhere(tmp_path: Path) -> None:
    folder_with(tmp_path / "photographs", "a.png")
    (tmp_path / "tables").mkdir()
    table = manifest(tmp_path / "tables", "file,label\na.png,pain\n")
    assert facts(preview(table, folder=tmp_path / "photographs")) == {"a.png": (None, PAIN)}
    with pytest.raises(InputError, match=r"^tables: holds no photographs"):
        preview(table)


@pytest.mark.parametrize(("content", "sentence"), [
    (b"name,label\na.png,pain\n",
     "list.csv: the column with the file names is missing; its columns are 'name', 'label'; "
     "name it 'file'."),
    (b"", "list.csv: is empty; choose another file."),
    (b" \n\n", "list.csv: is empty; choose another file."),
    (b",,\n;;\n", "list.csv: has no line of column names; add one."),
    (b"file,label\n", "list.csv: names no photograph; add a line for each."),
    (b"file,label\n,,\n", "list.csv: names no photograph; add a line for each."),
    (b"file,label,class\na.png,pain,rest\n",
     "list.csv: the columns 'label' and 'class' could both be the label; rename or remove one."),
    (b"file,path\na.png,a.png\n",
     "list.csv: the columns 'file' and 'path' could both be the file; rename or remove one."),
    (b"file,label\n\0\0\0", "list.csv: is not text; save it as CSV in UTF-8."),
    (b"file,label\n\x81\x8d\xff", "list.csv: is not text; save it as CSV in UTF-8."),
    (b"\xff\xfea", "list.csv: is not text; save it as CSV in UTF-8."),
])  # fmt: skip
def test_a_manifest_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    folder_with(tmp_path, "a.png")
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(ManifestError) as caught:
        preview(path)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("row", ['"a.png,pain', '"a"x,pain', "a.png," + "x" * 200_000])
def test_a_broken_table_names_the_line(tmp_path: Path, row: str) -> None:
    folder_with(tmp_path, "a.png")
    with pytest.raises(
        ManifestError, match=r"^list\.csv, line 2: the table cannot be read from here"
    ):
        preview(manifest(tmp_path, f"file,label\n{row}"))


def test_spreadsheets_and_unreadable_manifests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_with(tmp_path, "a.png")
    with pytest.raises(ManifestError, match=r"^list\.xlsx: is a spreadsheet.*; save it as CSV\.$"):
        preview(manifest(tmp_path, "PK", name="list.xlsx"))
    path = manifest(tmp_path, "file\na.png\n")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match=r"^list\.csv: may not be read; ask for permission"):
        preview(path)
