"""The one place that says where a study holds something of a photograph, neonate or participant.

Whatever removes goes by these lists and by nothing else. A test fails when a table, a column that
refers to one of the three, a file, a folder or a setting of a study is missing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from neopain_gui.study_opener import OPENER


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What of a table belongs to whom: names of columns, empty where there is no such.

    Attributes
    ----------
    image, neonate, participant : str
        Whose a row is.
    round : str
        Which round of raters a row belongs to.
    blob : str
        The file in ``blobs/`` that a row describes.
    """

    image: str = ""
    neonate: str = ""
    participant: str = ""
    round: str = ""
    blob: str = ""


TABLES: Mapping[str, Table] = {
    "study": Table(),
    "settings": Table(),
    "to_purge": Table(),
    "neonates": Table(neonate="id"),
    "images": Table(image="id", neonate="neonate_id"),
    "faces": Table(image="image_id"),
    "chosen_faces": Table(image="image_id"),
    "face_candidates": Table(image="image_id"),
    "faces_absent": Table(image="image_id"),
    "results": Table(image="image_id", blob="key"),
    "predictions": Table(image="image_id"),
    "drawn_regions": Table(image="image_id"),
    "waiting_jobs": Table(),
    "waiting_job_images": Table(image="image_id"),
    "participants": Table(participant="id"),
    "trials": Table(image="image_id", participant="participant_id", blob="key"),
    "pain_scores": Table(image="image_id", participant="participant_id"),
    "rounds": Table(round="token"),
    "round_images": Table(image="image_id", round="token"),
    "round_raters": Table(participant="rater", round="token"),
    "turns": Table(image="image_id", participant="rater", round="token"),
    "answers": Table(image="image_id", participant="rater", round="token"),
    "marks": Table(image="image_id", participant="rater", round="token"),
    "landmarks": Table(image="image_id", participant="rater", round="token"),
    "sittings": Table(image="image_id", participant="rater", round="token"),
    "amendments": Table(image="image_id", participant="rater", round="token"),
    "decisions": Table(image="image_id", participant="decided_by", round="token"),
}
"""Every table; one that others refer to stands before them."""

FOLDERS = {
    "blobs": "what no row names is deleted",
    "thumbnails": "those that begin with no photograph's SHA-256 are deleted",
    "statistics": "all are deleted: they can be worked out again",
    "masks": "all are deleted: they can be made again",
    "images": "copies that no row names are deleted",
    "trainings": "those taken out are deleted, and the faces that one keeps where one is of a "
    "photograph that is no more; what a training says of itself stays, and is named beforehand",
    "backups": "each is written anew without what the study has no more",
}
"""Every folder of a study, and what a purge does to it."""

FILES = frozenset(
    {"study.sqlite", "study.sqlite-wal", "study.sqlite-shm", "study.lock", "maps.lock", OPENER}
)
"""Every file beside them: the database, written anew by a purge, the empty locks, and the file
that opens the study, which is the same in every one.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What a study has.

    Attributes
    ----------
    images : frozenset of str
        Ids of photographs.
    neonates : frozenset of str
        Their ids.
    keys : frozenset of str
        Keys of maps.
    """

    images: frozenset[str]
    neonates: frozenset[str]
    keys: frozenset[str]


def _as_it_is(value: Any, present: Present) -> Any:
    return value


def _known_image(value: Any, present: Present) -> Any:
    return value if value in present.images else ""


def _known_maps(value: Any, present: Present) -> Any:
    if not isinstance(value, Mapping):
        return {}
    return {
        key: one
        for key, one in value.items()
        if isinstance(one, Mapping) and one.get("map") in present.keys
    }


def _known_folds(value: Any, present: Present) -> Any:
    """Have a training that is put together deal its folds where they name who is gone."""
    held = value.get("held") if isinstance(value, Mapping) else None
    if not isinstance(held, list) or all(map(present.neonates.issuperset, held)):
        return value
    return {**value, "held": None}


SETTINGS: Mapping[str, Callable[[Any, Present], Any]] = {
    "annotation share": _as_it_is,
    "choice": _as_it_is,
    "counted label": _as_it_is,
    "equivalence margins": _as_it_is,
    "examinations": _known_maps,
    "gaze": _as_it_is,
    "gaze columns": _as_it_is,
    "gaze subgroups": _as_it_is,
    "human_mask": _as_it_is,
    "image_id": _known_image,
    "linked_panes": _as_it_is,
    "masks": _as_it_is,
    "method_options": _as_it_is,
    "only round": _as_it_is,
    "own landmarks": _as_it_is,
    "own scales": _as_it_is,
    "report photographs": _as_it_is,
    "scale switches": _as_it_is,
    "scale wordings": _as_it_is,
    "synthetic": _as_it_is,
    "training draft": _known_folds,
}
"""Every setting, and what is left of its value when a study has only this."""
