"""What edits of a study write that take something out of it, or make several people one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neopain_gui.gui.state.edits import PutBack
from neopain_gui.gui.state.loss import NOTHING, Loss, loss_of

if TYPE_CHECKING:
    from neopain_gui.study import Joined, Result, Selection, Study, Taken


class Removal:
    """Something that is in the study or out of it.

    Parameters
    ----------
    study : Study
        Open.
    what : Selection
        What is taken out.
    """

    def __init__(self, study: Study, what: Selection) -> None:
        self._study, self._what = study, what
        self._taken: Taken | None = None

    def write(self, out: bool) -> PutBack:
        """Take it out, or put it back as it was; return how many maps came back."""
        if out:
            self._taken = self._study.removal.take_out(self._what)
            return PutBack(0)
        taken, self._taken = self._taken, None
        if taken is None:
            return PutBack(0)
        self._study.removal.put_back(taken)
        return PutBack(taken.count("results"))

    def belongs(self, out: bool, result: Result) -> bool:
        """Say whether a late result is of a photograph that is out, with the face it had."""
        if out or self._taken is None:
            return False
        if result.image_id not in self._taken.values("images", "id"):
            return False
        face = (result.image_id, *result.box.as_tuple())
        names = ("image_id", "box_left", "box_top", "box_right", "box_bottom")
        faces = zip(*(self._taken.values("faces", name) for name in names), strict=True)
        return not result.model.of_classifier or face in faces

    def loses(self, out: bool) -> Loss:
        """Return which maps go when it is taken out."""
        return loss_of(self._study.results.computed(self._what.images)) if out else NOTHING


class Joining:
    """Participants that are one or several.

    Parameters
    ----------
    study : Study
        Open.
    others : sequence of str
        Who become another.
    into : str
        Who they become.
    """

    def __init__(self, study: Study, others: Sequence[str], into: str) -> None:
        self._study, self._others, self._into = study, others, into
        self._joined: Joined | None = None

    def write(self, one: bool) -> PutBack:
        """Make them one, or several again; return how many maps came back."""
        if one:
            self._joined = self._study.edits.join_participants(self._others, self._into)
            return PutBack(0)
        joined, self._joined = self._joined, None
        if joined is None:
            return PutBack(0)
        self._study.edits.part_participants(joined)
        return PutBack(joined.maps)

    @property
    def gave_way(self) -> str:
        """What there was twice, as a sentence; empty where nothing was."""
        return "" if self._joined is None else self._joined.gave_way


def removed(which: str, count: int) -> str:
    """Say that something was removed, and until when it can be put back."""
    is_, it = ("is", "it") if count == 1 else ("are", "them")
    return (
        f"{which[:1].upper()}{which[1:]} {is_} removed, for good when the study is closed; until "
        f"then Undo puts {it} back."
    )
