"""One photograph or two masks, without a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.agreement import Measure
from neopain_gui.agreement.metrics import every_measure
from neopain_gui.attribution.explain import LABELLED
from neopain_gui.attribution.methods import Method, chosen_methods, find_method
from neopain_gui.classifiers.registry import ClassifierInfo
from neopain_gui.errors import ImageError, InputError
from neopain_gui.faces import default_detectors, first_of, left_out, manual, search
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob, PassedOver, Said
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.map_files.export import export_map, map_base
from neopain_gui.pipeline.map_files.export_request import ExportRequest
from neopain_gui.pipeline.map_files.strips import Strip, export_strip, strip_base
from neopain_gui.pipeline.maps.attribute import attribute_photograph
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.maps.networks import for_photograph
from neopain_gui.pipeline.maps.reference_photographs import Reference, references_in
from neopain_gui.provenance import sha256_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Grey of the pixels inside the region of a contour mask's file; 0 outside.
INSIDE = 255
_GIVE_REFERENCES = "give a folder of such with --references FOLDER"


def attribute_file(
    image: Path,
    folder: Path,
    wanted: ExportRequest,
    *,
    box: Box | None = None,
    references: Path | None = None,
    job: Job = NULL_JOB,
) -> list[Path]:
    """Explain one photograph and write the files of :func:`export_map` into ``folder``.

    Parameters
    ----------
    image : Path
        The photograph.
    folder : Path
        Made if need be.
    wanted : ExportRequest
        Which maps. Of a method by layer the classifier's last convolution unless layers are
        named or a strip is wanted, which has every layer.
    box : Box, optional
        The face; found by the detectors by default.
    references : Path, optional
        Folder of photographs without pain, for methods that compare with such.
    job : Job, optional
        Progress and stop. A method that is left out is named in a partial message.

    Raises
    ------
    InputError
        No face was found, or one of the choices does not exist.
    """
    # what was asked for is checked first: the rest takes time
    wanted.check()
    methods = _methods(wanted, references, job)
    if wanted.target == LABELLED:
        raise InputError(
            "a single photograph has no label", remedy="give --target predicted, pain or 'no pain'"
        )
    photograph, sha256 = decode(image), sha256_file(image)
    job.progress(0, 1, "Looking for the face")
    face_box = _face_box(image, photograph, box, job)
    compared: list[Reference] = []
    if any(method.needs_references for method in methods) and references is not None:
        compared = references_in(references, {sha256}, PartOfJob(job, 0.0, 0.1))
    settings = wanted.mask_settings(MaskSettings())
    work = [(classifier, method) for classifier in wanted.classifiers for method in methods]
    written: list[Path] = []
    for done, (classifier_id, method) in enumerate(work):
        share = PartOfJob(job, 0.1 + 0.9 * done / len(work), 0.1 + 0.9 * (done + 1) / len(work))
        classifier = load_classifier(classifier_id, PartOfJob(share, 0.0, 0.4))
        classifier = for_photograph(classifier, sha256)
        if classifier.folds is not None:
            job.partial(Said(text=f"{classifier.info.short_name}: {classifier.folds.said}"))
        maps = attribute_photograph(
            photograph,
            face_box,
            classifier,
            Choice(
                method=method.id,
                layers=wanted.layers_of(classifier.info, _usual_layers(classifier.info, wanted)),
                target=wanted.target,
                options=wanted.options_of(method),
            ),
            image_sha256=sha256,
            references=compared if method.needs_references else (),
            job=PartOfJob(share, 0.4, 1.0),
        )
        for relevance, facts in maps:
            base = map_base(image.stem, relevance.model)
            written += export_map(folder, base, photograph, relevance, facts, settings)
        if wanted.strip:
            base = strip_base(image.stem, maps[0][0].model)
            strip = Strip(photograph_id=image.stem, maps=tuple(maps), settings=settings)
            written += export_strip(folder, base, photograph, strip)
    job.progress(1, 1)
    return written


def _usual_layers(info: ClassifierInfo, wanted: ExportRequest) -> tuple[str, ...]:
    """Return the last convolution, which the dissertation compares; a strip has them all."""
    return () if wanted.strip or info.default_layer is None else (info.default_layer,)


def _methods(wanted: ExportRequest, references: Path | None, job: Job) -> list[Method]:
    """Return the methods that a single photograph can be given to."""
    methods = []
    for method in map(find_method, chosen_methods(wanted.methods)):
        if method.needs_references and references is None:
            why = f"{method.name} compares with photographs without pain"
            if method.id in wanted.named:
                raise InputError(why, remedy=_GIVE_REFERENCES)
            job.partial(PassedOver(what=method.name, why=f"{why}; {_GIVE_REFERENCES}"))
            continue
        methods.append(method)
    return methods


def agree_files(a: Path, b: Path) -> list[tuple[Measure, float, float]]:
    """Compare two masks given as pictures, by every measure of masks.

    Returns
    -------
    list of (Measure, float, float)
        Its value, and what independent masks of these coverages give; NaN where it is undefined.

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
    return list(every_measure(first, second))


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


def _corners(box: Box) -> str:
    return ",".join(map(str, box.as_tuple()))


def _face_box(image: Path, photograph: NDArray[np.uint8], box: Box | None, job: Job) -> Box:
    height, width = photograph.shape[:2]
    if box is not None:
        inside = manual(box, (height, width)).box
        if inside != box:
            cut = f"The face reaches beyond {image.name} and was cut to {_corners(inside)}."
            job.partial(Said(text=cut))
        return inside
    for sentence in left_out():
        job.partial(Said(text=sentence))
    found = search(photograph, {one.name: one for one in default_detectors()})
    if len(found.faces) > 1:
        where = "; ".join(_corners(face.box) for face in found.faces)
        several = f"{image.name} shows several faces, and {first_of(found.faces)} was taken"
        job.partial(Said(text=f"{several}: {where}. --face takes another."))
    if found.best is None:
        raise InputError(
            "no face was found", file=image, remedy="mark it with --face LEFT,TOP,RIGHT,BOTTOM"
        )
    return found.best.box
