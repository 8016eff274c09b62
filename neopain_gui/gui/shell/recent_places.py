"""Where recent studies lie, in as few words as tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def places(paths: Sequence[Path]) -> list[str]:
    """Return where each study lies: its folder, and of studies of one name as much as differs.

    >>> places([Path("/a/ward/x.neopain"), Path("/b/ward/x.neopain"), Path("/a/ward/y.neopain")])
    ['a/ward', 'b/ward', 'ward']
    """
    return [
        _place(path, [other for other in paths if other != path and other.stem == path.stem])
        for path in paths
    ]


def _place(path: Path, others: Sequence[Path]) -> str:
    parts = path.parent.parts
    alike = [other.parent.parts for other in others]
    count = 1
    while count < len(parts) and any(other[-count:] == parts[-count:] for other in alike):
        count += 1
    return Path(*parts[-count:]).as_posix() if parts else ""
