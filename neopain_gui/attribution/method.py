"""What is known of a method of attribution. Imports no TensorFlow: the window asks it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from neopain_gui.attribution.parameters import Parameter, Value, checked_options
from neopain_gui.classifiers.scorer import GRADIENT, LAYERS, SCORES

_ASKED = {
    LAYERS: ("looks into a network's layers", "has none"),
    GRADIENT: ("follows the gradient of a score", "gives none"),
}


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
    paper : str
        Where it comes from.
    version : int
        Raised when its numbers change; part of the provenance.
    module : str
        The module of this package that computes it: its function ``attribute``.
    needs : tuple of str
        What it asks of a classifier: ``"scores"``, ``"gradient"``, ``"layers"``.
    by_layer : bool
        True if it explains layers, False if it explains the input.
    control : bool
        True if it does not look at the trained classifier at all: what any map has to beat.
    needs_references : bool
        True if it compares with photographs without pain of the same study.
    parameters : Mapping of str to Parameter
        What it can be told.
    """

    id: str
    title: str
    name: str
    paper: str
    version: int
    module: str
    needs: tuple[str, ...] = (SCORES,)
    by_layer: bool = False
    control: bool = False
    needs_references: bool = False
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def gives_scores(self) -> bool:
        """True if one pass finds the classifier's scores together with the maps."""
        return self.by_layer and not self.control

    def lacking(self, short_name: str, given: Collection[str]) -> str:
        """Say what a classifier lacks for this method; empty where it lacks nothing.

        Parameters
        ----------
        short_name : str
            The classifier's.
        given : collection of str
            What can be asked of it.
        """
        said = (
            f"{self.name} {_ASKED[part][0]}, and {short_name} {_ASKED[part][1]}"
            for part in (LAYERS, GRADIENT)
            if part in self.needs and part not in given
        )
        return next(said, "")

    def resolved(self, options: Mapping[str, object] | None = None) -> dict[str, Value]:
        """Return what the method runs with: plain JSON types, part of the provenance.

        Raises
        ------
        InputError
            An option is unknown or out of its range.
        """
        return checked_options(self.parameters, options or {}, self.name)
