"""What is known of the two architectures without building them: names, sizes, depths."""

from __future__ import annotations

from dataclasses import dataclass

VGG_GROUPS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
"""Filters and number of the convolutions in each group of VGG-Face (Appendix A)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerInfo:
    """A layer whose activations can be explained.

    Attributes
    ----------
    name : str
        In the Keras model; its output is the activation after ReLU (decision 7).
    group : int
        The group of convolutions, from 1.
    depth : int
        Place from the input towards the output, from 1.
    title : str
        For people.
    block : str
        Which layers belong together, for people: a block of VGG-Face, a branch of N-CNN.
    """

    name: str
    group: int
    depth: int
    title: str
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """A network that NeoPain can build.

    Attributes
    ----------
    id : str
        Also the Keras model's name: ``"vgg_face"`` or ``"n_cnn"``.
    short_name : str
        As in the dissertation's tables.
    input_size : int
        Side of the square input in pixels.
    parameters : int
        Number of weights (Appendices A and B).
    layers : tuple of LayerInfo
        From the input towards the output.
    depth_layers : tuple of str
        One layer per group: the steps of a walk through the depth (Figures 14 and 15).
    """

    id: str
    short_name: str
    input_size: int
    parameters: int
    layers: tuple[LayerInfo, ...]
    depth_layers: tuple[str, ...]

    @property
    def default_layer(self) -> str:
        """The last convolution, which the dissertation's comparison uses (section 3.4.2)."""
        return self.depth_layers[-1]


def _vgg_layers() -> tuple[LayerInfo, ...]:
    names = [
        (group, index)
        for group, (_, count) in enumerate(VGG_GROUPS, start=1)
        for index in range(1, count + 1)
    ]
    return tuple(
        LayerInfo(
            name=f"conv{group}_{index}",
            group=group,
            depth=depth,
            title=f"Group {group}, convolution {index}",
            block=f"Block {group}",
        )
        for depth, (group, index) in enumerate(names, start=1)
    )


VGG_FACE = Architecture(
    id="vgg_face",
    short_name="VGG-Face",
    input_size=224,
    parameters=27_823_938,
    layers=_vgg_layers(),
    depth_layers=("conv1_2", "conv2_2", "conv3_3", "conv4_3", "conv5_3"),
)

N_CNN = Architecture(
    id="n_cnn",
    short_name="N-CNN",
    input_size=120,
    parameters=78_234,
    layers=(
        LayerInfo(
            name="central1_relu",
            group=1,
            depth=1,
            title="Central branch, convolution 1",
            block="Central branch",
        ),
        LayerInfo(
            name="right_relu",
            group=1,
            depth=2,
            title="Right branch, convolution",
            block="Right branch",
        ),
        LayerInfo(
            name="central2_relu",
            group=2,
            depth=3,
            title="Central branch, convolution 2",
            block="Central branch",
        ),
        LayerInfo(name="merge", group=3, depth=4, title="Merged branches", block="Merge"),
        LayerInfo(
            name="merge_conv",
            group=4,
            depth=5,
            title="Convolution after the merge",
            block="Merge",
        ),
    ),
    depth_layers=("merge", "merge_conv"),
)

ARCHITECTURES = {architecture.id: architecture for architecture in (VGG_FACE, N_CNN)}
