"""Average faces, worked out once and kept in the study, as the rest of its statistics."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np

from neopain_gui.agreement.statistics import ClusterTest, Statistic
from neopain_gui.faces.anchors import AnchorSource
from neopain_gui.faces.warp import Fit
from neopain_gui.findings.average_face import AverageFace, AverageFaces, FaceDifference
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import ExtractionModel
from neopain_gui.pipeline.analysis.average_face import SMOOTH, average_faces
from neopain_gui.pipeline.compare import default_models
from neopain_gui.pipeline.photographs import named
from neopain_gui.provenance import Provenance, software_versions
from neopain_gui.study import Study

VERSION = 2
"""Raised when the same study gives other average faces."""
_GRIDS = ("difference", "t", "statistic", "p", "clusters")


def study_average_faces(
    study: Study,
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    statistic: Statistic = Statistic.MASS,
    smooth: float = SMOOTH,
    job: Job = NULL_JOB,
) -> AverageFaces:
    """Return what :func:`~.average_face.average_faces` says; from the study where it is kept."""
    key = average_faces_key(study, image_ids, models, statistic, smooth)
    found = _kept(study, key)
    if found is not None:
        job.progress(1, 1)
        return found
    made = average_faces(
        study, image_ids=image_ids, models=models, statistic=statistic, smooth=smooth, job=job
    )
    if average_faces_key(study, image_ids, models, statistic, smooth) == key:
        study.statistics.keep(key, _written(made))
    return made


def cached_average_faces(
    study: Study,
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    statistic: Statistic = Statistic.MASS,
) -> AverageFaces | None:
    """Return what was worked out earlier and still holds; None where nothing was."""
    return _kept(study, average_faces_key(study, image_ids, models, statistic))


def average_faces_key(
    study: Study,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    statistic: Statistic = Statistic.MASS,
    smooth: float = SMOOTH,
) -> str:
    """Return the hash of everything that average faces follow from."""
    chosen = sorted(models if models is not None else default_models(study))
    return Provenance(
        stage="average face",
        version=VERSION,
        inputs={
            "study": study.statistics.digest(),
            "models": [model.name for model in chosen],
            "images": list(named.image_ids(study, image_ids)),
            "statistic": statistic.name,
            "smooth": smooth,
            "software": software_versions(),
        },
    ).key


def _kept(study: Study, key: str) -> AverageFaces | None:
    content = study.statistics.cached(key)
    if content is None:
        return None
    try:
        return _read(content)
    except (ValueError, TypeError, LookupError, OSError, zipfile.BadZipFile):
        return None  # somebody else wrote it: it is worked out anew


def _written(found: AverageFaces) -> bytes:
    grids: dict[str, Any] = {f"face {n}": one.values for n, one in enumerate(found.faces)}
    for n, one in enumerate(found.differences):
        grids[f"difference {n}"] = one.values
        if one.test is not None:
            grids |= {f"{name} {n} of test": getattr(one.test, name) for name in _GRIDS}
    bare = replace(
        found,
        faces=tuple(replace(one, values=np.empty(0)) for one in found.faces),
        differences=tuple(_bare(one) for one in found.differences),
    )
    text = json.dumps(asdict(bare), default=lambda _: None)
    grids["record"] = np.frombuffer(text.encode(), np.uint8)
    stream = io.BytesIO()
    np.savez(stream, **grids)
    return stream.getvalue()


def _bare(one: FaceDifference) -> FaceDifference:
    if one.test is None:
        return replace(one, values=np.empty(0))
    empty: dict[str, Any] = {name: np.empty(0) for name in _GRIDS}
    return replace(one, values=np.empty(0), test=replace(one.test, **empty))


def _read(content: bytes) -> AverageFaces:
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        grids = dict(kept)
    said = json.loads(grids.pop("record").tobytes())
    faces = [
        AverageFace(**{**one, "values": grids[f"face {n}"]}) for n, one in enumerate(said["faces"])
    ]
    return AverageFaces(
        faces=tuple(faces),
        differences=tuple(_difference(one, n, grids) for n, one in enumerate(said["differences"])),
        fits=tuple((str(image_id), _fit(fit)) for image_id, fit in said["fits"]),
        gaps=tuple((str(a), str(b), str(c)) for a, b, c in said["gaps"]),
        statistic=Statistic(said["statistic"]),
        smooth=float(said["smooth"]),
        notes=tuple(map(str, said["notes"])),
    )


def _difference(said: dict[str, Any], place: int, grids: dict[str, Any]) -> FaceDifference:
    test = said["test"]
    if test is not None:
        test = ClusterTest(**test | {name: grids[f"{name} {place} of test"] for name in _GRIDS})
    where = tuple((str(name), float(up), float(down)) for name, up, down in said["where"])
    return FaceDifference(
        **{**said, "values": grids[f"difference {place}"], "test": test, "where": where}
    )


def _fit(said: dict[str, Any]) -> Fit:
    known = {one.name for one in fields(Fit)}
    if set(said) != known:
        raise ValueError("it was written by another version")
    return Fit(**{**said, "source": AnchorSource(said["source"]), "drawn": tuple(said["drawn"])})
