"""VGG-Face with the fully connected layers of the dissertation (section 3.3.1, Appendix A)."""

from __future__ import annotations

from typing import Any

from neopain_gui.classifiers.architectures import VGG_FACE, VGG_GROUPS

FULLY_CONNECTED = (512, 512)
"""Neurons of the layers that the random search found (section 3.3.1)."""
DROPOUT = 0.5
L1 = 5e-4
"""Weight of equation 2. It acts on the kernels of the fully connected layers and of ``logits``:
these are the layers that are trained from the start, the convolutions are transferred."""


def build_vgg_face() -> Any:
    """Build VGG-Face as in Appendix A, with fresh weights.

    Thirteen convolutions ``conv1_1`` … ``conv5_3`` with their ReLU fused, so that a layer's
    output is its activation, and ``pool1`` … ``pool5``; ``flatten``; ``fc1`` and ``fc2`` of 512
    neurons with ReLU and dropout; ``logits`` (linear, 2) and ``probabilities`` (softmax).

    Returns
    -------
    keras.Model
        Named ``"vgg_face"``: float32 (n, 224, 224, 3), BGR minus the mean (see
        :data:`~neopain_gui.classifiers.preprocessing.VGG_FACE`) → float32 (n, 2) in [0, 1];
        27,823,938 parameters.
    """
    import keras
    from keras import layers

    inputs = x = keras.Input((VGG_FACE.input_size, VGG_FACE.input_size, 3), name="photograph")
    for group, (filters, count) in enumerate(VGG_GROUPS, start=1):
        for index in range(1, count + 1):
            name = f"conv{group}_{index}"
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=name)(x)
        x = layers.MaxPooling2D(2, strides=2, name=f"pool{group}")(x)
    x = layers.Flatten(name="flatten")(x)
    for index, neurons in enumerate(FULLY_CONNECTED, start=1):
        x = layers.Dense(
            neurons,
            activation="relu",
            kernel_regularizer=keras.regularizers.L1(L1),
            name=f"fc{index}",
        )(x)
        x = layers.Dropout(DROPOUT, seed=index, name=f"dropout{index}")(x)
    x = layers.Dense(2, kernel_regularizer=keras.regularizers.L1(L1), name="logits")(x)
    outputs = layers.Softmax(name="probabilities")(x)
    return keras.Model(inputs, outputs, name="vgg_face")
