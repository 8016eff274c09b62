"""Making exported maps again from the record beside them, to the byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import ImageError, InputError, StudyError
from neopain_gui.faces import crop
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode, read_sha256
from neopain_gui.imaging.formats import SUFFIXES
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.maps import RelevanceMap
from neopain_gui.pipeline.map_files.export import PICTURES, export_map
from neopain_gui.pipeline.map_files.map_record import map_sha256
from neopain_gui.pipeline.map_files.record_schema import (
    MapRecord,
    StripRecord,
    parse_map,
    parse_strip,
    read_record,
    shown,
)
from neopain_gui.pipeline.map_files.repeatable import check_drawn, check_repeatable
from neopain_gui.pipeline.map_files.same_weights import same_classifier
from neopain_gui.pipeline.map_files.strips import Strip, export_strip
from neopain_gui.pipeline.maps.attribute import attribute_photograph
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.reference_photographs import Reference
from neopain_gui.study import Study

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.classifiers.loaded import Classifier

Photographs = Callable[[str], "NDArray[np.uint8] | None"]
"""Returns the photograph whose file has a SHA-256; None if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """What became of a repetition.

    Attributes
    ----------
    files : tuple of Path
        Written, whether or not they are identical.
    same_map : bool
        True if the map has the values of the record's map, to the bit.
    furthest : float or None
        How far a value is from the record's at most, as a share of the map's maximum; None if
        the map is the same or the earlier one is not beside its record.
    rounding : float or None
        How far rounding alone moves the map, as the record has it; of a strip that of the map
        which it moves most. None where the record has none.
    differences : tuple of str
        In what the records differ: versions of software first. Empty where every file is the
        same.
    """

    files: tuple[Path, ...]
    same_map: bool
    furthest: float | None
    rounding: float | None
    differences: tuple[str, ...]


def repeat(
    record_file: Path,
    what: Path | Study,
    folder: Path,
    *,
    classifier: str | None = None,
    references: Path | None = None,
    job: Job = NULL_JOB,
) -> Repeated:
    """Make a map or a strip again with all its files.

    Parameters
    ----------
    record_file : Path
        The JSON file beside it, or one of its PNG files; the new files take its name.
    what : Path or Study
        The photograph, or the study that has it.
    folder : Path
        Where the new files go; not the folder of ``record_file``.
    classifier : str, optional
        Id or weight file; by default the weights are looked for by their hash.
    references : Path, optional
        Folder with the photographs without pain that a single photograph was compared with.
    job : Job, optional
        Progress and stop.

    Raises
    ------
    InputError
        The record cannot be used, something that it needs is not there or is another, or
        NeoPain computes in another way by now.
    """
    if folder.resolve() == record_file.resolve().parent:
        raise InputError(
            "the files to be repeated are in that folder", file=folder, remedy="give another --out"
        )
    value = read_record(record_file)
    strip, records = _parse(value, record_file)
    photographs = _of_study(what) if isinstance(what, Study) else _one(what)
    photograph = photographs(records[0].inputs.image)
    if photograph is None:
        raise _another_photograph(what, records[0])
    at_rest = photographs if isinstance(what, Study) else _in_folder(references)
    compared = _references(records[0], at_rest)
    loaded = same_classifier(records[0], classifier, PartOfJob(job, 0.0, 0.3))
    maps = compute_again(records, photograph, loaded, compared, PartOfJob(job, 0.3, 1.0))
    base = _base(record_file, strip)
    if strip is None:
        ((relevance, facts),) = maps
        files = export_map(folder, base, photograph, relevance, facts, records[0].settings)
    else:
        again = Strip(
            photograph_id=strip.photograph,
            maps=tuple(maps),
            settings=records[0].settings,
            phantom=strip.phantom,
        )
        files = export_strip(folder, base, photograph, again)
    same = [
        map_sha256(relevance.values) == record.map.sha256
        for (relevance, _), record in zip(maps, records, strict=True)
    ]
    earlier = record_file.with_name(f"{base}__map.npy")
    return Repeated(
        files=tuple(files),
        same_map=all(same),
        furthest=None if all(same) else _furthest(records[0], earlier, maps[0][0]),
        rounding=max(
            (one.facts.rounding_map for one in records if one.facts.rounding_map is not None),
            default=None,
        ),
        differences=_differences(value, read_record(files[-1])),
    )


def _parse(value: dict[str, Any], record_file: Path) -> tuple[StripRecord | None, list[MapRecord]]:
    """Return a map's record alone, or a strip's with those of its maps; all can be repeated."""
    strip: StripRecord | None = None
    if value["record"]["kind"] == "strip":
        strip, records = parse_strip(value, record_file)
        check_drawn(strip, record_file)
    else:
        records = [parse_map(value, record_file)]
    for record in records:
        check_repeatable(record, record_file)
    return strip, records


