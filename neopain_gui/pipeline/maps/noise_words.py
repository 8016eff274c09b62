"""In words: how far a map depends on the computer's rounding or on a seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from neopain_gui.attribution.rounding import MARKED
from neopain_gui.percentages import percent

WITHIN = 3.0
"""The floor is one sample: another computer's map may differ by about this much more."""


def rounding_of(facts: Mapping[str, Any]) -> float | None:
    """Return the share of a map's maximum that rounding moves it by; None where not measured."""
    share = facts.get("rounding_map")
    return None if share is None else float(share)


def rounding_mark(facts: Mapping[str, Any]) -> str:
    """Return what marks a layer whose map rounding alone moves by more than 1 %; else empty.

    In whole percents: it stands on a small picture.

    >>> rounding_mark({"rounding_map": 0.041}), rounding_mark({"rounding_map": 0.009})
    ('± 4 %', '')
    """
    share = rounding_of(facts)
    return f"± {percent(share)}" if share is not None and share > MARKED else ""


def rounding_sentence(facts: Mapping[str, Any]) -> str:
    """Say what the mark means; empty where there is none.

    >>> rounding_sentence({"rounding_map": 0.13, "rounding_mask": 0.015})
    'Rounding alone moves this map by about 13 % of its maximum and 1.5 % of its mask: another \
processor differs by as much.'
    """
    if not rounding_mark(facts):
        return ""
    share, mask = rounding_of(facts), float(facts["rounding_mask"])
    return (
        f"Rounding alone moves this map by {about(share)} of its maximum and "
        f"{written(mask)} of its mask: another processor differs by as much."
    )


def compared_with_rounding(off: float | None, share: float | None) -> str:
    """Judge how far a repeated map is off by what rounding alone does; empty where not known.

    Parameters
    ----------
    off : float or None
        As a share of the map's maximum; None where the earlier map is not there.
    share : float or None
        What its record says of rounding.

    >>> compared_with_rounding(0.1, 0.05)
    'as rounding alone may move this map: by about 5 %'
    """
    if share is None:
        return ""
    if off is None:
        return f"rounding alone moves this map by {about(share)}"
    if off <= WITHIN * share:
        return f"as rounding alone may move this map: by {about(share)}"
    return f"more than rounding alone moves this map: {about(share)}"


def noise_lines(maps: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """Say of each extraction model what rounding (over 1 %) or another seed would change.

    Parameters
    ----------
    maps : iterable of (str, Mapping)
        Each map's extraction model and its facts.

    >>> noise_lines([("RISE|N-CNN", {"seed_map": 0.2, "seed_mask": 0.055})])
    ['RISE|N-CNN: another seed would change about 5.5 % of the mask.']
    """
    rounded: dict[str, list[float]] = {}
    seeded: dict[str, list[float]] = {}
    for name, facts in maps:
        if rounding_mark(facts):
            rounded.setdefault(name, []).append(rounding_of(facts) or 0.0)
        if "seed_mask" in facts:
            seeded.setdefault(name, []).append(float(facts["seed_mask"]))
    return [
        *(
            f"{name}: rounding alone moves the map by {_middle(shares, 'of its maximum')}."
            for name, shares in rounded.items()
        ),
        *(
            f"{name}: another seed would change {_middle(shares, 'of the mask')}."
            for name, shares in seeded.items()
        ),
    ]


def _middle(shares: list[float], of_what: str) -> str:
    if len(shares) == 1:
        return f"{about(shares[0])} {of_what}"
    return (
        f"{about(median(shares))} {of_what} in the middle one of {len(shares)} photographs, "
        f"{about(max(shares))} in the worst"
    )


def about(share: float | None) -> str:
    """Write an estimate.

    >>> about(0.13), about(0.00001)
    ('about 13 %', 'less than 0.01 %')
    """
    text = written(share)
    return text if text.startswith("less") else f"about {text}"


def written(share: float | None) -> str:
    """Write a share with two digits, a tiny one as such.

    >>> written(0.0148), written(0.00001), written(0.0)
    ('1.5 %', 'less than 0.01 %', '0 %')
    """
    if not share:
        return percent(0.0)
    return percent(share, ".2g") if share >= 0.0001 else f"less than {percent(0.0001, '.2f')}"
