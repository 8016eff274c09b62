"""What the window says by itself when it is opened."""

from __future__ import annotations

from neopain_gui.computer.machine import memory
from neopain_gui.counted import bytes_in_words
from neopain_gui.gui.base.fonts import NONE_INSTALLED
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.shell.help_pages import RESEARCH_ONLY
from neopain_gui.gui.widgets.bar_stack import BarStack

LITTLE_MEMORY, NEEDED = 3_500_000_000, 2_000_000_000
"""Bytes below which it is said, and what computing takes: measured, docs/performance.md."""


def say_research_only(messages: BarStack, settings: Settings) -> None:
    """Show the notice of the first start; it stays until it is closed."""
    if not settings.notice_read:
        bar = messages.tell(
            Message(
                level="warning",
                text=f"{RESEARCH_ONLY} Scores and maps describe a classifier, "
                "never a child's state.",
                action=("Understood", lambda: setattr(settings, "notice_read", True)),
                of_study=False,
            )
        )
        bar.setObjectName("research-only")


def say_what_is_not_kept(messages: BarStack, settings: Settings) -> None:
    """Say once where the home is full or may not be written to; the window works without."""
    if why := settings.why_not_kept():
        messages.tell(
            Message(
                level="warning",
                text="Settings and the list of recent studies cannot be kept "
                f"({why}). Studies are not concerned.",
                details=str(settings.path.parent),
                of_study=False,
            )
        )


def say_what_is_missing(messages: BarStack, *, fonts: bool) -> None:
    """Say what this computer lacks before anything depends on it: fonts, memory."""
    texts = [] if fonts else [NONE_INSTALLED]
    total = memory().total
    if total is not None and total < LITTLE_MEMORY:
        texts.append(
            f"This computer has {bytes_in_words(total)} of memory for NeoPain; computing maps "
            f"takes about {bytes_in_words(NEEDED)}. Close other programs before you compute: a map "
            "for which there is not enough memory is not made, and nothing else is lost."
        )
    for text in texts:
        messages.tell(Message(level="warning", text=text, of_study=False))
