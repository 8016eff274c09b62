"""Contour masks of a study, and how much they agree, pair by pair and photograph by photograph."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from neopain_gui.agreement import Measure, TableBuilder
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import InputError
from neopain_gui.faces import Face
from neopain_gui.findings.comparison import Comparison
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.maps.kept_masks import masks_of
from neopain_gui.pipeline.photographs import named
from neopain_gui.study import Result, Study

Watch = Callable[[FaceImage, Face, Sequence[tuple[Result, ContourMask]]], None]


def default_models(study: Study) -> list[ExtractionModel]:
    """Return the extraction models that a comparison starts with: one layer per GradCAM."""
    return [model for model in study.results.models() if not model.layer]


def models_named(study: Study, names: Sequence[str] | None) -> list[ExtractionModel]:
    """Return a study's extraction models by their names; those of a comparison without any.

    Raises
    ------
    InputError
        There is none of such a name.
    """
    if not names:
        return default_models(study)
    there = {model.name: model for model in study.results.models()}
    for name in names:
        if name not in there:
            raise InputError(
                f"it has no extraction model {name!r}",
                file=study.path,
                remedy=f"it has {', '.join(there) or 'none yet'}",
            )
    return [there[name] for name in dict.fromkeys(names)]


def contour_masks(
    study: Study,
    image_id: str,
    settings: MaskSettings,
    models: Sequence[ExtractionModel] | None = None,
) -> list[tuple[Result, ContourMask]]:
    """Return one photograph's results with their contour masks, ordered by their models' names."""
    wanted = {model.name for model in (default_models(study) if models is None else models)}
    results = sorted(study.results.all(image_id, wanted), key=lambda result: result.model)
    masks = masks_of(study, study.images.get(image_id), results, settings)
    return list(zip(results, masks, strict=True))


def compare_study(
    study: Study,
    settings: MaskSettings,
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    measures: Sequence[Measure] = (),
    watch: Watch | None = None,
    job: Job = NULL_JOB,
) -> Comparison:
    """Compare every pair of extraction models on every photograph, over the face crop.

    Parameters
    ----------
    study : Study
        Open.
    settings : MaskSettings
        What makes the contour masks.
    image_ids : sequence of str, optional
        The photographs; all by default.
    models : sequence of ExtractionModel, optional
        The extraction models; :func:`default_models` by default.
    measures : sequence of Measure, optional
        Of masks, which are worked out besides all that follow from counts of pixels.
    watch : callable(FaceImage, Face, results with masks), optional
        Called with what was compared on each photograph, for whoever needs more than counts.
    job : Job, optional
        Checked before each photograph.
    """
    from neopain_gui.pipeline.cautions import Cautions

    chosen = sorted(models if models is not None else default_models(study))
    labels = CountedLabels.of(study)
    images = [study.images.get(one) for one in named.image_ids(study, image_ids)]
    faces = study.faces.all()
    builder = TableBuilder(models=[model.name for model in chosen], measures=measures)
    compared: list[FaceImage] = []
    noted = Cautions(study, chosen)
    left_out: list[tuple[str, str]] = []
    for done, image in enumerate(images):
        job.check()
        job.progress(done, len(images), f"Comparing {image.id}")
        try:
            face, masks = _masks(study, image.id, faces.get(image.id), settings, chosen)
            builder.add(image.id, [mask for _, mask in masks], face.box)
        except InputError as error:
            left_out.append((image.id, error.problem))
        else:
            compared.append(labels.labelled(image))
            noted.see(image, [result for result, _ in masks])
            if watch is not None:
                watch(compared[-1], face, masks)
    job.progress(len(images), len(images))
    return Comparison(
        models=tuple(chosen),
        images=tuple(compared),
        table=builder.table(),
        left_out=tuple(left_out),
        settings=settings,
        cautions=noted.said(),
        label_source=labels.source.words,
        data_set_labels=labels.of_data_set(study.images.get(one.id) for one in compared),
    )


def _masks(
    study: Study,
    image_id: str,
    face: Face | None,
    settings: MaskSettings,
    models: Sequence[ExtractionModel],
) -> tuple[Face, list[tuple[Result, ContourMask]]]:
    if face is None:
        raise InputError("no face is marked")
    masks = contour_masks(study, image_id, settings, models)
    if len(masks) < 2:
        raise InputError("it has fewer than two maps")
    return face, masks
