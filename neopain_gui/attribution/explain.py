"""From a classifier and face crops to maps with the figures that belong beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.asking import ask
from neopain_gui.attribution.inputs import images_at_once
from neopain_gui.attribution.methods import METHODS, Method, find_method
from neopain_gui.attribution.question import Answer, AttributionRequest, Watch
from neopain_gui.attribution.rounding import floor, nudged
from neopain_gui.classifiers.network.contract import check_model
from neopain_gui.classifiers.scorer import Scorer, given_by, networks_of
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError, WeightsError
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob

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
        The class explained, such as ``"pain"``.
    facts : Mapping
        Plain JSON types. Always ``scores`` (probability of each class), ``predicted`` and
        ``target``; then what the method adds. Methods that follow a path: ``score``,
        ``baseline_score``, ``residual``, ``completeness_error`` (None where it is infinite: the
        score is the same at both ends) and how many gradients they took; Integrated Gradients
        also ``chunk``.
    layer_facts : Mapping
        What belongs beside the map of one layer: its numerical floor
        (:func:`~neopain_gui.attribution.rounding.floor`), where that was asked for.
    cells : Mapping of str or None to ndarray of float32, shape (h, w)
        What a layer's map was enlarged from, where it was.
    """

    maps: Mapping[str | None, NDArray[np.float32]]
    target: str
    facts: Mapping[str, Any]
    layer_facts: Mapping[str | None, Mapping[str, Any]] = field(default_factory=dict)
    cells: Mapping[str | None, NDArray[np.float32]] = field(default_factory=dict)

    def empty(self, layer: str | None) -> bool:
        """Say whether nothing in a layer spoke for the class: its map is zero everywhere."""
        return not self.maps[layer].any()


def explain(
    classifier: Scorer,
    crops: Sequence[NDArray[np.uint8]],
    *,
    method: str,
    layers: Sequence[str] = (),
    target: str = PREDICTED,
    labels: Sequence[PainLabel | None] | None = None,
    options: Mapping[str, object] | None = None,
    references: Sequence[NDArray[np.uint8]] = (),
    chunk: int | None = None,
    rounding: bool = False,
    watch: Watch | None = None,
    job: Job = NULL_JOB,
) -> list[Explanation]:
    """Explain a classifier's judgement of face crops.

    Parameters
    ----------
    classifier : Scorer
        A classifier that was loaded, or anything else that gives scores for a face.
    crops : sequence of uint8 arrays, each (H, W, 3), RGB
        Face crops of any sizes, at least one.
    method : str
        A key of :data:`~neopain_gui.attribution.methods.METHODS`.
    layers : sequence of str, optional
        For a method by layer; the classifier's last convolution if empty.
    target : str
        The class explained (decision 2): ``"predicted"``, ``"labelled"``, or one of the
        classifier's, such as ``"pain"``.
    labels : sequence of PainLabel or None, optional
        One per crop; needed for ``"labelled"``.
    options : Mapping, optional
        The method's options, see :attr:`Method.parameters`; defaults for those left out.
    references : sequence of uint8 arrays, each (H, W, 3), RGB
        Face crops at rest, for a method that needs them.
    chunk : int, optional
        The fact of that name of an earlier answer, to repeat it to the last bit.
    rounding : bool
        Whether the numerical floor of each layer's map is wanted: one repetition more.
    watch : callable, optional
        Called with a crop's number and its map so far, where a method's map grows.
    job : Job, optional
        Checked between chunks.

    Returns
    -------
    list of Explanation
        One per crop; of several networks the mean of their maps.

    Raises
    ------
    InputError
        There is no crop, the method, an option or the target is unknown, a label or the
        references are needed and missing, or the method needs what the classifier does not give.
    WeightsError
        The model is none that the methods explain
        (:func:`~neopain_gui.classifiers.network.contract.check_model`), or its scores or maps are
        not finite.
    ValueError
        A layer or crop does not fit the classifier.
    """
    chosen = find_method(method)
    parameters = chosen.resolved(options)
    _check_given(chosen, crops, references)
    _check_gives(chosen, classifier)
    job.check()
    several = bool(networks_of(classifier))
    if classifier.layers is not None:
        check_model(classifier.layers)
    repeats = rounding and chosen.by_layer
    inputs = classifier.prepare(crops)
    scores = None if chosen.gives_scores and not several else _scores(classifier, inputs)
    question = AttributionRequest(
        classifier=classifier,
        inputs=inputs,
        target=_indices(classifier, len(crops), scores, target, labels),
        layers=_layers(chosen, layers, classifier),
        parameters=parameters,
        references=classifier.prepare(references) if chosen.needs_references else None,
        chunk=chunk,
        watch=watch,
        job=PartOfJob(job, 0.0, 0.5) if repeats else job,
    )
    answer = ask(chosen, question)
    if answer.scores is not None:
        scores = _finite(answer.scores)
    _check_maps(chosen, answer)
    assert scores is not None  # a method that gives none was not asked without them
    indices = scores.argmax(axis=1) if question.target is None else question.target
    second = replace(question, target=np.asarray(indices, np.int32), job=PartOfJob(job, 0.5, 1.0))
    floors = _floors(chosen, second, answer) if repeats else [{} for _ in crops]
    return [
        Explanation(
            maps={layer: values[row] for layer, values in answer.maps.items()},
            target=str(fact["target"]),
            facts={**fact, **answer.facts[row]},
            layer_facts=floors[row],
            cells={layer: values[row] for layer, values in answer.cells.items()},
        )
        for row, fact in enumerate(
            _facts(classifier, *pair) for pair in zip(scores, indices, strict=True)
        )
    ]


