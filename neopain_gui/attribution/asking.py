"""Letting a method answer; of several networks, the mean of what it answers of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.method import Method
from neopain_gui.attribution.question import Answer, AttributionRequest
from neopain_gui.classifiers.network.contract import check_model
from neopain_gui.classifiers.scorer import networks_of
from neopain_gui.jobs import PartOfJob

if TYPE_CHECKING:
    from neopain_gui.classifiers.scorer import Scorer

_SPENT = ("steps", "gradients")
"""Facts of what was spent, of which the sum is meant."""
Networks = Sequence[Callable[[], "Scorer"]]


def ask(method: Method, question: AttributionRequest) -> Answer:
    """Let a method answer."""
    module = import_module(f"neopain_gui.attribution.{method.module}")
    networks = networks_of(question.classifier)
    if networks:
        return _mean_answer(module.attribute, question, networks)
    answer: Answer = module.attribute(question)
    return answer


def _mean_answer(
    answer: Callable[[AttributionRequest], Answer],
    question: AttributionRequest,
    networks: Networks,
) -> Answer:
    """Let each network answer, one after the other, and return the mean of their maps.

    All of them explain the same class, and compute as much at once as the first has found to suit
    the machine: so a map can be repeated to the last bit.
    """
    assert question.target is not None  # the networks would predict several classes
    answers: list[Answer] = []
    chunk = question.chunk
    for done, network in enumerate(networks):
        scorer = network()
        if scorer.layers is not None:
            check_model(scorer.layers)
        part = PartOfJob(question.job, done / len(networks), (done + 1) / len(networks))
        watch = question.watch if not done else None  # the rest would show another map's growth
        one = replace(question, classifier=scorer, chunk=chunk, job=part, watch=watch)
        answers.append(answer(one))
        chunk = answers[0].facts[0].get("chunk", chunk)
    return Answer(
        maps=_means([one.maps for one in answers]),
        facts=tuple(
            _facts([one.facts[row] for one in answers]) for row in range(len(question.inputs))
        ),
        cells=_means([one.cells for one in answers]),
    )


def _means(
    some: Sequence[Mapping[str | None, NDArray[np.float32]]],
) -> dict[str | None, NDArray[np.float32]]:
    stacks = {layer: np.stack([one[layer] for one in some]) for layer in some[0]}
    return {
        layer: np.asarray(stack.mean(axis=0, dtype=np.float64), np.float32)
        for layer, stack in stacks.items()
    }


def _facts(some: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the figures of the mean: means, and sums of what was spent."""
    found = {
        name: _fact(name, [one[name] for one in some])
        for name in some[0]
        if all(name in one for one in some)
    }
    if "completeness_error" in found:
        difference = abs(found["score"] - found["baseline_score"])
        found["completeness_error"] = abs(found["residual"]) / difference if difference else None
    return found


def _fact(name: str, values: Sequence[Any]) -> Any:
    if name in _SPENT:
        return sum(values)
    if all(isinstance(value, float) for value in values):
        return float(np.mean(values))
    return values[0]
