"""Samples as SMI's programs export them; the columns are those of real exports."""

import numpy as np
import pytest

from neopain_gui.errors import InputError
from neopain_gui.gaze import read_recording
from neopain_gui.gaze.recordings import text

from .test_spreadsheets import as_sheet

ABOUT = "neopain_gui.gaze.recordings.begaze"

HEAD = """## [BeGaze]
## Converted from:\tC:\\faces\\Maria.idf
## Version:\tBeGaze 3.7.40
## Sample Rate:\t250
## [Run]
## Subject:\tMaria
## Description:\tRun1
## [Calibration]
## Calibration Area:\t1680\t1050
## Calibration Point 0:\tPosition(841;526)
## Format:\tLEFT, RIGHT, POR, MSG
##
"""
BOTH = (
    "Time\tType\tTrial\tL POR X [px]\tL POR Y [px]\tR POR X [px]\tR POR Y [px]\t"
    "L Mapped Diameter [mm]\tTiming\tPupil Confidence\tL Event Info\tR Event Info\n"
)
ROWS = [
    "7818328012\tSMP\t1\t100.50\t200.25\t102.50\t204.25\t3.25\t0\t1\tFixation\tFixation\n",
    "7818330000\tMSG\t1\t# Message: faces\\S1 080000.bmp\n",
    "7818332012\tSMP\t1\t0.00\t0.00\t102.50\t204.25\t0.00\t0\t1\tBlink\tFixation\n",
    "7818336012\tSMP\t1\t0.00\t0.00\t0.00\t0.00\t0.00\t0\t0\tBlink\tBlink\n",
    "7818338000\tMSG\t2\t# Message: UE-keypress Space\n",
    "7818339000\tMSG\t2\t# Message: other.JPG\n",
    "7818340012\tSMP\t2\t100.50\t200.25\t102.50\t204.25\t3.50\t0\t1\tSaccade\t-\n",
]
WARNINGS = ("The file does not say where its stimuli were shown: gaze has no place on them.",)


def written(tmp_path, rows=ROWS, columns=BOTH, change=lambda one: one, encoding="utf-8"):
    path = tmp_path / "a.txt"
    path.write_bytes(change(HEAD + columns + "".join(rows)).encode(encoding))
    return path


def check(recording):
    samples = recording.samples
    assert samples["time_us"].tolist() == [7818328012 + 4000 * n for n in range(4)]
    np.testing.assert_array_equal(samples["gaze_x"], [101.5, 102.5, np.nan, 101.5])
    np.testing.assert_array_equal(samples["gaze_y"], [202.25, 204.25, np.nan, 202.25])
    np.testing.assert_array_equal(samples["left_valid"], [True, False, False, True])
    np.testing.assert_array_equal(samples["right_valid"], [True, True, False, True])
    np.testing.assert_array_equal(samples["left_pupil_mm"], [3.25, np.nan, np.nan, 3.5])
    assert samples["stimulus"].tolist() == ["", "S1 080000.bmp", "S1 080000.bmp", "other.JPG"]
    assert samples["eye_movement"].tolist() == ["Fixation", "Blink", "Blink", "Saccade"]
    events = recording.events[["time_us", "event", "value"]].to_numpy().tolist()
    assert events[1] == [7818338000, "MSG", "UE-keypress Space"]
    assert len(events) == 3
    assert (recording.rate_hz, recording.screen_size) == (250, (1680, 1050))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("comma", [False, True])
def test_samples_and_messages(tmp_path, encoding, comma):
    commas = lambda one: one.replace(".50", ",50").replace(".25", ",25").replace("0.00", "0,00")  # noqa: E731
    path = written(tmp_path, change=commas if comma else lambda one: one, encoding=encoding)
    recording = read_recording(path)
    check(recording)
    assert recording.warnings == WARNINGS
    dialect = recording.dialect
    assert (dialect.name, dialect.clock, dialect.clock_unit) == ("SMI BeGaze", "Time", "us")
    assert dialect.decimal_mark == ("," if comma else ".")
    assert "the message with its picture's name" in " ".join(dialect.guesses)
    assert recording.participants == ("P01",)
    named = read_recording(path, keep_names=True)
    assert (named.participants, named.recordings) == (("Maria",), ("Run1",))


