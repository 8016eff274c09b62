"""One photograph or two masks, without a study."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.agreement import chance_overlap, cosine_similarity, overlap, spearman
from neopain_gui.attribution.explain import LABELLED
from neopain_gui.attribution.methods import find_method
from neopain_gui.classifiers.registry import ClassifierInfo, find
from neopain_gui.errors import ImageError, InputError
from neopain_gui.faces import best_face, default_detectors, manual
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.attribution import Choice, attribute_photograph
from neopain_gui.pipeline.export import export_map
from neopain_gui.pipeline.weights import load_classifier
from neopain_gui.provenance import sha256_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Grey of the pixels inside the region of a contour mask's file; 0 outside.
INSIDE = 255


def attribute_file(
    image: Path,
    folder: Path,
    *,
    classifier: str,
    method: str,
    layer: str | None = None,
    target: str = "predicted",
    box: Box | None = None,
    c: float = 0.5,
    options: Mapping[str, object] | None = None,
    job: Job = NULL_JOB,
) -> list[Path]:
    """Explain one photograph and write the files of :func:`export_map` into ``folder``.

    Parameters
    ----------
    image : Path
        The photograph.
    folder : Path
        Made if need be.
    classifier : str
        Id or weight file.
    method : str
        Id of the method.
    layer : str, optional
        Layer for GradCAM; the classifier's last convolution by default.
    target : str, optional
        ``"predicted"``, ``"pain"`` or ``"no pain"``.
    box : Box, optional
        The face; found by the detectors by default.
    c : float, optional
        Threshold of the contour mask (equation 9).
    options : Mapping, optional
        The method's options.
    job : Job, optional
        Progress and stop.

    Raises
    ------
    InputError
        No face was found, or one of the choices does not exist.
    """
    # what was asked for is checked first: the rest takes time
    find_method(method).resolved(options)
    info = find(classifier)
    if layer and not find_method(method).by_layer:
        raise InputError(
            f"{find_method(method).name} explains the input, not a layer",
            remedy="leave --layer out",
        )
    if target == LABELLED:
        raise InputError(
            "a single photograph has no label", remedy="choose predicted, pain or 'no pain'"
        )
    layers = (_checked_layer(info, layer or info.default_layer),)
    settings = MaskSettings(c_attribution=c)
    photograph = decode(image)
    job.progress(0, 1, "Looking for the face")
    face_box = _face_box(image, photograph, box)
    maps = attribute_photograph(
        photograph,
        face_box,
        load_classifier(classifier, PartOfJob(job, 0.1, 0.5)),
        Choice(method=method, layers=layers, target=target, options=options or {}),
        image_sha256=sha256_file(image),
        job=PartOfJob(job, 0.5, 1.0),
    )
    return [
        file
        for relevance, facts in maps
        for file in export_map(folder, image.stem, photograph, relevance, facts, settings)
    ]


def agree_files(a: Path, b: Path) -> dict[str, float | None]:
    """Compare two masks given as pictures; None where a measure is undefined.

    Raises
    ------
    ImageError
        A file cannot be read, or the two differ in size.
    """
    first, second = _mask(a), _mask(b)
    if first.shape != second.shape:
        raise ImageError(
            f"is {second.shape[1]} × {second.shape[0]}, the other mask "
            f"{first.shape[1]} × {first.shape[0]}",
            file=b,
            remedy="compare masks of the same photograph",
        )
    values = {
        "cosine similarity": cosine_similarity(first, second),
        "Spearman correlation": spearman(first, second),
        "overlap": overlap(first, second),
    }
    if not math.isnan(values["overlap"]):
        chance = chance_overlap(float(first.mean()), float(second.mean()))
        values["overlap by chance"] = chance
    return {name: None if math.isnan(value) else value for name, value in values.items()}


def _mask(path: Path) -> NDArray[np.bool_]:
    pixels = decode(path)
    inside: NDArray[np.bool_] = (pixels == INSIDE).all(axis=2)
    if not (inside | (pixels == 0).all(axis=2)).all():
        raise ImageError(
            "is not a contour mask, it has other colours than black and white",
            file=path,
            remedy="give the contour mask's own file",
        )
    return inside


def _face_box(image: Path, photograph: NDArray[np.uint8], box: Box | None) -> Box:
    height, width = photograph.shape[:2]
    if box is not None:
        return manual(box, (height, width)).box
    face = best_face(photograph, default_detectors())
    if face is None:
        raise InputError(
            "no face was found", file=image, remedy="mark it with --face LEFT,TOP,RIGHT,BOTTOM"
        )
    return face.box


def _checked_layer(info: ClassifierInfo, layer: str) -> str:
    names = [known.name for known in info.layers]
    if layer not in names:
        raise InputError(
            f"{info.short_name} has no layer {layer!r}", remedy=f"choose one of {', '.join(names)}"
        )
    return layer
