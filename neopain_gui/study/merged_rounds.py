"""Rounds of two studies put together: at each turn the first study's answers count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from neopain_gui.counted import counted
from neopain_gui.errors import StudyError

if TYPE_CHECKING:
    from neopain_gui.annotation.round import Round
    from neopain_gui.study.store import Study

ONLY_ROUND = "only round"
"""Setting of a study that is one round for one rater."""
OF_A_TURN = ("answers", "marks", "landmarks", "sittings", "amendments")
Turn = tuple[str, str, str, int]


def refuse_only_round(study: Study) -> None:
    """Refuse a study that is one round for one rater.

    Raises
    ------
    StudyError
    """
    if study.setting(ONLY_ROUND) is not None:
        raise StudyError(
            "it is a round for another machine",
            file=study.path,
            remedy="collect it into the study in which the round was made",
            command="collect it: neopain collect-rounds STUDY FOLDER",
        )


def round_names(first: Study, second: Study) -> dict[str, str]:
    """Return what rounds of the second study are called beside the first's, by token."""
    taken = {one.name: one.token for one in first.annotations.rounds()}
    names: dict[str, str] = {}
    for one in second.annotations.rounds():
        name, number = one.name, 2
        while taken.get(name, one.token) != one.token:
            name, number = f"{one.name}-{number}", number + 1
        taken[name] = one.token
        names[one.token] = name
    return names


def rounds_left_out(
    first: Study, second: Study, images: Mapping[str, str], people: Mapping[str, str]
) -> Iterator[str]:
    """Say which rounds are called otherwise, and which answers of the second do not come along."""
    names = round_names(first, second)
    ours = {one.token: one for one in first.annotations.rounds()}
    for one in second.annotations.rounds():
        if names[one.token] != one.name:
            yield (
                f"both studies have a round “{one.name}” of their own: the second’s is called "
                f"“{names[one.token]}”"
            )
        if one.token in ours:
            yield from _answers_left_out(first, second, (ours[one.token], one), images, people)


def said_turns(connection: Connection) -> set[Turn]:
    """Return the turns at which anything is said."""
    return {
        (row["token"], row["rater"], row["image_id"], row["repeat"])
        for table in OF_A_TURN
        for row in connection.execute(f"SELECT token, rater, image_id, repeat FROM {table}")
    }


def turn_of(values: Mapping[str, Any]) -> Turn:
    """Return the turn that a row belongs to."""
    return (values["token"], values["rater"], values["image_id"], values["repeat"])


def _answers_left_out(
    first: Study,
    second: Study,
    rounds: tuple[Round, Round],
    images: Mapping[str, str],
    people: Mapping[str, str],
) -> Iterator[str]:
    mine = {
        (one.rater, one.image_id, one.repeat, one.instrument, one.item): one
        for one in first.annotations.answers(rounds[0].name)
    }
    turns = {key[:3] for key in mine}
    differ: dict[str, int] = {}
    for one in second.annotations.answers(rounds[1].name):
        turn = (people.get(one.rater, one.rater), images.get(one.image_id, ""), one.repeat)
        there = mine.get((*turn, one.instrument, one.item))
        said = None if there is None else (there.value, there.codable, there.text, there.version)
        if turn in turns and said != (one.value, one.codable, one.text, one.version):
            differ[turn[0]] = differ.get(turn[0], 0) + 1
    for rater, count in differ.items():
        many = counted(count, "answer", "answers")
        yield f"the second study has {many} of {rater} otherwise in the round “{rounds[0].name}”"
