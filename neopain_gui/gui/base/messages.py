"""What the window says: one message, and the topic by which a later one takes its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Action = tuple[str, Callable[[], object]]
"""What a button says, and what it does."""


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
    other : (str, callable), optional
        A second button, which does the opposite.
    topic : str
        What it speaks of: a later message of the same topic takes its place, and it goes when
        the topic is settled. ``topic/part`` goes also when ``topic`` is settled. Empty for
        none.
    of_study : bool
        Whether it leaves with the study that is open.
    still : callable, optional
        Returns whether what it says is still so: asked after every edit, undone or not. It goes
        where that is False.
    """

    level: str
    text: str
    details: str = ""
    action: Action | None = None
    other: Action | None = None
    topic: str = ""
    of_study: bool = True
    still: Callable[[], bool] | None = None

    @property
    def fades(self) -> bool:
        """Whether it goes by itself: nobody has to do anything about it."""
        return self.level in ("info", "success") and self.action is None

    @property
    def is_fault(self) -> bool:
        """Whether it says that something went wrong just now that the person did."""
        return self.level == "error" and not self.topic

    def says_the_same(self, other: Message) -> bool:
        """Return whether somebody who has read this learns nothing from the other."""
        mine, theirs = self.action and self.action[0], other.action and other.action[0]
        return (self.level, self.text, mine) == (other.level, other.text, theirs)
