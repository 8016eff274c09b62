"""Putting people's heatmap pictures into a study."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.counted import counted
from neopain_gui.errors import ImageError
from neopain_gui.gaze import (
    HEATMAP_VERSION,
    USUAL_MODE,
    find_photograph,
    read_heatmap,
    same_proportions,
)
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode, probe
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import GAZE, ExtractionModel
from neopain_gui.provenance import Provenance, sha256_file
from neopain_gui.study import Result, Study, Values

HEATMAP_STAGE = "gaze.heatmap_picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where the photograph is on a heatmap picture.

    Attributes
    ----------
    box : Box or None
        In the picture's pixels; None where the picture shows nothing but the photograph, or the
        photograph has no edges to be looked for by.
    likeness : float or None
        How alike the place is to the photograph; None if a person said where it is.
    problem : str
        Why the place is not to be relied on, without a full stop; empty if it is.
    """

    box: Box | None = None
    likeness: float | None = None
    problem: str = ""


def map_source(result: Result) -> str:
    """Say what a map of people was made from."""
    if result.provenance.stage == "gaze.group_map":
        people = int(result.facts.get("participants", 0))
        return f"made from the recordings of {counted(people, 'participant')}"
    if result.provenance.stage == HEATMAP_STAGE:
        return "imported from a heatmap picture"
    return "there already"


def gaze_maps_of(study: Study, image_id: str | None = None) -> dict[tuple[str, str], Result]:
    """Return maps of people, of a photograph or of all, by photograph and group."""
    found = study.results.all(image_id, kind=GAZE.id)
    return {(one.image_id, one.model.name): one for one in found}


def free_group(group: str, image_id: str, taken: Collection[tuple[str, str]], word: str) -> str:
    """Return a name under which another map of a group fits beside those that are there.

    >>> free_group("Experts", "S1", {("S1", "Experts")}, "picture")
    'Experts (picture)'
    """
    name, number = f"{group} ({word})", 1
    while (image_id, name) in taken:
        number += 1
        name = f"{group} ({word} {number})"
    return name


def place_heatmap(study: Study, file: Path, image_id: str, job: Job = NULL_JOB) -> Placing:
    """Look for a photograph on its heatmap picture, unless the picture has its proportions.

    Parameters
    ----------
    study : Study
        Open.
    file : Path
        The picture.
    image_id : str
        The photograph that was looked at.
    job : Job, optional
        Asked now and then whether to stop.

    Raises
    ------
    ImageError
        Picture or photograph cannot be read.
    """
    image = study.images.get(image_id)
    width, height = probe(file)
    if same_proportions((height, width), (image.height, image.width)):
        return Placing()
    found = find_photograph(decode(file), study.images.pixels(image_id), job)
    if found is None:
        return Placing(problem="the photograph cannot be found on the picture: too large or plain")
    return Placing(box=found.box, likeness=round(found.score, 4), problem=found.problem)


def import_heatmap(
    study: Study,
    file: Path,
    *,
    image_id: str,
    group: str,
    mode: str = USUAL_MODE,
    placing: Placing | None = None,
    job: Job = NULL_JOB,
) -> Result:
    """Read one heatmap picture into the study's blob store; the caller records the row.

    Parameters
    ----------
    study : Study
        Open.
    file : Path
        The picture.
    image_id : str
        The photograph that was looked at.
    group : str
        The observer group, which names the extraction model.
    mode : str, optional
        How colours become numbers (decision 16).
    placing : Placing, optional
        Where the photograph is on the picture, as found before or as a person says; looked for
        without it.
    job : Job, optional
        Asked now and then whether to stop.

    Raises
    ------
    ImageError
        The picture cannot be read, or the photograph was not found on it for certain.
    """
    image = study.images.get(image_id)
    placing = placing or place_heatmap(study, file, image_id, job)
    if placing.problem:
        raise ImageError(placing.problem, file=file, remedy="say where it is")
    values = read_heatmap(
        file,
        mode=mode,
        photograph_size=(image.height, image.width),
        photograph=study.images.pixels(image_id) if mode == "palette" else None,
        place=placing.box,
    )
    where = {} if placing.box is None else {"place": list(placing.box.as_tuple())}
    provenance = Provenance(
        stage=HEATMAP_STAGE,
        version=HEATMAP_VERSION,
        inputs={
            "image": image.sha256,
            "picture": sha256_file(file),
            "mode": mode,
            "group": group,
            "size": [image.height, image.width],
            **where,
        },
    )
    study.maps.put([Values(provenance=provenance, values=values)])
    facts = {"mode": mode, "empty": not values.any()}
    if placing.box is not None:
        by_hand = placing.likeness is None
        facts |= {"placed": "by hand"} if by_hand else {"likeness": placing.likeness}
    return Result(
        image_id=image_id,
        model=ExtractionModel(name=group, kind=GAZE.id),
        box=Box.whole(image.width, image.height),
        photograph_size=(image.height, image.width),
        provenance=provenance,
        facts=facts,
    )
