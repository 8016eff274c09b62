"""What classifiers and people said of each photograph: what relations follow from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.findings.people import ScoreRow
from neopain_gui.study import Study


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
