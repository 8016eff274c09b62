"""What each classifier of a study achieves on its labelled photographs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.findings.achieved import Achieved, Seen
from neopain_gui.natural_order import natural_key
from neopain_gui.pipeline.analysis.seen import seen_in_training
from neopain_gui.study import Study
from neopain_gui.training.evaluation.held_out import held_out


def counted_scores(scores: Mapping[str, float]) -> Mapping[str, float] | None:
    """Return what counts of a classifier's scores: pain against no pain; None without either.

    Other outputs, which only networks from elsewhere have, are explained and never counted.
    """
    counted = {str(label): scores[label] for label in PainLabel if label in scores}
    if len(counted) < len(PainLabel):
        return None
    if len(counted) == len(scores):
        return scores
    total = sum(counted.values())
    return {name: score / total for name, score in counted.items()} if total > 0 else None


def pain_scores(study: Study, classifier: str) -> dict[str, float]:
    """Return photograph → score of pain, as it counts; without those of which nothing counts."""
    classes = study.predictions.classes(classifier)
    said = {name: study.predictions.class_scores(classifier, name) for name in classes}
    found = {}
    for image_id in said.get(str(PainLabel.PAIN), {}):
        scores = {name: one[image_id] for name, one in said.items() if image_id in one}
        counted = counted_scores(scores)
        if counted is not None:
            found[image_id] = counted[str(PainLabel.PAIN)]
    return found


def evaluations(study: Study, images: Sequence[FaceImage]) -> list[Achieved]:
    """Compare the classifiers' scores with the labels, as Tables 1 and 2 do by fold.

    Parameters
    ----------
    study : Study
        Open.
    images : sequence of FaceImage
        The photographs; those without a label are passed over.

    Returns
    -------
    list of Achieved
        By classifier; one whose photographs are all of one class is left out.
    """
    labelled = {image.id: image for image in images if image.label is not None}
    seen, made = seen_in_training(study), []
    for name in study.predictions.classifiers():
        found = pain_scores(study, name)
        by_image = {one: found[one] for one in sorted(found, key=natural_key) if one in labelled}
        mine = [labelled[image_id] for image_id in by_image]
        labels = [image.label for image in mine if image.label is not None]
        if {PainLabel.PAIN, PainLabel.NO_PAIN} <= set(labels):
            neonates = [image.neonate.id if image.neonate else image.id for image in mine]
            figures = held_out(labels, list(by_image.values()), neonates)
            kinds = Counter(seen.get((one, name), Seen.NOT_ON_RECORD) for one in by_image)
            made.append(Achieved(classifier=name, figures=figures, seen=dict(kinds)))
    return made
