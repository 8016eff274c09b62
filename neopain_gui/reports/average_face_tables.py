"""Average faces as tables: of one observation a row, and to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from neopain_gui.findings.average_face import AverageFaces, FaceDifference
from neopain_gui.percentages import percent
from neopain_gui.reports.average_face_columns import FIT, NAME
from neopain_gui.reports.average_face_words import METHOD, how_placed, how_tested
from neopain_gui.reports.sheet import Sheet, sheet_of
from neopain_gui.reports.shown_table import (
    NOTHING,
    ShownCell,
    ShownTable,
    p_cell,
    p_value,
    table_of,
)

_FEWEST = 0.25
"""Share of a feature below which a table does not name it."""


def average_face_sheets(found: AverageFaces) -> list[Sheet]:
    """Return tests and fits as tables of one a row; nothing where there is no average face."""
    if not found.faces:
        return []
    return [
        sheet_of(
            NAME,
            "Where average faces differ: permutation tests over neonates, of pain less no pain and "
            "of each two extraction models.",
            found.differences,
            {
                "model": "model",
                "less": lambda one: one.other or "no pain",
                "p": lambda one: one.smallest_p,
                "p_holm": "p_holm",
                "statistic": lambda one: str(found.statistic) if one.test else None,
                "permutations": lambda one: one.test.permutations if one.test else None,
                "exact": lambda one: one.test.exact if one.test else None,
                "higher_in": lambda one: _features(one, higher=True),
                "lower_in": lambda one: _features(one, higher=False),
                "largest_t": _largest_t,
                "photographs": "photographs",
                "neonates": "neonates",
                "because": "why",
            },
        ),
        sheet_of(
            FIT,
            "How well each photograph’s face lies on the neutral face.",
            found.fits,
            {
                "image": lambda one: one[0],
                "placed_by": lambda one: str(one[1].source),
                "anchors": lambda one: one[1].points,
                "drawn": lambda one: one[1].drawn,
                "off_before": lambda one: one[1].before,
                "left_out_off": lambda one: one[1].error,
                "iou": lambda one: one[1].iou,
                "bent_less": lambda one: one[1].stiffened,
            },
        ),
    ]


def average_face_tables(found: AverageFaces) -> list[ShownTable]:
    """Return the tables to be read: of the classes, and of pairs of extraction models."""
    if not found.faces:
        return []
    notes = (METHOD, how_tested(found.statistic, found.smooth), how_placed(found), *found.notes)
    made = [
        table_of(
            NAME,
            "Pain less no pain on the average face",
            ("Extraction model", *_HEADS),
            [("", tuple(_rows([one for one in found.differences if one.of_classes])))],
            notes,
        )
    ]
    pairs = [one for one in found.differences if not one.of_classes]
    if pairs:
        made.append(
            table_of(
                f"{NAME}_pairs",
                "Each two extraction models on the average face",
                ("Extraction model", "Less", *_HEADS),
                [("", tuple(_rows(pairs)))],
                ("p after Holm is within these tests.",),
            )
        )
    return made


_HEADS = ("p", "p (Holm)", "Neonates", "Photographs", "Higher in", "Lower in")


def _rows(some: Sequence[FaceDifference]) -> Iterator[tuple[ShownCell, ...]]:
    for one in some:
        names = (one.model,) if one.of_classes else (one.model, one.other)
        yield (
            *(ShownCell(text=name) for name in names),
            ShownCell(text=p_value(one.smallest_p), hint=one.why),
            p_cell(one.p_holm, hint=one.why),
            ShownCell(text=str(one.neonates)),
            ShownCell(text=str(one.photographs)),
            *(
                ShownCell(text=_few(one, higher=higher) or NOTHING, hint=one.why)
                for higher in (True, False)
            ),
        )


def _features(one: FaceDifference, *, higher: bool) -> str:
    its = [(name, up if higher else down) for name, up, down in one.where]
    return "; ".join(f"{name} {percent(part)}" for name, part in its if part > 0)


def _few(one: FaceDifference, *, higher: bool) -> str:
    its = [(name, up if higher else down) for name, up, down in one.where]
    its.sort(key=lambda part: -part[1])
    return ", ".join(name for name, part in its if part >= _FEWEST)


def _largest_t(one: FaceDifference) -> float | None:
    if one.test is None:
        return None
    t = one.test.t
    return float(t.flat[abs(t).argmax()])
