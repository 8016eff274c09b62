"""The card as people read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from neopain_gui.percentages import percent
from neopain_gui.reports.cells import plain
from neopain_gui.reports.evaluation.card_numbers import UNDEFINED

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_DECIMALS = 3
_FIGURES = {"auc": "AUC"}


def card_markdown(card: Mapping[str, Any]) -> str:
    """Return ``card.md``; whatever a study calls its photographs and neonates is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701  Markdown: every name is escaped by `md`
        loader=PackageLoader("neopain_gui.reports"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "md": escaped,
        "said": said,
        "words": words,
        "share": share,
        "interval": interval,
        "three": three,
        "plain_interval": plain_interval,
        "figure": lambda name: _FIGURES.get(name, name),
    }
    return environment.get_template("card.md.jinja").render(card=card)


def escaped(value: object) -> str:
    r"""Return text that Markdown takes for nothing else.

    >>> escaped("N|1 *a*")
    'N\\|1 \\*a\\*'
    """
    return _SPECIAL.sub(r"\\\1", plain(str(value)))


def words(name: str) -> str:
    """Return a field's name as words.

    >>> words("outputs_in_order")
    'outputs in order'
    """
    return escaped(name.replace("_", " "))


def said(value: Any) -> str:
    """Return a value in a line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{words(str(k))}: {said(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(said(one) for one in value)
    return f"{value:.6g}" if isinstance(value, float) else escaped(value)


def share(value: float | str) -> str:
    """Return a share with one decimal, as in the dissertation's tables."""
    return value if isinstance(value, str) else percent(value, ".1f")


def three(value: float | str) -> str:
    """Return a number with three decimals."""
    return value if isinstance(value, str) else f"{value:.{_DECIMALS}f}"


def interval(found: Mapping[str, Any]) -> str:
    """Return a share with its interval, or with the reason why there is none."""
    return _with_interval(found, share)


def plain_interval(found: Mapping[str, Any]) -> str:
    """Return a number with its interval, or with the reason why there is none."""
    return _with_interval(found, three)


def _with_interval(found: Mapping[str, Any], write: Any) -> str:
    value = write(found["value"])
    if value == UNDEFINED:
        return UNDEFINED
    if "low" not in found:
        return f"{value} (no interval: {found['no_interval']})"
    return f"{value} ({write(found['low'])} to {write(found['high'])})"
