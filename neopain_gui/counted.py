"""A number with its word."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number of things in words.

    >>> counted(1, "photograph"), counted(0, "row"), counted(2, "stimulus", "stimuli")
    ('1 photograph', '0 rows', '2 stimuli')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"
