"""Switches of scales: what a study chose of how totals are added up, said and typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from neopain_gui.annotation.scales.definition import Scale
from neopain_gui.errors import InputError

Switched = Mapping[str, Mapping[str, bool]]
"""Whether each switch is on, by the scale's id and its own."""


def how_switched(scale: Scale, chosen: Mapping[str, bool]) -> tuple[str, ...]:
    """Say of each switch of a scale how it is set.

    Parameters
    ----------
    scale : Scale
        Whose switches.
    chosen : Mapping of str to bool
        What was chosen; the scale's own where it does not say.
    """
    return tuple(
        f"{scale.short}, “{one.title}”: {'on' if chosen.get(one.id, one.on) else 'off'}."
        for one in scale.switches
    )


def switches_typed(given: Iterable[str], scales: Mapping[str, Scale]) -> dict[str, dict[str, bool]]:
    """Read switches as a command takes them: ``nfcs.count_tongue_protrusion=off``.

    Raises
    ------
    InputError
        There is no such scale or switch, or it is neither on nor off.
    """
    made: dict[str, dict[str, bool]] = {}
    for text in given:
        name, _, value = text.partition("=")
        scale_id, _, switch = name.strip().partition(".")
        scale = scales.get(scale_id)
        there = [one.id for one in scale.switches] if scale is not None else []
        if switch not in there:
            every = [f"{one.id}.{each.id}" for one in scales.values() for each in one.switches]
            raise InputError(
                f"there is no switch “{name.strip()}”", remedy=f"there is {', '.join(every)}"
            )
        if value.strip().lower() not in ("on", "off"):
            raise InputError(
                f"a switch is on or off, not “{value.strip()}”", remedy=f"write {name.strip()}=on"
            )
        made.setdefault(scale_id, {})[switch] = value.strip().lower() == "on"
    return made
