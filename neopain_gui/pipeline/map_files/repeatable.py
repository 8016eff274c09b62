"""Whether this NeoPain still computes what a record asks for."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.attribution.explain import LABELLED, PREDICTED
from neopain_gui.attribution.methods import METHODS, Method
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.foreign.declared import FOREIGN
from neopain_gui.errors import InputError
from neopain_gui.masks import MASK_VERSION
from neopain_gui.pipeline.map_files.record_schema import Inputs, MapRecord, StripRecord
from neopain_gui.reports.strip_figure import FIGURE_VERSION


def check_repeatable(record: MapRecord, file: Path) -> None:
    """Check method, version, options, layer, preprocessing and mask of a record.

    Raises
    ------
    InputError
        One is unknown here or is another by now.
    """
    with_version = f"repeat it with NeoPain {record.software.get('neopain')}"
    problem = _problem(record)
    if problem:
        raise InputError(problem, file=file, remedy=with_version)
    made = record.inputs
    if record.facts.target_choice not in (PREDICTED, LABELLED, *made.class_order):
        raise InputError(
            "is damaged or was changed by hand", file=file, place="facts.target_choice"
        )
    if (made.layer is not None) != METHODS[made.method].by_layer:
        raise InputError("is damaged or was changed by hand", file=file, place="layer")


def check_drawn(strip: StripRecord, file: Path) -> None:
    """Check that a strip's figure is still drawn in the same way.

    Raises
    ------
    InputError
        It is not.
    """
    if strip.figure.version != FIGURE_VERSION:
        raise InputError(
            f"the figure was drawn by version {strip.figure.version}, this is version "
            f"{FIGURE_VERSION}",
            file=file,
            remedy="repeat it with the NeoPain that drew it",
        )


def _problem(record: MapRecord) -> str:
    made = record.inputs
    method = METHODS.get(made.method)
    if method is None or record.relevance.stage != f"attribution.{made.method}":
        return f"was made with a method that is unknown here, {made.method!r}"
    if method.version != record.relevance.version:
        return (
            f"was made with version {record.relevance.version} of {method.name}, this is version "
            f"{method.version}"
        )
    problem = "" if made.architecture == FOREIGN else _architecture_problem(made)
    if problem:
        return problem
    if record.mask.version != MASK_VERSION:
        return (
            f"its contour mask was cut by version {record.mask.version}, this is version "
            f"{MASK_VERSION}"
        )
    return _options_problem(method, record)


def _architecture_problem(made: Inputs) -> str:
    """Say what of an architecture is another; one from elsewhere is compared when it is there."""
    architecture = ARCHITECTURES.get(made.architecture)
    if architecture is None:
        return f"was made with an architecture that is unknown here, {made.architecture!r}"
    if made.layer is not None and made.layer not in {one.name for one in architecture.layers}:
        return f"was made with a layer that is unknown here, {made.layer!r}"
    if made.preprocessing != architecture.preprocessing.as_dict():
        return f"was made with another preprocessing for {architecture.short_name} than this one"
    return ""


def _options_problem(method: Method, record: MapRecord) -> str:
    parameters = record.inputs.parameters
    for name in sorted(set(parameters) ^ set(method.parameters)):
        if name in parameters:
            return f"was made with an option of {method.name} that is unknown here, {name!r}"
        return f"was made before {method.name} had the option {name!r}"
    try:
        same = method.resolved(parameters) == parameters
    except InputError as error:
        return f"was made with an option that is not accepted here: {error.problem}"
    return "" if same else f"was made with options that {method.name} reads in another way by now"
