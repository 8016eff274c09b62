"""What the panel says about what it shows. Knows nothing of Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from neopain_gui.counted import counted
from neopain_gui.gui.compare.matrix import Cell, Scope
from neopain_gui.reports.cautions import alarms

if TYPE_CHECKING:
    from neopain_gui.agreement.measure import Measure
    from neopain_gui.findings.comparison import Comparison
    from neopain_gui.maps import ExtractionModel

_LISTED = 3
_LINE = 240
"""Letters that stand above the numbers without being asked for."""

TERMS = (
    "c: how many standard deviations above its map's mean a place has to be to belong to the "
    "contour mask; the first figure is for classifiers, the second for people's gaze (set in "
    "Details). Face crop: only what lies inside the face's box is compared."
)
"""What stands beside the numbers of what is compared, explained."""


def summary(comparison: Comparison, rows: Sequence[int], scope: Scope, image_id: str) -> str:
    """Say what is compared: photographs, extraction models, mask settings, what is left out."""
    settings = comparison.settings
    text = (
        f"{counted(len(rows), 'photograph')}, {len(comparison.models)} extraction models, "
        f"c {settings.c_attribution:g} / {settings.c_gaze:g}, face crop"
    )
    left_out = comparison.left_out
    if left_out and scope is Scope.PHOTOGRAPH:
        reason = dict(left_out).get(image_id)
        return f"{text}. Not compared: {reason}." if reason else text
    if left_out and scope is Scope.ALL:
        return f"{text}; {len(left_out)} not compared: {_reasons(left_out)}"
    return text


def chance(shown: Mapping[frozenset[str], Cell], scope: Scope = Scope.ALL) -> str:
    """Say what overlap unrelated masks would have; empty if that is nowhere defined."""
    chances = [] if scope is Scope.DIFFERENCE else [cell.chance for cell in shown.values()]
    chances = [chance for chance in chances if not math.isnan(chance)]
    if not chances:
        return ""
    low, high = f"{min(chances):.2f}", f"{max(chances):.2f}"
    span = low if low == high else f"{low} to {high}"
    return (
        f"Two unrelated masks of these sizes would overlap by {span}: an overlap says something "
        "only above that."
    )


def marks(
    shown: Mapping[frozenset[str], Cell], measure: Measure, scope: Scope = Scope.ALL
) -> list[str]:
    """Say what the matrix's marks mean, or what its differences are."""
    if scope is Scope.DIFFERENCE:
        meant = DIFFERENCE_OF_DISTANCES if measure.lower_is_better else DIFFERENCE
        return [meant if shown else NO_DIFFERENCE]
    if measure.chance is None:
        better = "smaller" if measure.lower_is_better else "larger"
        unit = f" (in {measure.unit})" if measure.unit else ""
        how = f"The {better}, the more two agree{unit}; {measure.chance_says}."
        said = [how, "▸ marks the best partner of each row.", *_dash(shown, measure)]
        return said + _unequal(shown)
    said = []
    if not all(cell.above for cell in shown.values()):
        said.append("Striped cells are not above chance.")
    said.append("▸ marks the best partner of each row, where it is above chance.")
    return said + _unequal(shown)


def _dash(shown: Mapping[frozenset[str], Cell], measure: Measure) -> list[str]:
    """Say why pairs are undefined where most of them are: nobody's fixations are of them."""
    if measure.on_fixations is None or all(cell.used for cell in shown.values()):
        return []
    return [f"–: {measure.undefined}."]


def _unequal(shown: Mapping[frozenset[str], Cell]) -> list[str]:
    """Say what *n* is where means are of different photographs."""
    if len({cell.used for cell in shown.values() if cell.used}) < 2:
        return []
    return [
        "n: photographs of a mean, where others have more; best partners are found on the "
        "photographs that all of a row have."
    ]


DIFFERENCE = "Mean for pain less mean for no pain: above 0 they agree more in pain."
DIFFERENCE_OF_DISTANCES = "Mean for pain less mean for no pain: above 0 they agree less in pain."
NO_DIFFERENCE = "No pair was compared both on pain and on no pain among the photographs shown."
"""What the numbers of the differences mean, and why there are none."""


def cautions(known: Sequence[str]) -> list[str]:
    """Return a comparison's cautions that no line of their own says: out of date, or in red."""
    from neopain_gui.pipeline.out_of_date_words import SIGN

    red = alarms(known)
    return [one for one in known if not one.startswith(SIGN) and one not in red]


def in_words(known: Sequence[str], models: Sequence[ExtractionModel]) -> list[str]:
    """Return sentences in which extraction models have no bars in their names, as tables have."""
    longest_first = sorted(models, key=lambda model: -len(model.name))
    said = list(known)
    for model in longest_first:
        if model.of_classifier:
            layer = f" at {model.layer}" if model.layer else ""
            words = f"{model.method} of {model.maker}{layer}"
            said = [sentence.replace(model.name, words) for sentence in said]
    return said


def folded(cautions: Sequence[str]) -> tuple[str, str]:
    """Return cautions on a line, and all of them for whoever unfolds it; nothing if that is all.

    >>> folded(["Demo weights: A, B, C, D, E, F.", "2 without a label."])[0]
    'Demo weights: A, B, C and 3 more. 2 without a label.'
    """
    short = [shortened(sentence) for sentence in cautions]
    line = " ".join(short)
    if len(line) > _LINE:
        line = short[0]
        if len(short) > 1:
            line = f"{line} (and {counted(len(short) - 1, 'more caution')})"
    whole = "\n".join(cautions)
    return line, "" if line == " ".join(cautions) else whole


def shortened(sentence: str) -> str:
    """Return a sentence that ends in a list with no more than the first few of it.

    >>> shortened("Demo weights: A, B, C, D, E, F.")
    'Demo weights: A, B, C and 3 more.'
    """
    head, colon, tail = sentence.partition(": ")
    listed = tail.rstrip(".").split(", ")
    if not colon or len(listed) <= _LISTED + 2:
        return sentence
    return f"{head}: {', '.join(listed[:_LISTED])} and {len(listed) - _LISTED} more."


def _reasons(left_out: Sequence[tuple[str, str]]) -> str:
    reasons: dict[str, int] = {}
    for _image, why in left_out:
        reasons[why] = reasons.get(why, 0) + 1
    return ", ".join(f"{why} ({count})" for why, count in reasons.items())
