"""I-VT against the labels that Tobii Pro Lab gave a real recording; skipped where it is not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.gaze import read_recording
from neopain_gui.gaze.fixations import IVT, TX300, find_fixations, number_fixations
from neopain_gui.gaze.trial_frames import DIRECTION, samples_frame
from neopain_gui.gaze.trials import SAMPLES, TRIAL_VERSION, Trial, cut
from neopain_gui.provenance import Provenance

ABOUT = "neopain_gui.gaze.fixations"

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "gaze"
FILE = FOLDER / "prolab24_de_ivt_300hz.tsv"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real exports are not here")

# 0.275 mm a pixel, as the file's own columns in pixels and in millimetres give it
SCREEN = replace(TX300, screen_px=(1920, 1080), screen_mm=(528.0, 297.0))


@pytest.fixture(scope="module")
def recording():
    return read_recording(FILE)


def agreeing(recording, samples):
    own = (recording.samples["eye_movement"] == "Fixation").to_numpy()
    return float(((number_fixations(samples, IVT(), SCREEN) > 0) == own).mean())


def test_by_gaze_directions_it_finds_tobiis_32_fixations(recording):
    samples, own = recording.samples, recording.fixations
    found = find_fixations(samples, IVT(), SCREEN)
    assert len(found) == len(own) == 32
    # one sample of 300 Hz at most; the last one ends with the file, and goes on in the whole
    assert np.abs(found["start_us"] - own["start_us"]).max() < 3400
    assert np.abs(found["duration_ms"] - own["duration_ms"]).iloc[:-1].max() < 7
    assert agreeing(recording, samples) >= 0.99


def test_by_gaze_points_it_misses_one_border_of_a_single_sample(recording):
    """Whole pixels make 29.5°/s of 30.1°/s: Tobii's 15th and 16th fixation become one."""
    samples, own = recording.samples.drop(columns=list(DIRECTION)), recording.fixations
    found = find_fixations(samples, IVT(), SCREEN)
    assert len(found) == 31
    starts = found["start_us"].to_numpy()
    missed = [at for at, start in enumerate(own["start_us"]) if np.abs(starts - start).min() > 3400]
    assert missed == [15]
    assert agreeing(recording, samples) >= 0.998


def test_a_directions_length_is_one_where_an_eye_was_found(recording):
    looks = recording.samples[list(DIRECTION)].to_numpy(np.float64)
    found = (recording.samples["left_valid"] | recording.samples["right_valid"]).to_numpy()
    np.testing.assert_allclose(np.linalg.norm(looks[found], axis=1), 1, atol=0.01)
    assert np.isnan(looks[~found]).all()


def test_kept_in_a_study_it_finds_the_same_32(recording):
    (cut_out,) = cut(recording, {"": (1080, 1920)}, {"": (0.0, 0.0, 1920.0, 1080.0)})
    inputs = {"holds": SAMPLES, "place": [0, 0, 1920, 1080], "rate_hz": 300, "screen": [1920, 1080]}
    provenance = Provenance(stage="gaze.recording", version=TRIAL_VERSION, inputs=inputs)
    trial = Trial(
        participant_id="P01",
        recording="R1",
        start_us=cut_out.start_us,
        image_id="P0",
        stimulus="",
        provenance=provenance,
    )
    kept = samples_frame(trial, cut_out.values, (1080, 1920))
    assert len(find_fixations(kept, IVT(), SCREEN)) == 32


def test_at_60_hz_it_agrees_with_what_pro_lab_exported():
    recording = read_recording(FOLDER / "prolab1_sv_decimal_comma.tsv")
    assert agreeing(recording, recording.samples) >= 0.97
