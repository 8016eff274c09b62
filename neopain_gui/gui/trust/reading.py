"""An examination as people read it: tables of words, curves, one sentence each. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

from neopain_gui.faithfulness.contributions import AT_REST
from neopain_gui.faithfulness.curves import CHANCE
from neopain_gui.faithfulness.randomisation import verdict

if TYPE_CHECKING:
    from neopain_gui.pipeline.faithfulness.one_map import Examination

DASH = "–"
MAP = "this map"

HOW_TO_READ = {
    "curves": "The most relevant pixels are blurred first, or come back first into a blurred "
    "face. The score should fall, or rise, sooner than for either order of chance; an area by "
    "itself says nothing.",
    "regions": "Each feature of the face is covered in turn. A fall above zero means that the "
    "feature speaks for the class. τ is 1 where the map ranks the features as the falls do, 0 "
    "where it knows nothing of them, −1 where it ranks them the other way round.",
    "sensitivity": "How much the map changes, in relation to itself, when every pixel changes by "
    "a few grey levels that nobody sees: 0 % is a map that does not move.",
    "randomisation": "From the output on, layer after layer loses what it has learnt. A map that "
    "stays alike to the end is a picture of the photograph, not of the classifier.",
}
"""How to read each part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Words in rows and columns.

    Attributes
    ----------
    heads : tuple of str
    rows : tuple of tuple of str
        The first cell of each names it.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A curve with its name.

    Attributes
    ----------
    name : str
    areas, scores : tuple of float
        Points, each in [0, 1].
    """

    name: str
    areas: tuple[float, ...]
    scores: tuple[float, ...]


def curve_lines(examination: Examination, curve: str) -> list[Line]:
    """Return the curves of deletion or of insertion, the map's own first."""
    points: dict[str, list[tuple[float, float]]] = {}
    for row in examination.tables.get("curve_points", ()):
        if row["curve"] == curve:
            points.setdefault(str(row["order"]), []).append((row["area"], row["score"]))
    return [
        Line(
            name=order if order in CHANCE else MAP,
            areas=tuple(area for area, _ in each),
            scores=tuple(score for _, score in each),
        )
        for order, each in points.items()
    ]


def curve_table(examination: Examination) -> Table:
    """Return the areas under the curves of the map and of chance."""
    rows = examination.tables.get("curves", ())
    return Table(
        heads=("order", "deletion AUC", "insertion AUC"),
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
        return "Beats both orders of chance, deleting and inserting."
    if not deletes and not inserts:
        return "Does not beat chance, neither deleting nor inserting."
    better, worse = ("deleting", "inserting") if deletes else ("inserting", "deleting")
    return f"Beats both orders of chance when {better}, not when {worse}."


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
    heads = ("feature", *(f"fall, {fill}" for fill in fills), "relevance", "per area")
    return Table(heads=heads, rows=tuple(rows))


def rank_table(examination: Examination) -> Table:
    """Return Kendall's τ of the map's ranking with that of the falls."""
    return Table(
        heads=("Kendall's τ with the falls", "relevance", "per area"),
        rows=tuple(
            (str(row["fill"]), _signed(row["tau_share"]), _signed(row["tau_density"]))
            for row in examination.tables.get("rank_agreement", ())
        ),
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
    return f"{note} In brackets the ranks, 1 for the largest."


def noise_table(examination: Examination) -> Table:
    """Return how much noise changes the map."""
    return Table(
        heads=("noise", "largest change", "mean change"),
        rows=tuple(
            (
                f"±{row['radius']} of 255, {row['samples']} times",
                _percent(row["maximum"]),
                _percent(row["mean"]),
            )
            for row in examination.tables.get("sensitivity", ())
        ),
    )


def random_table(examination: Examination) -> Table:
    """Return how alike the map stays, step by step."""
    return Table(
        heads=("random down to", "Spearman", "SSIM", "overlap", "overlap by chance"),
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
    word = verdict(nan if last is None else float(last))
    return {
        "": "The map follows what the classifier has learnt.",
        "undefined": "One of the two maps is empty or the same everywhere: nothing to compare.",
    }.get(word, f"The map {word} when nothing is learnt any more: do not read it as the "
               "classifier's.")  # fmt: skip


def _fills(examination: Examination) -> Sequence[str]:
    rows = examination.tables.get("contributions", ())
    return list(dict.fromkeys(str(row["fill"]) for row in rows))


def _number(value: float | None) -> str:
    return DASH if value is None else f"{value:.2f}".replace("-", "−")


def _signed(value: float | None) -> str:
    if value is None:
        return DASH
    text = f"{value:+.2f}".replace("-", "−")
    return "0.00" if text in ("+0.00", "−0.00") else text


def _percent(value: float | None) -> str:
    return DASH if value is None else f"{100 * value:.0f} %"


def _rank(value: float | None) -> str:
    return DASH if value is None else f"{value:g}"
