"""What every method is asked and what it answers: one call for all of them.

A method is a module with a function ``attribute(question) -> Answer``; the registry
(:mod:`~neopain_gui.attribution.methods`) names the module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.parameters import Value
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.classifiers.scorer import Scorer

Watch = Callable[[int, NDArray[np.float32]], None]
"""Called with an image's number and its map so far, shape (H, W)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AttributionRequest:
    """What is to be explained, checked and prepared.

    Attributes
    ----------
    classifier : Scorer
        A classifier, or anything else that gives scores.
    inputs : ndarray of float32, shape (n, size, size, 3)
        Prepared for the classifier.
    target : ndarray of int32, shape (n,), or None
        The output explained, for each image; None for the one with the largest score.
    layers : tuple of str
        For a method by layer, at least one; empty for others.
    parameters : Mapping
        The method's options, every one (:meth:`Method.resolved`).
    references : ndarray of float32, shape (m, size, size, 3), or None
        Prepared photographs without pain, for a method that needs them.
    chunk : int or None
        How much is computed at once, where a method has measured what suits the machine; it is
        one of the answer's facts, for the last bit of a map depends on it. None for that measure.
    watch : callable or None
        Wants to see maps grow.
    job : Job
        Checked often enough to stop within 300 ms where one gradient allows it.
    """

    classifier: Scorer
    inputs: NDArray[np.float32]
    target: NDArray[np.int32] | None
    layers: tuple[str, ...] = ()
    parameters: Mapping[str, Value] = field(default_factory=dict)
    references: NDArray[np.float32] | None = None
    chunk: int | None = None
    watch: Watch | None = None
    job: Job = NULL_JOB


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """The maps of a question.

    Attributes
    ----------
    maps : Mapping of str or None to ndarray of float32, shape (n, size, size)
        Relevance ≥ 0, finite, for each layer asked for; the key is None for a method that
        explains the input.
    facts : tuple of Mapping, one per image
        Figures that belong beside the map; plain JSON types.
    scores : ndarray of float32, shape (n, classes), or None
        The classifier's outputs for the inputs, of a method that computes them anyway
        (:attr:`Method.gives_scores`).
    cells : Mapping of str or None to ndarray of float32, shape (n, h, w)
        What a layer's maps were enlarged from, where they were.
    """

    maps: Mapping[str | None, NDArray[np.float32]]
    facts: tuple[Mapping[str, Any], ...]
    scores: NDArray[np.float32] | None = None
    cells: Mapping[str | None, NDArray[np.float32]] = field(default_factory=dict)


def no_facts(question: AttributionRequest) -> tuple[Mapping[str, Any], ...]:
    """Return an empty mapping per image, for methods that have nothing to add."""
    return tuple({} for _ in question.inputs)
