"""A place of the window: a panel with all that the window needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.place.command import Command, Condition
from neopain_gui.gui.state.session import Session


class Where(StrEnum):
    """In which part of the window a place is.

    ``VIEW`` fills the tab *Inspect* in turn with the other views; ``BELOW`` is beneath them.
    """

    TAB = "tab"
    VIEW = "view"
    BELOW = "below"
    LEFT = "left"
    RIGHT = "right"
    BOTTOM = "bottom"

    @property
    def is_dock(self) -> bool:
        """Whether it lies beside the tabs, and can be closed and moved."""
        return self in (Where.LEFT, Where.RIGHT, Where.BOTTOM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A tab, a view or a dock; the folder of its panel exports it.

    Nothing of the panel is imported before it is made, so that the window is there at once.

    Attributes
    ----------
    id : str
        By which commands, settings and pictures know it.
    title : str
        With ``&`` for the access key in the menu that leads to it.
    where : Where
        In which part of the window.
    panel : callable(Session, Jobs) -> QWidget, or None
        Makes it; None for the tab that the views fill. What the panel may have, and the window
        uses where it is there: ``picture`` (a widget to copy), ``view_buttons`` (its pages, to
        step through), ``importing`` (whether the arrows are its own).
    icon : str
        Name in ``resources/icons``.
    tip : str
        What it shows, one line.
    words : str
        Other words that people look for it under.
    key : str
        The shortcut that leads to it; tabs have Ctrl and their number without it.
    short : str
        What its button of the toolbar says; only views have one.
    on : tuple of str
        Where a right click offers to go there (:class:`Command`).
    scrolls : bool
        Whether the window scrolls it where there is too little room.
    at_once : bool
        Whether it is made with the window, not when it is first shown.
    hidden : bool
        Whether a dock is closed until somebody opens it.
    commands : tuple of Command
        What can be done there. That one can go there follows from the place.
    keys : tuple of (str, str)
        Keys that are no commands, for the shortcut sheet: which, and what they do.
    conditions : Mapping of str to Condition
        Further conditions that its commands name.
    """

    id: str
    title: str
    where: Where
    panel: Callable[[Session, Jobs], QWidget] | None
    icon: str = ""
    tip: str = ""
    words: str = ""
    key: str = ""
    short: str = ""
    on: tuple[str, ...] = ()
    scrolls: bool = True
    at_once: bool = False
    hidden: bool = False
    commands: tuple[Command, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def plain(self) -> str:
        """The title without access key."""
        return self.title.replace("&", "")
