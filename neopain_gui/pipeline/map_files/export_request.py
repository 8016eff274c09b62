"""What the command line is asked to explain, checked before anything slow begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from neopain_gui.attribution.explain import LABELLED, PREDICTED
from neopain_gui.attribution.methods import Method, chosen_methods, find_method
from neopain_gui.classifiers.registry import ClassifierInfo, find
from neopain_gui.errors import InputError
from neopain_gui.masks import MaskSettings

ALL = "all"
"""Stands for every method, and for every layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Which maps of which photographs, and how their masks are cut.

    Attributes
    ----------
    classifiers : tuple of str
        Ids or weight files.
    methods : tuple of str
        Ids, or ``"all"``.
    layers : tuple of str
        For methods by layer: names, or ``"all"``; empty for what is usual where it is asked.
    target : str
        ``"predicted"``, ``"labelled"``, or one of the classifiers' classes (decision 2).
    options : Mapping
        Of methods; each goes to the methods that have it.
    c : float or None
        Threshold of the contour mask (equation 9); None for what is usual.
    strip : bool
        Whether the film strip is drawn as well.
    """

    classifiers: tuple[str, ...]
    methods: tuple[str, ...]
    layers: tuple[str, ...] = ()
    target: str = PREDICTED
    options: Mapping[str, object] = field(default_factory=dict)
    c: float | None = None
    strip: bool = False

    def check(self) -> None:
        """Check everything that can be told without reading a photograph.

        Raises
        ------
        InputError
            A classifier, method, layer, option, class or threshold does not exist.
        """
        methods = [find_method(method) for method in chosen_methods(self.methods)]
        infos = [find(classifier) for classifier in self.classifiers]
        for name in self.options:
            if not any(name in method.parameters for method in methods):
                raise InputError(
                    f"none of the methods has an option {name!r}",
                    remedy="'neopain methods' lists the options",
                )
        for method in methods:
            method.resolved(self.options_of(method))
        if self.layers and not any(method.by_layer for method in methods):
            raise InputError(
                f"{methods[0].name} explains the input, not a layer", remedy="leave --layer out"
            )
        for info in infos:
            self.layers_of(info, ())
        for info in infos:
            if self.target not in (PREDICTED, LABELLED, *info.class_order):
                raise InputError(
                    f"there is no class '{self.target}' of {info.short_name}",
                    remedy=f"give --target {PREDICTED}, {LABELLED}, {', '.join(info.class_order)}",
                )
        self.mask_settings(MaskSettings())

    @property
    def named(self) -> frozenset[str]:
        """The methods that were asked for by their id, not by ``"all"``."""
        return frozenset(self.methods) - {ALL}

    def options_of(self, method: Method) -> dict[str, object]:
        """Return those of the options that a method has."""
        return {name: value for name, value in self.options.items() if name in method.parameters}

    def layers_of(self, info: ClassifierInfo, usual: tuple[str, ...]) -> tuple[str, ...]:
        """Return the layers of a classifier that are meant, in their order of depth.

        Raises
        ------
        InputError
            The classifier has none of the layers that were named, or no classifier has one.
        """
        if not self.layers:
            return usual
        names = [layer.name for layer in info.layers]
        if ALL in self.layers:
            return tuple(names)
        everywhere = {layer.name for one in map(find, self.classifiers) for layer in one.layers}
        unknown = [layer for layer in self.layers if layer not in everywhere]
        if unknown or not set(self.layers) & set(names):
            raise InputError(
                f"{info.short_name} has no layer {(unknown or self.layers)[0]!r}",
                remedy=f"give --layer with one of {', '.join(names)}, or all",
            )
        return tuple(name for name in names if name in self.layers)

    def mask_settings(self, usual: MaskSettings) -> MaskSettings:
        """Return how the masks are cut: as usual but for c, where it was given."""
        if self.c is None:
            return usual
        return MaskSettings.from_dict(usual.as_dict() | {"c_attribution": self.c})
