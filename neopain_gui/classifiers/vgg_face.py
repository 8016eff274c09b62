"""VGG-Face with the fully connected layers of the dissertation (section 3.3.1, Appendix A)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neopain_gui.classifiers.architecture import Architecture, LayerInfo
from neopain_gui.classifiers.preprocessing import Preprocessing

GROUPS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
"""Filters and number of the convolutions in each group (Appendix A)."""
FULLY_CONNECTED = (512, 512)
"""Neurons of the layers that the random search found (section 3.3.1)."""
DROPOUT = 0.5
L1 = 5e-4
"""Weight of equation 2. It acts on the kernels of the fully connected layers and of ``logits``:
these are the layers that are trained from the start, the convolutions are transferred."""


PREPROCESSING = Preprocessing(
    id="vgg_face",
    size=224,
    channel_order="BGR",
    scale=1.0,
    # Of the data set of Parkhi et al. 2015, in BGR order, on 0–255 values (section 3.3.1).
    mean=(93.5940, 104.7624, 129.1863),
)


def build_vgg_face(
    fully_connected: Sequence[int] = FULLY_CONNECTED, dropout: float = DROPOUT
) -> Any:
    """Build VGG-Face as in Appendix A, with fresh weights.

    Thirteen convolutions ``conv1_1`` … ``conv5_3`` with their ReLU fused, so that a layer's
    output is its activation, and ``pool1`` … ``pool5``; ``flatten``; ``fc1`` and ``fc2`` of 512
    neurons with ReLU and dropout; ``logits`` (linear, 2) and ``probabilities`` (softmax).

    Parameters
    ----------
    fully_connected : sequence of int, optional
        Neurons of the fully connected layers, for another head than Appendix A's.
    dropout : float, optional
        After each of them.

    Returns
    -------
    keras.Model
        Named ``"vgg_face"``: float32 (n, 224, 224, 3), BGR minus the mean (see
        :data:`PREPROCESSING`) → float32 (n, 2) in [0, 1];
        27,823,938 parameters with Appendix A's head.
    """
    import keras
    from keras import layers

    inputs = x = keras.Input((PREPROCESSING.size, PREPROCESSING.size, 3), name="photograph")
    for group, (filters, count) in enumerate(GROUPS, start=1):
        for index in range(1, count + 1):
            name = f"conv{group}_{index}"
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=name)(x)
        x = layers.MaxPooling2D(2, strides=2, name=f"pool{group}")(x)
    x = layers.Flatten(name="flatten")(x)
    for index, neurons in enumerate(fully_connected, start=1):
        x = layers.Dense(
            neurons,
            activation="relu",
            kernel_regularizer=keras.regularizers.L1(L1),
            name=f"fc{index}",
        )(x)
        x = layers.Dropout(dropout, seed=index, name=f"dropout{index}")(x)
    x = layers.Dense(2, kernel_regularizer=keras.regularizers.L1(L1), name="logits")(x)
    outputs = layers.Softmax(name="probabilities")(x)
    return keras.Model(inputs, outputs, name="vgg_face")


def _layers() -> tuple[LayerInfo, ...]:
    names = [
        (group, index)
        for group, (_, count) in enumerate(GROUPS, start=1)
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
    preprocessing=PREPROCESSING,
    parameters=27_823_938,
    layers=_layers(),
    depth_layers=("conv1_2", "conv2_2", "conv3_3", "conv4_3", "conv5_3"),
    build=build_vgg_face,
    at_once=4,
    gradient_seconds=0.348,
    layer_bytes=19_000,
    settled=33,
)