def _check_given(
    method: Method,
    crops: Sequence[NDArray[np.uint8]],
    references: Sequence[NDArray[np.uint8]],
) -> None:
    if not len(crops):
        raise InputError("there is no face to explain", remedy="give at least one")
    if method.needs_references and not references:
        raise InputError(
            f"{method.name} compares with photographs without pain and there are none",
            remedy="label some photographs 'no pain', or choose another method",
            command="label some photographs 'no pain', or give another --method",
        )


def _check_gives(method: Method, classifier: Scorer) -> None:
    given = given_by(classifier)
    lacking = method.lacking(classifier.info.short_name, given)
    if lacking:
        others = [
            one for one in METHODS.values() if not one.control and given.issuperset(one.needs)
        ]
        raise InputError(
            lacking,
            remedy=f"choose {' or '.join(one.title for one in others)}",
            command=f"give --method {' or '.join(one.id for one in others)}",
        )


def _scores(classifier: Scorer, inputs: NDArray[np.float32]) -> NDArray[np.floating[Any]]:
    """Return the probability of every class, a few faces at a time."""
    step = images_at_once(inputs.shape)
    return _finite(
        np.concatenate(
            [classifier.scores(inputs[at : at + step]) for at in range(0, len(inputs), step)]
        )
    )


def _floors(
    method: Method, question: AttributionRequest, answer: Answer
) -> list[Mapping[str | None, Mapping[str, Any]]]:
    """Ask once more with inputs moved by their own rounding; compare with the first answer."""
    again = ask(method, replace(question, inputs=nudged(question.inputs)))
    return [
        {layer: floor(values[row], again.maps[layer][row]) for layer, values in answer.maps.items()}
        for row in range(len(answer.facts))
    ]


def _finite(scores: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    if not np.isfinite(scores).all():
        raise WeightsError(
            "the classifier's scores are not numbers: its weights are damaged",
            remedy="replace the weight file",
        )
    return scores


def _check_maps(method: Method, answer: Answer) -> None:
    """A score may be finite and its gradient not, where weights are huge."""
    if not all(np.isfinite(values).all() for values in answer.maps.values()):
        raise WeightsError(
            f"{method.name} overflows: the classifier's weights are too large or damaged",
            remedy="replace the weight file, or choose another method",
            command="replace the weight file, or give another --method",
        )


def _layers(method: Method, layers: Sequence[str], classifier: Scorer) -> tuple[str, ...]:
    if not method.by_layer:
        return ()
    usual = classifier.info.default_layer
    return tuple(dict.fromkeys(layers)) or ((usual,) if usual else ())


def _facts(classifier: Scorer, scores: NDArray[np.floating[Any]], target: int) -> dict[str, Any]:
    order = [str(label) for label in classifier.info.class_order]
    return {
        "scores": {label: float(value) for label, value in zip(order, scores, strict=True)},
        "predicted": order[int(scores.argmax())],
        "target": order[target],
    }


def _indices(
    classifier: Scorer,
    count: int,
    scores: NDArray[np.floating[Any]] | None,
    target: str,
    labels: Sequence[PainLabel | None] | None,
) -> NDArray[np.int32] | None:
    """Return which output is explained; None where the method sees for itself which is largest."""
    order = classifier.info.class_order
    if target == PREDICTED:
        return None if scores is None else np.asarray(scores.argmax(axis=1), np.int32)
    if target == LABELLED:
        if labels is None or len(labels) != count or None in labels:
            raise InputError(
                "a photograph has no label",
                remedy="label it, or explain the predicted class",
                command="label it, or give --target predicted",
            )
        return np.array([_output(order, label) for label in labels if label], np.int32)
    return np.full(count, _output(order, target), np.int32)


def _output(order: Sequence[str], name: str) -> int:
    """Return the output that stands for a class."""
    if name not in order:
        raise InputError(
            f"there is no class '{name}'",
            remedy=f"choose one of {PREDICTED}, {LABELLED}, {', '.join(order)}",
            command=f"give --target {PREDICTED}, {LABELLED}, {' or '.join(map(repr, order))}",
        )
    return order.index(name)
