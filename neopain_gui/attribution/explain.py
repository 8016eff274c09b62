"""From a classifier and face crops to maps with the figures that belong beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.gradient_cam import grad_cam
from neopain_gui.attribution.integrated import PAPER_RULE, PAPER_STEPS, integrated_gradients
from neopain_gui.attribution.methods import find_method
from neopain_gui.classifiers.loaded import Classifier
from neopain_gui.dataset.records import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job

PREDICTED, LABELLED = "predicted", "labelled"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explanation:
    """What a classifier looked at in one face crop.

    Attributes
    ----------
    maps : Mapping of str or None to ndarray of float32, shape (size, size)
        Relevance ≥ 0 for each layer at the classifier's input size; the key is None for a
        method that explains the input.
    target : str
        The class explained: ``"pain"`` or ``"no pain"``.
    facts : Mapping
        Plain JSON types. Always ``scores`` (probability of each class), ``predicted`` and
        ``target``; for Integrated Gradients also ``score``, ``baseline_score``, ``residual``,
        ``completeness_error`` (None where it is infinite: the score is the same at both ends)
        and ``steps``.
    """

    maps: Mapping[str | None, NDArray[np.float32]]
    target: str
    facts: Mapping[str, Any]

    def empty(self, layer: str | None) -> bool:
        """Say whether nothing in a layer spoke for the class: its map is zero everywhere."""
        return not self.maps[layer].any()


def explain(
    classifier: Classifier,
    crops: Sequence[NDArray[np.uint8]],
    *,
    method: str,
    layers: Sequence[str] = (),
    target: str = PREDICTED,
    labels: Sequence[PainLabel | None] | None = None,
    steps: int | Literal["auto", "paper"] = "auto",
    job: Job = NULL_JOB,
) -> list[Explanation]:
    """Explain a classifier's judgement of face crops.

    Parameters
    ----------
    classifier : Classifier
        Loaded.
    crops : sequence of uint8 arrays, each (H, W, 3), RGB
        Face crops of any sizes.
    method : str
        A key of :data:`~neopain_gui.attribution.methods.METHODS`.
    layers : sequence of str, optional
        For a method by layer; the classifier's last convolution if empty.
    target : {"predicted", "labelled", "pain", "no pain"}
        The class explained (decision 2).
    labels : sequence of PainLabel or None, optional
        One per crop; needed for ``"labelled"``.
    steps : int or "auto" or "paper"
        Of Integrated Gradients: that many midpoints, as many as needed, or the dissertation's 50
        with the trapezoid rule.
    job : Job, optional
        Checked between chunks.

    Returns
    -------
    list of Explanation
        One per crop.

    Raises
    ------
    InputError
        The method or target is unknown, or a label is needed and missing.
    ValueError
        A layer or crop does not fit the classifier.
    """
    chosen = find_method(method)
    job.check()
    scores = classifier.predict(crops)
    indices = _indices(classifier, scores, target, labels)
    inputs = classifier.prepare(crops)
    facts = [_facts(classifier, *pair) for pair in zip(scores, indices, strict=True)]
    maps: list[dict[str | None, NDArray[np.float32]]]
    if chosen.by_layer:
        names = tuple(layers) or (classifier.info.default_layer,)
        found = grad_cam(classifier.model, inputs, layers=names, target=indices, job=job)
        maps = [{name: found[name][row] for name in names} for row in range(len(crops))]
    else:
        result = integrated_gradients(
            classifier.model,
            inputs,
            target=indices,
            steps=PAPER_STEPS if steps == "paper" else steps,
            rule=PAPER_RULE if steps == "paper" else "midpoint",
            job=job,
        )
        maps = [{None: relevance} for relevance in result.relevance]
        for row, fact in enumerate(facts):
            error = float(result.completeness_error[row])
            fact |= {
                "score": float(result.score[row]),
                "baseline_score": float(result.baseline_score[row]),
                "residual": float(result.residual[row]),
                "completeness_error": error if np.isfinite(error) else None,
                "steps": int(result.steps[row]),
            }
    return [
        Explanation(maps=mapped, target=str(fact["target"]), facts=fact)
        for mapped, fact in zip(maps, facts, strict=True)
    ]


def _facts(classifier: Classifier, scores: NDArray[np.float32], target: int) -> dict[str, Any]:
    order = [str(label) for label in classifier.info.class_order]
    return {
        "scores": {label: float(value) for label, value in zip(order, scores, strict=True)},
        "predicted": order[int(scores.argmax())],
        "target": order[target],
    }


def _indices(
    classifier: Classifier,
    scores: NDArray[np.float32],
    target: str,
    labels: Sequence[PainLabel | None] | None,
) -> NDArray[np.int32]:
    if target == PREDICTED:
        return np.asarray(scores.argmax(axis=1), np.int32)
    if target == LABELLED:
        if labels is None or len(labels) != len(scores) or None in labels:
            raise InputError(
                "a photograph has no label", remedy="label it, or explain the predicted class"
            )
        return np.array([classifier.class_index(label) for label in labels if label], np.int32)
    if target not in list(PainLabel):
        raise InputError(
            f"there is no class '{target}'",
            remedy=f"choose one of {PREDICTED}, {LABELLED}, {', '.join(PainLabel)}",
        )
    return np.full(len(scores), classifier.class_index(PainLabel(target)), np.int32)