def _base(record_file: Path, strip: StripRecord | None) -> str:
    """Return what the files' names begin with, also where the record is a picture's."""
    stem = record_file.stem
    if strip is None and record_file.suffix.lower() == ".png":
        for what in PICTURES:
            stem = stem.removesuffix(f"__{what}")
    return stem


def compute_again(
    records: Sequence[MapRecord],
    photograph: NDArray[np.uint8],
    classifier: Classifier,
    references: Sequence[Reference],
    job: Job = NULL_JOB,
) -> list[tuple[RelevanceMap, dict[str, Any]]]:
    """Compute maps that differ in their layer alone.

    Raises
    ------
    InputError
        The face is not inside the photograph.
    """
    one = records[0]
    made, layers = one.inputs, [record.inputs.layer for record in records]
    _check_inside(one.box, photograph)
    return attribute_photograph(
        photograph,
        one.box,
        classifier,
        Choice(
            method=made.method,
            layers=tuple(layer for layer in layers if layer is not None),
            target=one.facts.target_choice,
            options=made.parameters,
        ),
        image_sha256=made.image,
        label=PainLabel(made.target) if made.target in list(PainLabel) else None,
        references=references,
        chunk=one.facts.chunk,
        job=job,
    )


def _check_inside(box: Box, photograph: NDArray[np.uint8]) -> None:
    height, width = photograph.shape[:2]
    if box.right > width or box.bottom > height:
        raise InputError(
            f"the record's face box {box.as_tuple()} is not inside the photograph of "
            f"{width} × {height} pixels",
            remedy="take the record as it was exported",
        )


# -- photographs by their hash --------------------------------------------------------------
def _one(path: Path) -> Photographs:
    return lambda sha256: decode(path) if read_sha256(path) == sha256 else None


def _of_study(study: Study) -> Photographs:
    ids = {image.sha256: image.id for image in study.images.all()}
    return lambda sha256: study.images.pixels(ids[sha256]) if sha256 in ids else None


def _in_folder(folder: Path | None) -> Photographs:
    if folder is None:
        return lambda _sha256: None
    if not folder.is_dir():
        raise InputError("there is no such folder", file=folder)
    files = {
        read_sha256(file): file
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in SUFFIXES
    }
    return lambda sha256: decode(files[sha256]) if sha256 in files else None


def _another_photograph(what: Path | Study, record: MapRecord) -> InputError:
    if isinstance(what, Study):
        return StudyError(
            f"it has no photograph with the SHA-256 {record.inputs.image}",
            file=what.path,
            remedy="give the photograph or the study that the map was made from",
        )
    return ImageError(
        f"is another photograph: its SHA-256 is {read_sha256(what)}, the record's "
        f"{record.inputs.image}",
        file=what,
        remedy="give the photograph that the map was made from",
    )


def _references(record: MapRecord, photographs: Photographs) -> list[Reference]:
    found = []
    for sha256, box in record.references:
        photograph = photographs(sha256)
        if photograph is None:
            raise InputError(
                f"a photograph without pain that the map was compared with is not there: SHA-256 "
                f"{sha256}",
                remedy="give the folder that has it with --references FOLDER, or the study",
            )
        _check_inside(box, photograph)
        found.append(Reference(sha256=sha256, box=box, crop=crop(photograph, box)))
    return found


# -- what became of it ----------------------------------------------------------------------
def _furthest(record: MapRecord, file: Path, relevance: RelevanceMap) -> float | None:
    """Compare with the earlier map's values, if the file holds the record's."""
    height, width = record.map.shape
    if relevance.values.shape != (height, width) or not record.map.maximum or not file.is_file():
        return None
    # the values are the end of the file; whether they are the record's, its hash says
    values = np.frombuffer(file.read_bytes()[-4 * height * width :], "<f4")
    if values.size != height * width or map_sha256(values) != record.map.sha256:
        return None
    off = np.abs(relevance.values.astype(np.float64) - values.reshape(height, width))
    return float(off.max()) / record.map.maximum


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    was, runs = _versions(before), _versions(now)
    versions = [
        f"{name} {was.get(name, 'unknown')} then, {runs.get(name, 'unknown')} now"
        for name in sorted({*was, *runs})
        if was.get(name) != runs.get(name)
    ]
    one, other = _without_versions(before), _without_versions(now)
    parts = [shown(name) for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
    return (*versions, *parts)


def _versions(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what computed a record's map or maps, and what drew them."""
    figure = record.get("figure", {})
    drawn = {"matplotlib": figure["matplotlib"]} if "matplotlib" in figure else {}
    return {**record.get("maps", [record])[0]["software"], **drawn}


def _without_versions(record: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: part for name, part in record.items() if name not in ("software", "figure")}
    if "maps" in rest:
        rest["maps"] = [_without_versions(one) for one in rest["maps"]]
    return rest
