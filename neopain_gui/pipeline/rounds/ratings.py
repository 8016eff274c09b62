"""A rater's answers on their way out of a study."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from neopain_gui.annotation.answers import Turn
from neopain_gui.annotation.ratings_file import Ratings, file_name, ratings_text, renamed
from neopain_gui.annotation.round import Round
from neopain_gui.annotation.said import Said
from neopain_gui.errors import StudyError
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.pipeline.settings.instruments import switches_asked
from neopain_gui.study import Study
from neopain_gui.study.merged_rounds import ONLY_ROUND


def only_round(study: Study) -> Round | None:
    """Return the round that a study is nothing but; None for an ordinary study."""
    name = study.setting(ONLY_ROUND)
    return study.annotations.round(name) if isinstance(name, str) else None


def asked(study: Study, round_: str, rater: str) -> Round:
    """Return a round that asks a rater.

    Raises
    ------
    StudyError
        There is no such round, or it asks others.
    """
    found = study.annotations.round(round_)
    if rater not in found.raters:
        others = ", ".join(found.raters) or "nobody"
        raise StudyError(
            f"the round “{round_}” does not ask {rater}",
            file=study.path,
            remedy=f"it asks {others}",
        )
    return found


def ratings_of(study: Study, round_: str, rater: str) -> Ratings:
    """Return what a rater said, with the photographs named as files of the round name them.

    Raises
    ------
    StudyError
        As :func:`asked`.
    """
    found = asked(study, round_, rater)
    aliases = study.annotations.aliases(round_)
    turns = study.annotations.turns(round_, rater)
    said = [study.annotations.said(round_, rater, turn.image_id, turn.repeat) for turn in turns]
    return Ratings(
        round=replace(
            found,
            raters=(rater,),
            image_ids=tuple(dict.fromkeys(aliases[turn.image_id] for turn in turns)),
        ),
        rater=rater,
        handed_in=study.annotations.handed_in(round_, rater) or "",
        turns=tuple(replace(turn, image_id=aliases[turn.image_id]) for turn in turns),
        said=tuple(
            renamed(one, names=aliases, round_=round_, rater=rater)
            for one in said
            if one != empty(one)
        ),
        switches=switches_asked(study, found.instruments),
    )


def empty(said: Said) -> Said:
    """Return the same turn with nothing said."""
    return Said(round=said.round, rater=said.rater, image_id=said.image_id, repeat=said.repeat)


def write_ratings(study: Study, round_: str, rater: str, folder: Path) -> Path:
    """Write a rater's file into a folder; return it.

    Raises
    ------
    StudyError
        As :func:`asked`.
    EnvironmentFault
        It could not be written.
    """
    file = folder / file_name(rater)
    write_bytes_atomic(file, ratings_text(ratings_of(study, round_, rater)).encode())
    return file


@dataclass(frozen=True, slots=True, kw_only=True)
class HowFar:
    """How far a rater is in a round.

    Attributes
    ----------
    turns, done, begun : int
        All of them; those at which nothing is open; of the others those at which something is said.
    """

    turns: int
    done: int
    begun: int

    @property
    def left(self) -> int:
        """Turns that are not done, begun or not."""
        return self.turns - self.done


def how_far(study: Study, round_: str, rater: str) -> HowFar:
    """Return how far a rater is in a round."""
    left, turns = left_of(study, round_, rater), study.annotations.turns(round_, rater)
    begun = study.annotations.begun_turns(round_, rater)
    return HowFar(
        turns=len(turns),
        done=len(turns) - len(left),
        begun=sum((one.image_id, one.repeat) in begun for one in left),
    )


def left_of(study: Study, round_: str, rater: str) -> tuple[Turn, ...]:
    """Return the turns that a rater has not done yet, in their order."""
    done = {
        (one.image_id, one.repeat) for one in study.annotations.sittings(round_, rater) if one.done
    }
    return tuple(
        turn
        for turn in study.annotations.turns(round_, rater)
        if (turn.image_id, turn.repeat) not in done
    )
