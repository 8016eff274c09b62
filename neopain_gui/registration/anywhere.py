"""Registering on whatever system this is."""

from __future__ import annotations

import sys

from neopain_gui.errors import InputError
from neopain_gui.registration import linux, windows
from neopain_gui.registration.outcome import Outcome
from neopain_gui.registration.program import own_command

_BY_BUNDLE = (
    "macOS learns from the program itself which files it opens: put NeoPain into the folder "
    "Applications and open it once; nothing else has to be done, or to be taken back."
)


def register() -> Outcome:
    """Let a study open by double-click, and put NeoPain into the menu, for this person alone.

    Raises
    ------
    EnvironmentFault
        The system does not permit it; nothing of it is left.
    InputError
        It is not known how this system is told.
    """
    if sys.platform == "win32":
        outcome = windows.register(own_command(), windows.own_registry())
        windows.tell_desktop()
        return outcome
    if sys.platform == "darwin":
        return Outcome(text=_BY_BUNDLE)
    _require_linux()
    return linux.register(own_command())


def unregister() -> Outcome:
    """Take back what :func:`register` did; raises as it does."""
    if sys.platform == "win32":
        outcome = windows.unregister(own_command(), windows.own_registry())
        windows.tell_desktop()
        return outcome
    if sys.platform == "darwin":
        return Outcome(text=_BY_BUNDLE)
    _require_linux()
    return linux.unregister()


def is_registered() -> bool:
    """Say whether this person has registered NeoPain here."""
    if sys.platform == "win32":
        return windows.is_registered(windows.own_registry())
    return sys.platform != "darwin" and linux.is_registered()


def _require_linux() -> None:
    if not sys.platform.startswith(("linux", "freebsd")):
        raise InputError(
            "it is not known how this system learns which program opens a file",
            remedy="start NeoPain and open the study with File › Open study",
            command="start the window with 'neopain STUDY'",
        )
