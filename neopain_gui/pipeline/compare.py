"""Contour masks of a study, and how much they agree, pair by pair and photograph by photograph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from neopain_gui.agreement import AgreementTable, Measure, PairAgreement, TableBuilder
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import InputError
from neopain_gui.faces import Face
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.pipeline.photographs import named
from neopain_gui.provenance import canonical_json
from neopain_gui.reports.cautions import demo_on_photographs
from neopain_gui.study import Result, Study

Watch = Callable[[FaceImage, Face, Sequence[tuple[Result, ContourMask]]], None]

#: Key of the study's setting that holds the mask settings.
MASK_SETTINGS = "masks"

SYNTHETIC_SETTING = "synthetic"
"""Key of the study's setting that says that its photographs are phantoms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """The agreement of one pair of extraction models on one photograph."""

    image: FaceImage
    pair: PairAgreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A study's agreement.

    Attributes
    ----------
    models : tuple of ExtractionModel
        Those compared, in the order of Table 3.
    images : tuple of FaceImage
        Those that were compared.
    table : AgreementTable
        Every pair on every one of them.
    left_out : tuple of (str, str)
        Photographs that could not be compared, each with the reason.
    settings : MaskSettings
        What made the masks.
    cautions : tuple of str
        What a reader must know: demo weights, maps that were not made alike, missing labels.
    """

    models: tuple[ExtractionModel, ...]
    images: tuple[FaceImage, ...]
    table: AgreementTable
    left_out: tuple[tuple[str, str], ...]
    settings: MaskSettings
    cautions: tuple[str, ...] = ()

    @property
    def rows(self) -> Iterator[AgreementRow]:
        """Every pair's agreement, per photograph, then per pair."""
        for image in self.images:
            for pair in self.table.on(image.id):
                yield AgreementRow(image=image, pair=pair)


def mask_settings(study: Study) -> MaskSettings:
    """Return the study's mask settings, the dissertation's where it has none of its own."""
    return MaskSettings.from_dict(study.setting(MASK_SETTINGS, {}))


def default_models(study: Study) -> list[ExtractionModel]:
    """Return the extraction models that a comparison starts with: one layer per GradCAM."""
    return [model for model in study.extraction_models() if model.name.count("|") < 2]


def contour_masks(
    study: Study,
    image_id: str,
    settings: MaskSettings,
    models: Sequence[ExtractionModel] | None = None,
) -> list[tuple[Result, ContourMask]]:
    """Return one photograph's results with their contour masks, ordered by their models' names."""
    wanted = {model.name for model in (default_models(study) if models is None else models)}
    results = [r for r in study.results(image_id) if r.model.name in wanted]
    return [
        (result, to_contour_mask(study.relevance_of(result), settings))
        for result in sorted(results, key=lambda result: result.model)
    ]


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
    chosen = sorted(models if models is not None else default_models(study))
    images = [study.image(one) for one in named.image_ids(study, image_ids)]
    faces = study.faces()
    builder = TableBuilder(models=[model.name for model in chosen], measures=measures)
    compared: list[FaceImage] = []
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
            compared.append(image)
            if watch is not None:
                watch(image, face, masks)
    job.progress(len(images), len(images))
    return Comparison(
        models=tuple(chosen),
        images=tuple(compared),
        table=builder.table(),
        left_out=tuple(left_out),
        settings=settings,
        cautions=cautions(study, chosen, {image.id for image in compared}),
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


def cautions(
    study: Study, models: Sequence[ExtractionModel], image_ids: Collection[str]
) -> tuple[str, ...]:
    """Return what a reader of the comparison must know: demo weights, mixtures, maps that lack."""
    from neopain_gui.pipeline.out_of_date import out_of_date, sentences

    wanted = {model.name for model in models}
    results = [r for r in study.results() if r.model.name in wanted and r.image_id in image_ids]
    said = sentences(one for one in out_of_date(study, image_ids) if one.model.name in wanted)
    said += mixed_models(results)
    said += lacking_maps(results, models, len(image_ids))
    targets = {str(r.facts["target_choice"]) for r in results if "target_choice" in r.facts}
    if len(targets) > 1:
        said.append(
            f"The maps explain different classes ({', '.join(sorted(targets))}): "
            "compute them again for one."
        )
    synthetic = sorted({r.model.name for r in results if r.facts.get("synthetic")})
    if synthetic and study.setting(SYNTHETIC_SETTING, False):
        said.append(f"Demo weights trained on synthetic phantoms: {', '.join(synthetic)}.")
    elif synthetic:
        said.insert(0, demo_on_photographs(synthetic))
    unlabelled = [i for i in image_ids if study.image(i).label is None]
    if unlabelled:
        said.append(
            f"{len(unlabelled)} without a label, in neither the means for pain nor for no pain."
        )
    return tuple(said)


def lacking_maps(
    results: Iterable[Result], models: Iterable[ExtractionModel], photographs: int
) -> tuple[str, ...]:
    """Return a sentence that names the extraction models without a map of some photographs."""
    maps = Counter(result.model.name for result in results)
    lacking = [
        f"{model.name} ({maps[model.name]} of {photographs})"
        for model in models
        if maps[model.name] < photographs
    ]
    if not lacking:
        return ()
    return (f"Means over fewer photographs, for want of maps: {', '.join(lacking)}.",)


def mixed_models(results: Iterable[Result]) -> tuple[str, ...]:
    """Return a sentence for each extraction model whose maps differ in how they were made."""
    ways: dict[str, dict[str, set[str]]] = {}
    for result in results:
        for what, value in _way(result).items():
            ways.setdefault(result.model.name, {}).setdefault(what, set()).add(value)
    sentences = []
    for name, aspects in sorted(ways.items()):
        differing = [
            f"{what} ({', '.join(sorted(values))})"
            for what, values in aspects.items()
            if len(values) > 1
        ]
        if differing:
            sentences.append(
                f"{name} differs between photographs in {', '.join(differing)}: "
                "compute it again for all."
            )
    return tuple(sentences)


def _way(result: Result) -> dict[str, str]:
    """Say how a map was made, apart from what belongs to its photograph."""
    inputs = result.provenance.inputs
    return {
        "class explained": str(result.facts.get("target_choice", "")),
        "weights": str(inputs.get("weights", ""))[:8],
        "parameters": canonical_json(inputs.get("parameters", {})),
        "reading of colours": str(inputs.get("mode", "")),
        "version": f"{result.provenance.stage} {result.provenance.version}",
    }
