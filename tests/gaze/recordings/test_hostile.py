"""Whatever stands in a cell: one sentence with its place, or numbers that mean something."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.errors import InputError
from neopain_gui.gaze import ColumnMapping, read_recording

from .dialects import write
from .test_clearview import FIXED, GAZE, PREAMBLE
from .test_dialects import DIALECTS
from .test_other_programs import SHOWN
from .test_smi import BOTH, HEAD, ROWS

ABOUT = "neopain_gui.gaze.recordings"

EYELINK = SHOWN.format(message="face.png", end="TRIAL_RESULT 0").replace("500.0", "500.5")
GAZEPOINT = "MEDIA_NAME,TIME,BPOGX,BPOGY,BPOGV\na.png,0.0,0.5005,0.25,1\na.png,0.1,0.6,0.5,1\n"
PUPIL = "gaze_timestamp,confidence,norm_pos_x,norm_pos_y\n10.0,0.9,0.5005,0.25\n10.1,0.9,0.5,0.5\n"
TABLE = "t;x;y\n0;500.5;2\n3;1;2\n"
# Text, the cell that is changed (x of the first or second sample), and the mapping.
FILES: dict[str, tuple[str, str, ColumnMapping | None]] = {
    "eyelink": (EYELINK, "500.5", None),
    "smi": (HEAD + BOTH + "".join(ROWS), "100.50", None),
    "gazepoint": (GAZEPOINT, "0.5005", None),
    "pupil": (PUPIL, "0.5005", None),
    "clearview gaze": (PREAMBLE + "".join(GAZE), "501", None),
    "clearview fixations": (FIXED, "300", None),
    "table": (TABLE, "500.5", ColumnMapping(time="t", x="x", y="y")),
}
WRONG = ["inf", "-inf", "Infinity", "1e308", "-1e308", "1e999", "9999999", "many", "0x1F4", "٥٠٠x"]


def text_of(name, tmp_path):
    if name not in DIALECTS:
        return FILES[name]
    return write(tmp_path / "written.tsv", name).read_text("utf-8"), "500.5", None


def read(text, tmp_path, mapping):
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    return read_recording(path, mapping=mapping)


def check_numbers(recording):
    for frame in (recording.samples, recording.fixations):
        numbers = frame.select_dtypes("number").to_numpy(dtype=np.float64)
        assert not np.isinf(numbers).any()
    places = recording.samples[["gaze_x", "gaze_y"]].to_numpy(dtype=np.float64)
    assert np.abs(places[np.isfinite(places)]).max(initial=0) <= 1280e6  # shares of a screen


@pytest.mark.parametrize("name", [*DIALECTS, *FILES])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_coordinate_that_is_none_has_its_place(tmp_path, name, wrong):
    text, cell, mapping = text_of(name, tmp_path)
    before, found, after = text.partition(cell)
    assert found
    with pytest.raises(InputError, match=r"a\.txt, line \d+, column '.+': ") as caught:
        read(before + wrong + after, tmp_path, mapping)
    line = re.search(r"line (\d+)", str(caught.value))
    assert int(line[1]) == before.count("\n") + 1


@pytest.mark.parametrize(
    "name", [*DIALECTS, *(one for one in FILES if one not in {"eyelink", "clearview gaze"})]
)
@pytest.mark.parametrize("nothing", ["", "NaN", "nan", "NA", "-"])
def test_no_number_is_no_gaze(tmp_path, name, nothing):
    text, cell, mapping = text_of(name, tmp_path)
    whole, less = (read(one, tmp_path, mapping) for one in (text, text.replace(cell, nothing, 1)))
    check_numbers(less)
    assert len(less.samples) == len(whole.samples)
    if len(whole.samples):
        was, left = (one.samples["gaze_x"].to_numpy() for one in (whole, less))
        changed = ~((was == left) | (np.isnan(was) & np.isnan(left)))
        assert changed.sum() == 1


CELLS = st.one_of(
    st.sampled_from(["nan", "inf", "1e308", "-0", "1e-400", "1,5", "1.5.5", "'", '"', "\\N", "٣"]),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12),
)


@settings(max_examples=120, deadline=None)
@given(
    name=st.sampled_from([*DIALECTS, *FILES]),
    cell=CELLS,
    where=st.integers(min_value=0, max_value=10_000),
)
def test_any_cell_of_any_file_is_read_or_one_sentence(tmp_path_factory, name, cell, where):
    folder = tmp_path_factory.mktemp("hostile")
    text, _, mapping = text_of(name, folder)
    cells = list(re.finditer(r"[^\t\n;,]+", text))
    spot = cells[where % len(cells)]
    recording, said = None, ""
    try:
        recording = read(text[: spot.start()] + cell + text[spot.end() :], folder, mapping)
    except InputError as error:
        said = str(error)
    if recording is None:
        assert said.startswith("a.txt: ") or re.match(r"a\.txt, [^:]+: ", said)
        assert "\n" not in said
    else:
        check_numbers(recording)


@pytest.mark.parametrize("name", [*DIALECTS, "smi", "gazepoint", "pupil", "table"])
def test_an_export_of_nothing(tmp_path, name):
    text, cell, mapping = text_of(name, tmp_path)
    head = text[: text.index(cell)].split("\n")
    lines = {"smi": len(head) - 1}.get(name, 1)
    for end in ("", "\n", "\n\n\n"):
        with pytest.raises(InputError, match="a header row and nothing below it"):
            read("\n".join(head[:lines]) + end, tmp_path, mapping)


@pytest.mark.parametrize("text", ["** CONVERTED FROM a.edf\n", FIXED[: FIXED.index("1\t120")]])
def test_a_beginning_of_nothing(tmp_path, text):
    with pytest.raises(InputError, match="nothing below it"):
        read(text, tmp_path, None)


def test_time_that_starts_again_is_said(tmp_path):
    header = (
        "Participant name\tRecording name\tRecording timestamp [ms]\tGaze point X\tGaze point Y\n"
    )
    rows = "".join(f"Ana\ta\t{3000 + 3 * at}\t5\t5\n" for at in range(9))
    recording = read(header + rows + rows.replace("\t30", "\t10"), tmp_path, None)
    assert "Time starts again within a recording, once" in " ".join(recording.warnings)
    assert (recording.participants, recording.recordings) == (("P01",), ("R01", "R02"))
    other = rows.replace("Ana\ta", "Ana\tb").replace("\t30", "\t10")
    recording = read(header + rows + other, tmp_path, None)
    assert not any("starts again" in warning for warning in recording.warnings)
    assert (recording.participants, recording.recordings) == (("P01",), ("R01", "R02"))
