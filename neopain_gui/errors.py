"""Every error that NeoPain raises on purpose.

::

    NeoPainError
    ├── InputError            the user can mend it: which file, which place, what to do
    │   ├── ImageError        a photograph that cannot be used
    │   ├── ManifestError     a dataset description that cannot be used
    │   ├── WeightsError      a weight file that is missing, damaged or not what it should be
    │   └── StudyError        a study that is missing, damaged, locked or too new
    ├── EnvironmentFault      the machine: disk full, no permission, out of memory
    ├── EngineError           the engine process ended or could not start
    └── Cancelled             the user stopped the job; nothing went wrong

Anything else that escapes is a bug.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path

_REFUSALS = {
    errno.EACCES: "the system does not permit it; check the access rights",
    errno.EPERM: "the system does not permit it; check the access rights",
    errno.EROFS: "this disk can only be read; choose another place",
    errno.ENOSPC: "the disk is full; make room on it, or choose another place",
    errno.EDQUOT: "your share of the disk is full; make room, or choose another place",
    errno.ENAMETOOLONG: "this name is too long; choose a shorter one",
    errno.ENOTDIR: "a file stands where a folder is needed; choose another place",
    errno.ENOENT: "it is not there",
}
_INNER = re.compile(r"\..*|.*[0-9a-f]{32}.*|unfinished.*")
"""Names that only the program knows: what it has not finished, and what is named by its content."""
_LONGEST = 60


class NeoPainError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is one sentence for the user."""


class InputError(NeoPainError):
    """Something the user gave cannot be used, and the user can mend it.

    Parameters
    ----------
    problem : str
        What is wrong, without a full stop.
    file : Path or str, optional
        The file or folder concerned. Only its name is shown: full paths may identify a person.
    place : str, optional
        Where in the file, for example ``"line 3, column 'label'"``.
    remedy : str, optional
        What to do about it, without a full stop; in the window, and on the command line too
        unless ``command`` is given.
    command : str, optional
        What to do about it on the command line, with the option or the command that does it.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: Path | str | None = None,
        place: str | None = None,
        remedy: str | None = None,
        command: str | None = None,
    ) -> None:
        self.problem = problem
        self.file = None if file is None else Path(file)
        self.place = place
        self.remedy = remedy
        self.command = command
        super().__init__(self._sentence(remedy))

    @property
    def on_command_line(self) -> str:
        """The sentence with a remedy that can be followed on the command line."""
        return self._sentence(self.command or self.remedy)

    def _sentence(self, remedy: str | None) -> str:
        where = ", ".join(
            part for part in (self.file.name if self.file else None, self.place) if part
        )
        text = f"{where}: {self.problem}" if where else self.problem
        return f"{text}; {remedy}." if remedy else f"{text}."

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the keyword arguments when the error crosses a process boundary."""
        parts = (self.problem, self.file, self.place, self.remedy, self.command)
        return (_rebuild, (type(self), *parts))


def _rebuild(
    kind: type[InputError],
    problem: str,
    file: Path | None,
    place: str | None,
    remedy: str | None,
    command: str | None,
) -> InputError:
    return kind(problem, file=file, place=place, remedy=remedy, command=command)


class ImageError(InputError):
    """A photograph that cannot be used."""


class ManifestError(InputError):
    """A dataset description that cannot be used."""


class WeightsError(InputError):
    """A weight file that is missing, damaged or not what it should be."""


class StudyError(InputError):
    """A study that is missing, damaged, locked or written by a newer version."""


class EnvironmentFault(NeoPainError):
    """The machine could not do it: disk full, no permission, out of memory."""


def refusal(error: OSError, file: Path | str | None = None) -> str:
    """Say in a sentence what the machine could not do.

    Parameters
    ----------
    error : OSError
        What the system said.
    file : Path or str, optional
        What it was about, where the error does not know it.
    """
    about = file or error.filename
    names = [] if not isinstance(about, str | Path) else [*reversed(Path(about).parts)]
    name = next((one for one in names if not _INNER.fullmatch(one) and one != "/"), "A file")
    name = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
    why = _REFUSALS.get(error.errno or 0) or error.strerror or "the system refused it"
    return f"{name}: {why}."


class EngineError(NeoPainError):
    """The engine process ended unexpectedly or could not start."""


class Cancelled(NeoPainError):
    """The user stopped the job."""

    def __init__(self, message: str = "Stopped.") -> None:
        super().__init__(message)
