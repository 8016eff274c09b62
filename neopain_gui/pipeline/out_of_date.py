"""Which stored maps do not follow from the study as it is now, and what has changed since.

The one place that knows: marks in the window, the report, exports and the command line ask here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from neopain_gui.attribution.explain import LABELLED
from neopain_gui.attribution.methods import METHODS
from neopain_gui.attribution.parameters import Value
from neopain_gui.classifiers.folds.held_out import folds_named
from neopain_gui.classifiers.folds.record import made_by
from neopain_gui.classifiers.registry import ClassifierInfo, available
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.gaze.density import GROUP_MAP
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gaze.trials import Trial
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import ATTRIBUTION, ExtractionModel
from neopain_gui.natural_order import natural_key
from neopain_gui.people.subgroups import Subgroup
from neopain_gui.pipeline.annotation.following import Following
from neopain_gui.pipeline.eye_tracking.group_maps import group_provenance, subgroups
from neopain_gui.pipeline.eye_tracking.who_counts import Chooser, left_out
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.maps.networks import HeldOutOf
from neopain_gui.pipeline.maps.reference_photographs import References
from neopain_gui.pipeline.settings.method_options import study_options
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from neopain_gui.pipeline.settings.usual import gaze_differences, written
from neopain_gui.study import Result, Study
from neopain_gui.study.removal import OF_RATERS
from neopain_gui.study.result_types import JUDGED_FACTS, JUDGED_INPUTS, MadeOf

_AT_ONCE = 50
"""Photographs whose maps are asked for at once: nobody waits long for the database meanwhile."""


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
    return Judge(study).out_of_date(image_ids)


class Judge:
    """Says of maps whether they follow from a study as it is now.

    Parameters
    ----------
    study : Study
        Open; what it is judged by is read once.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._people, self._networks = _People(study), _Networks(study)
        self._raters = Following(study)

    def judged(self, result: Result, image: FaceImage) -> OutOfDate | None:
        """Return in what a photograph's map is out of date; None where it is not."""
        if result.provenance.stage == GROUP_MAP:
            return self._people.judged(result, image)
        if result.provenance.stage.startswith(OF_RATERS):
            return self._of_raters(result, image)
        return self._networks.judged(result, image)

    def _of_raters(self, result: Result, image: FaceImage) -> OutOfDate | None:
        reasons, again = self._raters.reasons(result, image)
        if not reasons:
            return None
        return OutOfDate(image_id=image.id, model=result.model, reasons=reasons, again=again)

    def out_of_date(
        self, image_ids: Collection[str] | None = None, job: Job = NULL_JOB
    ) -> list[OutOfDate]:
        """Return the maps of photographs that are out of date; of all by default.

        Records are not read where it is plain that they are those of another photograph but for
        the photograph: a large study has hundreds of thousands.
        """
        if image_ids is None:
            image_ids = sorted((one.id for one in self._study.images.all()), key=natural_key)
        ids, found = list(image_ids), []
        for start in range(0, len(ids), _AT_ONCE):
            job.check()
            by_photograph: dict[str, list[OutOfDate]] = defaultdict(list)
            for row in self._study.results.made_of(ids[start : start + _AT_ONCE]):
                stale = self._judged_row(row)
                if stale is not None:
                    by_photograph[row.image_id].append(stale)
            for image_id in ids[start : start + _AT_ONCE]:
                found += by_photograph[image_id]
        return found

    def _judged_row(self, row: MadeOf) -> OutOfDate | None:
        of_raters = row.stage.startswith(OF_RATERS)
        if row.stage != GROUP_MAP and not of_raters:
            return self._networks.judged_row(row)
        image = self._study.images.get(row.image_id)
        judge = self._raters if of_raters else self._people
        if judge.key(row.model_name, image) == row.key:
            return None
        (result,) = self._study.results.all(row.image_id, models=[row.model_name])
        return self.judged(result, image)


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
        trials = study.gaze.trials()
        self._excluded = left_out(trials, self._settings.pass_share)
        self._trials: dict[str, list[Trial]] = defaultdict(list)
        for trial in trials:
            self._trials[trial.image_id].append(trial)
        self._ready = True

    def key(self, group_name: str, image: FaceImage) -> str:
        """Return the key that a group's map of a photograph would have now; empty without one."""
        if not self._ready:
            self._read()
        group = self._groups.get(group_name)
        counted = self._counted(group, image) if group is not None else []
        if group is None or not counted:
            return ""
        return group_provenance(image, group, counted, self._settings).key

    def _counted(self, group: Subgroup, image: FaceImage) -> list[Trial]:
        return [
            one
            for one in self._trials.get(image.id, ())
            if one.participant_id not in self._excluded and self._chooser.wants(group, one)
        ]

    def judged(self, result: Result, image: FaceImage) -> OutOfDate | None:
        if not self._ready:
            self._read()
        model = result.model
        group = self._groups.get(model.name)
        if group is None:
            why = ("the study has no such group any more",)
            return OutOfDate(image_id=image.id, model=model, reasons=why, again=False)
        counted = self._counted(group, image)
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
        self._labels: CountedLabels | None = None
        self._held_out: HeldOutOf | None = None
        self._alike: dict[tuple[int, str, str], OutOfDate | None] = {}

    def judged(self, result: Result, image: FaceImage) -> OutOfDate | None:
        made = result.provenance
        return self._judged(result.model, made.version, made.inputs, result.facts, lambda: image)

    def judged_row(self, row: MadeOf) -> OutOfDate | None:
        """Judge a map by what is extracted from its record, once for all that are alike."""
        if row.model_kind != ATTRIBUTION.id:
            return None
        model = ExtractionModel(name=row.model_name, kind=row.model_kind)
        key = row.version, row.inputs, row.facts
        if key not in self._alike:
            inputs = dict(zip(JUDGED_INPUTS, json.loads(row.inputs), strict=True))
            facts = dict(zip(JUDGED_FACTS, json.loads(row.facts), strict=True))
            found = self._judged(
                model, row.version, inputs, facts, lambda: self._study.images.get(row.image_id)
            )
            if _of_one_photograph(inputs, facts):
                return found
            self._alike[key] = found
        known = self._alike[key]
        return None if known is None else replace(known, image_id=row.image_id, model=model)

    def _judged(
        self,
        model: ExtractionModel,
        version: int,
        inputs: Mapping[str, Any],
        facts: Mapping[str, Any],
        image: Callable[[], FaceImage],
    ) -> OutOfDate | None:
        method = str(facts.get("method", ""))
        if not model.of_classifier or method not in METHODS:
            return None
        classifier_id = str(facts.get("classifier") or "")
        info = self._infos.get(classifier_id)
        reasons = [
            *self._reasons(version, inputs, method, info),
            *self._reasons_of_photograph(inputs, facts, method, image),
            *self._other_folds(inputs, info, image),
        ]
        if not reasons:
            return None
        return OutOfDate(
            image_id=image().id,
            model=model,
            reasons=tuple(reasons),
            again=info is not None,
            classifier_id=classifier_id,
            method=method,
            target=str(facts.get("target_choice") or ""),
        )

    def _reasons(
        self, version: int, inputs: Mapping[str, Any], method: str, info: ClassifierInfo | None
    ) -> Iterator[str]:
        yield from self._other_options(method, inputs.get("parameters") or {})
        if version != METHODS[method].version:
            yield "made by an earlier version of the method"
        weights = info.sha256 if info is not None else None
        if weights is not None and made_by(inputs) not in (None, weights):
            yield "the classifier has other weights now"

    def _reasons_of_photograph(
        self,
        inputs: Mapping[str, Any],
        facts: Mapping[str, Any],
        method: str,
        image: Callable[[], FaceImage],
    ) -> Iterator[str]:
        if facts.get("target_choice") == LABELLED:
            if self._labels is None:
                self._labels = CountedLabels.of(self._study)
            label = str(self._labels.label(image()) or "none")
            if inputs.get("target") != label:
                yield f"label {inputs.get('target')}, now {label}"
        if METHODS[method].needs_references:
            if self._references is None:
                self._references = References(self._study)
            if inputs.get("references") != self._references.records(image()):
                yield "it compares with other photographs now"

    def _other_folds(
        self,
        inputs: Mapping[str, Any],
        info: ClassifierInfo | None,
        image: Callable[[], FaceImage],
    ) -> Iterator[str]:
        """Say that other networks have not seen the neonate than those that made a map."""
        if info is None or info.folds is None or made_by(inputs) != info.sha256:
            return
        if self._held_out is None:
            self._held_out = HeldOutOf(self._study.images.all())
        now, used = self._held_out.of(info, image()), inputs["folds"].get("used")
        if now is not None and used != list(now.folds):
            yield f"{folds_named(used, now.of)}, now {folds_named(now.folds, now.of)}"

    def _other_options(self, method: str, then: Mapping[str, Any]) -> Iterator[str]:
        if method not in self._options:
            self._options[method] = study_options(self._study, method)
        parameters = METHODS[method].parameters
        for name, now in self._options[method].items():
            if name in then and then[name] != now:
                title = parameters[name].title
                title = f"{title[:1].lower()}{title[1:]}"
                yield f"{title} {written(then[name])}, now {written(now)}"


def _of_one_photograph(inputs: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Say whether what is judged depends on the photograph, and not on the study alone."""
    if inputs.get("folds"):
        return True
    method = METHODS.get(str(facts.get("method")))
    labelled = facts.get("target_choice") == LABELLED
    return labelled or (method is not None and method.needs_references)


def of_raters(found: Sequence[OutOfDate]) -> list[str]:
    """Return the names of raters' extraction models whose maps can be made again."""
    return list(dict.fromkeys(one.model.name for one in found if one.again and one.model.of_raters))


def to_make(
    found: Sequence[OutOfDate],
) -> tuple[list[str], dict[tuple[str, str, str], list[str]]]:
    """Return what makes them again: names of groups, and photographs by classifier, method, class.

    What cannot be made again is left out, and so are raters' maps (:func:`of_raters`).
    """
    groups: dict[str, None] = {}
    networks: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for one in found:
        if one.again and one.method:
            networks[one.classifier_id, one.method, one.target][one.image_id] = None
        elif one.again and not one.model.of_raters:
            groups[one.model.name] = None
    return list(groups), {key: list(some) for key, some in networks.items()}
