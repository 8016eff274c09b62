"""How far raters agree, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from neopain_gui.agreement.intervals import CONFIDENCE
from neopain_gui.annotation.agreement.value import Value
from neopain_gui.counted import counted, listed
from neopain_gui.findings.raters import COEFFICIENTS, RaterRow, RoundAgreement
from neopain_gui.percentages import percent

FEW = 30
"""Neonates below which the percentiles of a bootstrap are too narrow …"""
COVERAGE = (0.74, 0.94)
"""… and in which share of simulated studies of 5 to 20 neonates they held the truth
(``python -m benchmarks.coverage_raters``)."""
FEW_TWICE = 20
"""Photographs below which what a rater says twice tells little."""
_MAIN = ("label", "score")


def sentences_of(found: RoundAgreement) -> tuple[str, ...]:
    """Return what there is to say of a round."""
    return tuple(_sentences(found))


def value_words(value: Value, *, share: bool = False) -> str:
    """Return a value with its interval, or why it has none.

    >>> value_words(Value(value=0.5, low=0.25, high=0.75))
    '0.50 (0.25 to 0.75)'
    """
    if math.isnan(value.value):
        return f"not known ({value.why})" if value.why else "not known"
    write = percent if share else _number
    if math.isnan(value.low):
        return (
            f"{write(value.value)} (no interval: {value.why})" if value.why else write(value.value)
        )
    return f"{write(value.value)} ({write(value.low)} to {write(value.high)})"


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")


def _sentences(found: RoundAgreement) -> Iterator[str]:
    if found.waiting:
        yield (
            f"Not handed in yet, so not counted in the round “{found.round}”: "
            f"{listed(found.waiting)}."
        )
    if not found.raters:
        return
    if len(found.raters) == 1:
        yield f"Only {found.raters[0]} counts: agreement needs two raters."
    else:
        yield (
            f"{counted(len(found.raters), 'rater')} of the round “{found.round}” saw "
            f"{counted(found.photographs, 'photograph')} of "
            f"{counted(found.neonates, 'neonate')}."
        )
    for instrument in _MAIN:
        rows = [one for one in found.of("all") if one.instrument == instrument]
        yield from _main(rows)
    totals = [one for one in found.of("all") if one.total and one.coefficient == "icc_2_1"]
    for row in totals:
        yield _total(row)
    if any(one.total for one in found.rows):
        yield from (f"Totals are added up as the study chose: {one}" for one in found.switches)
    yield from _weakest(found)
    yield from _regions(found)
    yield from _points(found)
    yield from _twice(found)
    if 0 < found.neonates < FEW:
        yield (
            f"The intervals are of {counted(found.neonates, 'neonate')}; with fewer than {FEW} "
            f"they are too narrow: with 5 to 20 they held the truth in {percent(COVERAGE[0])} to "
            f"{percent(COVERAGE[1])} of simulated studies, not in {percent(CONFIDENCE)}."
        )


def _total(row: RaterRow) -> str:
    if row.found.n:
        return f"On {row.title} they agree with an ICC(2,1) of {value_words(row.found)}."
    return f"There is no photograph of which every rater’s answers give {row.title}."


def _main(rows: Sequence[RaterRow]) -> Iterator[str]:
    by = {one.coefficient: one.found for one in rows}
    if "per_cent" in by:
        yield (
            f"On the label they say the same in {value_words(by['per_cent'], share=True)} of "
            f"pairs; Fleiss’ κ is {value_words(by['fleiss'])}, which is "
            f"{_beyond(by['fleiss'])}, and Gwet’s AC1 {value_words(by['ac1'])}."
        )
        if rows[0].not_codable:
            yield (
                f"“Cannot tell” was said {counted(rows[0].not_codable, 'time')} and counts as "
                "nothing said."
            )
    elif "icc_2_1" in by:
        yield (
            f"Their scores agree with an ICC(2,1) of {value_words(by['icc_2_1'])}; they rank the "
            f"photographs with a W of {value_words(by['kendall_w'])}."
        )


def _beyond(value: Value) -> str:
    if math.isnan(value.value):
        return "undefined, because one answer was hardly ever given"
    if math.isnan(value.low):
        return "without an interval"
    return "more than chance" if value.low > 0 else "not told apart from chance"


def _weakest(found: RoundAgreement) -> Iterator[str]:
    """Name the item on which the raters agree least."""
    items = [
        one
        for one in found.of("all")
        if one.item and one.coefficient == "fleiss" and math.isfinite(one.found.value)
    ]
    if len(items) > 1:
        least = min(items, key=lambda one: one.found.value)
        best = max(items, key=lambda one: one.found.value)
        yield (
            f"Of the items they agree most on {best.title} (κ {value_words(best.found)}) and "
            f"least on {least.title} (κ {value_words(least.found)})."
        )


def _regions(found: RoundAgreement) -> Iterator[str]:
    for row in found.of("all"):
        if row.coefficient == "dice" and math.isfinite(row.found.value):
            yield f"Their regions “{row.item}” overlap with a Dice of {value_words(row.found)}."


def _points(found: RoundAgreement) -> Iterator[str]:
    """Say how far apart the same points lie, and which of them are the surest."""
    rows = [one for one in found.of("all") if one.coefficient == "points_apart"]
    for instrument in dict.fromkeys(one.instrument for one in rows):
        mine = [one for one in rows if one.instrument == instrument]
        whole = next(one for one in mine if not one.item)
        if math.isnan(whole.found.value):
            continue
        said = (
            f"Of the set “{whole.title.partition(':')[0]}”, the same point of two raters lies "
            f"{value_words(whole.found)} distances between the eyes apart"
        )
        each = [one for one in mine if one.item and math.isfinite(one.found.value)]
        if len(each) > 1:
            nearest, furthest = (of(each, key=lambda one: one.found.value) for of in (min, max))
            said += (
                f", the least at “{_point(nearest)}” ({_number(nearest.found.value)}) and the most "
                f"at “{_point(furthest)}” ({_number(furthest.found.value)})"
            )
        yield f"{said}."


def _point(row: RaterRow) -> str:
    return row.title.partition(": ")[2]


def _twice(found: RoundAgreement) -> Iterator[str]:
    """Say how far each rater agrees with themselves."""
    for rater in found.raters:
        rows = [one for one in found.of("repeat") if one.raters == (rater,)]
        said = [
            _said_twice(one)
            for one in rows
            if one.instrument in _MAIN
            and one.coefficient in ("per_cent", "icc_2_1")
            and math.isfinite(one.found.value)
        ]
        if said:
            many = max(one.found.n for one in rows)
            yield (
                f"{rater} saw {counted(many, 'photograph')} twice: {', '.join(said)}"
                f"{'; so few tell little' if many < FEW_TWICE else ''}."
            )


def _said_twice(row: RaterRow) -> str:
    about = "labels" if row.instrument == "label" else "scores"
    if row.coefficient == "per_cent":
        return f"{about} {percent(row.found.value)} the same"
    return f"{about} an {COEFFICIENTS[row.coefficient][0]} of {_number(row.found.value)}"
