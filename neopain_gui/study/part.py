"""What every part of a study can do: read its tables, change them as one edit, find its files."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from neopain_gui.study.blobs import BlobStore
    from neopain_gui.study.database import Database
    from neopain_gui.study.folder import StudyFolder
    from neopain_gui.study.map_store import MapStore

T = TypeVar("T")


class Part:
    """A part of an open study.

    Parameters
    ----------
    folder : StudyFolder
        The study.
    """

    def __init__(self, folder: StudyFolder) -> None:
        self._folder = folder

    @property
    def path(self) -> Path:
        """The study folder."""
        return self._folder.path

    @property
    def blobs(self) -> BlobStore:
        """The values of single maps and of trials."""
        return self._folder.blobs

    @property
    def maps(self) -> MapStore:
        """The values of the results."""
        return self._folder.maps

    @property
    def _database(self) -> Database:
        return self._folder._database

    def _change(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._folder._change()

    def _refuse_if_read_only(self) -> None:
        self._folder._refuse_if_read_only()

    def _parsed(self, parse: Callable[[Any], T], value: Any) -> T:
        return self._folder._parsed(parse, value)
