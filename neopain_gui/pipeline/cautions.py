"""What a reader of a comparison must know: demo weights, mixtures, maps that lack or are old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from neopain_gui.classifiers.folds.record import made_by
from neopain_gui.classifiers.folds.words import all_unseen, who_explained
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.maps import ExtractionModel
from neopain_gui.natural_order import natural_key
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.out_of_date import Judge, OutOfDate
from neopain_gui.pipeline.out_of_date_words import sentences
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING
from neopain_gui.provenance import canonical_json
from neopain_gui.reports.cautions import demo_on_photographs
from neopain_gui.study import Result, Study


class Cautions:
    """Collects, photograph by photograph, what a comparison's reader must know.

    Parameters
    ----------
    study : Study
        Open.
    models : sequence of ExtractionModel
        Those that are compared.
    """

    def __init__(self, study: Study, models: Sequence[ExtractionModel]) -> None:
        self._study, self._models = study, models
        self._judge = Judge(study)
        self._stale: list[OutOfDate] = []
        self._ways: dict[str, dict[str, set[str]]] = {}
        self._maps: Counter[str] = Counter()
        self._targets: set[str] = set()
        self._synthetic: set[str] = set()
        self._untested: set[str] = set()
        self._folds: dict[tuple[str, int], Counter[str]] = {}
        self._photographs = 0
        self._labels, self._seen = CountedLabels.of(study), list[FaceImage]()

    def see(self, image: FaceImage, results: Iterable[Result]) -> None:
        """Take note of a photograph that is compared, and of its maps that are."""
        self._photographs += 1
        self._seen.append(image)
        for result in results:
            name, facts = result.model.name, result.facts
            stale = self._judge.judged(result, image)
            if stale is not None:
                self._stale.append(stale)
            note_way(self._ways, result)
            self._maps[name] += 1
            if "target_choice" in facts:
                self._targets.add(str(facts["target_choice"]))
            if facts.get("synthetic"):
                self._synthetic.add(name)
            if facts.get("untested"):
                self._untested.add(name)
            if folds := facts.get("folds"):
                whose = self._folds.setdefault((name, int(folds["of"])), Counter())
                whose[str(folds["why"])] += 1

    def said(self) -> tuple[str, ...]:
        """Return the sentences."""
        said = sentences(self._stale)
        said += mixed_models(self._ways)
        said += lacking_maps(self._maps, self._models, self._photographs)
        if len(self._targets) > 1:
            said.append(
                f"The maps explain different classes ({', '.join(sorted(self._targets))}): "
                "compute them again for one."
            )
        synthetic = sorted(self._synthetic)
        if synthetic and self._study.setting(SYNTHETIC_SETTING, False):
            said.append(f"Demo weights trained on synthetic phantoms: {', '.join(synthetic)}.")
        elif synthetic:
            said.insert(0, demo_on_photographs(synthetic))
        if self._untested:
            said.append(
                f"Untested classifiers: {', '.join(sorted(self._untested))} come of networks that "
                "were trained on every neonate that there was, so nothing says how well they do, "
                "and they may have seen the photographs that they explain."
            )
        said += [
            who_explained([name], of, counts)
            for (name, of), counts in self._folds.items()
            if not all_unseen(counts)
        ]
        said += self._labels.sentences(self._seen)
        unlabelled = sum(self._labels.label(one) is None for one in self._seen)
        if unlabelled:
            said.append(
                f"{unlabelled} without a label, in neither the means for pain nor for no pain."
            )
        return tuple(said)


def cautions(
    study: Study, models: Sequence[ExtractionModel], image_ids: Iterable[str]
) -> tuple[str, ...]:
    """Return what a reader of the comparison of some photographs must know."""
    collected, names = Cautions(study, models), {model.name for model in models}
    ids = list(image_ids)
    for image_id in ids:
        collected.see(study.images.get(image_id), study.results.all(image_id, names))
    return (*collected.said(), *scored_twice(study, ids))


def scored_twice(study: Study, image_ids: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence where somebody scored a photograph more than once and differently."""
    some = set(image_ids)
    given: dict[tuple[str, str], set[float]] = {}
    for one in (*study.gaze.scores_of_rounds(), *study.gaze.recorded_scores()):
        if one.image_id in some:
            given.setdefault((one.participant_id, one.image_id), set()).add(one.score)
    differing = [who for (who, _), scores in given.items() if len(scores) > 1]
    if not differing:
        return ()
    who = ", ".join(sorted(set(differing), key=natural_key))
    return (
        f"{counted(len(differing), 'photograph was', 'photographs were')} scored more than once "
        f"and differently by the same person ({who}): the recording’s score counts, or else that "
        "of the round that was handed in last.",
    )


def lacking_maps(
    maps: Mapping[str, int], models: Iterable[ExtractionModel], photographs: int
) -> tuple[str, ...]:
    """Return a sentence that names the extraction models without a map of some photographs."""
    lacking = [
        f"{model.name} ({maps[model.name]} of {photographs})"
        for model in models
        if maps[model.name] < photographs
    ]
    if not lacking:
        return ()
    return (f"Means over fewer photographs, for want of maps: {', '.join(lacking)}.",)


def mixed_models(ways: Mapping[str, Mapping[str, set[str]]]) -> tuple[str, ...]:
    """Return a sentence for each extraction model whose maps differ in how they were made."""
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


def note_way(ways: dict[str, dict[str, set[str]]], result: Result) -> None:
    """Note how a map was made, apart from what belongs to its photograph."""
    inputs = result.provenance.inputs
    way = {
        "class explained": str(result.facts.get("target_choice", "")),
        "weights": str(made_by(inputs) or "")[:8],
        "parameters": canonical_json(inputs.get("parameters", {})),
        "reading of colours": str(inputs.get("mode", "")),
        "version": f"{result.provenance.stage} {result.provenance.version}",
    }
    for what, value in way.items():
        ways.setdefault(result.model.name, {}).setdefault(what, set()).add(value)
