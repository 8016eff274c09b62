"""What taking in raters' files would do: what differs, whose they are, both sides of the edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.annotation.changes import Change
from neopain_gui.annotation.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A turn of which study and file say different things.

    Attributes
    ----------
    file : str
        The file's name.
    photograph : str
        What people know the photograph by.
    there : Said
        What the file says, with the study's names.
    changes : tuple of Change
        In what they differ, the study before and the file after.
    """

    file: str
    photograph: str
    there: Said
    changes: tuple[Change, ...]

    @property
    def sentence(self) -> str:
        """Who says what here and there."""
        again = ", second time" if self.there.repeat else ""
        parts = [
            f"{one.what}: {one.before} in the study, {one.after} in {self.file}"
            for one in self.changes
        ]
        return f"{self.there.rater}, {self.photograph}{again}: {'; '.join(parts)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is said at some turns, and who has handed in: one side of an edit.

    Attributes
    ----------
    said : tuple of Said
        All of each turn.
    handed_in : Mapping of (str, str) to str
        When, by round and rater; empty where they have not.
    """

    said: tuple[Said, ...]
    handed_in: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose answers a file holds.

    Attributes
    ----------
    file : Path
        Which.
    called : str
        What the file calls its rater.
    round : str
        The round's name.
    raters : tuple of str
        Whom the round asks: who it may be.
    here : str
        Who it is taken for; empty where nobody is, so that it is left out.
    """

    file: Path
    called: str
    round: str
    raters: tuple[str, ...]
    here: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What taking files in would do.

    Attributes
    ----------
    before, after : State
        What stands at the turns that change, and what will.
    conflicts : tuple of Conflict
        Where the study's answer stays unless the files' are to count.
    sentences : tuple of str
        What each file brings, and what of it is left out.
    whose : tuple of Whose
        Whose each file is, in their order.
    """

    before: State
    after: State
    conflicts: tuple[Conflict, ...]
    sentences: tuple[str, ...]
    whose: tuple[Whose, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """True where there is nothing to take in."""
        return self.before == self.after
