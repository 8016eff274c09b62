"""One recording at a time, and what is wrong far down a file."""

import gc
import weakref

import numpy as np
import pandas as pd
import pytest

from neopain_gui.errors import Cancelled, InputError
from neopain_gui.gaze import iter_recordings, read_recording
from neopain_gui.gaze.import_preview import importing
from neopain_gui.gaze.import_preview.file_report import file_report
from neopain_gui.gaze.recordings import read, text
from neopain_gui.jobs import NullJob

ABOUT = "neopain_gui.gaze.recordings"

HEADER = "Participant name\tRecording name\tRecording timestamp [ms]\tSensor\t" + (
    "Gaze point X [DACS px]\tGaze point Y [DACS px]\tEye movement type\tEye movement type index\n"
)


def rows(who, recording, count, *, start=0, sensor="Eye Tracker", mark="."):
    return "".join(
        f"{who}\t{recording}\t{3 * at}\t{sensor}\t{at % 900}{mark}5\t{at % 700}\tFixation"
        f"\t{at // 50 + 1}\n"
        for at in range(start, start + count)
    )


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(text, "PIECE", 4096)


def written(tmp_path, table, encoding="utf-8", header=HEADER):
    path = tmp_path / "a.tsv"
    path.write_bytes((header + table).encode(encoding))
    return path


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("mark", [".", ","])
def test_one_by_one_is_the_same_as_all_at_once(tmp_path, mark):
    table = "".join(
        rows(who, which, 700, mark=mark) for who in ("Ana", "Eva") for which in ("a", "b")
    )
    path = written(tmp_path, table, "utf-16")
    whole, each = read_recording(path), list(iter_recordings(path))
    assert [(one.participants, one.recordings) for one in each] == [
        ((p,), (r,)) for p in ("P01", "P02") for r in ("R01", "R02")
    ]
    assert whole.participants == ("P01", "P02")
    assert [len(one.fixations) for one in each] == [14] * 4
    for name in ("samples", "events", "fixations"):
        parts = pd.concat([getattr(one, name).astype(object) for one in each], ignore_index=True)
        pd.testing.assert_frame_equal(parts, getattr(whole, name).astype(object), check_dtype=False)
    np.testing.assert_array_equal(whole.samples["gaze_x"][:700], np.arange(700) + 0.5)


def test_no_samples_of_two_recordings_are_in_memory_at_once(tmp_path):
    """Neither the report of a file nor the preview of an import keeps those it has counted."""
    path = written(tmp_path, "".join(rows(who, "a", 300) for who in ("Ana", "Eva", "Ida")))
    for look in (file_report, lambda parts: importing._found(path, parts)):
        earlier, alive = [], []

        def one_by_one(earlier=earlier, alive=alive):
            for recording in iter_recordings(path):
                gc.collect()
                alive.append([one() for one in earlier])
                earlier.append(weakref.ref(recording.table))
                yield recording
                del recording

        look(one_by_one())
        assert alive == [[], [None], [None, None]]


@pytest.mark.usefixtures("small_pieces")
def test_what_comes_back_is_said_and_keeps_its_pseudonym(tmp_path):
    table = rows("Ana", "a", 200) + rows("Eva", "a", 200) + rows("Ana", "a", 200, start=200)
    path = written(tmp_path, table)
    each = list(iter_recordings(path))
    assert [one.participants[0] for one in each] == ["P01", "P02", "P01"]
    assert ["further up" in " ".join(one.warnings) for one in each] == [False, False, True]
    whole = read_recording(path)
    assert (whole.participants, len(whole.fixations)) == (("P01", "P02"), 12)


