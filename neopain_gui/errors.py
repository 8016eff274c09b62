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

_DENIED = "the system does not permit it; check the access rights, or choose another place"
_FULL = "the disk is full; make room on it, or choose another place"
_GONE = "the disk, or the connection to it, failed; try again, or choose another place"
_HELD = "another program is using it; close that program"
_MANY = "too many files are open; close other programs"
_REFUSALS = {
    **dict.fromkeys((errno.EACCES, errno.EPERM), _DENIED),
    errno.EROFS: "this disk can only be read; choose another place",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your share of the disk is full; make room, or choose another place",
    errno.EFBIG: "it is larger than the system permits a file to be; choose another place",
    errno.ENAMETOOLONG: "this name is too long; choose a shorter one",
    **dict.fromkeys(
        (errno.ENOTDIR, errno.EEXIST),
        "a file stands where a folder is needed; choose another place",
    ),
    errno.EISDIR: "a folder stands where a file is needed; choose another name",
    errno.ENOENT: "it is not there",
    errno.EINVAL: "the system does not permit this name there; choose another one",
    errno.ELOOP: "it is a link that leads round in a circle",
    **dict.fromkeys((errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.ETIMEDOUT), _GONE),
    **dict.fromkeys((errno.EBUSY, errno.ETXTBSY, errno.EDEADLK), _HELD),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), _MANY),
    errno.ENOMEM: "there is not enough memory; close other programs",
}
_INNER = re.compile(r"\..*|.*[0-9a-f]{32}.*|unfinished.*")
"""Names that only the program knows: what it has not finished, and what is named by its content."""
_STUDY = ".neopain"
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
    name = (public_name(about) if isinstance(about, str | Path) else "") or "A file"
    return f"{name}: {reason(error)}."


def reason(error: OSError) -> str:
    """Say in a clause why the system refused, and what to do; never in the system's own words."""
    number = error.errno or 0
    known = errno.errorcode.get(number, "")
    return _REFUSALS.get(number) or "the system refused it" + (f" ({known})" if known else "")


def public_name(file: Path | str) -> str:
    """Return the name that a person knows a file by.

    Of what lies inside a study that is the study; of what has no name yet the folder.
    """
    parts = Path(file).parts
    for number, part in enumerate(parts):
        if part.endswith(_STUDY) or _INNER.fullmatch(part):
            parts = parts[: number + part.endswith(_STUDY)]
            break
    root = Path(file).anchor
    name = next((part for part in reversed(parts) if part not in (root, "..")), "")
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


class EngineError(NeoPainError):
    """The engine process ended unexpectedly or could not start."""


class Cancelled(NeoPainError):
    """The user stopped the job."""

    def __init__(self, message: str = "Stopped.") -> None:
        super().__init__(message)
