"""What the window and the command line say beside a result, as Python's warnings."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from neopain_gui.jobs import JobMessage, NullJob, Said


class NeoPainWarning(UserWarning):
    """What the window and the command line would say beside a result."""


class Spoken(NullJob):
    """A job that warns of what work passes over, where the command line prints it."""

    def partial(self, message: JobMessage) -> None:
        """Warn of what is said to people; the rest is for the window."""
        if isinstance(message, Said):
            warn([message.text])


SPOKEN = Spoken()


def warn(sentences: Iterable[str]) -> None:
    """Warn with each sentence."""
    for sentence in sentences:
        warnings.warn(sentence, NeoPainWarning, stacklevel=3)
