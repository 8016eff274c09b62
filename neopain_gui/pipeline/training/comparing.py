"""Two trainings of a study compared: what they achieve, and in what they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neopain_gui.errors import InputError
from neopain_gui.pipeline.training.trainings import DONE, UNREADABLE, Training
from neopain_gui.reports.evaluation.run_facts import read_predictions
from neopain_gui.training.evaluation.paired import Paired, compare
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.presets import differences
from neopain_gui.training.protocol_file import read_protocol
from neopain_gui.training.run_folder import PROTOCOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the comparison of two trainings gives.

    Attributes
    ----------
    figures : sequence of Paired
        The first less the second; pain is the positive class.
    neonates, photographs : int
        What they are of.
    settings : tuple of str
        What differs between their protocols, a sentence each.
    cautions : tuple of str
        What has to be known to read the figures.
    """

    figures: Sequence[Paired]
    neonates: int
    photographs: int
    settings: tuple[str, ...]
    cautions: tuple[str, ...]


def compare_trainings(first: Training, second: Training) -> Compared:
    """Compare two trainings on the same folds; the classifiers are exchanged by neonate.

    Raises
    ------
    InputError
        One of them is not done, or they are not of the same photographs in the same folds.
    """
    if first.folder == second.folder:
        raise InputError("a training does not differ from itself", remedy="choose another one")
    of_first, of_second = _predictions(first), _predictions(second)
    one, other = (read_protocol(str(each.folder / PROTOCOL)) for each in (first, second))
    optimistic = [each.title for each, how in ((first, one), (second, other)) if how.optimistic]
    cautions = [
        f"{title}: the test chose the weights, which makes its figures too good."
        for title in optimistic
    ]
    return Compared(
        figures=compare(of_first, of_second),
        neonates=of_first.neonates,
        photographs=len(set(of_first.image.tolist())),
        settings=differences(one, other, (first.title, second.title)),
        cautions=tuple(cautions),
    )


def _predictions(training: Training) -> Predictions:
    if training.state == UNREADABLE:
        raise InputError(training.why.removesuffix("."))
    if training.state != DONE:
        raise InputError(
            f"{training.title} has {training.done} of {training.folds} folds, and only whole "
            "trainings are compared",
            remedy="go on with it first",
            command="go on with it first: neopain train --resume",
        )
    return read_predictions(training.folder)
