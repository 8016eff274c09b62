"""A study in a script while it is still being looked through: what is raised, and who waits."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.errors import StudyError
from neopain_gui.pipeline.scripts.spoken import warn
from neopain_gui.study import Study


class LookedThrough:
    """An open study whose pages and values are looked at beside the reading.

    Parameters
    ----------
    path : Path or str
        The study folder.
    write : bool
        Whether it is to be written to.

    Raises
    ------
    StudyError
        It cannot be opened, or not for writing.
    """

    def __init__(self, path: Path | str, *, write: bool) -> None:
        self.opened = Study.open(path, read_only=not write, check="beside")
        self._write = write
        if write and self.opened.read_only:
            self.opened.close()
            raise self._only_to_read()
        self._said = len(self.opened.remarks)
        warn(self.opened.remarks[: self._said])

    @property
    def study(self) -> Study:
        """It, unless it was found damaged meanwhile: then that is raised."""
        if self.opened.damage is not None:
            raise self.opened.damage
        return self.opened

    def wait(self) -> None:
        """Wait for the end of the look, and say what was put in order after it.

        Raises
        ------
        StudyError
            It is damaged.
        """
        self.opened.wait_until_looked_through()
        said, self._said = self._said, len(self.opened.remarks)
        warn(self.opened.remarks[said:])

    def to_write(self) -> Study:
        """Return it when it may be written to; as it is where it is to be read only."""
        if self._write:
            self.wait()
            if self.opened.read_only:
                raise self._only_to_read()
        return self.study

    def _only_to_read(self) -> StudyError:
        return StudyError(
            str(self.opened.why_read_only).removesuffix("."),
            remedy="close it there, or open it without write=True to read it",
        )
