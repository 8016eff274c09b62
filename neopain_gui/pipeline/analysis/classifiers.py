"""What each classifier of a study achieves on its labelled photographs."""

from __future__ import annotations

from collections.abc import Sequence

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.natural_order import natural_key
from neopain_gui.study import Study
from neopain_gui.training.metrics import Evaluation, evaluate


def evaluations(study: Study, images: Sequence[FaceImage]) -> list[tuple[str, Evaluation]]:
    """Compare the classifiers' scores with the labels, as Tables 1 and 2 do by fold.

    Parameters
    ----------
    study : Study
        Open.
    images : sequence of FaceImage
        The photographs; those without a label are passed over.

    Returns
    -------
    list of (str, Evaluation)
        By classifier; one whose photographs are all of one class is left out.
    """
    labelled = {image.id: image for image in images if image.label is not None}
    made = []
    for name in study.predictions.classifiers():
        found = study.predictions.class_scores(name, str(PainLabel.PAIN))
        by_image = {one: found[one] for one in sorted(found, key=natural_key) if one in labelled}
        mine = [labelled[image_id] for image_id in by_image]
        labels = [image.label for image in mine if image.label is not None]
        if {PainLabel.PAIN, PainLabel.NO_PAIN} <= set(labels):
            subjects = [image.neonate.id if image.neonate else image.id for image in mine]
            made.append((name, evaluate(labels, list(by_image.values()), subjects)))
    return made
