"""What a training on a study will take, asked before it starts: time, disk, memory."""

from __future__ import annotations

from collections.abc import Sequence

from neopain_gui.classifiers.bases import unbuilt
from neopain_gui.pipeline.training.faces import photographs_of
from neopain_gui.pipeline.training.folds import plan_of
from neopain_gui.pipeline.training.takes import Estimate, estimate_of
from neopain_gui.pipeline.training.train import Wanted
from neopain_gui.study import Study


def estimate(study: Study, wanted: Wanted, *, only: Sequence[int] = ()) -> Estimate:
    """Estimate a training on a study, without TensorFlow, in well under a second.

    Parameters
    ----------
    study : Study
    wanted : Wanted
    only : sequence of int, optional
        The folds that are trained here; all by default.

    Raises
    ------
    InputError
        The study or the settings do not permit it, as the training itself would say.
    """
    photographs = photographs_of(study)
    plan = plan_of(photographs, wanted.protocol, wanted.table)
    builds = unbuilt(wanted.base)
    return estimate_of(plan, photographs, half=wanted.half, only=only, builds=builds)
