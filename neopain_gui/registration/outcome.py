"""What came of registering."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was done, as sentences.

    Attributes
    ----------
    text : str
        What is so now.
    places : tuple of str
        What was written or removed: files, or keys of the registry.
    remarks : tuple of str
        What could not be done, or is otherwise than one may expect.
    """

    text: str
    places: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
