"""Samples that are held in little memory come back to the last bit, wherever blocks end."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from neopain_gui.gaze import read_recording
from neopain_gui.gaze.recordings import sample_table
from neopain_gui.gaze.recordings.packed import pack
from neopain_gui.gaze.recordings.sample_table import ROWS, SampleTable

SIZES = st.integers(0, 300)


def bits(values):
    return values.dtype, np.ascontiguousarray(values).tobytes()


def tenths(number):
    return np.float32(number / 10)


@given(
    st.one_of(
        arrays(np.int64, SIZES),
        arrays(np.float64, SIZES),
        arrays(np.float32, SIZES),
        arrays(np.bool_, SIZES),
        arrays(np.uint8, SIZES),
        arrays(np.float64, SIZES, elements=st.integers(-(2**54), 2**54).map(float)),
        arrays(
            np.float32, SIZES, elements=st.integers(0, 70_000).map(lambda n: np.float32(n / 10))
        ),
        arrays(np.float32, SIZES, elements=st.sampled_from([np.nan, -0.0, 0.0, 3.25, np.inf])),
        arrays(np.int64, SIZES, elements=st.sampled_from([0, 1, 2**62, -(2**62)])),
    )
)
def test_any_column_comes_back_to_the_last_bit(values):
    assert bits(pack(values).unpack()) == bits(values)


def test_nan_with_another_pattern_stays_what_it_is():
    values = np.tile(np.array([np.nan, 1.5], np.float32), 100)
    values.view(np.uint32)[::4] |= 1
    assert bits(pack(values).unpack()) == bits(values)


def made(count, seed=0):
    """Columns as an eye tracker's are: 1,200 Hz, eyes lost now and then, two decimals."""
    random = np.random.default_rng(seed)
    lost = random.random(count) < 0.03
    columns = {
        "time_us": np.arange(count, dtype=np.int64) * 2500 // 3 + 5_000_000_000,
        "participant": np.zeros(count, np.uint8),
        "recording": np.zeros(count, np.uint8),
        "stimulus": (np.arange(count) // 8400 % 2).astype(np.uint8),
        "left_valid": ~lost,
        "right_valid": ~lost,
    }
    for name in ("gaze_x", "gaze_y", "media_x", "media_y"):
        columns[name] = np.where(lost, np.nan, random.normal(600, 90, count)).astype(np.float32)
    for name in ("distance_mm", "left_pupil_mm", "right_pupil_mm"):
        columns[name] = random.normal(3, 0.1, count).round(3).astype(np.float32)
    for name in ("media_pos_x", "media_pos_y", "media_shown_width", "media_shown_height"):
        columns[name] = np.where(columns["stimulus"], np.nan, 99).astype(np.float32)
    return columns


def table_of(columns, rows):
    table = SampleTable()
    for start in range(0, len(columns["time_us"]), rows):
        table.add({name: one[start : start + rows] for name, one in columns.items()})
    table.close()
    table.name_texts({"participant": ["Ana"], "recording": ["R"], "stimulus": ["", "S"]})
    return table


def test_samples_of_an_hour_are_small():
    """36 bytes a row are 160 MB an hour at 1,200 Hz; as frames they were four times that."""
    count = 3 * ROWS
    assert len(pickle.dumps(table_of(made(count), 8000).blocks)) < 36 * count


def test_any_rows_are_those_of_the_whole():
    columns = made(ROWS + 5000)
    table = table_of(columns, 8000)
    whole = table.whole
    for start, stop in ((0, 0), (3, 9), (ROWS - 5, ROWS + 5), (ROWS, len(table))):
        pd.testing.assert_frame_equal(table.frame(start, stop), whole.iloc[start:stop])
    rows = np.array([0, 5, ROWS - 1, ROWS, ROWS + 4999])
    taken = table.take(rows, ("gaze_x", "media_pos_x"))
    np.testing.assert_array_equal(taken["gaze_x"], columns["gaze_x"][rows].astype(np.float64))
    assert [rows.stop - rows.start for rows, _ in table.runs()][:8] == [8400] * 8
    assert sum(rows.stop - rows.start for rows, _ in table.runs()) == len(table)
    assert [who[2] for _, who in table.runs()][:3] == ["", "S", ""]


HEAD = (
    "Recording timestamp [ms]\tParticipant name\tGaze point X [DACS px]\tGaze point Y [DACS px]\t"
    "Presented Stimulus name\tEye movement type\tEye movement type index"
)


@pytest.mark.parametrize("rows", [1, 7, 64, 100])
@pytest.mark.parametrize("repeated", [False, True])
def test_where_blocks_end_changes_nothing(tmp_path, monkeypatch, rows, repeated):
    """Times that are shared and fixations that go on lie across the ends of blocks."""
    random = np.random.default_rng(1)
    lines = []
    for at in range(400):
        who = "Ana" if at < 250 else "Eva"
        x = f"{random.normal(600, 9):.2f}" if at % 13 else ""
        kind = "Fixation" if at % 20 < 15 else "Saccade"
        name = f"S{at // 90}" if at % 90 > 20 else ""
        line = f"{at * 10 // 12}\t{who}\t{x}\t{x}\t{name}\t{kind}\t{at // 20 + 1}"
        lines += [line, line] if repeated else [line]
    path = tmp_path / "a.tsv"
    path.write_text("\n".join([HEAD, *lines, ""]), "utf-8")
    expected = read_recording(path)
    monkeypatch.setattr(sample_table, "ROWS", rows)
    monkeypatch.setattr("neopain_gui.gaze.recordings.text.PIECE", 200)
    found = read_recording(path)
    assert len(found.table.blocks) > len(expected.table.blocks)
    for name in ("samples", "events", "fixations"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))
    assert (found.rate_hz, found.warnings, found.dialect.guesses) == (
        expected.rate_hz,
        expected.warnings,
        expected.dialect.guesses,
    )
    assert found.table.runs() == expected.table.runs()
    assert found.valid_share == expected.valid_share == pytest.approx(369 / 400, abs=0.01)
