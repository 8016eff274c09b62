"""Which photographs were in the training of the networks that judged them, as far as recorded."""

from __future__ import annotations

from collections.abc import Mapping

from neopain_gui.classifiers.folds.held_out import OPTIMISTIC, Why
from neopain_gui.findings.achieved import Seen
from neopain_gui.study import Study
from neopain_gui.study.trainings import refits_of

_OF_FOLDS: Mapping[str, Seen] = {
    Why.UNSEEN: Seen.HELD_OUT,
    Why.OTHERS_SEEN: Seen.OTHERS_SEEN,
    Why.ALL_SEEN: Seen.TRAINED_ON,
    Why.NOT_IN_TRAINING: Seen.NEW,
}


def seen_in_training(study: Study) -> dict[tuple[str, str], Seen]:
    """Return photograph and classifier → what is on record; nothing where nothing is.

    A network refitted on all neonates is known again by its weights among the study's trainings,
    which say on which photographs they were made.
    """
    said = study.predictions.trained_how()
    refits = refits_of(study.path) if any(one.untested for one in said) else {}
    hashes = {image.id: image.sha256 for image in study.images.all()} if refits else {}
    found: dict[tuple[str, str], Seen] = {}
    for one in said:
        if not one.untested:
            kind = _OF_FOLDS.get(one.why, Seen.NOT_ON_RECORD)
            if kind is Seen.HELD_OUT and OPTIMISTIC in one.said:
                kind = Seen.CHOSE
        elif one.weights not in refits:
            kind = Seen.UNTESTED
        else:
            own = hashes.get(one.image_id) in refits[one.weights]
            kind = Seen.TRAINED_ON if own else Seen.NEW
        found[one.image_id, one.classifier] = kind
    return found
