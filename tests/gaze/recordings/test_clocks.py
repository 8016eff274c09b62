"""Clocks that start again, are rounded by a spreadsheet, or give several samples one time."""

import numpy as np
import pytest

from neopain_gui.errors import InputError
from neopain_gui.gaze import ColumnMapping, iter_recordings, read_recording
from neopain_gui.gaze.recordings import clock, text

ABOUT = "neopain_gui.gaze.recordings.clock"

STUDIO = (
    "ParticipantName\tRecordingName\tMediaName\tRecordingTimestamp\tEyeTrackerTimestamp\t"
    "MouseEventIndex\tMouseEvent\tGazePointX (ADCSpx)\tGazePointY (ADCSpx)\tValidityLeft\t"
    "ValidityRight\n"
)


def studio(name, start_ms, count, *, fine_from=None, x=600):
    """Rows of one medium at 250 Hz."""
    fine = start_ms if fine_from is None else fine_from
    return "".join(
        f"Ana\tRec 01\t{name}\t{start_ms + 4 * at}\t{1000 * (fine + 4 * at)}\t\t\t{x}\t500\t0\t0\n"
        for at in range(count)
    )


def written(tmp_path, content, name="a.tsv"):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize("piece", [None, 700])
@pytest.mark.parametrize("tracker_runs_on", [False, True])
def test_a_clock_that_starts_again_begins_another_recording(
    tmp_path, monkeypatch, piece, tracker_runs_on
):
    if piece:
        monkeypatch.setattr(text, "PIECE", piece)
    fine = 90_000 if tracker_runs_on else None
    table = studio("a.bmp", 1000, 400) + studio("b.bmp", 2600, 100)
    table += studio("a.bmp", 1000, 400, fine_from=fine, x=700)
    path = written(tmp_path, STUDIO + table)
    whole = read_recording(path, keep_names=True)
    assert whole.recordings == ("Rec 01", "Rec 01 (2)")
    assert whole.rate_hz == pytest.approx(250)
    assert "starts again within a recording, once" in " ".join(whole.warnings)
    each = list(iter_recordings(path, keep_names=True))
    assert [len(one.samples) for one in each] == [500, 400]
    assert each[1].samples["gaze_x"].unique().tolist() == [700]
    assert each[1].samples["time_us"].iloc[0] == 1_000_000


def test_a_clock_that_starts_again_and_again_is_no_clock(tmp_path):
    table = "".join(studio("a.bmp", 9000 * (at % 2), 1) for at in range(2500))
    with pytest.raises(InputError, match="sort the rows"):
        read_recording(written(tmp_path, STUDIO + table))


def test_rows_of_mouse_and_keys_are_events_and_no_samples(tmp_path):
    sample = studio("a.bmp", 1000, 90).splitlines(keepends=True)
    mouse = "Ana\tRec 01\ta.bmp\t{}\t\t{}\tLeft\t\t\t\t\n"
    table = "".join(row + mouse.format(1001 + 4 * at, at) for at, row in enumerate(sample))
    recording = read_recording(written(tmp_path, STUDIO + table))
    assert (len(recording.samples), recording.valid_share) == (90, 1.0)
    assert recording.rate_hz == pytest.approx(250)
    assert recording.events["event"].tolist() == ["Mouse: Left"] * 90


GAZEPOINT = "MEDIA_ID,MEDIA_NAME,CNT,TIME(2026/01/01 10:00:00.000),{tick}FPOGX,FPOGY,FPOGS,FPOGD,"
GAZEPOINT += "FPOGID,FPOGV,BPOGX,BPOGY,BPOGV,\n"


def gazepoint(*, ticks):
    """Three media of 1, 2 and 1 s at 60 Hz, each with a fixation every half second."""
    head = GAZEPOINT.format(tick="TIMETICK(f=2000000)," if ticks else "")
    rows, count = [], 0
    for medium, seconds in enumerate((1, 2, 1)):
        for at in range(60 * seconds):
            fixation, inside = divmod(at, 30)
            tick = f"{7_000_000 + round(count / 60 * 2_000_000)}," if ticks else ""
            x = 0.25 + 0.1 * fixation
            rows.append(
                f"{medium},m{medium},{count},{at / 60:.5f},{tick}{x},0.5,{fixation / 2},"
                f"{inside / 60:.5f},{fixation + 1},1,{x},0.5,1,\n"
            )
            count += 1
    return head + "".join(rows)


