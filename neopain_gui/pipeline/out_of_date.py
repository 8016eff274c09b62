"""Which stored maps do not follow from the study as it is now, and what has changed since.

The one place that knows: marks in the window, the report, exports and the command line ask here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from neopain_gui.attribution.explain import LABELLED
from neopain_gui.attribution.methods import METHODS
from neopain_gui.attribution.parameters import Value
from neopain_gui.classifiers.registry import ClassifierInfo, available
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.dataset.names import natural_key
from neopain_gui.gaze.density import GROUP_MAP
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gaze.trials import Trial
from neopain_gui.maps import ExtractionModel
from neopain_gui.people.subgroups import Subgroup
from neopain_gui.pipeline.eye_tracking.group_maps import group_provenance, subgroups
from neopain_gui.pipeline.eye_tracking.who_counts import Chooser, left_out
from neopain_gui.pipeline.maps.reference_photographs import References
from neopain_gui.pipeline.settings.method_options import study_options
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from neopain_gui.pipeline.settings.usual import gaze_differences, written
from neopain_gui.study import Result, Study

_NAMED = 3
SIGN = "Out of date: "
"""How every sentence on maps that are out of date begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfDate:
    """A stored map whose inputs are not the study's present ones.

    Attributes
    ----------
    image_id : str
        The photograph.
    model : ExtractionModel
        Whose map.
    reasons : tuple of str
        What differs, in words: ``"gaze radius 50 pixels, now 120 pixels"``.
    again : bool
        Whether it can be made again.
    classifier_id, method, target : str
        What makes it again; empty for people.
    """

    image_id: str
    model: ExtractionModel
    reasons: tuple[str, ...]
    again: bool = True
    classifier_id: str = ""
    method: str = ""
    target: str = ""


def out_of_date(study: Study, image_ids: Collection[str] | None = None) -> list[OutOfDate]:
    """Return the stored maps that do not follow from the study as it is now.

    Parameters
    ----------
    study : Study
        Open.
    image_ids : collection of str, optional
        The photographs; all by default.
    """
    images = {image.id: image for image in study.images()}
    judge = Judge(study)
    return [
        stale
        for image_id in (sorted(images, key=natural_key) if image_ids is None else image_ids)
        for result in study.results(image_id)
        if (stale := judge.judged(result, images[image_id])) is not None
    ]


class Judge:
    """Says of maps, one by one, whether they follow from a study as it is now.

    Parameters
    ----------
    study : Study
        Open; what it is judged by is read once.
    """

    def __init__(self, study: Study) -> None:
        self._people, self._networks = _People(study), _Networks(study)

    def judged(self, result: Result, image: FaceImage) -> OutOfDate | None:
        """Return in what a photograph's map is out of date; None where it is not."""
        if result.provenance.stage == GROUP_MAP:
            return self._people.judged(result, image)
        return self._networks.judged(result, image)


def sentences(found: Iterable[OutOfDate]) -> list[str]:
    """Say what is out of date, and since what: a sentence for all models of the same reasons."""
    by_model: dict[ExtractionModel, list[OutOfDate]] = defaultdict(list)
    for one in found:
        by_model[one.model].append(one)
    alike: dict[tuple[int, tuple[str, ...]], list[str]] = defaultdict(list)
    for model, some in sorted(by_model.items()):
        alike[len(some), tuple(reasons_of(some))].append(model.name)
    return [
        f"{SIGN}{', '.join(names)} on {_photographs(count)} ({'; '.join(reasons)})."
        for (count, reasons), names in alike.items()
    ]


def reasons_of(found: Iterable[OutOfDate]) -> list[str]:
    """Return what differs, each once, and only the first few where they are many."""
    reasons = list(dict.fromkeys(reason for one in found for reason in one.reasons))
    return [*reasons[:_NAMED], "…"] if len(reasons) > _NAMED + 1 else reasons


