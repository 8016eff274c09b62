"""What a training that has ended leaves, without any network: class scores that are made up."""

from __future__ import annotations

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.predictions_file import csv_text
from neopain_gui.training.run_folder import PREDICTIONS, WEIGHTS, fold_folder
from tests.training.made_up import small_run


def worse(neonate, score):
    """Tell every other neonate wrongly."""
    return 1 - score if int(neonate[1:]) % 2 else score


def ended(run, *, change=None, count=16):
    """Leave a training of two folds: right class scores, or what ``change`` makes of them."""
    made = small_run(run, count=count, epochs=3 if change else 2)
    leave_predictions(run, made, change)
    return made


def leave_predictions(run, made, change=None):
    """Leave what its folds predict, as if all of them were trained."""
    scores = [0.9 if one.label is PainLabel.PAIN else 0.1 for one in made.record.photographs]
    whole = []
    for fold, held in enumerate(made.plan.held, start=1):
        tested = [
            (one, score)
            for one, score in zip(made.record.photographs, scores, strict=True)
            if one.neonate in held
        ]
        text = csv_text(
            Predictions.of(
                image=[one.id for one, _ in tested],
                neonate=[one.neonate for one, _ in tested],
                label=[one.label for one, _ in tested],
                p_pain=[change(one.neonate, each) if change else each for one, each in tested],
                fold=fold,
            )
        )
        folder = fold_folder(run, fold)
        folder.mkdir(exist_ok=True)
        (folder / PREDICTIONS).write_text(text)
        (folder / WEIGHTS).write_bytes(b"weights")
        whole += text.splitlines(keepends=True)[1 if whole else 0 :]
    (run / PREDICTIONS).write_text("".join(whole))