def test_mixed_rows_are_read_at_once_but_not_one_by_one(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MOST_RETURNS", 100)  # each of the 1,000 takes 3 ms
    mixed = (rows(who, "a", 1, start=at) for at in range(110) for who in ("Ana", "Eva"))
    path = written(tmp_path, "".join(mixed))
    assert len(read_recording(path).samples) == 220
    with pytest.raises(InputError, match="sort the rows"):
        list(iter_recordings(path))


def test_a_last_row_that_is_cut_off_is_left_out_and_said(tmp_path):
    whole = rows("Ana", "a", 9)
    path = written(tmp_path, whole[: whole.rindex("Eye Tracker") + 4])
    recording = read_recording(path)
    assert len(recording.samples) == 8
    assert "line 10, is cut off" in " ".join(recording.warnings)


def test_a_cut_off_row_of_a_table_with_columns_that_are_not_read(tmp_path):
    table = "".join(f"Alex\t{row}\n" for row in rows("Ana", "a", 9).splitlines())
    path = written(tmp_path, table[:-30], header="Project name\t" + HEADER)
    recording = read_recording(path)
    assert len(recording.samples) == 8
    assert "line 10, is cut off" in " ".join(recording.warnings)


def test_too_many_cells_are_an_error_and_too_few_are_said(tmp_path):
    path = written(tmp_path, rows("Ana", "a", 3) + "Ana\ta\t9\t" + "1\t" * 20 + "\n")
    with pytest.raises(InputError, match="line 5: this row has 24 cells"):
        read_recording(path)
    path = written(tmp_path, rows("Ana", "a", 3) + "Ana\ta\t9\tEye Tracker\n" + rows("Ana", "a", 1))
    assert "1 rows have fewer cells" in " ".join(read_recording(path).warnings)


def test_rows_of_a_sensor_in_another_language_are_kept_and_said(tmp_path):
    path = written(tmp_path, rows("Ana", "a", 5, sensor="Rastreador ocular"))
    recording = read_recording(path)
    assert len(recording.samples) == 5
    assert "'Rastreador ocular' is not known: its 5 rows" in " ".join(recording.warnings)


def test_the_other_decimal_mark_far_down_is_an_error_with_its_place(tmp_path):
    path = written(tmp_path, rows("Ana", "a", 5, mark=",") + rows("Ana", "a", 1, mark="."))
    with pytest.raises(InputError, match=r"line 7, column 'Gaze point X \[DACS px\]': '0.5'"):
        read_recording(path)


@pytest.mark.parametrize("place", ["head", "below"])
def test_a_line_without_end_is_not_read_to_its_end(tmp_path, monkeypatch, place):
    monkeypatch.setattr(text, "MAX_LINE", 1 << 20)
    monkeypatch.setattr(text, "PIECE", 1 << 16)
    path = tmp_path / "a.tsv"
    asked = []

    class Counting(NullJob):
        def check(self):
            asked.append(1)

    with path.open("wb") as file:
        if place == "below":
            file.write((HEADER + rows("Ana", "a", 3)).encode())
        file.truncate(500 << 20) if place == "head" else file.write(b"1" * (4 << 20))
    with pytest.raises(InputError) as caught:
        read_recording(path, Counting())
    if place == "below":
        assert "line 5: this line is longer" in str(caught.value)
    assert len(asked) < 40


@pytest.mark.usefixtures("small_pieces")
def test_a_stop_is_heard_between_pieces(tmp_path):
    class Stopped(NullJob):
        def check(self):
            asked.append(1)
            if len(asked) > 5:
                raise Cancelled

    asked = []
    path = written(tmp_path, rows("Ana", "a", 2000))
    with pytest.raises(Cancelled):
        list(iter_recordings(path, Stopped()))


@pytest.mark.usefixtures("small_pieces")
def test_nul_far_down_has_its_line(tmp_path):
    table = rows("Ana", "a", 999)
    path = written(tmp_path, table + "Ana\0\ta\t1\n")
    with pytest.raises(InputError, match="line 1001"):
        read_recording(path)


@pytest.mark.usefixtures("small_pieces")
def test_carriage_returns_at_the_edge_of_pieces_end_lines_once(tmp_path):
    table = rows("Ana", "a", 999).replace("\n", "\r\n")
    recording = read_recording(written(tmp_path, table))
    assert len(recording.samples) == 999
    assert recording.warnings == ("No sample belongs to a stimulus.",)


def test_text_is_categorical_and_measurements_are_small(tmp_path):
    samples = read_recording(written(tmp_path, rows("Ana", "a", 9))).samples
    assert samples["time_us"].dtype == np.int64
    assert samples["gaze_x"].dtype == np.float32
    assert isinstance(samples["participant"].dtype, pd.CategoricalDtype)
    assert samples.memory_usage(index=False, deep=True).sum() < 100 * 9 + 2000
