"""The classifier beside people who scored the pain in the same photographs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from neopain_gui.training.evaluation.auc import auc
from neopain_gui.training.evaluation.bootstrap import Bounds, Drawn, drawn
from neopain_gui.training.evaluation.confusion import ratio
from neopain_gui.training.evaluation.predictions import Array, Predictions, Truths

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a participant said of a photograph.

    Attributes
    ----------
    person, image : str
        Who, of which.
    group : str
        Of the person; empty if none.
    score : float
        Of pain, the higher the more.
    says_pain : bool
        Whether that means *pain*.
    """

    person: str
    image: str
    group: str = ""
    score: float
    says_pain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidePeople:
    """A group and the classifier on the photographs that the group scored.

    Attributes
    ----------
    group : str
        Its name, or *everybody*.
    people, photographs, neonates : int
        Who, and on what.
    figures : dict of str to tuple of Bounds
        ``accuracy``, ``sensitivity``, ``specificity``: of a single person on average, of the
        classifier, and the classifier's less the person's. ``auc``: of the group's mean scores.
    """

    group: str
    people: int
    photographs: int
    neonates: int
    figures: dict[str, tuple[Bounds, Bounds, Bounds]]


def beside_people(
    predictions: Predictions, said: Truths, judgements: Iterable[Judgement]
) -> tuple[BesidePeople, ...]:
    """Compare with each group, and with everybody; empty where nobody scored a photograph.

    Parameters
    ----------
    predictions : Predictions
        Of all folds.
    said : ndarray of bool, shape (n,)
        What the classifier says, *pain* or not.
    judgements : iterable of Judgement
        Of photographs that were not predicted nothing is taken.
    """
    by_group: dict[str, list[Judgement]] = defaultdict(list)
    known = set(predictions.image.tolist())
    for one in judgements:
        if one.image in known:
            by_group[EVERYBODY].append(one)
            if one.group:
                by_group[one.group].append(one)
    groups = [name for name in sorted(by_group) if name != EVERYBODY]
    order = groups if len(groups) == 1 else [EVERYBODY, *groups] if by_group else []
    return tuple(_group(predictions, said, name, by_group[name]) for name in order)


def _group(
    predictions: Predictions, said: Truths, name: str, judgements: list[Judgement]
) -> BesidePeople:
    pain: dict[str, list[bool]] = defaultdict(list)
    scores: dict[str, list[float]] = defaultdict(list)
    for one in judgements:
        pain[one.image].append(one.says_pain)
        scores[one.image].append(one.score)
    seen = np.array([image in pain for image in predictions.image.tolist()])
    some, right = predictions.some(seen), (said == predictions.label)[seen].astype(np.float64)
    images = some.image.tolist()
    called = np.array([np.mean(pain[image]) for image in images])
    theirs = np.where(some.label, called, 1 - called)
    means = np.array([np.mean(scores[image]) for image in images])
    draws = drawn(some)
    figures = {
        figure: _three(draws, _share_of(theirs, chosen), _share_of(right, chosen))
        for figure, chosen in (
            ("accuracy", np.ones(len(some), np.bool_)),
            ("sensitivity", some.label),
            ("specificity", ~some.label),
        )
    }
    figures["auc"] = _three(
        draws, lambda w: auc(some.label, means, w), lambda w: auc(some.label, some.p_pain, w)
    )
    return BesidePeople(
        group=name,
        people=len({one.person for one in judgements}),
        photographs=len(some),
        neonates=some.neonates,
        figures=figures,
    )


def _three(
    draws: Drawn, people: Callable[[Array], Array], classifier: Callable[[Array], Array]
) -> tuple[Bounds, Bounds, Bounds]:
    return (
        draws.bounds(people),
        draws.bounds(classifier),
        draws.bounds(lambda w: classifier(w) - people(w), share=False),
    )


def _share_of(right: Array, chosen: Truths) -> Callable[[Array], Array]:
    mine = chosen.astype(np.float64)
    return lambda w: ratio(w @ (right * mine), w @ mine)
