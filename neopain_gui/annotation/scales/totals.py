"""What a rater's answers to a scale come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neopain_gui.annotation.scales.definition import CutOff, Scale, Total
from neopain_gui.annotation.scales.rule import NotKnown, evaluate, names_in
from neopain_gui.counted import counted, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalSaid:
    """What a total comes to.

    Attributes
    ----------
    total : Total
        Of which it is.
    value : float or None
        None where it is not known.
    why : str
        Why it is not, or what was assumed; empty where there is nothing to say.
    missing : tuple of str
        Titles of the items that were needed and not coded.
    """

    total: Total
    value: float | None
    why: str = ""
    missing: tuple[str, ...] = ()

    @property
    def band(self) -> str:
        """What the scale calls the value; empty where it does not."""
        if self.value is None:
            return ""
        inside = (one for one in self.total.bands if one.low <= self.value <= one.high)
        return next((one.title for one in inside), "")

    def pain(self, cut_off: CutOff | None = None) -> bool | None:
        """Say whether a cut-off, the usual one by default, takes it for pain; None: not known."""
        usual = self.total.cut_offs[0] if self.total.cut_offs else None
        chosen = cut_off or usual
        return None if chosen is None or self.value is None else chosen.reached(self.value)

    @property
    def words(self) -> str:
        """As the page says it."""
        if self.value is None:
            return f"{self.total.title}: not known ({self.why})"
        more = "".join(f", {one}" for one in (self.band, self.why) if one)
        return f"{self.total.title}: {self.value:g} of {self.total.high:g}{more}"


def totals_of(
    scale: Scale,
    values: Mapping[str, float | None],
    switches: Mapping[str, bool] | None = None,
) -> dict[str, TotalSaid]:
    """Return all totals of a scale, by id, in their order.

    Parameters
    ----------
    scale : Scale
        The scale.
    values : Mapping of str to float or None
        The level of each item that was coded; None, or not there, where none was.
    switches : Mapping of str to bool, optional
        What the study chose; the scale's own by default.

    Raises
    ------
    ValueError
        A value is no level of its item, or there is no such item.
    """
    for item_id, value in values.items():
        item = scale.item(item_id)
        if item is None or (value is not None and item.level(value) is None):
            raise ValueError(f"{scale.short} has no level {value} of “{item_id}”")
    chosen = {one.id: one.on for one in scale.switches} | dict(switches or {})
    known: dict[str, float | None] = {one.id: float(chosen[one.id]) for one in scale.switches}
    for item in scale.items:
        level = values.get(item.id)
        known[item.id] = None if level is None else level * item.weight
    made: dict[str, TotalSaid] = {}
    for total in scale.totals:
        made[total.id] = _said(scale, total, known)
        known[total.id] = made[total.id].value
    return made


def total_of(
    scale: Scale,
    values: Mapping[str, float | None],
    total_id: str = "",
    switches: Mapping[str, bool] | None = None,
) -> TotalSaid | None:
    """Return one total of a scale, the main one by default; None where it has none."""
    total = scale.total(total_id)
    return None if total is None else totals_of(scale, values, switches)[total.id]


def _said(scale: Scale, total: Total, known: Mapping[str, float | None]) -> TotalSaid:
    ids = scale.item_ids
    try:
        return TotalSaid(total=total, value=_rounded(evaluate(total.tree, known, ids)))
    except NotKnown as error:
        titles = tuple(_title(scale, name) for name in error.names)
        why = f"{listed(titles)}: {error}" if titles else str(error)
        if total.missing == "prorate" and (filled := _prorated(scale, total, known)):
            value, said = filled
            return TotalSaid(total=total, value=_rounded(value), why=said, missing=titles)
        return TotalSaid(total=total, value=None, why=why, missing=titles)


def _prorated(
    scale: Scale, total: Total, known: Mapping[str, float | None]
) -> tuple[float, str] | None:
    """Take what is missing to lie as far up as the others; not where more than half is missing."""
    named = names_in(total.tree, scale.item_ids)
    needed = [item for name in named if (item := scale.item(name)) is not None]
    shares = {
        one.id: (value / one.weight - one.low) / (one.high - one.low)
        for one in needed
        if (value := known[one.id]) is not None and one.weight
    }
    missing = [one for one in needed if known[one.id] is None]
    if len(shares) < len(missing) or not shares:
        return None
    share = sum(shares.values()) / len(shares)
    filled = {one.id: (one.low + share * (one.high - one.low)) * one.weight for one in missing}
    try:
        value = evaluate(total.tree, {**known, **filled}, scale.item_ids)
    except NotKnown:
        return None
    return value, f"prorated: {counted(len(missing), 'item')} of {len(needed)} not coded"


def _rounded(value: float) -> float:
    return round(value, 6) + 0.0


def _title(scale: Scale, name: str) -> str:
    item = scale.item(name)
    total = scale.total(name)
    return item.title if item else total.title if total else name
