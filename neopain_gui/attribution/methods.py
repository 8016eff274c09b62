"""Which attribution methods there are. Imports no TensorFlow: the window asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from neopain_gui.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way to ask a classifier what it looked at.

    Attributes
    ----------
    id : str
        Its name in a study and on the command line.
    title : str
        As in the dissertation's tables.
    name : str
        In full.
    version : int
        Raised when its numbers change; part of the provenance.
    by_layer : bool
        True if it explains layers, False if it explains the input.
    parameters : Mapping
        What it runs with unless told otherwise; plain JSON types, part of the provenance.
    """

    id: str
    title: str
    name: str
    version: int
    by_layer: bool
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        method.id: method
        for method in (
            Method(
                id="grad_cam",
                title="GradCAM",
                name="Gradient-weighted Class Activation Mapping",
                version=1,
                by_layer=True,
                parameters=MappingProxyType({"score": "logit"}),
            ),
            Method(
                id="integrated_gradients",
                title="I.G.",
                name="Integrated Gradients",
                version=1,
                by_layer=False,
                parameters=MappingProxyType(
                    {
                        "score": "probability",
                        "baseline": "black",
                        "steps": "auto",
                        "rule": "midpoint",
                        "channels": "sum of absolute values",
                    }
                ),
            ),
        )
    }
)


def find_method(method: str) -> Method:
    """Return the method with this id.

    Raises
    ------
    InputError
        There is none.
    """
    if method not in METHODS:
        raise InputError(
            f"there is no method '{method}'", remedy=f"choose one of {', '.join(METHODS)}"
        )
    return METHODS[method]
