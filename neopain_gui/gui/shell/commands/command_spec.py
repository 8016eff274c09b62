"""What a command is: its name, its place, its keys and when it can be used."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A command.

    Attributes
    ----------
    id : str
        Also the name of the method that carries it out.
    menu : str
        Where it is, for example ``"File"`` or ``"File/Export"``.
    text : str
        As in the menu, with ``&`` for the access key and ``…`` when it asks something first.
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
    checkable : bool
        Whether it is on or off, and shows which.
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
    menu: str
    text: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    when: str = "always"
    tip: str = ""
    toolbar: bool = False
    short: str = ""
    after: bool = False
    checkable: bool = False
    words: str = ""
    on: tuple[str, ...] = ()
    seen: str = "photograph"

    @property
    def plain(self) -> str:
        """The text without access key and ellipsis."""
        return self.text.replace("&", "").rstrip("…")
