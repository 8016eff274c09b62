"""What people said of a study's photographs, as a training is set beside it."""

from __future__ import annotations

from neopain_gui.people.scores import says_pain
from neopain_gui.study import Study
from neopain_gui.training.evaluation import Judgement


def judgements_of(study: Study) -> list[Judgement]:
    """Return every score of pain that a study holds; three and more says *pain*."""
    groups = {one.id: one.group for one in study.gaze.participants()}
    return [
        Judgement(
            person=one.participant_id,
            image=one.image_id,
            group=groups.get(one.participant_id, ""),
            score=one.score,
            says_pain=says_pain(one.score),
        )
        for one in study.gaze.scores()
    ]
