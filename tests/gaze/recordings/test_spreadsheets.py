"""The same exports as spreadsheets."""

import zipfile

import openpyxl
import pytest

from neopain_gui.errors import InputError
from neopain_gui.gaze import read_recording
from neopain_gui.gaze.recordings import xlsx

from .dialects import write
from .test_dialects import check

ABOUT = "neopain_gui.gaze.recordings.xlsx"


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


def packed(path, sheet, more=()):
    """Write a spreadsheet whose first sheet has these rows of XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/s.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="s.xml"/></Relationships>',
        "xl/s.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        **dict(more),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def cell(place):
    return f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'


@pytest.mark.parametrize(
    ("sheet", "more", "sentence"),
    [
        (
            "".join(f'<row r="{n}">{cell(f"XFD{n}")}</row>' for n in range(1, 60)),
            {},
            "more than 2,000 columns",
        ),
        (
            f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("A1048576")}</row>',
            {},
            "more than 20,000 empty rows",
        ),
        ("", {"xl/sharedStrings.xml": " " * (40 << 20)}, "unpack to enormous size"),
    ],
)
def test_a_small_spreadsheet_that_unfolds_is_refused_early(tmp_path, sheet, more, sentence):
    path = packed(tmp_path / "wide.xlsx", sheet, more)
    assert path.stat().st_size < 100_000
    handed = []
    with pytest.raises(InputError, match=sentence), xlsx._rows(path) as (rows, _):
        handed.extend(rows)
    assert len(handed) <= xlsx.EMPTY_ROWS + 1
    with pytest.raises(InputError):
        read_recording(path)


def test_a_sheet_that_declares_more_than_it_holds_is_read(tmp_path):
    path = packed(tmp_path / "a.xlsx", f'<row r="1">{cell("A1")}{cell("C1")}</row>')
    assert xlsx.read_head(path).lines == ("x\t\tx",)
