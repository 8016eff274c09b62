"""Making a round: which photographs, and what it comes to."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from neopain_gui.annotation.order import distance_of, repeats_of, turns
from neopain_gui.annotation.round import LANDMARKS, SCALE, Round, new_token, round_name
from neopain_gui.annotation.scales.switches import Switched, how_switched
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.errors import InputError, StudyError
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.photographs.named import image_ids
from neopain_gui.pipeline.settings.instruments import (
    study_landmark_sets,
    study_scales,
    switches_asked,
    switching_changes,
)
from neopain_gui.study import Selection, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which photographs of a study a round is about; what is empty does not choose.

    Attributes
    ----------
    photographs : sequence of str
        Ids or names of files.
    neonates, datasets : sequence of str
        Whose, and of which data sets.
    label : PainLabel or None
        Labelled so.
    pairs_only : bool
        Only of neonates that have a photograph in pain and another without.
    """

    photographs: Sequence[str] = ()
    neonates: Sequence[str] = ()
    datasets: Sequence[str] = ()
    label: PainLabel | None = None
    pairs_only: bool = False


def photographs_of(study: Study, wanted: Wanted) -> tuple[str, ...]:
    """Return the ids of the photographs that are wanted.

    Raises
    ------
    InputError
        A photograph, neonate or data set is unknown, or nothing is left.
    """
    images = CountedLabels.of(study).images(study)
    neonates = {one.neonate.id: one.neonate for one in images if one.neonate}
    there = {
        "neonate": (wanted.neonates, set(neonates)),
        "data set": (wanted.datasets, {one.dataset for one in neonates.values()}),
    }
    for what, (named, known) in there.items():
        for one in named:
            if one not in known:
                raise InputError(f"there is no {what} {one} in the study", file=study.path)
    ids = set(image_ids(study, list(wanted.photographs) or None))
    paired = _paired(images)
    kept = tuple(
        image.id
        for image in images
        if image.id in ids
        and (not wanted.neonates or (image.neonate and image.neonate.id in wanted.neonates))
        and (not wanted.datasets or (image.neonate and image.neonate.dataset in wanted.datasets))
        and wanted.label in (None, image.label)
        and (not wanted.pairs_only or (image.neonate and image.neonate.id in paired))
    )
    if not kept:
        raise InputError(
            "no photograph is left to rate", file=study.path, remedy="choose fewer conditions"
        )
    return kept


def made_now(**said: object) -> Round:
    """Return a round with a token of its own, made now, and a seed where none is said.

    Raises
    ------
    InputError
        It cannot be.
    """
    values = {"seed": secrets.randbelow(1 << 31), **said}
    try:
        values["name"] = round_name(str(said["name"]))
        return Round(**values, token=new_token(), made=now())  # type: ignore[arg-type]
    except ValueError as error:
        raise InputError(str(error)) from error


def now() -> str:
    """Return what time it is, in ISO 8601 with the zone."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def neonates_of(study: Study) -> dict[str, str | None]:
    """Return the neonate of each photograph, as orders are drawn from it."""
    return {
        image.id: None if image.neonate is None else image.neonate.id
        for image in study.images.all()
    }


def comes_to(round_: Round, neonates: Mapping[str, str | None]) -> tuple[str, ...]:
    """Say what a round comes to: how many turns, and what cannot be as it was asked for."""
    again = repeats_of(round_.repeats, len(round_.image_ids))
    each = len(round_.image_ids) + again
    many = counted(len(round_.image_ids), "photograph")
    first = f"{many}, {again} of them twice: {counted(each, 'turn')} for each rater"
    said = [f"{first}, {counted(len(round_.raters), 'rater')}."]
    found = [distance_of(turns(round_, rater, neonates), neonates) for rater in round_.raters]
    nearest = min((one for one in found if one is not None), default=None)
    if nearest is not None and nearest < round_.apart:
        said.append(
            f"Photographs of a neonate cannot be {round_.apart} positions apart; they are "
            f"{nearest} at least."
        )
    unknown = sum(neonates.get(one) is None for one in round_.image_ids)
    if unknown and round_.apart > 1:
        said.append(
            f"Of {counted(unknown, 'photograph')} the neonate is not known: two of one neonate "
            "may follow each other."
        )
    return tuple(said)


def switched_so(study: Study, round_: Round, switched: Switched) -> list[str]:
    """Say how switches of the round's scales would be set, and which other rounds that concerns.

    Raises
    ------
    InputError
        A switch belongs to a scale that the round does not ask.
    """
    scales = study_scales(study)
    for scale_id in switched:
        if scales[scale_id].instrument not in round_.instruments:
            raise InputError(
                f"the round does not ask for the scale “{scale_id}”, whose switch is set",
                remedy="ask for it, or leave its switch alone",
            )
    asked = {
        one: {**chosen, **switched.get(one, {})}
        for one, chosen in switches_asked(study, round_.instruments).items()
    }
    said = [
        sentence for one, chosen in asked.items() for sentence in how_switched(scales[one], chosen)
    ]
    return [*said, *switching_changes(study, switched)]


def begin(study: Study, round_: Round) -> Selection:
    """Put a new round into a study, with those of its raters who are new there.

    Returns
    -------
    Selection
        What undoes it, for ``study.removal.take_out``.

    Raises
    ------
    StudyError
        There is a round of this name already.
    """
    check_new(study, round_)
    known = {one.id for one in study.gaze.participants()}
    new = [one for one in raters_of(study, round_.raters) if one.id not in known]
    if new:
        study.gaze.add(new, [])
    study.annotations.put_round(round_)
    return Selection(
        rounds=frozenset({round_.token}), participants=frozenset(one.id for one in new)
    )


def check_new(study: Study, round_: Round) -> None:
    """Refuse a round that a study cannot have.

    Raises
    ------
    InputError
        It has nobody to rate, asks for a scale or landmarks that are not there, or has the name of
        another.
    """
    if any(one.name == round_.name for one in study.annotations.rounds()):
        raise StudyError(
            f"there is a round called “{round_.name}” already",
            file=study.path,
            remedy="choose another name",
        )
    if not round_.raters:
        raise InputError(
            "nobody is named to rate", remedy="name a rater", command="add --rater NAME"
        )
    check_instruments(study, round_.instruments)


def check_instruments(study: Study, instruments: Iterable[str]) -> None:
    """Refuse scales and sets of landmarks that a study has not.

    Raises
    ------
    InputError
    """
    there = {SCALE: list(study_scales(study)), LANDMARKS: list(study_landmark_sets(study))}
    for one in instruments:
        for kind, known in there.items():
            if one.startswith(kind) and one.removeprefix(kind) not in known:
                what = "scale" if kind == SCALE else "set of landmarks"
                raise InputError(
                    f"there is no {what} “{one.removeprefix(kind)}”",
                    file=study.path,
                    remedy=f"there is {', '.join(f'{kind}{name}' for name in known)}",
                )


def raters_of(study: Study, names: Iterable[str]) -> list[Participant]:
    """Return raters by their pseudonyms; those who are new in the study are new participants."""
    known = {one.id: one for one in study.gaze.participants()}
    return [known.get(name) or Participant(id=name, rater=True) for name in names]


def _paired(images: Iterable[FaceImage]) -> set[str]:
    labels: dict[str, set[PainLabel]] = {}
    for image in images:
        if image.neonate is not None and image.label is not None:
            labels.setdefault(image.neonate.id, set()).add(image.label)
    return {neonate for neonate, found in labels.items() if len(found) > 1}
