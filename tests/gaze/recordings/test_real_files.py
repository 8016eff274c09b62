"""Real exports beside the project; skipped where they are not."""

from pathlib import Path

import numpy as np
import pytest

from neopain_gui.gaze import read_recording

ABOUT = "neopain_gui.gaze.recordings"

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "gaze"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real exports are not here")


@pytest.mark.parametrize(
    ("name", "dialect", "mark", "rate", "samples", "fixations", "stimuli"),
    [
        ("prolab24_de_ivt_300hz.tsv", "Tobii Pro Lab 2x", ",", 300, 3891, 32, ()),
        ("prolab1_sv_decimal_comma.tsv", "Tobii Pro Lab 1.x", ",", 60, 1106, 45, ("four blocks",)),
        ("studio2_de_two_stimuli.tsv", "Tobii Studio 1/2", ",", 50, 1231, 71, ("SMI Label.bmp",)),
        ("studio2_en_preamble_all.tsv", "Tobii Studio 1/2", ".", 60, 8, 0, ("ScreenRec",)),
        ("tx300_sdk_300hz.txt", "TX300 SDK dump", ".", 300, 1206, 0, ()),
    ],
)
def test_it_holds_what_is_known_of_it(name, dialect, mark, rate, samples, fixations, stimuli):
    recording = read_recording(FOLDER / name)
    assert recording.dialect.name == dialect
    assert recording.dialect.decimal_mark == mark
    assert recording.rate_hz == pytest.approx(rate, rel=0.005)
    assert (len(recording.samples), len(recording.fixations)) == (samples, fixations)
    assert recording.stimuli == stimuli
    assert recording.participants == ("P01",)


def test_fixations_of_a_stimulus_are_counted_once_and_mapped_as_tobii_does():
    recording = read_recording(FOLDER / "studio2_de_two_stimuli.tsv")
    shown = recording.samples[recording.samples["stimulus"] == "SMI Label.bmp"]
    assert len(shown) == 246
    inside = shown[shown["eye_movement"] == "Fixation"]
    assert inside["eye_movement_index"].nunique() == 15
    np.testing.assert_allclose(shown["media_x"], shown["gaze_x"] - 465, atol=1e-4)  # float32
    assert len(recording.events) == 6


def test_a_preamble_is_read_and_its_names_are_not_kept():
    recording = read_recording(FOLDER / "studio2_en_preamble_all.tsv")
    assert recording.screen_size == (1280, 1024)
    assert recording.personal == ("System User Name", "Machine Name", "Sex")
    assert recording.valid_share == 0
    fixations = read_recording(FOLDER / "studio2_en_preamble_fixations.tsv")
    assert (len(fixations.samples), len(fixations.fixations)) == (0, 4664)
    assert fixations.fixations["media_x"].iloc[3] == -1
    assert fixations.rate_hz is None


def test_eyelink():
    recording = read_recording(FOLDER / "eyelink_monocular.asc")
    assert recording.dialect.name == "EyeLink ASC"
    assert (recording.rate_hz, recording.screen_size) == (1000, (1280, 1024))
    samples = recording.samples
    assert (len(samples), samples["left_valid"].sum(), samples["right_valid"].sum()) == (16, 16, 0)
    assert samples["gaze_x"].iloc[0] == pytest.approx(138.1)
    assert recording.fixations["duration_ms"].tolist() == [133, 45]
    assert recording.fixations["x"].tolist() == pytest.approx([141.0, 638.5])
    assert recording.events["value"].eq("READING.STOP").sum() == 2


def test_shares_of_the_screen_become_its_pixels():
    own = read_recording(FOLDER / "tx300_sdk_300hz.txt", screen_size=(1920, 1080))
    assert own.samples["gaze_x"].iloc[0] == pytest.approx((0.4735 + 0.4699) / 2 * 1920)
    taken = read_recording(FOLDER / "tx300_sdk_300hz.txt")
    assert "1280 × 1024" in " ".join(taken.dialect.guesses)
