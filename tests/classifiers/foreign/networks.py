"""Small networks as other people build and save them."""

import keras
import numpy as np
from keras import layers

SIZE = 24


def base(x):
    x = layers.Conv2D(6, 3, use_bias=False, name="first")(x)
    x = layers.BatchNormalization(name="norm")(x)
    x = layers.ReLU(name="active")(x)
    x = layers.MaxPooling2D(name="pool")(x)
    return layers.SeparableConv2D(8, 3, activation="relu", name="second")(x)


def fused(outputs=3, activation="softmax", channels=3, size=SIZE):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(base(inputs)) if size else layers.GlobalAveragePooling2D()(base(inputs))
    x = layers.Dropout(0.5)(layers.Dense(5, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(outputs, activation=activation)(x))


def apart():
    """The activation is a layer of its own, and the last convolution is linear, as in ``fer``."""
    inputs = keras.Input((SIZE, SIZE, 1))
    x = layers.Conv2D(4, 3, name="last")(base(inputs))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Activation("softmax", name="softmax")(x))


def softmax_layer():
    inputs = keras.Input((SIZE, SIZE, 3))
    x = layers.Dense(2, name="logits")(layers.Flatten()(base(inputs)))
    return keras.Model(inputs, layers.Flatten()(layers.Softmax(name="probabilities")(x)))


def sequential(activation="sigmoid"):
    return keras.Sequential(
        [
            keras.Input((SIZE, SIZE, 3)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(4, 5, activation="tanh", name="only"),
            layers.Flatten(),
            layers.Dense(1, activation=activation, name="logits"),
        ]
    )


def two_convolutions():
    """As most people build them: a stack, one layer after the other."""
    return keras.Sequential(
        [
            keras.Input((SIZE, SIZE, 3)),
            layers.Conv2D(4, 3, activation="relu", name="first"),
            layers.MaxPooling2D(),
            layers.Conv2D(4, 3, name="linear"),
            layers.BatchNormalization(),
            layers.ReLU(name="active"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(5, activation="relu"),
            layers.Dense(2, activation="softmax"),
        ]
    )


def transferred():
    """A base within a network, augmented in training, with a sum, as transfer learning has it."""
    inner = keras.Input((SIZE, SIZE, 3))
    x = base(inner)
    y = layers.Conv2D(8, 1, name="shortcut")(x)
    taken = keras.Model(inner, layers.Activation("relu", name="sum_active")(
        layers.Add(name="sum")([x, y])), name="taken")  # fmt: skip
    inputs = keras.Input((SIZE, SIZE, 3))
    x = layers.GlobalAveragePooling2D()(taken(layers.RandomFlip()(inputs)))
    return keras.Model(inputs, layers.Dense(2, activation="softmax")(x))


def trained(model, seed=0):
    """Give every weight a number of its own, moving averages included."""
    rng = np.random.default_rng(seed)
    for variable in model.weights:
        values = rng.normal(0, 0.3, variable.shape)
        variable.assign(np.abs(values) + 0.1 if "variance" in variable.path else values)
    return model


def saved(model, path):
    trained(model).save(path)
    return path


def pictures(model, count=3):
    side, channels = model.inputs[0].shape[1] or SIZE, model.inputs[0].shape[3]
    rng = np.random.default_rng(7)
    return rng.uniform(0, 1, (count, side, side, channels)).astype(np.float32)
