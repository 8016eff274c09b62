"""Statistics that were worked out: kept beside the study, so that they are worked out once.

A file's name is the hash of everything that its numbers follow from, so that none is ever stale.
What is kept can be made again: whoever cannot write here, or finds a damaged file, works it out.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import stat
import zlib
from contextlib import suppress
from pathlib import Path

from neopain_gui.errors import EnvironmentFault
from neopain_gui.study.files import write_private
from neopain_gui.study.part import Part
from neopain_gui.study.purge import STATISTICS_FOLDER

MOST_KEPT = 12
"""Statistics that are kept: of the last few choices of photographs, models and settings."""
MOST_BYTES = 256 << 20
_KEY = re.compile(r"[0-9a-f]{64}")

# By which columns the rows are put in order: undoing a removal adds them anew.
_TABLES = {
    "neonates": 1,
    "images": 1,
    "faces": 1,
    "results": 2,
    "predictions": 3,
    "drawn_regions": 2,
    "participants": 1,
    "trials": 3,
    "pain_scores": 2,
    "rounds": 1,
    "round_images": 2,
    "round_raters": 2,
    "answers": 7,
    "marks": 5,
    "landmarks": 6,
    "sittings": 4,
    "decisions": 4,
    "settings": 1,
}
# What only the window needs to know; and margins, which are compared when statistics are read.
_NO_INPUT = frozenset({"choice", "equivalence margins", "examinations", "image_id", "linked_panes"})


class StatisticsStore(Part):
    """The kept statistics of a study; part of :class:`~.store.Study`."""

    def digest(self) -> str:
        """Return the SHA-256 of every row that a number can follow from."""
        found = hashlib.sha256()
        for table, columns in _TABLES.items():
            order = ", ".join(str(place + 1) for place in range(columns))
            found.update(f"\0{table}\n".encode())
            rows = self._database.rows(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608
            for row in rows:
                if table != "settings" or row["key"] not in _NO_INPUT:
                    found.update(f"{tuple(row)!r}\n".encode())
        return found.hexdigest()

    def cached(self, key: str) -> bytes | None:
        """Return what was kept under a key; None where nothing was, or it is damaged."""
        file = self._statistics(key)
        try:
            # Neither a link out of the study nor a pipe that would block for ever.
            status = file.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
                return None
            with gzip.open(file) as stream:
                content = stream.read(MOST_BYTES + 1)
        except (OSError, EOFError, ValueError, zlib.error):  # gzip checks the content's CRC
            return None
        return content if len(content) <= MOST_BYTES else None

    def keep(self, key: str, content: bytes) -> bool:
        """Keep statistics, and only the last :data:`MOST_KEPT` of them.

        Possible for whoever reads the study only, as with blobs: the rows do not change.

        Returns
        -------
        bool
            False where the folder cannot be written to, the content is too large to keep or the
            study is still being looked through.
        """
        if len(content) > MOST_BYTES or not self._folder.looked_through:
            return False
        file, packed = self._statistics(key), io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
            stream.write(content)
        try:
            write_private(file, packed.getvalue())
        except (OSError, EnvironmentFault):
            return False
        with suppress(OSError):
            for old in sorted(file.parent.iterdir(), key=_age)[:-MOST_KEPT]:
                old.unlink(missing_ok=True)
        return True

    @property
    def there_are(self) -> bool:
        """Whether statistics of this study were worked out before."""
        folder = self.path / STATISTICS_FOLDER
        return folder.is_dir() and any(folder.iterdir())

    def _statistics(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a key: {key!r}")
        return self.path / STATISTICS_FOLDER / f"{key}.json.gz"


def _age(file: Path) -> tuple[float, str]:
    return file.stat().st_mtime, file.name
