"""What the window says: one message, and the topic by which a later one takes its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that the person at the window should read.

    Attributes
    ----------
    level : str
        ``"info"``, ``"success"``, ``"warning"`` or ``"error"``.
    text : str
        One or two sentences.
    details : str
        What helps whoever mends it; shown on demand.
    action : (str, callable), optional
        A button that does something about it. A message with one stays until it is used, closed,
        or its topic is settled.
    topic : str
        What it speaks of: a later message of the same topic takes its place, and it goes when
        the topic is settled. Empty for none.
    """

    level: str
    text: str
    details: str = ""
    action: tuple[str, Callable[[], object]] | None = None
    topic: str = ""
