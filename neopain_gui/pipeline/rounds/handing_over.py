"""A round for another machine: a study folder of its own that says nothing of the photographs.

Their pixels are encoded anew under the names that were drawn for the round; no label, neonate,
file name, map or gaze goes along, nor anything of another rater. Faces go along, so that the face
alone can be shown and points have a place to begin at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from neopain_gui.annotation.ratings_file import renamed
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import StudyError
from neopain_gui.imaging import png_bytes, write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob, track
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.rounds.ratings import asked, ratings_of
from neopain_gui.pipeline.settings.instruments import (
    OWN_LANDMARKS,
    OWN_SCALES,
    SCALE_SWITCHES,
    SCALE_WORDINGS,
)
from neopain_gui.provenance import sha256_file
from neopain_gui.study import Study
from neopain_gui.study.merged_rounds import ONLY_ROUND

_COMPRESSION = 3
TRAVELS = (OWN_SCALES, OWN_LANDMARKS, SCALE_SWITCHES, SCALE_WORDINGS)
"""Settings that a round may need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A round that was made for another machine.

    Attributes
    ----------
    path : Path
        The study folder.
    sentence : str
        What it is and what to do with it.
    """

    path: Path
    sentence: str


def folder_name(round_: str, rater: str) -> str:
    """Return what the study folder of a round and rater is called."""
    text = f"{round_}-{rater}"
    return "".join(one if one.isalnum() or one in "-_" else "_" for one in text) + ".neopain"


def export_round(
    study: Study, round_: str, rater: str, folder: Path, *, job: Job = NULL_JOB
) -> HandedOver:
    """Make the study folder of one round for one rater.

    Parameters
    ----------
    study : Study
        Open.
    round_, rater : str
        Which round, for whom.
    folder : Path
        Where to make it; made if it is not there.

    Raises
    ------
    StudyError
        They are not asked or have handed in, or there is such a folder already.
    """
    asked(study, round_, rater)
    if study.annotations.handed_in(round_, rater):
        raise StudyError(
            f"{rater} has handed in the round “{round_}”",
            file=study.path,
            remedy="nothing is left to rate; what was handed in is changed here, with a reason",
        )
    path = folder / folder_name(round_, rater)
    Study.require_free(path)
    folder.mkdir(parents=True, exist_ok=True)
    aliases = study.annotations.aliases(round_)
    with tempfile.TemporaryDirectory() as somewhere:
        records = _encoded_anew(study, aliases, Path(somewhere), PartOfJob(job, 0, 0.8))

        def fill(made: Study) -> None:
            made.images.add(records, root=Path(somewhere), copy=True, job=PartOfJob(job, 0.8, 1))
            _say(study, made, round_, rater)

        with Study.create(path, name=round_, fill=fill) as made:
            final = made.path
    return HandedOver(
        path=final,
        sentence=(
            f"{final.name} holds the round “{round_}” for {rater} with "
            f"{counted(len(records), 'photograph')}, and nothing else. When {rater} has handed in, "
            "collect the folder, or the ratings file that is written there."
        ),
    )


def _encoded_anew(
    study: Study, aliases: Mapping[str, str], folder: Path, job: Job
) -> list[FaceImage]:
    records = []
    for image_id, alias in track(
        list(aliases.items()), job, total=len(aliases), text="Encoding photographs anew"
    ):
        pixels = study.images.pixels(image_id)
        file = folder / f"{alias}.png"
        # Not as NeoPain writes pictures otherwise: it would be the very file, with its hash, where
        # the photograph was one of them.
        write_bytes_atomic(file, png_bytes(pixels, compression=_COMPRESSION), sync=False)
        height, width = pixels.shape[:2]
        records.append(
            FaceImage(
                id=alias, file=file.name, sha256=sha256_file(file), width=width, height=height
            )
        )
    return records


def _say(study: Study, made: Study, round_: str, rater: str) -> None:
    aliases = study.annotations.aliases(round_)
    for image_id, alias in aliases.items():
        face = study.faces.get(image_id)
        if face is not None:
            made.faces.put(alias, face)
    made.gaze.add([Participant(id=rater, rater=True)], [])
    found = ratings_of(study, round_, rater)
    ids = tuple(sorted(aliases.values()))  # in the order of nothing
    made.annotations.put_round(
        replace(found.round, image_ids=ids),
        orders={rater: found.turns},
        aliases={one: one for one in ids},
    )
    names = {one: one for one in ids}
    made.annotations.put_all(
        [renamed(one, names=names, round_=round_, rater=rater) for one in found.said], {}
    )
    for key in TRAVELS:
        value = study.setting(key)
        if value is not None:
            made.set_setting(key, value)
    made.set_setting(ONLY_ROUND, round_)
