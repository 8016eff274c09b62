"""What classifiers and people said of each photograph: what relations follow from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """What an extraction model's classifier, or a group of people, said of a photograph.

    Attributes
    ----------
    image, of : str
        The photograph, and the extraction model or the group.
    classifier : str
        Its name; empty for people.
    pain, no_pain : float
        The classifier's scores of both classes, in [0, 1]; NaN for people.
    predicted : str
        The class of its highest score; empty for people.
    score : float
        Mean of the people's 0–10 scores; NaN for classifiers.
    participants : int
        How many people gave a score; 0 for classifiers.
    """

    image: str
    of: str
    classifier: str = ""
    pain: float = math.nan
    no_pain: float = math.nan
    predicted: str = ""
    score: float = math.nan
    participants: int = 0


def score_rows(study: Study, images: Sequence[FaceImage]) -> list[ScoreRow]:
    """Return what was said of some photographs, by classifiers first."""
    there = {image.id for image in images}
    made = []
    for image_id, model, classifier, said in study.predictions.beside_maps():
        if image_id in there and said:
            made.append(
                ScoreRow(
                    image=image_id,
                    of=model,
                    classifier=classifier,
                    pain=float(said.get(str(PainLabel.PAIN), math.nan)),
                    no_pain=float(said.get(str(PainLabel.NO_PAIN), math.nan)),
                    predicted=str(max(said, key=lambda name: said[name])),
                )
            )
    groups = {one.id: one.group for one in study.gaze.participants()}
    given: dict[tuple[str, str], list[float]] = defaultdict(list)
    for score in study.gaze.scores():
        group = groups.get(score.participant_id)
        if group and score.image_id in there:
            given[group, score.image_id].append(score.score)
    made += [
        ScoreRow(image=image, of=group, score=sum(some) / len(some), participants=len(some))
        for (group, image), some in given.items()
    ]
    order = {image.id: place for place, image in enumerate(images)}
    return sorted(made, key=lambda one: (not one.classifier, one.of, order[one.image]))
