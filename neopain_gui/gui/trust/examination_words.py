"""An examination as people read it: tables of words, curves, one sentence each. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import TYPE_CHECKING, Any

from neopain_gui.faithfulness.contributions import AT_REST, NO_EFFECT
from neopain_gui.faithfulness.curves import CHANCE
from neopain_gui.faithfulness.randomisation import verdict
from neopain_gui.gui.widgets.shown_words import Line, Table
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.pipeline.faithfulness.examination import Examination

DASH = "–"
MAP = "this map"

HOW_TO_READ = {
    "curves": "The pixels that the map calls most relevant are blurred first; the class score "
    "should fall quickly. Then they come back first into a blurred face; the score should rise "
    "quickly. Each figure is the mean score on the way, between 0 and 1. It means something only "
    "beside the same figure for pixels in random order.",
    "regions": "Each feature of the face is covered in turn. If the class score falls, the "
    "classifier uses that feature; a fall of 0.40 takes the score from 0.90 to 0.50, say. Beside "
    "it stands how much of the map's relevance lies on the feature, and how much for "
    "its size: 1 is an even share. Kendall's τ compares the two "
    "orders: 1 is the same order, 0 none in common, −1 the reverse. With eight features, chance "
    "alone goes beyond ±0.6 about once in twenty times.",
    "sensitivity": "Every pixel of the photograph is changed by a few grey levels, too little to "
    "be seen, and the map is made again. 0 % means that the map stayed as it was, 100 % that it "
    "changed by as much as there was of it.",
    "randomisation": "How much does the map change if the network's weights are random? Layer by "
    "layer, from the output to the input, what the network has learnt is replaced by random "
    "numbers, and the map is made again. 1 means the same map as before, 0 nothing in common. A "
    "map that stays the same shows the edges of the photograph, not what the network has learnt.",
}
"""How to read each part."""
STEADY = 0.1
MOVES_MUCH = 0.5
"""Changes under invisible noise, as a share of the map, below and above which a verdict says so."""
ORDERS_ALIKE = 0.6
"""Kendall's τ of eight features beyond which chance comes about once in twenty times."""


def curve_lines(examination: Examination, curve: str) -> list[Line]:
    """Return the curves of deletion or of insertion, the map's own first."""
    points: dict[str, list[tuple[float, float]]] = {}
    for row in examination.tables.get("curve_points", ()):
        if row["curve"] == curve:
            points.setdefault(str(row["order"]), []).append((row["area"], row["score"]))
    return [
        Line(
            name=order if order in CHANCE else MAP,
            across=tuple(area for area, _ in each),
            up=tuple(score for _, score in each),
        )
        for order, each in points.items()
    ]


def curve_table(examination: Examination) -> Table:
    """Return the areas under the curves of the map and of chance."""
    rows = examination.tables.get("curves", ())
    return Table(
        heads=(
            "order of the pixels",
            "blurring: small is good",
            "bringing back: large is good",
        ),
        rows=tuple(
            (
                row["order"] if row["order"] in CHANCE else MAP,
                _number(row["deletion_auc"]),
                _number(row["insertion_auc"]),
            )
            for row in rows
        ),
    )


def curve_verdict(examination: Examination) -> str:
    """Say whether the map beats chance."""
    rows = {str(row["order"]): row for row in examination.tables.get("curves", ())}
    own = [row for order, row in rows.items() if order not in CHANCE]
    chance = [row for order, row in rows.items() if order in CHANCE]
    if not own or not chance:
        return ""
    deletes = own[0]["deletion_auc"] < min(row["deletion_auc"] for row in chance)
    inserts = own[0]["insertion_auc"] > max(row["insertion_auc"] for row in chance)
    if deletes and inserts:
        return (
            "Good: the score follows the map more closely than either random order, both when "
            "pixels are blurred and when they are brought back."
        )
    if not deletes and not inserts:
        return (
            "Bad: the score follows the map no more closely than random orders. The map does not "
            "show what the score depends on."
        )
    better, worse = ("blurred", "brought back") if deletes else ("brought back", "blurred")
    return (
        f"Mixed: the score follows the map when pixels are {better}, more closely than it follows "
        f"random orders, but not when they are {worse}."
    )


def region_table(examination: Examination) -> Table:
    """Return what covering each feature changes, with ranks, and what the map gives it."""
    falls: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in examination.tables.get("contributions", ()):
        falls.setdefault(str(row["region"]), {})[str(row["fill"])] = row
    given = {str(row["region"]): row for row in examination.tables.get("regions", ())}
    fills = _fills(examination)
    rows = []
    for region, by_fill in falls.items():
        cells = [
            f"{_signed(by_fill[fill]['change'])} ({_rank(by_fill[fill]['rank'])})" for fill in fills
        ]
        mine = given.get(region, {})
        rows.append(
            (
                region,
                *cells,
                f"{_percent(mine.get('share'))} ({_rank(mine.get('rank_share'))})",
                f"{_number(mine.get('density'))} ({_rank(mine.get('rank_density'))})",
            )
        )
    heads = (
        "feature",
        *(f"fall of the score, {fill}" for fill in fills),
        "share of relevance",
        "relevance per area",
    )
    return Table(heads=heads, rows=tuple(rows))


