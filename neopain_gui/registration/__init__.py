"""Telling the desktop of this computer what a study is and which program opens it.

For the person who is logged in alone: no administrator's rights are needed, and nothing outside
that person's own folders, or own part of Windows' registry, is changed.
"""

from neopain_gui.registration.anywhere import is_registered, register, unregister

__all__ = ["is_registered", "register", "unregister"]
