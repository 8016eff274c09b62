"""MatConvNet's networks: the layout of vlfeat's ``vgg-face.mat`` and that of Oxford's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neopain_gui.classifiers.bases.formats import matlab
from neopain_gui.classifiers.bases.formats.contents import REMEDY, Contents, Layer, Stored
from neopain_gui.errors import WeightsError

recognises = matlab.recognises


def contents(path: Path) -> Contents:
    """Say what is in it; MatConvNet takes photographs in RGB."""
    variables = matlab.variables(path)
    net = variables if "layers" in variables else variables.get("net")
    layers = net.get("layers") if isinstance(net, dict) else None
    if not isinstance(layers, list):
        raise WeightsError(
            "this MATLAB file holds no network of MatConvNet", file=path, remedy=REMEDY
        )
    found = [layer for one in layers if (layer := _layer(one)) is not None]
    normalised = any(isinstance(one, dict) and one.get("type") == "bnorm" for one in layers)
    return Contents(
        format="MatConvNet",
        layers=tuple(found),
        colours="RGB",
        foreign="a network with batch normalisation" if normalised else "",
    )


def _layer(said: Any) -> Layer | None:
    """Return a layer with weights; before version 1.0-beta9 they were two fields of their own."""
    if not isinstance(said, dict):
        return None
    weights = said.get("weights")
    if not isinstance(weights, list):
        weights = [said.get("filters"), said.get("biases")]
    arrays = [one for one in weights if isinstance(one, Stored)]
    name = said.get("name")
    if not arrays:
        return None
    return Layer(str(name or ""), arrays[0], arrays[1] if len(arrays) > 1 else None)
