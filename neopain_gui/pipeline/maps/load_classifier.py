"""Getting a classifier ready: its weights are found, or built where the demo needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.classifiers.loaded import load
from neopain_gui.classifiers.registry import find
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier


def load_classifier(classifier: str, job: Job = NULL_JOB) -> Classifier:
    """Load a classifier by its id or by the path of its weight file.

    The demo VGG-Face's 111 MB are not part of the program: the first time they are needed
    they are built from a documented seed and trained on phantoms, then kept in the cache.

    Raises
    ------
    WeightsError
        The classifier is unknown, or its weights are missing or damaged.
    Cancelled
        The user stopped the building.
    """
    info = find(classifier)
    if info.recipe and info.weights_file is None:
        from neopain_gui.demo.training.vgg_face import build_demo_vgg_face

        build_demo_vgg_face(info.built_folder, job)
        info = find(classifier)
    return load(info)
