"""What goes with a participant is said, also where a map does not name whose gaze it holds."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.pipeline.photographs.removal import what_goes
from neopain_gui.study import Selection
from tests.study import planted
from tests.study.planted import OTHER, PARENTS, PERSON, WITNESS

WHO = Selection(participants=frozenset({PERSON}))


def test_a_map_that_names_no_recording_goes_and_that_is_said(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        (before,) = (line for line in what_goes(study.removal.would_take(WHO)) if " map" in line)
        assert before.endswith("of groups that they are part of")
        looked = [planted.trial(WITNESS, OTHER)]
        planted.put(study, planted.group_map(PARENTS, OTHER, looked, named=False))
        (after,) = (line for line in what_goes(study.removal.would_take(WHO)) if " map" in line)
        assert "one of which does not say from whose recordings" in after
        assert "it goes with anybody who looked at the photograph" in after
        assert "make the group maps again" in after
