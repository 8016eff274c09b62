"""How old this version is, by the calendar of this computer: nobody is asked."""

from __future__ import annotations

from datetime import date

from neopain_gui import __released__

_OLD_DAYS = 365
OLD = "This version is more than a year old. There may be a newer one: ask whoever gave it to you."


def is_old(today: date | None = None) -> bool:
    """Say whether more than twelve months have passed since this version was made.

    Examples
    --------
    >>> released = date.fromisoformat(__released__)
    >>> is_old(released), is_old(released.replace(year=released.year + 2))
    (False, True)
    """
    day = today or date.today()
    return (day - date.fromisoformat(__released__)).days > _OLD_DAYS
