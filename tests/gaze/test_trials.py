"""Recordings are cut into trials, and what is kept of a trial is what was recorded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.errors import InputError
from neopain_gui.gaze import read_recording
from neopain_gui.gaze.trial_frames import samples_frame
from neopain_gui.gaze.trials import SAMPLES, TRIAL_VERSION, Trial, cut
from neopain_gui.provenance import Provenance
from tests.gaze.looks import PLACE, look
from tests.gaze.tables import table_of

SIZES = {"P0.bmp": (30, 40), "P1.bmp": (30, 40)}


def recorded(tmp_path, looks, **how):
    path = tmp_path / "recording.tsv"
    write_prolab(path, looks, **how)
    return read_recording(path, keep_names=True)


@pytest.mark.parametrize("mark", [".", ","])
def test_what_is_written_is_read(tmp_path, mark):
    looks = [look(""), look("P0.bmp", start_us=3_000_000, lost=0.25)]
    recording = recorded(tmp_path, looks, decimal_mark=mark)
    assert (recording.participants, recording.stimuli) == (("Maria Silva",), ("P0.bmp",))
    assert (recording.rate_hz, recording.screen_size) == (pytest.approx(100), (1280, 1024))
    shown = recording.samples[recording.samples["stimulus"].astype(str) == "P0.bmp"]
    assert len(shown) == 100
    assert (shown["left_valid"] | shown["right_valid"]).sum() == 75
    assert shown["gaze_x"].dropna().unique() == pytest.approx([465 + 10 * 2])
    assert shown["media_y"].dropna().unique() == pytest.approx([20])
    assert list(recording.events["event"]) == ["ImageStimulusStart", "ImageStimulusEnd"]


def test_a_trial_for_each_time_a_picture_was_shown(tmp_path):
    looks = [
        look("P0.bmp", start_us=1_000_000),
        look("", start_us=3_000_000),
        look("P1.bmp", (4, 5), start_us=5_000_000),
        look("P0.bmp", start_us=7_000_000),
        look("other.bmp", start_us=9_000_000),
        look("P0.bmp", participant="José", recording="J", start_us=1_000_000),
    ]
    trials = cut(recorded(tmp_path, looks), SIZES)
    assert [(one.participant, one.stimulus, one.start_us) for one in trials] == [
        ("Maria Silva", "P0.bmp", 1_000_000),
        ("Maria Silva", "P1.bmp", 5_000_000),
        ("Maria Silva", "P0.bmp", 7_000_000),
        ("José", "P0.bmp", 1_000_000),
    ]
    assert all(one.place == PLACE and one.holds == SAMPLES for one in trials)
    assert all(one.values.shape == (100, 13) for one in trials)


def test_a_kept_trial_is_the_recording_in_the_photographs_pixels(tmp_path):
    made = look("P0.bmp", lost=0.1, original=(400, 300))  # the study's copy is a tenth as large
    recording = recorded(tmp_path, [made])
    (trial,) = cut(recording, SIZES)
    inputs = {"holds": trial.holds, "place": list(PLACE), "rate_hz": 100, "screen": [1280, 1024]}
    kept = Trial(
        participant_id="P01",
        recording="R1",
        start_us=trial.start_us,
        image_id="P0",
        stimulus="P0.bmp",
        provenance=Provenance(stage="gaze.recording", version=TRIAL_VERSION, inputs=inputs),
    )
    frame = samples_frame(kept, trial.values, (30, 40))
    for name in ("time_us", "left_valid", "right_valid"):
        np.testing.assert_array_equal(frame[name], recording.samples[name])
    for name in ("gaze_x", "gaze_y", "distance_mm", "media_pos_x", "media_shown_height"):
        np.testing.assert_allclose(frame[name], recording.samples[name], rtol=1e-5)
    np.testing.assert_allclose(frame["media_x"] * 10, recording.samples["media_x"], rtol=1e-4)
    assert set(frame["participant"]) == {"P01"}
    assert list(frame.columns) == list(recording.samples.columns)


def without_place(recording, *, media):
    samples = recording.samples.copy()
    for name in ("media_pos_x", "media_pos_y", "media_shown_width", "media_shown_height"):
        samples[name] = np.nan
    if not media:
        samples["media_x"] = samples["media_y"] = np.nan
    return replace(recording, table=table_of(samples))


def test_the_place_follows_from_gaze_in_both_systems(tmp_path):
    def moving(start, point):
        return look("P0.bmp", point, start_us=start, seconds=0.1)

    looks = [moving(1_000_000 + 100_000 * n, (3.0 * n, 2.0 * n)) for n in range(8)]
    recording = without_place(recorded(tmp_path, looks), media=True)
    (trial,) = cut(recording, SIZES)
    assert trial.place == pytest.approx(PLACE, abs=0.05)


def test_a_place_that_nobody_says_is_asked_for(tmp_path):
    recording = without_place(recorded(tmp_path, [look("P0.bmp")]), media=False)
    with pytest.raises(InputError, match="does not say where on the screen"):
        cut(recording, SIZES)
    (trial,) = cut(recording, SIZES, {"P0.bmp": (1.0, 2.0, 40.0, 30.0)})
    assert trial.place == (1.0, 2.0, 40.0, 30.0)
