"""What a command is: name, place in the menus, keys, when it can be used, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from neopain_gui.gui.place.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command.

    Attributes
    ----------
    id : str
        By which it is known.
    run : callable(Window)
        Carries it out.
    menu : str
        Where it is, for example ``"File"`` or ``"File/Export"``.
    text : str
        As in the menu, with ``&`` for the access key and ``…`` when it asks something first.
    before : str
        The id of the command in front of which it stands; only for those of a place.
    icon : str
        Name in ``resources/icons``; empty for none.
    keys : tuple of str
        Shortcuts; the first is shown.
    when : str
        Name of the condition under which it can be used.
    tip : str
        What it does, one line; empty when the text says it all.
    toolbar : bool
        Whether it has a button.
    short : str
        What the button says beside its icon; empty for the icon alone.
    after : bool
        Whether a separator follows.
    checked : callable(Window) -> bool, optional
        Whether it is on, for what is on or off.
    words : str
        Other words that people look for it under, for *Find a command*.
    on : tuple of str
        What it is offered on by a right click: ``thumbnail``, ``viewer``, ``layer``, ``map``,
        ``cell``, ``row``, ``picture``, or the name that a widget gives itself
        (:func:`neopain_gui.gui.widgets.right_click.belongs_to`).
    seen : str
        Where its keys act if they are letters, digits or signs without Ctrl: ``photograph`` in
        the Inspect tab, ``photographs`` also where the small pictures have the focus,
        ``anywhere`` but in fields.
    """

    id: str
    run: Callable[[Window], object]
    menu: str
    text: str
    before: str = ""
    icon: str = ""
    keys: tuple[str, ...] = ()
    when: str = "always"
    tip: str = ""
    toolbar: bool = False
    short: str = ""
    after: bool = False
    checked: Callable[[Window], bool] | None = None
    words: str = ""
    on: tuple[str, ...] = ()
    seen: str = "photograph"

    @property
    def plain(self) -> str:
        """The text without access key and ellipsis."""
        return self.text.replace("&", "").rstrip("…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a place's command can be used.

    Attributes
    ----------
    needs : str
        Name of the window's own condition that has to hold as well.
    holds : callable(Window) -> bool
        Whether it can be used now; asked where ``needs`` holds.
    missing : str
        What is missing where it cannot.
    """

    needs: str
    holds: Callable[[Window], bool]
    missing: str
