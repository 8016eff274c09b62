"""A study's average faces as files: pictures, arrays, volumes, tables, and what made them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.faces.regions import TEMPLATE_BOX
from neopain_gui.findings.average_face import AverageFace, AverageFaces, FaceDifference
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.map_files.export import slug
from neopain_gui.pipeline.map_files.map_record import npy_bytes
from neopain_gui.pipeline.map_files.nifti import nifti_bytes
from neopain_gui.provenance import canonical_json, software_versions
from neopain_gui.reports.average_face_figure import (
    faces_figure,
    one_figure,
    pairs_figure,
    scales_of,
)
from neopain_gui.reports.average_face_tables import average_face_sheets, average_face_tables
from neopain_gui.reports.average_face_words import METHOD, how_placed, how_tested
from neopain_gui.reports.decimal_comma import csv_bytes
from neopain_gui.reports.dictionary import dictionary_sheet
from neopain_gui.reports.drawing import Drawing, saved
from neopain_gui.reports.latex import latex_table
from neopain_gui.reports.sheet import sheet_csv

MOST_DRAWN, MOST_PAIRED = 12, 8
"""Extraction models in a figure, and in one of all pairs."""
FACES, PAIRS = (
    "Average faces: pain, no pain and their difference",
    "Average faces: extraction models against each other",
)
RECORD = "average_face.json"


def write_average_faces(
    found: AverageFaces, folder: Path, *, decimal_comma: bool = False, job: Job = NULL_JOB
) -> list[Path]:
    """Write everything about a study's average faces.

    Parameters
    ----------
    found : AverageFaces
        With at least one face.
    folder : Path
        Made if need be.
    decimal_comma : bool
        Whether the CSV files are written for spreadsheets with a decimal comma.
    job : Job, optional
        Told of progress; asked whether to stop.

    Returns
    -------
    list of Path
        ``average_face.json`` first, which says what made it all; the figures; tables as CSV and
        LaTeX; in ``maps/`` each average face and each difference as PNG, NPY and NIfTI with a
        JSON file beside.
    """
    record = _record(found)
    sheets = average_face_sheets(found)
    sheets.append(dictionary_sheet([(one.name, one.header) for one in sheets]))
    files = {RECORD: _json(record)}
    files |= csv_bytes({f"{one.name}.csv": sheet_csv(one) for one in sheets}, comma=decimal_comma)
    files |= {
        f"latex/{one.name}.tex": latex_table(one).encode() for one in average_face_tables(found)
    }
    drawings = figures_of(found)
    total = len(drawings) + len(found.faces) + len(found.differences)
    for done, (name, title, draw) in enumerate(drawings):
        job.check()
        job.progress(done, total, f"Drawing {title}")
        made = saved(draw, title, record)
        files |= {f"{name}.{kind}": content for kind, content in made.items()}
    for done, (name, content) in enumerate(_maps(found, record), len(drawings)):
        job.check()
        job.progress(done, total, f"Drawing {name}")
        files |= content
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_bytes_atomic(folder / name, data)
    job.progress(1, 1)
    return [folder / name for name in files]


def figures_of(found: AverageFaces) -> list[tuple[str, str, Drawing]]:
    """Return the figures' names, titles and what draws them; those of pairs where they are few."""
    models = found.models[:MOST_DRAWN]
    made: list[tuple[str, str, Drawing]] = [
        ("average_faces", FACES, lambda: faces_figure(FACES, found, models))
    ]
    if any(not one.of_classes for one in found.differences):
        few = found.models[:MOST_PAIRED]
        made.append(("average_faces_pairs", PAIRS, lambda: pairs_figure(PAIRS, found, few)))
    return made


def _maps(found: AverageFaces, record: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield each face and each difference with its files."""
    taken: set[str] = set()
    scales = scales_of(found.faces, found.differences)
    for face in found.faces:
        says = f"{face.model}: {face.label}"
        name = _free(f"{slug(face.model)}__{face.label.replace(' ', '_')}", taken)
        about = {"model": face.model, "label": face.label, "neonates": face.neonates,
                 "photographs": face.photographs}  # fmt: skip
        picture = saved(_drawing(says, face, scales), says, record, formats=["png"])["png"]
        yield says, _files(name, says, {"": face.values}, {**record, "face": about}, picture)
    for one in found.differences:
        name = f"{slug(one.model)}__less_{slug(one.other) if one.other else 'no_pain'}"
        name = _free(name if one.other else f"{slug(one.model)}__pain_less_no_pain", taken)
        grids: dict[str, NDArray[np.floating]] = {"": one.values}
        if one.test is not None:
            grids |= {"_t": one.test.t, "_p": one.test.p}
            grids["_clusters"] = one.test.clusters.astype(np.float32)
        about = _difference_record(one)
        picture = saved(_drawing(one.title, one, scales), one.title, record, formats=["png"])["png"]
        yield one.title, _files(name, one.title, grids, {**record, "difference": about}, picture)


def _drawing(title: str, what: AverageFace | FaceDifference, scales: Any) -> Drawing:
    return lambda: one_figure(title, what, scales)


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no other map has: two models' names may differ in signs alone."""
    made, number = name, 2
    while made in taken:
        made, number = f"{name}_{number}", number + 1
    taken.add(made)
    return made


def _files(
    name: str,
    says: str,
    grids: Mapping[str, NDArray[np.floating]],
    record: Mapping[str, Any],
    picture: bytes,
) -> dict[str, bytes]:
    made = {f"maps/{name}.png": picture, f"maps/{name}.json": _json(record)}
    for what, values in grids.items():
        made[f"maps/{name}{what}.npy"] = npy_bytes(values.astype(np.float32))
        made[f"maps/{name}{what}.nii"] = nifti_bytes(values, f"{says}{what.replace('_', ' ')}")
    return made


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _record(found: AverageFaces) -> dict[str, Any]:
    rows, columns = found.faces[0].values.shape
    left, top, right, bottom = TEMPLATE_BOX
    return {
        "record": {"kind": "average face", "version": 1},
        "software": software_versions(),
        "matplotlib": metadata.version("matplotlib"),
        "neutral_face": {
            "rows": rows,
            "columns": columns,
            "left": left,
            "top": top,
            "right": right,
            "bottom": bottom,
            "unit": "distances between the eyes, from the middle between them, downwards",
        },
        "value": METHOD,
        "test": how_tested(found.statistic, found.smooth),
        "statistic": found.statistic.name,
        "smooth": found.smooth,
        "placed": how_placed(found),
        "faces_placed": {image_id: _finite(asdict(fit)) for image_id, fit in found.fits},
        "left_out": [list(one) for one in found.gaps],
        "notes": list(found.notes),
    }


def _difference_record(one: FaceDifference) -> dict[str, Any]:
    made: dict[str, Any] = {
        "model": one.model,
        "less": one.other or "no pain",
        "neonates": one.neonates,
        "photographs": one.photographs,
        "p": one.smallest_p,
        "p_holm": one.p_holm,
        "not_tested_because": one.why,
    }
    if one.test is not None:
        made |= {"permutations": one.test.permutations, "exact": one.test.exact}
    return _finite(made)


def _finite(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as JSON can hold it: what is undefined is null."""
    made: dict[str, Any] = json.loads(canonical_json({
        key: None if isinstance(value, float) and not np.isfinite(value) else value
        for key, value in record.items()
    }))  # fmt: skip
    return made
