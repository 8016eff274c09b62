"""Making, opening and closing a study; its settings; the way every change goes."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from neopain_gui.errors import EnvironmentFault, StudyError, refusal
from neopain_gui.imaging import require_folder
from neopain_gui.provenance import canonical_json
from neopain_gui.study import migrations
from neopain_gui.study.blobs import BLOBS_FOLDER, BlobStore
from neopain_gui.study.database import (
    DATABASE_FILE,
    Database,
    back_up,
    connect_to_write,
    create_database,
    open_to_read,
    read_as_newest,
)
from neopain_gui.study.faults import BACKUPS_FOLDER, title
from neopain_gui.study.files import PRIVATE_FOLDER, remove_unfinished
from neopain_gui.study.leftovers import (
    clear_left,
    clear_unfinished,
    forget_making,
    unfinished_study,
)
from neopain_gui.study.lock import StudyLock, on_network
from neopain_gui.study.looking import Looking, look_through
from neopain_gui.study.map_store import MapStore
from neopain_gui.study.mask_store import MaskStore
from neopain_gui.study.naming import SUFFIX, existing_study, with_suffix
from neopain_gui.study.opener import put_opener
from neopain_gui.study.purge import THUMBNAILS_FOLDER

_CLOCKS = 3.0
"""Seconds by which the clock of a file system may be behind."""
T = TypeVar("T")


class StudyFolder:
    """A study folder that is open; see :class:`~neopain_gui.study.store.Study`.

    Attributes
    ----------
    path : Path
        The study folder.
    blobs : BlobStore
        The values of single maps and of trials.
    maps : MapStore
        The values of the results.
    masks : MaskStore
        Contour masks that were made of them before.
    remarks : tuple of str
        Sentences about what was put in order when it was opened.
    """

    def __init__(
        self, path: Path, database: Database, lock: StudyLock | None, why_read_only: str | None
    ) -> None:
        self.path = path
        self.blobs = BlobStore(path)
        self.masks = MaskStore(path)
        self.maps = MapStore(path)
        self._database = database
        self._lock = lock
        self._why_read_only = why_read_only
        self._looking: Looking | None = None
        self._writing = False
        self._begun = inf
        self._earlier = False
        self.remarks: tuple[str, ...] = ()

    @staticmethod
    def require_free(path: Path | str) -> None:
        """Make sure that a study of this name can be made, before much is read for it.

        Raises
        ------
        StudyError
            There is something of that name already, or it is no name.
        EnvironmentFault
            Nothing can be made there.
        """
        folder = with_suffix(Path(path)).absolute()
        with suppress(OSError):  # what is wrong with the place is said by the next
            if folder.exists():
                raise StudyError("it exists already", file=folder, remedy="choose another name")
        require_folder(folder)

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        name: str | None = None,
        fill: Callable[[Self], object] | None = None,
    ) -> Self:
        """Make a study and open it for writing.

        Parameters
        ----------
        path : Path or str
            The folder to make; ``.neopain`` is added where it is missing.
        name : str, optional
            What people call the study; the folder's name without suffix by default.
        fill : callable, optional
            Is handed the empty study and puts in what it begins with. If it fails or is killed
            there is no study.

        Raises
        ------
        StudyError
            There is something of that name already.
        EnvironmentFault
            The folder could not be made.
        """
        folder = with_suffix(Path(path)).absolute()
        try:
            cls.require_free(folder)
            folder.parent.mkdir(parents=True, exist_ok=True)
            cleared = clear_unfinished(folder.parent)
            # Built beside its place and renamed: a study is there as a whole or not at all.
            with unfinished_study(folder.parent) as unfinished:
                for subfolder in (BLOBS_FOLDER, THUMBNAILS_FOLDER, BACKUPS_FOLDER):
                    (unfinished / subfolder).mkdir(mode=PRIVATE_FOLDER)
                create_database(unfinished / DATABASE_FILE, name or "")
                if fill is not None:
                    with cls.open(unfinished) as study:
                        if study.read_only:  # what it is filled with would be refused
                            raise EnvironmentFault(f"{folder.name}: {study._why_read_only}.")
                        fill(study)
                if folder.exists():
                    raise StudyError("it exists already", file=folder, remedy="choose another name")
                unfinished.rename(folder)
            forget_making(folder)
        except OSError as error:
            raise EnvironmentFault(refusal(error, folder)) from error
        made = cls.open(folder)
        made.remarks = tuple(filter(None, (cleared, *made.remarks)))
        return made

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        read_only: bool = False,
        check: Literal["first", "beside", "elsewhere"] = "first",
    ) -> Self:
        """Open a study.

        It is opened for reading only when that is asked for, when somebody else has it open for
        writing, when it was written by a newer NeoPain, when its folder cannot be written to or
        when no backup could be made; :attr:`why_read_only` says which.

        Parameters
        ----------
        path : Path or str
            The study's folder; ``.neopain`` may be left out.
        read_only : bool
            Whether nothing is to be changed.
        check : {"first", "beside", "elsewhere"}
            When every page and value of the database is looked at: before this returns, or in a
            thread beside the reading. Then nothing is written before it has ended well, and
            :attr:`looked_through` and :attr:`damage` say how it stands. ``"elsewhere"``: the
            process on whose behalf this one reads does it. The shape of the database is looked at
            in any case. A study of an earlier version is always looked at first.

        Raises
        ------
        StudyError
            There is no study, or it is damaged.
        """
        folder = existing_study(Path(path))
        database = open_to_read(folder / DATABASE_FILE)
        try:
            why, lock = _right_to_write(folder, database, read_only)
            study = cls(folder, database, lock, why)
        except BaseException:
            database.close()
            raise
        try:
            study._look(check)
        except BaseException:
            study._give_up()
            raise
        return study

    def _look(self, check: str) -> None:
        database = self._database
        older = database.version < len(migrations.steps())
        if check == "beside" and not older:
            self._begun = time.time() - _CLOCKS
            self._looking = Looking(database.file, database.version, self._looked)
            self._looking.start()
            return
        if check != "elsewhere" or older:
            look_through(database.file, database.version)
        self._earlier = older
        self._looked(lambda: None)
        if older and self.read_only:
            read_as_newest(database)

    def _looked(self, check: Callable[[], None]) -> None:
        """Make a backup of what was found whole, and begin to write; or say why not."""
        if self.read_only:
            return
        file = self._database.file
        try:
            back_up(file, self._database.version, check)
            network = on_network(self.path)
            self._database.exchange(lambda: connect_to_write(file, network=network))
            self._writing = True
            self._put_in_order()
        except EnvironmentFault as fault:
            why = str(fault).removeprefix(f"{title(file)}: ").removesuffix(".")
            self._why_read_only, self._writing = why, False
            if self._looking is not None:  # nobody has been told yet
                self.remarks = (*self.remarks, str(self.why_read_only))
            if self._lock is not None:
                self._lock.release()

    def _put_in_order(self) -> None:
        """Remove what a killed process left behind; put in what an earlier version did not."""
        remove_unfinished(self.path, self._begun)
        put_opener(self.path)
        known = {row["path"] for row in self._database.rows("SELECT path FROM images")}
        self.remarks = (*self.remarks, *clear_left(self.path, known))

    @property
    def looked_through(self) -> bool:
        """False while every page and value is still being looked at beside the reading."""
        return self._looking is None or self._looking.ended

    @property
    def damage(self) -> Exception | None:
        """What was found beside the reading; None where nothing was, or not yet."""
        return None if self._looking is None else self._looking.error

    def looked_through_within(self, seconds: float) -> bool:
        """Wait so long at most until every page and value was looked at; say whether it was."""
        return self._looking is None or self._looking.wait(seconds)

    def wait_until_looked_through(self) -> None:
        """Wait until every page and value was looked at.

        Raises
        ------
        StudyError
            It is damaged.
        """
        if self._looking is not None:
            self._looking.wait()
            self._looking.require()

    def _give_up(self) -> None:
        """Close without writing anything."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def close(self) -> None:
        """Close; harmless when closed already."""
        self._stop_looking()
        self._give_up()

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """What people call the study."""
        stored: str = self._database.rows("SELECT name FROM study")[0]["name"]
        return stored or self.path.name.removesuffix(SUFFIX)

    @property
    def name_and_folder(self) -> str:
        """Its name, and its folder's where that is another: a copy keeps the name of the first."""
        folder = self.path.name.removesuffix(SUFFIX)
        return self.name if self.name == folder else f"{self.name} ({folder})"

    @property
    def read_only(self) -> bool:
        """True when nothing can be changed."""
        return self._why_read_only is not None

    @property
    def why_read_only(self) -> str | None:
        """The reason as a sentence for the user; None when the study can be changed."""
        if self._why_read_only is None:
            return None
        return f"{self.path.name} can only be read: {self._why_read_only}."

    @property
    def thumbnails(self) -> Path:
        """Folder for small pictures that can be made again.

        A photograph's begin with its SHA-256: a purge goes by that.
        """
        return self.path / THUMBNAILS_FOLDER

    def setting(self, key: str, default: Any = None) -> Any:
        """Return a setting of the study, or ``default`` where it was never set."""
        rows = self._database.rows("SELECT value FROM settings WHERE key = ?", (key,))
        return self._parsed(json.loads, rows[0]["value"]) if rows else default

    def settings(self) -> dict[str, Any]:
        """Return every setting of the study."""
        rows = self._database.rows("SELECT key, value FROM settings")
        return {row["key"]: self._parsed(json.loads, row["value"]) for row in rows}

    def set_setting(self, key: str, value: Any) -> None:
        """Keep a setting: mask settings, the state of the view, choices of provenance.

        Parameters
        ----------
        key : str
            Its name; :mod:`.holdings` lists it.
        value : JSON-serialisable
            No path and no person's name: a study may be given to others.
        """
        text = canonical_json(value)
        with self._change() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, text))

    def forget_setting(self, key: str) -> None:
        """Leave a setting as if it had never been set."""
        with self._change() as connection:
            connection.execute("DELETE FROM settings WHERE key = ?", (key,))

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Do everything in the block as one committed edit."""
        self._refuse_if_read_only()
        with self._database.transaction() as connection:
            yield connection

    def _refuse_if_read_only(self) -> None:
        if self._why_read_only is None and self._looking is not None:
            self._looking.require()
        if self._why_read_only is not None:
            raise StudyError(f"it can only be read, because {self._why_read_only}", file=self.path)

    def _parsed(self, parse: Callable[[Any], T], value: Any) -> T:
        """Read a stored value; one that cannot be read is damage, not a bug."""
        try:
            return parse(value)
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            if self._database.newer:
                raise self._database.too_new() from error
            raise StudyError(
                f"{DATABASE_FILE} holds a value that NeoPain never writes",
                file=self.path,
                remedy=f"restore the newest file of the folder {BACKUPS_FOLDER}",
            ) from error


def _right_to_write(
    folder: Path, database: Database, read_only: bool
) -> tuple[str | None, StudyLock | None]:
    """Return why a study can only be read, or the lock that lets it be changed."""
    if read_only:
        return "it was opened for reading only", None
    if database.newer:
        return (
            f"it was written by a newer NeoPain (version {database.version} of the study "
            f"file, this NeoPain knows {len(migrations.steps())})"
        ), None
    lock = StudyLock(folder)
    why = lock.acquire()
    return why, None if why else lock
