"""What the next start says of one that did not end in good order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from neopain_gui.counted import matching
from neopain_gui.crashes.redaction import dump_lines
from neopain_gui.crashes.report import delete, put_back, take_new, write_report
from neopain_gui.crashes.watching import WINDOW, Ended, left_behind
from neopain_gui.errors import refusal
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.place.window import Window
from neopain_gui.gui.shell.crash_dialog import CrashDialog

TOPIC = "fault"
_CLOSED = (
    "NeoPain was closed unexpectedly the last time. Nothing is lost: every change is kept at once."
)


def say_what_happened(window: Window) -> None:
    """Tell of processes that crashed or were ended, and of reports that nobody has seen yet."""
    ended = left_behind()
    crashed = [one for one in ended if _report(one)]
    new = take_new()
    if new:
        what = (
            "NeoPain ended by a fault of its own"
            if any(one.role == WINDOW for one in crashed)
            else "Something went wrong inside NeoPain"
        )
        _tell_of(window, what, new)
    elif any(one.role == WINDOW for one in ended):
        window.messages.tell(Message(level="warning", text=_CLOSED, topic=TOPIC, of_study=False))


def _report(ended: Ended) -> bool:
    """Keep what a process left that crashed; say whether it did."""
    lines = dump_lines(ended.dump)
    if lines:
        whose = "NeoPain" if ended.role == WINDOW else "the engine's process"
        write_report(f"{whose} ended at once", lines)
    return bool(lines)


def _tell_of(window: Window, what: str, new: Sequence[Path]) -> None:
    reports = matching(len(new), "a report", f"{len(new)} reports")
    of_it = matching(len(new), "of it lies", "of it lie")
    it = matching(len(new), "it", "them")
    see = matching(len(new), "See what it holds", "See what they hold")
    window.messages.tell(
        Message(
            level="warning",
            text=f"{what} the last time; what was done until then is kept, and {reports} {of_it} "
            "on this computer, without names, and sent to nobody.",
            action=(see, lambda: CrashDialog(window.widget).show()),
            other=(f"Delete {it}", partial(_delete, window, new)),
            topic=TOPIC,
            of_study=False,
        )
    )


def _delete(window: Window, files: Sequence[Path]) -> None:
    try:
        gone = delete(files)
    except OSError as error:
        window.messages.tell(Message(level="error", text=refusal(error), of_study=False))
        return
    what = matching(len(files), "The report is", "The reports are")
    back = ("Put back", partial(put_back, gone))
    text = f"{what} deleted."
    window.messages.tell(Message(level="info", text=text, action=back, of_study=False))
