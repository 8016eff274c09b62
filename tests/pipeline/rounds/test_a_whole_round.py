"""Sixty photographs, three raters, two machines, one of them killed in the middle."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from neopain_gui.annotation.answers import Answer, Sitting
from neopain_gui.annotation.order import distance_of
from neopain_gui.pipeline.analysis.raters import agreement_of_raters
from neopain_gui.pipeline.rounds.collecting import look_at, take_in
from neopain_gui.pipeline.rounds.handing_over import export_round
from neopain_gui.pipeline.rounds.making import neonates_of
from neopain_gui.pipeline.rounds.ratings import left_of, write_ratings
from neopain_gui.study import Study
from tests.pipeline.rounds.material import AT, NAME, make

ABOUT = "neopain_gui.pipeline.rounds"
KILLED_AFTER = 25


def answer(study: Study, rater: str, place: int) -> None:
    """Let a rater do one turn; they differ in every seventh photograph, by the photograph alone."""
    turn = study.annotations.turns(NAME, rater)[place]
    at = {"round": NAME, "rater": rater, "image_id": turn.image_id, "repeat": turn.repeat}
    pixels = int(study.images.pixels(turn.image_id)[0, 0, 0])
    other = pixels % 7 == len(rater) - 3
    label = float(pixels % 2 if not other else 1 - pixels % 2)
    answers = [
        Answer(**at, instrument="label", value=label),
        Answer(**at, instrument="score", value=float(pixels % 11)),
    ]
    study.annotations.put_answers(NAME, rater, turn.image_id, turn.repeat, answers)
    study.annotations.put_sitting(Sitting(**at, seconds=4.0, done=True, at=AT))


def rate_on(folder: Path, rater: str, told: Connection) -> None:
    """Rate on another machine; say of each turn that it is done."""
    with Study.open(folder) as study:
        for place in range(len(study.annotations.turns(NAME, rater))):
            answer(study, rater, place)
            told.send(place)


def killed_in_the_middle(folder: Path, rater: str) -> int:
    """Rate in a process that is killed; return how many turns it had said were done."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=rate_on, args=(folder, rater, there))
    child.start()
    there.close()
    last = -1
    while last < KILLED_AFTER:
        assert here.poll(60)
        last = here.recv()
    child.kill()
    child.join()
    while here.poll():
        try:
            last = here.recv()
        except EOFError:
            break
    here.close()
    return last + 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_blind_round_of_sixty_photographs_by_three_raters(tmp_path: Path) -> None:
    raters = ("Ana", "Bea2", "Caio3")
    asked = {"instruments": ("label", "score"), "repeats": 0.1, "apart": 5, "raters": raters}
    with make(tmp_path, 60, **asked) as study:
        neonates = neonates_of(study)
        for rater in raters:
            order = study.annotations.turns(NAME, rater)
            assert len(order) == 66
            assert distance_of(order, neonates) >= 5
        away = {
            rater: export_round(study, NAME, rater, tmp_path / "away").path for rater in raters[1:]
        }
        for place in range(66):
            answer(study, "Ana", place)
        study.annotations.hand_in(NAME, "Ana", AT)
        told = killed_in_the_middle(away["Bea2"], "Bea2")
        with Study.open(away["Bea2"]) as other:
            assert not other.read_only
            assert 66 - len(left_of(other, NAME, "Bea2")) in (told, told + 1)
            first = other.annotations.answers(NAME, "Bea2")
            assert len(first) >= 2 * told
        take_in(study, look_at(study, [away["Bea2"]]).after)  # what there was, until then
        for rater, folder in away.items():
            with Study.open(folder) as other:
                for turn in left_of(other, NAME, rater):
                    answer(other, rater, other.annotations.turns(NAME, rater).index(turn))
                other.annotations.hand_in(NAME, rater, AT)
        with Study.open(away["Caio3"]) as other:
            file = write_ratings(other, NAME, "Caio3", tmp_path)
        found = look_at(study, [away["Bea2"], file])
        assert found.conflicts == ()
        take_in(study, found.after)
        assert look_at(study, [away["Bea2"], file]).changes_nothing
        (agreement,) = agreement_of_raters(study)
        assert agreement.raters == raters
        assert len(study.annotations.answers(NAME)) == 3 * 66 * 2
        assert len(study.gaze.scores()) == 3 * 60