def rank_table(examination: Examination) -> Table:
    """Return Kendall's τ of the map's ranking with that of the falls."""
    return Table(
        heads=("Kendall's τ with the falls", "by share of relevance", "by relevance per area"),
        rows=tuple(
            (str(row["fill"]), _tau(row["tau_share"]), _tau(row["tau_density"]))
            for row in examination.tables.get("rank_agreement", ())
        ),
    )


def regions_verdict(examination: Examination) -> str:
    """Say whether the map ranks the features as the score does."""
    rows = examination.tables.get("rank_agreement", ())
    falls = examination.tables.get("contributions", ())
    if not rows or not falls:
        return ""
    fill, tau = str(rows[0]["fill"]), rows[0]["tau_share"]
    if all(abs(row["change"]) < NO_EFFECT for row in falls if row["fill"] == fill):
        return (
            "Covering a feature does not change the score, so there is no order to compare: τ is "
            "undefined."
        )
    if tau is None:
        return "The features cannot be ranked by this map: τ is undefined."
    if tau >= ORDERS_ALIKE:
        return "Good: the map ranks the features much as the score does."
    if tau <= -ORDERS_ALIKE:
        return "Bad: the map ranks the features the other way round than the score does."
    return (
        "Unclear: the map's order of the features is no closer to the score's than chance allows."
    )


def noise_verdict(examination: Examination) -> str:
    """Say what the largest change means."""
    changes = [
        row["maximum"]
        for row in examination.tables.get("sensitivity", ())
        if row["maximum"] is not None
    ]
    if not changes:
        return ""
    most = max(changes)
    if most < STEADY:
        return f"Good: noise that nobody sees changes the map by {_percent(most)} at most."
    if most < MOVES_MUCH:
        return f"Mixed: noise that nobody sees changes the map by up to {_percent(most)}."
    return (
        f"Bad: noise that nobody sees changes the map by up to {_percent(most)}: its details are "
        "not to be interpreted."
    )


def regions_note(examination: Examination) -> str:
    """Say what placed the features, and what "at rest" is."""
    rows = examination.tables.get("contributions", ())
    if not rows:
        return ""
    sources = {str(row["region"]): str(row["placed_by"]) for row in rows}
    drawn = [region for region, source in sources.items() if source == "hand"]
    placed = next((one for one in sources.values() if one != "hand"), "")
    note = {
        "": "",
        "phantom": "Features as the phantom was drawn.",
        "landmarks": "Features placed by the face's five landmarks.",
    }.get(placed, "Features placed by the face box alone, as if the face were upright: rough.")
    if drawn:
        note = f"{note} Drawn by hand: {', '.join(drawn)}.".strip()
    if AT_REST in _fills(examination):
        note += " At rest: the same phantom's feature without pain, nothing else changed."
    return (
        f"{note} In brackets the ranks, 1 for the largest; what changes the score by less than "
        f"{NO_EFFECT} has none."
    )


def noise_table(examination: Examination) -> Table:
    """Return how much noise changes the map."""
    return Table(
        heads=("noise on every pixel", "largest change of the map", "mean change of the map"),
        rows=tuple(
            (
                f"up to {row['radius']} of 255 grey levels, {row['samples']} times",
                _percent(row["maximum"]),
                _percent(row["mean"]),
            )
            for row in examination.tables.get("sensitivity", ())
        ),
    )


def random_table(examination: Examination) -> Table:
    """Return how alike the map stays, step by step."""
    return Table(
        heads=(
            "random from the output to",
            "Spearman's coefficient",
            "structural similarity",
            "overlap of the masks",
            "overlap by chance",
        ),
        rows=tuple(
            (
                str(row["stage"]),
                *(
                    _number(row[name])
                    for name in ("spearman", "ssim", "mask_overlap", "mask_chance")
                ),
            )
            for row in examination.tables.get("randomisation", ())
        ),
    )


def random_verdict(examination: Examination) -> str:
    """Say what the last step means."""
    rows = examination.tables.get("randomisation", ())
    if not rows:
        return ""
    last = rows[-1]["spearman"]
    alike = nan if last is None else float(last)
    word = verdict(alike)
    if word == "undefined":
        return "One of the two maps is empty or the same everywhere: there is nothing to compare."
    found = f"With random weights throughout, the two maps agree at {_number(alike)}"
    if not word:
        return f"Good: {found[0].lower()}{found[1:]}: the map depends on what the network learnt."
    return (
        f"Bad: {found[0].lower()}{found[1:]}: the map {word}, so it hardly depends on what the "
        "network has learnt. Do not read it as the classifier's."
    )


def _fills(examination: Examination) -> Sequence[str]:
    rows = examination.tables.get("contributions", ())
    return list(dict.fromkeys(str(row["fill"]) for row in rows))


def _number(value: float | None) -> str:
    return DASH if value is None else f"{value:.2f}".replace("-", "−")


def _tau(value: float | None) -> str:
    return "undefined" if value is None else _signed(value)


def _signed(value: float | None) -> str:
    if value is None:
        return DASH
    text = f"{value:+.2f}".replace("-", "−")
    return "0.00" if text in ("+0.00", "−0.00") else text


def _percent(value: float | None) -> str:
    return DASH if value is None else percent(value)


def _rank(value: float | None) -> str:
    return DASH if value is None else f"{value:g}"
