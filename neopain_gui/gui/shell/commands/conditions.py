"""When a command can be used, and what is missing where it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.place.command import Command, Condition
from neopain_gui.gui.place.window import Window
from neopain_gui.gui.state.session import Session


class Conditions:
    """The conditions of a window: its own, and those that places bring along.

    Parameters
    ----------
    window : Window
        Whose session and jobs are asked.
    of_places : Mapping of str to Condition
        By the names that commands give.
    """

    def __init__(self, window: Window, of_places: Mapping[str, Condition]) -> None:
        self._window, self._of_places = window, of_places
        self._own = own_conditions(window.session, window.jobs)

    def holding(self) -> dict[str, bool]:
        """Return of every condition whether it holds now."""
        holds = {name: own() for name, own in self._own.items()}
        for name, one in self._of_places.items():
            holds[name] = holds[one.needs] and one.holds(self._window)
        return holds

    def may(self, command: Command, holds: Mapping[str, bool]) -> bool:
        """Say whether a command can be used, by what :meth:`holding` returned.

        While a page is alone, such as a round, nothing acts on the study behind it: it would be
        another photograph than the one in sight, and what a round hides would be seen.
        """
        return holds[command.when] and (not self._alone or _beside_a_round(command))

    @property
    def _alone(self) -> bool:
        pages = getattr(self._window, "pages", None)  # the commands are there before the pages
        return pages is not None and getattr(pages.currentWidget(), "alone", False)

    def why_not(self, name: str) -> str:
        """Say what is missing where a condition does not hold."""
        if self._alone and (name not in self._own or self._own[name]()):
            return "close the round first"
        one = self._of_places.get(name)
        if one is None:
            return why_not(name, self._window.session)
        return one.missing if self._own[one.needs]() else why_not(one.needs, self._window.session)


def _beside_a_round(command: Command) -> bool:
    return command.when in ("always", "undo", "redo", "busy") or command.id == "close_study"


def own_conditions(session: Session, jobs: Jobs) -> dict[str, Callable[[], bool]]:
    """Return the conditions that the table of commands names."""

    def image() -> bool:
        return bool(session.image_id)

    def photographs() -> bool:
        return bool(session.images)

    return {
        "always": lambda: True,
        "study": lambda: session.study is not None,
        "editable": lambda: session.editable,
        "image": image,
        "editable_image": lambda: session.editable and image(),
        "photographs": photographs,
        "editable_photographs": lambda: session.editable and photographs(),
        "map": lambda: image() and bool(session.shown_model),
        "editable_map": lambda: session.editable and image() and bool(session.shown_model),
        "undo": lambda: session.editable and session.edits.can_undo,
        "redo": lambda: session.editable and session.edits.can_redo,
        "busy": lambda: jobs.busy,
    }


_OPEN = "open a study first"
_READ_ONLY = "the study is open for reading only"
_CHOOSE = "choose a photograph first"
_ADD = "add photographs first"


def why_not(name: str, session: Session) -> str:
    """Say what is missing where a condition does not hold."""
    if name == "busy":
        return "nothing is running"
    if session.study is None:
        return _OPEN
    if name in ("editable", "editable_image", "editable_photographs", "undo", "redo"):
        if not session.editable:
            return _READ_ONLY
        if name in ("undo", "redo"):
            return f"there is nothing to {name}"
    if name in ("photographs", "editable_photographs") or not session.images:
        return _ADD
    if name == "map" and session.image_id:
        return "put a map on the viewer first"
    return _CHOOSE if name in ("image", "editable_image", "map") else ""
