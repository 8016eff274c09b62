"""Samples one by one: which eye, and time that does not run on."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from neopain_gui.gaze.trials import COLUMNS, SAMPLES, Trial
from neopain_gui.pipeline.bids.samples import (
    label_of_eye,
    recorded_eye,
    sampling_frequency,
    write_samples,
)
from neopain_gui.provenance import Provenance


def trial(times_ms, eyes=3, start_us=0, rate_hz=None):
    values = np.full((len(times_ms), len(COLUMNS[SAMPLES])), np.nan, np.float32)
    for name, cells in {"time_ms": times_ms, "eyes": eyes, "movement": 0, "gaze_x": 7}.items():
        values[:, COLUMNS[SAMPLES].index(name)] = cells
    inputs = {"holds": SAMPLES, "place": [0, 0, 10, 10], "rate_hz": rate_hz, "screen": None}
    made = Trial(
        participant_id="P1",
        recording="r",
        start_us=start_us,
        image_id="P0",
        stimulus="",
        provenance=Provenance(stage="gaze.recording", version=2, inputs=inputs),
    )
    return made, values


def test_a_sample_whose_time_does_not_follow_is_left_out_and_counted(tmp_path):
    trials = [trial([0, 10, 10, 5, 20]), trial([0, 10], start_us=15_000)]
    written = write_samples(tmp_path / "x.gz", trials, 0)
    lines = gzip.decompress((tmp_path / "x.gz").read_bytes()).decode().splitlines()
    times = [float(line.split("\t")[0]) for line in lines]
    assert times == [0, 0.01, 0.02, 0.025]
    assert (written.rows, written.late) == (4, 3)
    assert lines[0] == "0.000000\t7.0000\tn/a\t1\t1"


@pytest.mark.parametrize(
    ("eyes", "eye", "file"),
    [
        ([1, 1, 0], "left", "eye1"),
        ([2, 0, 2], "right", "eye2"),
        ([1, 2, 0], "cyclopean", "eye1"),
        ([3, 1, 0], "cyclopean", "eye1"),
        ([0, 0, 0], "cyclopean", "eye1"),
    ],
)
def test_the_eye_is_one_only_where_no_other_was_ever_found(eyes, eye, file):
    found = recorded_eye([trial([0, 1, 2], eyes)])
    assert (found, label_of_eye(found)) == (eye, file)


def test_the_rate_is_that_of_the_recording_or_of_its_samples():
    assert sampling_frequency([trial([0, 4, 8, 12])]) == 250
    assert sampling_frequency([trial([0, 4], rate_hz=300.0)]) == 300
    assert sampling_frequency([trial([0])]) is None
