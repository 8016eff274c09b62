"""From a classifier and face crops to maps with the figures that belong beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.methods import Method, find_method
from neopain_gui.attribution.question import Answer, Question, Watch, ask
from neopain_gui.classifiers.loaded import Classifier
from neopain_gui.dataset.records import PainLabel
from neopain_gui.errors import InputError, WeightsError
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
        ``target``; then what the method adds. Methods that follow a path: ``score``,
        ``baseline_score``, ``residual``, ``completeness_error`` (None where it is infinite: the
        score is the same at both ends) and how many gradients they took; Integrated Gradients
        also ``chunk``.
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
    options: Mapping[str, object] | None = None,
    references: Sequence[NDArray[np.uint8]] = (),
    chunk: int | None = None,
    watch: Watch | None = None,
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
    options : Mapping, optional
        The method's options, see :attr:`Method.parameters`; defaults for those left out.
    references : sequence of uint8 arrays, each (H, W, 3), RGB
        Face crops at rest, for a method that needs them.
    chunk : int, optional
        The fact of that name of an earlier answer, to repeat it to the last bit.
    watch : callable, optional
        Called with a crop's number and its map so far, where a method's map grows.
    job : Job, optional
        Checked between chunks.

    Returns
    -------
    list of Explanation
        One per crop.

    Raises
    ------
    InputError
        The method, an option or the target is unknown, or a label or the references are needed
        and missing.
    WeightsError
        The classifier's scores or the maps are not finite.
    ValueError
        A layer or crop does not fit the classifier.
    """
    chosen = find_method(method)
    parameters = chosen.resolved(options)
    if chosen.needs_references and crops and not references:
        raise InputError(
            f"{chosen.name} compares with photographs at rest and there are none",
            remedy="label some photographs 'no pain', or choose another method",
            command="label some photographs 'no pain', or give another --method",
        )
    job.check()
    scores = _finite(classifier.predict(crops))
    indices = _indices(classifier, scores, target, labels)
    if not crops:
        return []
    answer = _checked_maps(
        chosen,
        Question(
            classifier=classifier,
            inputs=classifier.prepare(crops),
            target=indices,
            layers=_layers(chosen, layers, classifier),
            parameters=parameters,
            references=classifier.prepare(references) if chosen.needs_references else None,
            chunk=chunk,
            watch=watch,
            job=job,
        ),
    )
    return [
        Explanation(
            maps={layer: values[row] for layer, values in answer.maps.items()},
            target=str(fact["target"]),
            facts={**fact, **answer.facts[row]},
        )
        for row, fact in enumerate(
            _facts(classifier, *pair) for pair in zip(scores, indices, strict=True)
        )
    ]


def _finite(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    if not np.isfinite(scores).all():
        raise WeightsError(
            "the classifier's scores are not numbers: its weights are damaged",
            remedy="replace the weight file",
        )
    return scores


def _checked_maps(method: Method, question: Question) -> Answer:
    """Let a method answer; a score may be finite and its gradient not, where weights are huge."""
    answer = ask(method, question)
    if not all(np.isfinite(values).all() for values in answer.maps.values()):
        raise WeightsError(
            f"{method.name} overflows: the classifier's weights are too large or damaged",
            remedy="replace the weight file, or choose another method",
            command="replace the weight file, or give another --method",
        )
    return answer


def _layers(method: Method, layers: Sequence[str], classifier: Classifier) -> tuple[str, ...]:
    if not method.by_layer:
        return ()
    return tuple(dict.fromkeys(layers)) or (classifier.info.default_layer,)


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
                "a photograph has no label",
                remedy="label it, or explain the predicted class",
                command="label it, or give --target predicted",
            )
        return np.array([classifier.class_index(label) for label in labels if label], np.int32)
    if target not in list(PainLabel):
        raise InputError(
            f"there is no class '{target}'",
            remedy=f"choose one of {PREDICTED}, {LABELLED}, {', '.join(PainLabel)}",
            command=f"give --target {PREDICTED}, {LABELLED}, pain or 'no pain'",
        )
    return np.full(len(scores), classifier.class_index(PainLabel(target)), np.int32)
