"""What raters said of a round's photographs, as arrays: one table for each question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neopain_gui.annotation.answers import NO_PAIN, PAIN, Answer
from neopain_gui.annotation.round import LABEL, SCALE, SCORE
from neopain_gui.annotation.scales import Scale, totals_of
from neopain_gui.people.scores import HIGHEST

Measured = Literal["nominal", "ordinal", "interval"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that raters answer with a number.

    Attributes
    ----------
    instrument, item : str
        See :class:`~neopain_gui.annotation.answers.Answer`; of a total ``item`` is its id.
    total : bool
        Whether it is what items come to.
    title : str
        As tables and pages name it.
    level : {"nominal", "ordinal", "interval"}
        What differences of its values mean.
    low, high : float
        Between which it lies.
    categories : tuple of float
        All that can be said; empty where it is any number between.
    """

    instrument: str
    item: str = ""
    total: bool = False
    title: str
    level: Measured
    low: float
    high: float
    categories: tuple[float, ...] = ()

    @property
    def key(self) -> tuple[str, str, bool]:
        """What tells it apart."""
        return self.instrument, self.item, self.total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RatingTable:
    """What raters said to one question.

    Attributes
    ----------
    question : Question
        To which.
    raters, image_ids : tuple of str
        The rows and the columns.
    first, second : ndarray of float64, shape (raters, photographs)
        What they said when they saw it first, and again; NaN where nothing was said, or nothing
        could be.
    not_codable : int
        Answers of the first time that say that nothing can be said. Of a total: that it is not
        known.
    """

    question: Question
    raters: tuple[str, ...]
    image_ids: tuple[str, ...]
    first: NDArray[np.float64]
    second: NDArray[np.float64]
    not_codable: int


def questions(instruments: Sequence[str], scales: Mapping[str, Scale]) -> tuple[Question, ...]:
    """Return what the instruments of a round ask that has numbers, in their order.

    Parameters
    ----------
    instruments : sequence of str
        Of a round.
    scales : Mapping of str to Scale
        By id; one that is not there asks nothing that could be named.
    """
    made: list[Question] = []
    for instrument in instruments:
        if instrument == LABEL:
            made.append(
                Question(
                    instrument=LABEL, title="Label", level="nominal", low=NO_PAIN, high=PAIN,
                    categories=(NO_PAIN, PAIN),
                )
            )  # fmt: skip
        elif instrument == SCORE:
            made.append(
                Question(
                    instrument=SCORE, title="Score of 0 to 10", level="interval",
                    low=0.0, high=float(HIGHEST),
                )
            )  # fmt: skip
        elif instrument.startswith(SCALE):
            scale = scales.get(instrument.removeprefix(SCALE))
            made.extend([] if scale is None else _of_scale(scale))
    return tuple(made)


def _of_scale(scale: Scale) -> list[Question]:
    items = [
        Question(
            instrument=scale.instrument,
            item=item.id,
            title=f"{scale.short}: {item.title}",
            level="nominal" if len(item.levels) == 2 else "ordinal",
            low=item.low,
            high=item.high,
            categories=tuple(level.value for level in item.levels),
        )
        for item in scale.items
    ]
    totals = [
        Question(
            instrument=scale.instrument,
            item=total.id,
            total=True,
            title=f"{scale.short}: {total.title}",
            level="interval",
            low=total.low,
            high=total.high,
        )
        for total in scale.totals
    ]
    return items + totals


def rating_tables(
    asked: Sequence[Question],
    answers: Iterable[Answer],
    raters: Sequence[str],
    image_ids: Sequence[str],
    scales: Mapping[str, Scale],
    switches: Mapping[str, Mapping[str, bool]] | None = None,
) -> list[RatingTable]:
    """Return what was said as one table for each question.

    Parameters
    ----------
    asked : sequence of Question
        See :func:`questions`.
    answers : iterable of Answer
        Of one round; those of others than ``raters`` and ``image_ids`` are left out.
    raters, image_ids : sequence of str
        The rows and the columns.
    scales : Mapping of str to Scale
        By id, for totals.
    switches : Mapping, optional
        What the study chose, by the scale's id.
    """
    rows = {rater: place for place, rater in enumerate(raters)}
    columns = {image_id: place for place, image_id in enumerate(image_ids)}
    shape = (2, len(rows), len(columns))
    values = {one.key: np.full(shape, math.nan) for one in asked}
    silent = {one.key: np.zeros(shape, dtype=bool) for one in asked}
    levels: dict[tuple[str, int, int, int], dict[str, float | None]] = {}
    for answer in answers:
        if answer.rater not in rows or answer.image_id not in columns:
            continue
        place = (int(answer.repeat > 0), rows[answer.rater], columns[answer.image_id])
        key = (answer.instrument, answer.item, False)
        if key in values:
            values[key][place] = math.nan if answer.value is None else answer.value
            silent[key][place] = answer.value is None and not answer.codable
        if answer.item:
            levels.setdefault((answer.instrument, *place), {})[answer.item] = answer.value
    for (instrument, *at), said in levels.items():
        scale = scales.get(instrument.removeprefix(SCALE))
        if scale is not None:
            _add_up(scale, said, (at[0], at[1], at[2]), (values, silent), switches or {})
    return [
        RatingTable(
            question=one,
            raters=tuple(raters),
            image_ids=tuple(image_ids),
            first=values[one.key][0],
            second=values[one.key][1],
            not_codable=int(silent[one.key][0].sum()),
        )
        for one in asked
    ]


def _add_up(
    scale: Scale,
    said: Mapping[str, float | None],
    place: tuple[int, int, int],
    arrays: tuple[
        Mapping[tuple[str, str, bool], NDArray[np.float64]],
        Mapping[tuple[str, str, bool], NDArray[np.bool_]],
    ],
    switches: Mapping[str, Mapping[str, bool]],
) -> None:
    values, silent = arrays
    try:
        totals = totals_of(scale, said, switches.get(scale.id))
    except ValueError:  # said with another version of the scale
        totals = {}
    for total in scale.totals:
        key = (scale.instrument, total.id, True)
        if key in values:
            found = totals[total.id].value if total.id in totals else None
            values[key][place] = math.nan if found is None else found
            silent[key][place] = found is None
