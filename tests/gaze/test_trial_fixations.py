"""Fixations of a photograph's trials: found together they are the same as each for itself."""

import numpy as np
import pytest

from neopain_gui.gaze.fixations import IDT, IVT, Exported
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gaze.trial_fixations import fixations_of_trials, trial_fixations
from neopain_gui.gaze.trials import COLUMNS, SAMPLES, TRIAL_VERSION, Trial
from neopain_gui.provenance import Provenance

SIZE = (30, 40)


def trial(number, random):
    """A trial with a rate, a screen, lost samples, directions and events of its own."""
    rate, seconds = random.choice([60, 120, 300]), random.uniform(0.5, 2)
    count = int(rate * seconds)
    rests = np.repeat(random.uniform(300, 700, (count // 12 + 1, 2)), 12, axis=0)[:count]
    column = dict.fromkeys(COLUMNS[SAMPLES], np.zeros(count))
    column["time_ms"] = np.cumsum(np.full(count, 1000 / rate) + random.uniform(-0.1, 0.1, count))
    column["gaze_x"], column["gaze_y"] = (rests + random.normal(0, 3, (count, 2))).T
    column["eyes"] = random.choice([0, 1, 2, 3], count, p=[0.1, 0.05, 0.05, 0.8])
    for axis in "xy":
        column[f"gaze_{axis}"][column["eyes"] == 0] = np.nan
        column[f"fixation_{axis}"] = rests[:, "xy".index(axis)]
    column["distance_mm"] = np.where(random.random(count) < 0.1, np.nan, 640.0)
    column["movement"] = np.where(np.arange(count) % 12 < 9, 1, 2)
    column["movement_index"] = np.arange(count) // 12 + 1
    column["movement_ms"] = np.full(count, 9000 / rate)
    known = random.random() < 0.5
    for axis, at in zip("xyz", (*(rests / 2000).T, np.ones(count)), strict=True):
        column[f"direction_{axis}"] = at if known else np.full(count, np.nan)
    screen = [1280, 1024] if random.random() < 0.5 else [1920, 1080]
    inputs = {"holds": SAMPLES, "place": [300, 300, 400, 300], "rate_hz": rate, "screen": screen}
    about = Trial(
        participant_id=f"P{number // 2:02}",  # two looks of each in the same recording
        recording="R1",
        start_us=int(random.integers(0, 10**9)),
        image_id="P0",
        stimulus="P0.bmp",
        provenance=Provenance(stage="gaze.recording", version=TRIAL_VERSION, inputs=inputs),
    )
    return about, np.stack(list(column.values()), axis=1).astype(np.float32)


@pytest.mark.parametrize("how", [IVT(), IDT(), Exported()], ids=["ivt", "idt", "exported"])
@pytest.mark.parametrize("seed", range(3))
def test_trials_found_together_have_the_fixations_of_each_to_the_last_bit(how, seed):
    random, settings = np.random.default_rng(seed), GazeSettings(fixations=how)
    trials = [trial(number, random) for number in range(9)]
    together = fixations_of_trials(trials, SIZE, settings)
    alone = [trial_fixations(*one, SIZE, settings) for one in trials]
    assert sum(len(found) for found in alone) > 9
    assert [found.tobytes() for found in together] == [found.tobytes() for found in alone]


def test_no_trials_have_no_fixations():
    assert fixations_of_trials([], SIZE, GazeSettings()) == []