class _People:
    """Judges maps of groups of people."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._ready = False

    def _read(self) -> None:
        study = self._study
        self._settings = gaze_settings(study)
        self._groups = {one.name: one for one in subgroups(study)}
        self._chooser = Chooser.of(study)
        trials = study.trials()
        self._excluded = left_out(trials, self._settings.pass_share)
        self._trials: dict[str, list[Trial]] = defaultdict(list)
        for trial in trials:
            self._trials[trial.image_id].append(trial)
        self._ready = True

    def judged(self, result: Result, image: FaceImage) -> OutOfDate | None:
        if not self._ready:
            self._read()
        model = result.model
        group = self._groups.get(model.name)
        if group is None:
            why = ("the study has no such group any more",)
            return OutOfDate(image_id=image.id, model=model, reasons=why, again=False)
        counted = [
            one
            for one in self._trials[image.id]
            if one.participant_id not in self._excluded and self._chooser.wants(group, one)
        ]
        if not counted:
            why = ("nobody of the group counts on it any more",)
            return OutOfDate(image_id=image.id, model=model, reasons=why, again=False)
        now = group_provenance(image, group, counted, self._settings)
        if now.key == result.provenance.key:
            return None
        reasons = tuple(self._reasons(result, group, now.inputs, now.version, len(counted)))
        return OutOfDate(image_id=image.id, model=model, reasons=reasons)

    def _reasons(
        self,
        result: Result,
        group: Subgroup,
        now: Mapping[str, Any],
        version: int,
        counted: int,
    ) -> Iterator[str]:
        made = result.provenance
        then = dict(made.inputs.get("parameters", {}))
        before = then.pop("subgroup", None)
        try:
            differing = list(gaze_differences(GazeSettings.from_dict(then), self._settings))
        except (ValueError, TypeError, LookupError):
            differing = []
        yield from (f"{one.name} {one.value}, now {one.usual}" for one in differing)
        some = bool(differing)
        if before != group.as_dict():
            some = True
            yield "the group is put together in another way now"
        if made.inputs.get("trials") != now["trials"]:
            some = True
            yield "other participants or recordings count now"
        if made.version != version:
            some = True
            yield "made by an earlier version of NeoPain"
        if not some:
            yield "made with other settings"


class _Networks:
    """Judges classifiers' maps."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._infos = {info.id: info for info in available()}
        self._options: dict[str, dict[str, Value]] = {}
        self._references: References | None = None

    def judged(self, result: Result, image: FaceImage) -> OutOfDate | None:
        method = str(result.facts.get("method", ""))
        if result.model.kind != "attribution" or method not in METHODS:
            return None
        classifier_id = str(result.facts.get("classifier", ""))
        info = self._infos.get(classifier_id)
        reasons = tuple(self._reasons(result, image, method, info))
        if not reasons:
            return None
        return OutOfDate(
            image_id=image.id,
            model=result.model,
            reasons=reasons,
            again=info is not None,
            classifier_id=classifier_id,
            method=method,
            target=str(result.facts.get("target_choice", "")),
        )

    def _reasons(
        self, result: Result, image: FaceImage, method: str, info: ClassifierInfo | None
    ) -> Iterator[str]:
        made = result.provenance
        inputs = made.inputs
        yield from self._other_options(method, inputs.get("parameters", {}))
        if made.version != METHODS[method].version:
            yield "made by an earlier version of the method"
        weights = info.sha256 if info is not None else None
        if weights is not None and inputs.get("weights") not in (None, weights):
            yield "the classifier has other weights now"
        if result.facts.get("target_choice") == LABELLED:
            label = str(image.label) if image.label else "none"
            if inputs.get("target") != label:
                yield f"label {inputs.get('target')}, now {label}"
        if METHODS[method].needs_references:
            if self._references is None:
                self._references = References(self._study)
            if inputs.get("references") != self._references.records(image):
                yield "it compares with other photographs now"

    def _other_options(self, method: str, then: Mapping[str, Any]) -> Iterator[str]:
        if method not in self._options:
            self._options[method] = study_options(self._study, method)
        parameters = METHODS[method].parameters
        for name, now in self._options[method].items():
            if name in then and then[name] != now:
                title = parameters[name].title
                title = f"{title[:1].lower()}{title[1:]}"
                yield f"{title} {written(then[name])}, now {written(now)}"


def to_make(
    found: Sequence[OutOfDate],
) -> tuple[list[str], dict[tuple[str, str, str], list[str]]]:
    """Return what makes them again: names of groups, and photographs by classifier, method, class.

    What cannot be made again is left out.
    """
    groups: dict[str, None] = {}
    networks: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for one in found:
        if one.again and one.method:
            networks[one.classifier_id, one.method, one.target][one.image_id] = None
        elif one.again:
            groups[one.model.name] = None
    return list(groups), {key: list(some) for key, some in networks.items()}


def _photographs(count: int) -> str:
    return f"{count} photograph" + ("" if count == 1 else "s")
