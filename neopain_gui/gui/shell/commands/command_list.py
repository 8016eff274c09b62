"""All commands of a window: those of its menus, and those that its places bring along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.place.place import Place, Where
from neopain_gui.gui.place.window import Window
from neopain_gui.gui.shell.commands.command_table import BASE, HELD_KEYS, MENUS


def commands_of(places: Sequence[Place]) -> tuple[Command, ...]:
    """Return every command in the order of the menus."""
    found = list(BASE)
    for command in _of_places(places):
        at = next((n for n, other in enumerate(found) if other.id == command.before), len(found))
        found.insert(at, command)
    menus = [title.replace("&", "") for title in MENUS]
    return tuple(sorted(found, key=lambda one: menus.index(one.menu.split("/")[0])))


def held_keys(places: Sequence[Place]) -> tuple[tuple[str, str], ...]:
    """Return the keys that are no commands; for the shortcut sheet."""
    return (*HELD_KEYS, *(keys for place in places for keys in place.keys))


def _of_places(places: Sequence[Place]) -> Iterator[Command]:
    """Yield the command that leads to each place, and those that it brings along."""
    tabs = [place for place in places if place.where is Where.TAB]
    views = [place for place in places if place.where is Where.VIEW]
    docks = [place for place in places if place.where.is_dock]
    for place in places:
        if place in tabs:
            yield _tab(place, tabs.index(place) + 1, last=place is tabs[-1])
        elif place in views[1:]:  # leaving another view leads to the first
            yield _view(place, last=place is views[-1])
        elif place in docks:
            yield _dock(place, last=place is docks[-1])
        yield from place.commands


def _tab(place: Place, number: int, *, last: bool) -> Command:
    keys = place.key or (f"Ctrl+{number}" if number < 10 else "")
    return Command(
        id=f"go_{place.id}",
        run=lambda window: window.visit(place.id),
        menu="View/&Go to",
        before="next_tab",
        text=place.title,
        icon=place.icon,
        keys=(keys,) if keys else (),
        when="study",
        tip=place.tip,
        words=place.words,
        after=last,
    )


def _view(place: Place, *, last: bool) -> Command:
    return Command(
        id=f"show_{place.id}",
        run=lambda window: window.toggle(place.id),
        menu="View",
        before="text_larger",
        text=place.title,
        icon=place.icon,
        keys=(place.key,) if place.key else (),
        on=place.on,
        words=place.words,
        when="study",
        tip=place.tip,
        toolbar=bool(place.short),
        short=place.short,
        checked=lambda window: window.view == place.id,
        after=last,
    )


def _dock(place: Place, *, last: bool) -> Command:
    def turn(window: Window) -> None:
        dock = window.docks[place.id]
        dock.setVisible(dock.isHidden())

    return Command(
        id=f"panel_{place.id}",
        run=turn,
        menu="View/&Panels",
        before="panels_back",
        text=place.title,
        icon=place.icon,
        keys=(place.key,) if place.key else (),
        when="study",
        tip=place.tip,
        words=place.words,
        checked=lambda window: not window.docks[place.id].isHidden(),
        after=last,
    )
