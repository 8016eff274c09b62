"""Settings of two studies put together: the first study's count, also those that it never changed.

A setting that only the second study has would otherwise change what the first study's numbers
follow from. What speaks of single maps and groups comes along beside the first study's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from sqlite3 import Connection
from typing import Any

from neopain_gui.provenance import canonical_json


def _both_maps(ours: Any, theirs: Any) -> Any:
    if not isinstance(theirs, Mapping):
        return ours
    return {**theirs, **(ours if isinstance(ours, Mapping) else {})}


def _both_groups(ours: Any, theirs: Any) -> Any:
    mine = ours if isinstance(ours, list) else []
    taken = {one.get("name") for one in mine if isinstance(one, Mapping)}
    more = theirs if isinstance(theirs, list) else []
    return [
        *mine,
        *(one for one in more if isinstance(one, Mapping) and one.get("name") not in taken),
    ]


def _either(ours: Any, theirs: Any) -> Any:
    return bool(ours) or bool(theirs)


TOGETHER: Mapping[str, Callable[[Any, Any], Any]] = {
    "examinations": _both_maps,
    "gaze subgroups": _both_groups,
    "own landmarks": _both_maps,
    "own scales": _both_maps,
    "synthetic": _either,
}
"""Settings that both studies have a share in; of all others the first study's count alone."""


_SHOWN, _SYNTHETIC = "report photographs", "synthetic"


def settings_into(connection: Connection, theirs: Mapping[str, Any]) -> None:
    """Put settings of the second study beside those of the first, where they come along at all."""
    ours = _stored(connection)
    made = {
        key: both(ours.get(key), theirs[key]) for key, both in TOGETHER.items() if key in theirs
    }
    answers = {one.get(_SHOWN, one.get(_SYNTHETIC) or None) for one in (ours, theirs)}
    # Photographs of one study are not shown because the other allows it: it is asked again, or,
    # where phantoms among them would answer for everybody, not shown.
    if len(answers) > 1:
        connection.execute("DELETE FROM settings WHERE key = ?", (_SHOWN,))
        if False in answers or ours.get(_SYNTHETIC) or theirs.get(_SYNTHETIC):
            made[_SHOWN] = False
    connection.executemany(
        "INSERT OR REPLACE INTO settings VALUES (?, ?)",
        [(key, canonical_json(value)) for key, value in made.items()],
    )


def _stored(connection: Connection) -> dict[str, Any]:
    return {key: json.loads(value) for key, value in connection.execute("SELECT * FROM settings")}
