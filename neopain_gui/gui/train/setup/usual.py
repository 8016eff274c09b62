"""What is said beside a setting: how the presets differ in it, and what it was."""

from __future__ import annotations

from neopain_gui.training.presets import PRESETS, preset, said
from neopain_gui.training.protocol import Protocol
from neopain_gui.training.setting import settings_of


def note(protocol: Protocol, place: str) -> str:
    """Say what each preset has where they differ, and the preset's value where it was changed."""
    values = {place: value for place, _, value in settings_of(protocol)}
    of = {
        name: {place: value for place, _, value in settings_of(preset(name, protocol.architecture))}
        for name in PRESETS
    }
    if place not in of[protocol.preset] or place not in values:
        return ""
    if len({repr(each[place]) for each in of.values()}) > 1:
        return " ".join(f"{name.capitalize()}: {said(place, of[name][place])}." for name in PRESETS)
    usual = of[protocol.preset][place]
    if values[place] == usual:
        return ""
    return f"preset: {said(place, usual)}"
