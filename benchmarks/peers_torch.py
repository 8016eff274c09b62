"""The two classifiers in PyTorch, and the GradCAM of two PyTorch libraries on them.

Random weights: what is compared is time, on the same architecture and input size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from neopain_gui.classifiers.architectures import VGG_GROUPS

TARGET = 1


def captum(model: Any, layers: list[str]) -> Callable[[], object]:
    """Captum's LayerGradCam, made once per layer, called for one after the other."""
    from captum.attr import LayerGradCam

    network, names, image = _twin(model.name)
    explainers = [LayerGradCam(network, names[layer]) for layer in layers]
    return lambda: [explainer.attribute(image, target=TARGET) for explainer in explainers]


def torchcam(model: Any, layers: list[str]) -> Callable[[], object]:
    """torchcam's GradCAM with hooks on all layers."""
    from torchcam.methods import GradCAM

    network, names, image = _twin(model.name)
    image.requires_grad_()
    extractor = GradCAM(network, target_layer=[names[layer] for layer in layers])

    def work() -> object:
        return extractor(TARGET, network(image))

    return work


def _twin(name: str) -> tuple[Any, dict[str, Any], Any]:
    """Return a network of the same layers, those layers by our names, and an input."""
    import torch

    torch.manual_seed(0)
    torch.set_grad_enabled(True)
    network, names = _vgg_face() if name == "vgg_face" else _n_cnn()
    side = 224 if name == "vgg_face" else 120
    return network.eval(), names, torch.rand(1, 3, side, side)


def _vgg_face() -> tuple[Any, dict[str, Any]]:
    from torch import nn

    modules: list[Any] = []
    names: dict[str, Any] = {}
    channels = 3
    for group, (filters, count) in enumerate(VGG_GROUPS, start=1):
        for index in range(1, count + 1):
            activation = nn.ReLU()
            modules += [nn.Conv2d(channels, filters, 3, padding=1), activation]
            names[f"conv{group}_{index}"] = activation
            channels = filters
        modules.append(nn.MaxPool2d(2))
    head = [nn.Flatten(), nn.Linear(7 * 7 * 512, 512), nn.ReLU(), nn.Linear(512, 512)]
    return nn.Sequential(*modules, *head, nn.ReLU(), nn.Linear(512, 2)), names


def _n_cnn() -> tuple[Any, dict[str, Any]]:
    import torch
    from torch import nn
    from torch.nn import functional

    class NCnn(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.central1, self.right = (nn.Conv2d(3, 64, 5, padding=2) for _ in range(2))
            self.central2 = nn.Conv2d(64, 64, 2, padding="same")
            self.central1_relu, self.central2_relu, self.right_relu = (
                nn.LeakyReLU(0.01) for _ in range(3)
            )
            self.merge = nn.Identity()
            self.merge_conv = nn.Conv2d(131, 64, 2, padding="same")
            self.merge_relu = nn.ReLU()
            self.head = nn.Sequential(
                nn.MaxPool2d(2), nn.Flatten(), nn.Linear(2304, 8), nn.ReLU(), nn.Linear(8, 2)
            )

        def forward(self, x: Any) -> Any:
            left = functional.max_pool2d(x, 10)
            central = functional.max_pool2d(self.central1_relu(self.central1(x)), 3)
            central = self.central2_relu(self.central2(central))
            central = functional.max_pool2d(central, 3, ceil_mode=True)
            central = functional.interpolate(central, size=(12, 12), mode="bilinear")
            right = functional.max_pool2d(self.right_relu(self.right(x)), 10)
            merged = self.merge(torch.cat([left, central, right], dim=1))
            return self.head(self.merge_relu(self.merge_conv(merged)))

    network = NCnn()
    names = ("central1_relu", "right_relu", "central2_relu", "merge")
    layers = {name: getattr(network, name) for name in names}
    return network, layers | {"merge_conv": network.merge_relu}
