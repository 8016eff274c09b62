"""The adapted Neonatal Convolutional Neural Network (section 3.3.2, Appendix B)."""

from __future__ import annotations

from typing import Any

from neopain_gui.classifiers.architecture import Architecture, LayerInfo
from neopain_gui.classifiers.preprocessing import Preprocessing

FILTERS = 64
NEGATIVE_SLOPE = 0.01
"""Of the Leaky ReLU (section 3.3.2)."""
DROPOUT = 0.1
L2 = 0.01
"""Weight of equation 4; it acts on every kernel, for the network is trained end to end."""


PREPROCESSING = Preprocessing(
    id="n_cnn", size=120, channel_order="RGB", scale=255.0, mean=(0.0, 0.0, 0.0)
)
_CENTRAL, _RIGHT, _MERGE = "Central branch", "Right branch", "Merge"


def build_n_cnn() -> Any:
    """Build the adapted N-CNN as in Appendix B, with fresh weights.

    The table's padding "0 x 0" is ``same``: its feature-map sizes say so (120 → 120 after a
    5 × 5 convolution, 40 → 14 after 3 × 3 pooling), and Resizing takes the 14 to the 12 of the
    other branches. ``merge`` joins the three branches (131 channels); ``merge_conv`` has its
    ReLU fused, so that its output is the activation.

    Returns
    -------
    keras.Model
        Named ``"n_cnn"``: float32 (n, 120, 120, 3), RGB in [0, 1] → float32 (n, 2) in [0, 1];
        78,234 parameters.
    """
    import keras
    from keras import layers

    decay = keras.regularizers.L2(L2)

    def convolution(x: Any, size: int, name: str) -> Any:
        x = layers.Conv2D(
            FILTERS, size, padding="same", kernel_regularizer=decay, name=f"{name}_conv"
        )(x)
        return layers.LeakyReLU(negative_slope=NEGATIVE_SLOPE, name=f"{name}_relu")(x)

    def pool(x: Any, size: int, name: str) -> Any:
        return layers.MaxPooling2D(size, strides=size, padding="same", name=name)(x)

    inputs = keras.Input((PREPROCESSING.size, PREPROCESSING.size, 3), name="photograph")
    left = pool(inputs, 10, "left_pool")
    central = pool(convolution(inputs, 5, "central1"), 3, "central1_pool")
    central = pool(convolution(central, 2, "central2"), 3, "central2_pool")
    central = layers.Resizing(12, 12, interpolation="bilinear", name="central_resize")(central)
    central = layers.Dropout(DROPOUT, seed=1, name="central_dropout")(central)
    right = pool(convolution(inputs, 5, "right"), 10, "right_pool")
    right = layers.Dropout(DROPOUT, seed=2, name="right_dropout")(right)
    x = layers.Concatenate(name="merge")([left, central, right])
    x = layers.Conv2D(
        FILTERS, 2, padding="same", activation="relu", kernel_regularizer=decay, name="merge_conv"
    )(x)
    x = layers.Flatten(name="flatten")(pool(x, 2, "merge_pool"))
    x = layers.Dense(8, activation="relu", kernel_regularizer=decay, name="fc")(x)
    x = layers.Dropout(DROPOUT, seed=3, name="dropout")(x)
    x = layers.Dense(2, kernel_regularizer=decay, name="logits")(x)
    outputs = layers.Softmax(name="probabilities")(x)
    return keras.Model(inputs, outputs, name="n_cnn")


N_CNN = Architecture(
    id="n_cnn",
    short_name="N-CNN",
    preprocessing=PREPROCESSING,
    parameters=78_234,
    layers=tuple(
        LayerInfo(name=name, group=group, depth=depth, title=title, block=block)
        for depth, (name, group, title, block) in enumerate(
            (
                ("central1_relu", 1, "Central branch, convolution 1", _CENTRAL),
                ("right_relu", 1, "Right branch, convolution", _RIGHT),
                ("central2_relu", 2, "Central branch, convolution 2", _CENTRAL),
                ("merge", 3, "Merged branches", _MERGE),
                ("merge_conv", 4, "Convolution after the merge", _MERGE),
            ),
            start=1,
        )
    ),
    depth_layers=("merge", "merge_conv"),
    build=build_n_cnn,
    at_once=16,
    gradient_seconds=0.0113,
    layer_bytes=11_000,
    settled=15,
)
