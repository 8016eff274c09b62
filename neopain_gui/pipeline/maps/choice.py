"""Which maps are wanted, and under which names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from neopain_gui.attribution.methods import Method, find_method
from neopain_gui.attribution.parameters import Value
from neopain_gui.classifiers.registry import ClassifierInfo
from neopain_gui.maps import ExtractionModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which maps are wanted.

    Attributes
    ----------
    method : str
        Id of the method, for example ``"grad_cam"``.
    layers : tuple of str
        Layers to explain; empty for every layer of the classifier.
    target : str
        ``"predicted"``, ``"labelled"``, ``"pain"`` or ``"no pain"`` (decision 2).
    options : Mapping
        The method's options, see :attr:`Method.parameters`; defaults for those left out.
    """

    method: str
    layers: tuple[str, ...] = ()
    target: str = "predicted"
    options: Mapping[str, object] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, Value]:
        """What the method runs with, as the provenance keeps it."""
        return find_method(self.method).resolved(self.options)


def model_name(info: ClassifierInfo, method: Method, layer: str | None = None) -> str:
    """Name the extraction model as the dissertation's tables do.

    The classifier's default layer goes without saying: ``"GradCAM|VGG-Face"``; another one is
    named: ``"GradCAM|VGG-Face|conv3_3"``.
    """
    return extraction_model(info, method, layer).name


def extraction_model(
    info: ClassifierInfo, method: Method, layer: str | None = None
) -> ExtractionModel:
    """Return the extraction model of a method on a classifier, at its default layer or another."""
    usual = layer in (None, "", info.default_layer)
    return ExtractionModel.of_method(method.title, info.short_name, "" if usual else str(layer))


def wanted_layers(info: ClassifierInfo, choice: Choice) -> tuple[str, ...]:
    """Return the layers that a choice means: none for a method that explains the input."""
    if not find_method(choice.method).by_layer:
        return ()
    return choice.layers or tuple(layer.name for layer in info.layers)