@pytest.mark.parametrize("typed", [False, True])
def test_a_spreadsheet_of_it(tmp_path, typed):
    recording = read_recording(as_sheet(written(tmp_path), tmp_path / "a.xlsx", typed))
    check(recording)
    assert recording.warnings == WARNINGS


def test_a_stimulus_goes_on_in_the_next_piece(tmp_path, monkeypatch):
    path = written(tmp_path)
    for cut in range(1, 8):
        monkeypatch.setattr(text, "PIECE", len(HEAD + BOTH + "".join(ROWS[:cut])))
        check(read_recording(path))


def test_a_column_of_stimuli_comes_before_messages(tmp_path):
    columns = "Time\tType\tTrial\tR POR X [px]\tR POR Y [px]\tStimulus\n"
    rows = [
        "1000000\tSMP\t1\t5.5\t6.5\tS1.bmp\n",
        "1003000\tMSG\t1\t# Message: other.bmp\n",
        "1004000\tSMP\t1\t5.5\t6.5\tS1.bmp\n",
        "1008000\tSMP\t1\t5.5\t6.5\t-\n",
    ]
    recording = read_recording(written(tmp_path, rows, columns))
    assert recording.samples["stimulus"].tolist() == ["S1.bmp", "S1.bmp", ""]
    assert recording.stimuli == ("S1.bmp",)
    assert not recording.samples["left_valid"].any()
    assert recording.samples["right_valid"].all()
    assert not any("message" in guess for guess in recording.dialect.guesses)


def test_what_is_wrong_has_its_place(tmp_path):
    rows = [*ROWS[:2], ROWS[2].replace("102.50", "many"), *ROWS[3:]]
    with pytest.raises(InputError, match=r"line 16, column 'R POR X \[px\]': 'many' is no number"):
        read_recording(written(tmp_path, rows))
    cut_off = written(tmp_path, [*ROWS[:-1], ROWS[-1][:30]])
    recording = read_recording(cut_off)
    assert len(recording.samples) == 3
    assert "line 20, is cut off" in " ".join(recording.warnings)
    with pytest.raises(InputError, match="nothing below it"):
        read_recording(written(tmp_path, []))


RAW = (
    "RecordingTime [ms],Time of Day [h:m:s:ms],Trial,Stimulus,Participant,Category Group,"
    "Category Right,Category Left,Index Right,Index Left,Point of Regard Right X [px],"
    "Point of Regard Right Y [px],Point of Regard Left X [px],Point of Regard Left Y [px]\n"
)


def test_raw_data_of_begaze_3(tmp_path):
    rows = []
    for at in range(120):  # two stimuli of a second at 60 Hz, fixations numbered anew in each
        second, inside = divmod(at, 60)
        what = "Saccade" if inside % 20 < 2 else "Fixation"
        gaze = "-,-,-,-" if inside == 30 else f"{500 + at}.0,400.0,{502 + at}.0,404.0"
        number = inside // 20 + 1
        rows.append(
            f"{1000 + at * 1000 / 60:.1f},14:39:22:029,T{second},s{second}.bmp,P_A,Eye,"
            f"{what},{what},{number},{number},{gaze}\n"
        )
    rows.insert(60, f"{1990},14:39:22:029,T1,s1.bmp,P_A,Information,-,-,-,-,-,-,-,-\n")
    path = tmp_path / "raw.csv"
    path.write_text(RAW + "".join(rows), "utf-8")
    recording = read_recording(path, keep_names=True)
    assert (len(recording.samples), recording.participants) == (120, ("P_A",))
    assert recording.rate_hz == pytest.approx(60, rel=1e-3)
    assert recording.valid_share == pytest.approx(118 / 120)
    assert recording.stimuli == ("s0.bmp", "s1.bmp")
    assert recording.samples["gaze_x"].iloc[0] == 501
    fixations = recording.fixations
    assert len(fixations) == 6
    assert fixations["stimulus"].tolist() == ["s0.bmp"] * 3 + ["s1.bmp"] * 3
    assert fixations["duration_ms"].tolist() == pytest.approx([300] * 6, rel=1e-3)
    assert fixations["x"].iloc[0] == pytest.approx(501 + (2 + 19) / 2)
