"""Two raters' answers in a study, who handed in and differ on two labels of four."""

from neopain_gui.annotation.answers import Answer
from neopain_gui.annotation.round import LABEL, SCORE
from neopain_gui.pipeline.rounds.making import begin, made_now

NAME = "Ward"


def rate(study):
    """Make a round of all photographs, and let R1 and R2 rate and hand it in."""
    images = tuple(image.id for image in study.images.all())
    asked = {"instruments": (LABEL, SCORE), "repeats": 0.5, "apart": 1, "seed": 3}
    begin(study, made_now(name=NAME, raters=("R1", "R2"), image_ids=images, **asked))
    store = study.annotations
    for rater in ("R1", "R2"):
        for turn in store.turns(NAME, rater):
            at = {"round": NAME, "rater": rater, "image_id": turn.image_id, "repeat": turn.repeat}
            place = images.index(turn.image_id)
            label = float(place % 2 if rater == "R1" else place > 1)
            answers = [
                Answer(**at, instrument=LABEL, value=label),
                Answer(**at, instrument=SCORE, value=float(place + 2)),
            ]
            store.put_answers(NAME, rater, turn.image_id, turn.repeat, answers)
        store.hand_in(NAME, rater, "2026-11-30T13:00:00+00:00")
