"""Small exports of every dialect, written here: the same samples whatever the file looks like."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.errors import Cancelled, InputError
from neopain_gui.gaze import read_recording
from neopain_gui.gaze.recordings import text
from neopain_gui.jobs import NullJob

from .dialects import write

ABOUT = "neopain_gui.gaze.recordings"

NAMES = {
    "studio2": "Tobii Studio 1/2",
    "studio3": "Tobii Studio 3.x",
    "prolab1": "Tobii Pro Lab 1.x",
    "prolab1 with units": "Tobii Pro Lab 1.x",
    "prolab2": "Tobii Pro Lab 2x",
}
DIALECTS = tuple(NAMES)


def check(recording):
    """The numbers that were written, worked out by hand."""
    samples = recording.samples
    assert samples["time_us"].dtype == np.int64
    assert np.diff(samples["time_us"]).tolist() == [3333, 3334, 3333, 3333]
    np.testing.assert_array_equal(samples["gaze_x"], [510.5, 512.5, 530.5, np.nan, 517.5])
    np.testing.assert_array_equal(samples["gaze_y"], [402.25, 403.25, 410.25, np.nan, 405.25])
    assert samples["left_valid"].tolist() == [True, True, False, False, True]
    assert samples["right_valid"].tolist() == [True, True, True, False, True]
    if recording.dialect.name.startswith("Tobii Pro Lab"):
        both, none = [0.3, 0.3, -0.8], [np.nan] * 3
        expected = [both, both, [0.6, 0, -0.8], none, both]
    else:
        expected = np.full((5, 3), np.nan)
    looks = samples[["direction_x", "direction_y", "direction_z"]]
    np.testing.assert_allclose(looks, expected, rtol=1e-6)
    assert set(looks.dtypes) == {np.dtype(np.float32)}
    np.testing.assert_array_equal(samples["left_pupil_mm"], [3.25, 3.25, np.nan, np.nan, 3.25])
    np.testing.assert_array_equal(samples["media_x"], samples["gaze_x"] - 100)
    np.testing.assert_array_equal(samples["media_y"], samples["gaze_y"] - 50)
    assert recording.participants == ("P01",)
    assert recording.stimuli == ("S1_080000.bmp",)
    assert recording.rate_hz == pytest.approx(300, abs=0.1)
    assert recording.valid_share == pytest.approx(0.8)
    fixations = recording.fixations
    assert fixations["index"].tolist() == [1, 2]
    assert fixations["duration_ms"].tolist() == [7, 3]
    assert fixations["x"].tolist() == [511, 517]
    assert fixations["media_y"].tolist() == [353, 355]
    assert recording.events[["event", "value"]].to_numpy().tolist() == [["KeyPress", "Space"]]
    assert recording.events["time_us"].tolist() == [5000]


@settings(max_examples=60, deadline=None)
@given(
    dialect=st.sampled_from(DIALECTS),
    mark=st.sampled_from(".,"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from("\t;"),
    clock=st.sampled_from(["both", "ms", "us"]),
    shuffle=st.randoms(use_true_random=False),
)
def test_dialect_mark_encoding_units_and_order_change_nothing(
    tmp_path_factory, dialect, mark, encoding, delimiter, clock, shuffle
):
    path = tmp_path_factory.mktemp("export") / "export.tsv"
    order = lambda headers: shuffle.sample(headers, len(headers))  # noqa: E731
    write(
        path, dialect, mark=mark, encoding=encoding, delimiter=delimiter, order=order, clock=clock
    )
    recording = read_recording(path)
    check(recording)
    assert recording.dialect.name == NAMES[dialect]
    assert (recording.dialect.decimal_mark, recording.dialect.delimiter) == (mark, delimiter)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_commas_between_cells(tmp_path, dialect):
    check(read_recording(write(tmp_path / "export.csv", dialect, delimiter=",")))


def test_windows_1252_is_said_to_be_a_guess(tmp_path):
    lines = ("Subject: João", "Sex:\tm", "Screen resolution: 1280 x 1024", "")
    path = write(tmp_path / "a.tsv", "studio2", encoding="cp1252", preamble=lines)
    recording = read_recording(path, keep_names=True)
    check_names = recording.participants, recording.personal, recording.screen_size
    assert check_names == (("João",), ("Sex",), (1280, 1024))
    assert "cp1252" in " ".join(recording.dialect.guesses)


def test_names_become_pseudonyms_and_personal_columns_are_named(tmp_path):
    recording = read_recording(write(tmp_path / "a.tsv", "studio3"))
    assert recording.personal == ("[Sex]Value",)
    every = recording.samples.to_csv() + recording.events.to_csv() + str(recording)
    assert "Maria" not in every
    assert "Rec 1" not in every


def test_a_scaled_picture_is_mapped_to_its_own_pixels(tmp_path):
    path = write(tmp_path / "a.tsv", "prolab2")
    text = path.read_text("utf-8").replace("\t640\t400\t640\t400\t", "\t640\t400\t320\t100\t")
    path.write_text(text, "utf-8")
    samples = read_recording(path).samples
    np.testing.assert_array_equal(samples["media_x"], (samples["gaze_x"] - 100) / 2)
    np.testing.assert_array_equal(samples["media_y"], (samples["gaze_y"] - 50) / 4)


def test_other_sensors_and_calibration_are_left_out(tmp_path):
    path = write(tmp_path / "a.tsv", "prolab2")
    text = path.read_text("utf-8").replace("Eye Tracker", "Mouse", 1)
    text = text[::-1].replace("S1_080000.bmp"[::-1], "Eyetracker Calibration"[::-1], 1)[::-1]
    path.write_text(text, "utf-8")
    recording = read_recording(path)
    assert recording.samples["stimulus"].tolist() == ["S1_080000.bmp"] * 3 + [""]
    assert np.isnan(recording.samples["media_x"].iloc[-1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: "", "is empty"),
        (lambda text: "a\tb\tc\n1\t2\t3\n", "Tobii Studio 1 to 3, Tobii Pro Lab"),
        (lambda text: text.replace("500.5", "50\0.5"), "NUL"),
        (lambda text: text.replace("500.5", "inf"), "line 3, column 'GazePointLeftX (ADCSpx)'"),
        (lambda text: text.replace("522.5", "1e308"), "line 4, column 'GazePointRightX (ADCSpx)'"),
        (lambda text: text.replace("522.5", "many"), "'many' is no number"),
        (lambda text: text.replace("RightX (", "LeftX ("), "is there 2 times"),
        (lambda text: text.split("\n")[0], "nothing below it"),
        (lambda text: text.replace("GazePoint", "Point"), None),
        (lambda text: text.replace("RecordingTimestamp", "T"), "these are read"),
        (
            lambda text: text.replace("\t10\t10004\t", "\t\t\t"),
            "line 3, column 'RecordingTimestamp'",
        ),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_its_place(tmp_path, change, words):
    path = write(tmp_path / "a.tsv", "studio3")
    text = change(path.read_text("utf-8"))
    if words is None:
        text, words = text.replace("FixationIndex", "F"), "no column for gaze points"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_recording(path)
    assert words in str(caught.value)
    assert str(caught.value).startswith("a.tsv")


def test_a_job_stops_it_and_hears_how_far_it_is(tmp_path):
    class Stopped(NullJob):
        def check(self):
            raise Cancelled

    class Heard(NullJob):
        def progress(self, done, total, text=""):
            told.append(done / total)

    path, told = write(tmp_path / "a.tsv", "studio3"), []
    with pytest.raises(Cancelled):
        read_recording(path, Stopped())
    read_recording(path, Heard())
    assert told[-1] == 1


def test_a_byte_that_is_no_utf8_far_down_starts_again_as_windows_1252(tmp_path):
    header = "RecordingTimestamp\tMediaName\tGazePointX (ADCSpx)\tGazePointY (ADCSpx)\n"
    rows = "".join(f"{3 * number}\ta.bmp\t100\t200\n" for number in range(60_000))
    path = tmp_path / "a.tsv"
    path.write_bytes((header + rows + "180000\tcafé.bmp\t100\t200\n").encode("cp1252"))
    recording = read_recording(path)
    assert recording.stimuli == ("a.bmp", "café.bmp")
    assert len(recording.samples) == 60_001
    path.write_bytes((header + rows + "180000\ta.bmp\tmany\t200\n").encode())
    with pytest.raises(InputError, match="line 60002, column 'GazePointX"):
        read_recording(path)


def test_a_clock_without_a_unit_is_told_by_its_step(tmp_path):
    header = "Recording timestamp\tGaze point X\tGaze point Y\n"
    for step, unit in ((16.6, "ms"), (16_600, "us"), (0.0166, "s")):
        rows = "".join(f"{step * number:.4f}\t1\t2\n" for number in range(9))
        path = tmp_path / "a.tsv"
        path.write_text(header + rows, "utf-8")
        recording = read_recording(path)
        assert recording.dialect.clock_unit == unit
        assert recording.rate_hz == pytest.approx(1000 / 16.6, rel=1e-3)


@pytest.mark.parametrize("lasting", [True, False])
@pytest.mark.parametrize("piece", [None, 1000])
def test_fixations_without_a_column_of_their_numbers(tmp_path, monkeypatch, lasting, piece):
    if piece:
        monkeypatch.setattr(text, "PIECE", piece)
    head = "ParticipantName\tRecordingTimestamp\tGazePointX (ADCSpx)\tGazePointY (ADCSpx)\t"
    head += "GazeEventType" + "\tGazeEventDuration" * lasting + "\n"
    rows = ""
    for at in range(300):  # of 100 ms at 100 Hz with a saccade of 20 ms between; two touch
        inside = at % 12
        what = "Saccade" if inside >= 10 else "Fixation"
        span = "20" if what == "Saccade" else "100"
        rows += f"Ana\t{10 * at}\t{500 + at // 12}\t400\t{what}" + f"\t{span}" * lasting + "\n"
    path = tmp_path / "a.tsv"
    path.write_text(head + rows, "utf-8")
    recording = read_recording(path)
    fixations = recording.fixations
    assert len(fixations) == 25
    assert fixations["duration_ms"].tolist() == pytest.approx([100] * 25)
    assert fixations["index"].tolist() == list(range(1, 26))
    if not lasting:
        assert fixations["x"].tolist() == [500 + at for at in range(25)]
