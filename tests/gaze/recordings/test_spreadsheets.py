"""The same exports as spreadsheets."""

import openpyxl
import pytest

from neopain_gui.errors import InputError
from neopain_gui.gaze import read_recording

from .dialects import write
from .test_dialects import check


def as_sheet(text, path, typed):
    book = openpyxl.Workbook()
    for line in text.read_text("utf-8").splitlines():
        cells = line.split("\t")
        book.active.append([_typed(cell) if typed else cell or None for cell in cells])
    book.save(path)
    return path


def _typed(cell):
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell or None


@pytest.mark.parametrize("dialect", ["studio2", "studio3", "prolab1", "prolab2"])
@pytest.mark.parametrize(("mark", "typed"), [(".", True), (".", False), (",", False)])
def test_a_spreadsheet_is_read_like_text(tmp_path, dialect, mark, typed):
    text = write(tmp_path / "a.tsv", dialect, mark=mark)
    recording = read_recording(as_sheet(text, tmp_path / "a.xlsx", typed))
    check(recording)
    assert recording.dialect.encoding == "XLSX"


def test_a_wrong_cell_has_its_row_and_column(tmp_path):
    text = write(tmp_path / "a.tsv", "studio3")
    text.write_text(text.read_text("utf-8").replace("500.5", "many"), "utf-8")
    with pytest.raises(InputError, match=r"line 3, column 'GazePointLeftX \(ADCSpx\)'"):
        read_recording(as_sheet(text, tmp_path / "a.xlsx", False))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_cut_off_spreadsheet_is_one_sentence(tmp_path, share):
    path = as_sheet(write(tmp_path / "a.tsv", "studio3"), tmp_path / "a.xlsx", True)
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(InputError, match=r"a\.xlsx: this spreadsheet is cut off"):
        read_recording(path)


def test_a_zip_that_is_no_spreadsheet_and_an_empty_one(tmp_path):
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(InputError, match="is empty"):
        read_recording(path)
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(InputError, match="cut off"):
        read_recording(path)