@pytest.mark.parametrize("piece", [None, 1500])
@pytest.mark.parametrize("ticks", [True, False])
def test_gazepoints_time_starts_again_with_each_medium(tmp_path, monkeypatch, ticks, piece):
    if piece:
        monkeypatch.setattr(text, "PIECE", piece)
    path = written(tmp_path, gazepoint(ticks=ticks), "all_gaze.csv")
    (recording,) = iter_recordings(path, screen_size=(1000, 800))
    assert recording.rate_hz == pytest.approx(60, rel=1e-3)
    times = recording.samples["time_us"].to_numpy()
    assert (np.diff(times) > 0).all()
    assert times[-1] - times[0] == pytest.approx(239 / 60 * 1e6, abs=300)
    assert recording.samples["stimulus"].value_counts().to_dict() == {"m0": 60, "m1": 120, "m2": 60}
    assert not any("again" in warning for warning in recording.warnings)
    fixations = recording.fixations
    assert fixations["duration_ms"].tolist() == pytest.approx([29 / 60 * 1000] * 8, abs=0.01)
    assert fixations["x"].tolist()[:2] == pytest.approx([250, 350])
    assert fixations["stimulus"].tolist() == ["m0"] * 2 + ["m1"] * 4 + ["m2"] * 2


def test_a_table_of_gazepoints_fixations_has_no_samples(tmp_path):
    rows = [row for row in gazepoint(ticks=True).splitlines()[1:] if ",0.48333," in row]
    head = GAZEPOINT.format(tick="TIMETICK(f=2000000),")
    path = written(tmp_path, head + "\n".join([*rows, ""]), "fixations.csv")
    recording = read_recording(path, screen_size=(1000, 800))
    assert (len(recording.samples), len(recording.fixations)) == (0, 8)
    assert recording.rate_hz is None
    fixations = recording.fixations
    assert fixations["duration_ms"].tolist() == pytest.approx([483.33] * 8)
    assert fixations["y"].tolist() == pytest.approx([400] * 8)
    assert "fixations only" in " ".join(recording.warnings)
    assert (np.diff(fixations["start_us"]) > 0).all()


PROLAB = (
    "Recording timestamp [ms];Eyetracker timestamp [us];Sensor;Gaze point X [DACS px];"
    "Gaze point Y [DACS px];Validity left;Validity right\n"
)


COARSE = "Recording timestamp [ms];Sensor;Gaze point X [DACS px];Gaze point Y [DACS px]\n"


def test_a_clock_that_a_spreadsheet_rounded_gives_way_to_the_other(tmp_path):
    rows = "".join(
        f"{1000 + 10 * at};{(141831000000 + 10_000 * at) / 1e11:.5f}E+11;Eye Tracker;5;5;Valid;"
        "Valid\n".replace(".", ",")
        for at in range(500)
    ).replace(".", ",")
    recording = read_recording(written(tmp_path, PROLAB + rows, "a.csv"))
    assert recording.rate_hz == pytest.approx(100)
    assert recording.samples["time_us"].iloc[-1] == 5_990_000
    assert recording.dialect.clock == "Recording timestamp [ms]"
    assert "spreadsheet program has rounded it" in " ".join(recording.warnings)


def test_a_rounded_clock_that_is_the_only_one_is_refused(tmp_path):
    rows = "1,41831E+11;Eye Tracker;5;5\n" * 500
    with pytest.raises(InputError, match="has 1 different values in 500 samples"):
        read_recording(written(tmp_path, COARSE + rows, "a.csv"))


@pytest.mark.parametrize(("hertz", "millisecond"), [(1200, 1), (600, 4), (120, 16)])
def test_samples_that_share_a_time_count_in_the_rate(tmp_path, hertz, millisecond):
    moments = np.arange(600) / hertz * 1000 // millisecond * millisecond
    rows = "".join(f"{at:.0f};Eye Tracker;5;5\n" for at in moments)
    recording = read_recording(written(tmp_path, COARSE + rows, "a.csv"))
    assert recording.rate_hz == pytest.approx(hertz, rel=0.02)
    assert (np.diff(recording.samples["time_us"]) > 0).all()


def test_rows_that_stand_twice_do_not_double_the_rate(tmp_path):
    rows = "".join(f"{10 * at};Eye Tracker;{at};5\n" * 2 for at in range(200))
    recording = read_recording(written(tmp_path, COARSE + rows, "a.csv"))
    assert recording.rate_hz == pytest.approx(100)
    assert "Rows stand twice" in " ".join(recording.warnings)


def test_steps_that_have_nothing_in_common_give_a_rate_all_the_same(tmp_path):
    rows = "".join(f"{at};Eye Tracker;5;5\n" for at in (0, 1, 1000))
    assert read_recording(written(tmp_path, COARSE + rows, "a.csv")).rate_hz == 1000


def test_a_time_beyond_all_clocks_is_refused(tmp_path):
    rows = "".join(f"{at};1;5\n" for at in (0, 1, 9e14))
    mapping = ColumnMapping(time="t", unit="s", x="x", y="y")
    with pytest.raises(InputError, match="'9e\\+14' is no time in s"):
        read_recording(written(tmp_path, "t;x;y\n" + rows), mapping=mapping)


def test_ticks_and_nanoseconds():
    assert clock.microseconds("ns") == 0.001
    assert clock.microseconds("1/2000000 s") == 0.5
