"""Exports of Tobii ClearView: gaze without a header row, fixations below a preamble."""

import numpy as np
import pytest

from neopain_gui.errors import InputError
from neopain_gui.gaze import read_recording
from neopain_gui.gaze.trials import FIXATIONS, cut

GAZE = [  # time, number, then x, y, camera x, y, distance, pupil and validity of each eye
    "20\t1\t500\t400\t0.31\t0.42\t612.5\t3.25\t0\t520\t404\t0.61\t0.44\t613.5\t3.50\t0\n",
    "40\t2\t-1280\t-1024\t-1.000\t-1.000\t-1.000\t-1.000\t4\t520\t404\t0.6\t0.4\t613.5\t3.5\t1\n",
    "60\t3\t501\t400\t0.31\t0.42\t612.5\t3.25\t2\t520\t404\t0.61\t0.44\t613.5\t3.50\t0\n",
    "80\t4\t" + "\t".join(["-1280\t-1024\t-1.000\t-1.000\t-1.000\t-1.000\t4"] * 2) + "\n",
]
PREAMBLE = "Data properties:\nSubject: Maria\nScreen resolution: 1280x1024\nNumber: 4\n\n"
FIXED = (
    "Data properties:\nRecording name: rec 1\nFixation radius: 30\nScreen resolution: 1280x1024\n"
    "\nFix number\tTimestamp\tDuration\tGazepointX\tGazepointY\n \n"
    "1\t120\t200\t300\t220\n2\t400\t160\t340\t260\n"
)


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("end", ["\n", "\t\r\n"])
@pytest.mark.parametrize("before", ["", PREAMBLE])
def test_gaze_of_each_eye(tmp_path, mark, end, before):
    path = tmp_path / "aGZD.txt"
    table = "".join(GAZE).replace(".", mark).replace("\n", end)
    path.write_bytes((before + table).encode())
    recording = read_recording(path)
    samples = recording.samples
    assert recording.dialect.name == "ClearView GZD"
    assert recording.dialect.decimal_mark == mark
    assert samples["time_us"].tolist() == [20_000, 40_000, 60_000, 80_000]
    np.testing.assert_array_equal(samples["gaze_x"], [510, 520, 520, np.nan])
    np.testing.assert_array_equal(samples["gaze_y"], [402, 404, 404, np.nan])
    np.testing.assert_array_equal(samples["left_valid"], [True, False, False, False])
    np.testing.assert_array_equal(samples["right_valid"], [True, True, True, False])
    np.testing.assert_array_equal(samples["distance_mm"], [613, 613.5, 613, np.nan])
    np.testing.assert_array_equal(samples["left_pupil_mm"], [3.25, np.nan, 3.25, np.nan])
    assert recording.rate_hz == pytest.approx(50)
    assert recording.screen_size == ((1280, 1024) if before else None)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\t0\n", "\t7\n"),  # no validity
        lambda text: text.replace("60\t3", "10\t3"),  # time goes back
        lambda text: text.replace("\t3.5\t1\n", "\t3.5\n"),
        lambda text: "\t".join(f"column {at}" for at in range(16)) + "\n" + text,
    ],
)
def test_sixteen_numbers_that_are_something_else(tmp_path, change):
    path = tmp_path / "a.txt"
    path.write_text(change("".join(GAZE)), "utf-8")
    with pytest.raises(InputError, match="no export of an eye tracker"):
        read_recording(path)


def test_a_wrong_cell_of_gaze_has_its_line(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(PREAMBLE + "".join(GAZE).replace("501", "1e308"), "utf-8")
    with pytest.raises(InputError, match="line 8, column 'left_x'"):
        read_recording(path)


def test_fixations_alone(tmp_path):
    path = tmp_path / "aFXD.txt"
    path.write_text(FIXED, "utf-8")
    recording = read_recording(path, keep_names=True)
    assert recording.dialect.name == "ClearView FXD, fixations only"
    assert (len(recording.samples), recording.rate_hz) == (0, None)
    assert recording.recordings == ("rec 1",)
    columns = ["start_us", "index", "duration_ms", "x", "y"]
    assert recording.fixations[columns].to_numpy().tolist() == [
        [120_000, 1, 200, 300, 220],
        [400_000, 2, 160, 340, 260],
    ]


def test_fixations_become_a_trial_where_the_pictures_place_is_given(tmp_path):
    path = tmp_path / "aFXD.txt"
    path.write_text(FIXED, "utf-8")
    recording = read_recording(path)
    with pytest.raises(InputError, match="where on the screen the picture was shown"):
        cut(recording, {"": (30, 40)})
    (trial,) = cut(recording, {"": (30, 40)}, {"": (300.0, 200.0, 80.0, 60.0)})
    assert (trial.holds, trial.place) == (FIXATIONS, (300.0, 200.0, 80.0, 60.0))
    assert trial.values[:, 4:6].tolist() == [[0, 10], [20, 30]]
