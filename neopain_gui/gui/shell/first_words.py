"""What the window says by itself when it is opened."""

from __future__ import annotations

from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.shell.help_pages import RESEARCH_ONLY
from neopain_gui.gui.widgets.bar_stack import BarStack


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
