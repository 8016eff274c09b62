"""I-VT against the labels that Tobii Pro Lab gave a real recording; skipped where it is not."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.gaze import read_recording
from neopain_gui.gaze.fixations import IVT, TX300, find_fixations, number_fixations

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "gaze"
FILE = FOLDER / "prolab24_de_ivt_300hz.tsv"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real exports are not here")

# 0.275 mm a pixel, as the file's own columns in pixels and in millimetres give it
SCREEN = replace(TX300, screen_px=(1920, 1080), screen_mm=(528.0, 297.0))


@pytest.fixture(scope="module")
def recording():
    return read_recording(FILE)


def directions(count):
    """The mean of the valid eyes' gaze directions, read without the project's reader."""
    with FILE.open(encoding="utf-8", newline="") as file:
        table = csv.reader(file, delimiter="\t")
        place = {name: at for at, name in enumerate(next(table))}
        rows = [row for row in table if len(row) > 50 and row[place["Sensor"]] == "Eye Tracker"]
    assert len(rows) == count
    eyes = np.full((2, count, 3), np.nan)
    for eye, side in enumerate(("left", "right")):
        for axis, letter in enumerate("XYZ"):
            at = place[f"Gaze direction {side} {letter} [DACS norm]"]
            for number, row in enumerate(rows):
                if row[at]:
                    eyes[eye, number, axis] = float(row[at].replace(",", "."))
    left, right = eyes
    mean = (left + right) / 2
    return np.where(np.isfinite(mean), mean, np.where(np.isfinite(left), left, right))


def agreeing(recording, samples):
    own = (recording.samples["eye_movement"] == "Fixation").to_numpy()
    return float(((number_fixations(samples, IVT(), SCREEN) > 0) == own).mean())


def test_by_gaze_directions_it_finds_tobiis_32_fixations(recording):
    looks = directions(len(recording.samples)).T
    samples = recording.samples.assign(
        **{f"direction_{axis}": values for axis, values in zip("xyz", looks, strict=True)}
    )
    found, own = find_fixations(samples, IVT(), SCREEN), recording.fixations
    assert len(found) == len(own) == 32
    # one sample of 300 Hz at most; the last one ends with the file, and goes on in the whole
    assert np.abs(found["start_us"] - own["start_us"]).max() < 3400
    assert np.abs(found["duration_ms"] - own["duration_ms"]).iloc[:-1].max() < 7
    assert agreeing(recording, samples) >= 0.99


def test_by_gaze_points_it_misses_one_border_of_a_single_sample(recording):
    """Whole pixels make 29.5°/s of 30.1°/s: Tobii's 15th and 16th fixation become one."""
    found, own = find_fixations(recording.samples, IVT(), SCREEN), recording.fixations
    assert len(found) == 31
    starts = found["start_us"].to_numpy()
    missed = [at for at, start in enumerate(own["start_us"]) if np.abs(starts - start).min() > 3400]
    assert missed == [15]
    assert agreeing(recording, recording.samples) >= 0.998


def test_at_60_hz_it_agrees_with_what_pro_lab_exported():
    recording = read_recording(FOLDER / "prolab1_sv_decimal_comma.tsv")
    assert agreeing(recording, recording.samples) >= 0.97
