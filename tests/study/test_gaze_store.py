"""Participants, trials and scores come back as they went in, or nothing does."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.errors import StudyError
from neopain_gui.gaze.trial_frames import samples_frame
from neopain_gui.gaze.trials import COLUMNS, SAMPLES, TRIAL_VERSION, Trial
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.provenance import Provenance
from neopain_gui.study import Selection, Study

P2 = Participant(id="P2", group="Experts", attributes={"years": "7"})
P10 = Participant(id="P10")


def trial(
    participant: str = "P2",
    image_id: str = "P0",
    start_us: int = 5,
    version: int = TRIAL_VERSION,
) -> Trial:
    inputs = {
        "holds": SAMPLES,
        "place": [465.0, 369.0, 320.0, 233.0],
        "rate_hz": 300.0,
        "screen": [1280, 1024],
        "image": image_id,
        "participant": participant,
        "start_us": start_us,
    }
    return Trial(
        participant_id=participant,
        recording="R1",
        start_us=start_us,
        image_id=image_id,
        stimulus=f"{image_id}.bmp",
        provenance=Provenance(stage="gaze.recording", version=version, inputs=inputs),
        facts={"device": "TX300"},
    )


def numbers(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((7, len(COLUMNS[SAMPLES])), np.float32)


def keep(study: Study, *trials: Trial) -> None:
    for one in trials:
        study.blobs.put(one.key, numbers())


def test_all_comes_back_in_natural_order(study: Study) -> None:
    given = [trial("P10"), trial("P2", "P1", 9), trial("P2")]
    keep(study, *given)
    score = PainScore(participant_id="P10", image_id="P0", score=7.5)
    study.gaze.add([P10, P2], given, [score])
    assert study.gaze.participants() == [P2, P10]
    assert study.gaze.trials() == [given[2], given[1], given[0]]
    assert study.gaze.trials("P1") == [given[1]]
    assert study.gaze.scores() == [score]
    assert np.array_equal(study.gaze.values(given[0]), numbers())


def test_all_or_nothing(study: Study) -> None:
    keep(study, trial())
    for trials, scores, said in (
        ([trial(), trial("P3")], [], "samples of participant P3 .* missing"),
        ([trial()], [PainScore(participant_id="P9", image_id="P0", score=1)], "no participant P9"),
        ([trial()], [PainScore(participant_id="P2", image_id="P77", score=1)], "no photograph P77"),
    ):
        with pytest.raises(StudyError, match=said):
            study.gaze.add([P2], trials, scores)
        assert (study.gaze.participants(), study.gaze.trials(), study.gaze.scores()) == ([], [], [])


def test_an_import_is_undone_and_done_again(study: Study) -> None:
    keep(study, trial(), trial("P10"))
    study.gaze.add([P2], [trial()])
    study.gaze.add([P10], [trial("P10")], [PainScore(participant_id="P10", image_id="P1", score=2)])
    study.gaze.remove(["P10"])
    assert (study.gaze.participants(), study.gaze.trials(), study.gaze.scores()) == (
        [P2],
        [trial()],
        [],
    )
    study.gaze.add([P10], [trial("P10")])
    assert study.gaze.trials() == [trial(), trial("P10")]
    study.gaze.remove([], [trial().id])
    assert study.gaze.trials() == [trial("P10")]
    assert study.gaze.participants() == [P2, P10]


def test_a_new_group_keeps_the_trials(study: Study) -> None:
    keep(study, trial())
    study.gaze.add([P2], [trial()])
    study.gaze.add([replace(P2, group="Parents")], [])
    assert study.gaze.participants()[0].group == "Parents"
    assert study.gaze.trials() == [trial()]


def test_a_photograph_that_goes_takes_its_trials_along(study: Study) -> None:
    keep(study, trial(), trial(image_id="P1", start_us=9))
    study.gaze.add([P2], [trial(), trial(image_id="P1", start_us=9)])
    study.removal.take_out(Selection(images=frozenset({"P0"})))
    assert [one.image_id for one in study.gaze.trials()] == ["P1"]


def test_an_older_studys_trial_has_the_ten_columns_of_its_time(study: Study) -> None:
    older, newer = trial(version=1), trial("P10")
    study.blobs.put(older.key, numbers()[:, :10])
    study.blobs.put(newer.key, numbers()[:, :10])
    study.gaze.add([P2, P10], [older, newer])
    kept, _ = study.gaze.trials()
    assert np.array_equal(study.gaze.values(kept), numbers()[:, :10])
    frame = samples_frame(kept, study.gaze.values(kept), (30, 40))
    np.testing.assert_allclose(frame["fixation_y"], numbers()[:, 9])
    assert frame[["direction_x", "direction_y", "direction_z"]].isna().all(axis=None)
    with pytest.raises(StudyError, match="import the recording again"):
        study.gaze.values(newer)


def test_another_array_is_refused(study: Study) -> None:
    study.blobs.put(trial().key, np.ones((3, 4), np.float32))
    study.gaze.add([P2], [trial()])
    with pytest.raises(StudyError, match="import the recording again"):
        study.gaze.values(trial())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trials SET inputs = '{}'",
        "UPDATE trials SET stage = 'another'",
        "UPDATE trials SET facts = 'x'",
        "UPDATE participants SET attributes = '[1]'",
    ],
)
def test_damaged_rows_are_refused_in_a_sentence(study: Study, sql: str) -> None:
    keep(study, trial())
    study.gaze.add([P2], [trial()])
    study.close()
    with sqlite3.connect(study.path / "study.sqlite") as raw:
        raw.execute(sql)
    raw.close()
    with Study.open(study.path, read_only=True) as again:
        read = again.gaze.participants if "participants" in sql else again.gaze.trials
        with pytest.raises(StudyError, match="never writes"):
            read()
