"""Models that would be explained wrongly are refused, each with a sentence."""

import keras
import numpy as np
import pytest

from neopain_gui.attribution import (
    expected_gradients,
    grad_cam,
    grad_cam_pp,
    hires_cam,
    integrated_gradients,
    occlusion,
    rise,
    smooth_grad,
    smooth_integrated_gradients,
)
from neopain_gui.classifiers.network.contract import check_model
from neopain_gui.errors import WeightsError

SIZE = (8, 9, 3)
METHODS = {
    "GradCAM": lambda model, x: grad_cam(model, x, layers=["first"]),
    "GradCAM++": lambda model, x: grad_cam_pp(model, x, layers=["first"]),
    "HiResCAM": lambda model, x: hires_cam(model, x, layers=["first"]),
    "Integrated Gradients": lambda model, x: integrated_gradients(model, x, steps=2),
    "SmoothGrad": lambda model, x: smooth_grad(model, x, samples=2),
    "SmoothGrad-IG": lambda model, x: smooth_integrated_gradients(
        model, x, target=0, samples=2, midpoints=1
    ),
    "Expected Gradients": lambda model, x: expected_gradients(
        model, x, np.zeros((1, *SIZE), np.float32), samples=2
    ),
    "Occlusion": lambda model, x: occlusion(model, x, 0.0, patch=0.5),
    "RISE": lambda model, x: rise(model, x, 0.0, masks=4, cells=2),
}


def body():
    inputs = keras.Input(SIZE)
    x = keras.layers.Conv2D(2, 3, activation="relu", name="first")(inputs)
    return inputs, keras.layers.Flatten()(x)


def single_sigmoid():
    inputs, x = body()
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid", name="logits")(x))


def sigmoid_after_logits():
    inputs, x = body()
    logits = keras.layers.Dense(1, name="logits")(x)
    return keras.Model(inputs, keras.layers.Activation("sigmoid")(logits))


def two_sigmoids():
    inputs, x = body()
    logits = keras.layers.Dense(2, name="logits")(x)
    return keras.Model(inputs, keras.layers.Activation("sigmoid")(logits))


def fused():
    inputs, x = body()
    return keras.Model(inputs, keras.layers.Dense(2, activation="softmax", name="logits")(x))


def fused_and_again():
    inputs, x = body()
    logits = keras.layers.Dense(2, activation="softmax", name="logits")(x)
    return keras.Model(inputs, keras.layers.Softmax()(logits))


def no_softmax():
    inputs, x = body()
    return keras.Model(inputs, keras.layers.Dense(2, name="logits")(x))


def twice():
    inputs, x = body()
    logits = keras.layers.Dense(2, name="logits")(x)
    return keras.Model(inputs, keras.layers.Softmax()(keras.layers.Softmax(name="p")(logits)))


def no_logits():
    inputs, x = body()
    return keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(2, name="scores")(x)))


def elsewhere():
    inputs, x = body()
    x = keras.layers.Dense(2, name="logits")(x)
    return keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(2, name="scores")(x)))


def two_outputs():
    inputs, x = body()
    logits = keras.layers.Dense(2, name="logits")(x)
    return keras.Model(inputs, [keras.layers.Softmax()(logits), logits])


def unbuilt():
    layers = [keras.layers.Flatten(), keras.layers.Dense(2, name="logits"), keras.layers.Softmax()]
    return keras.Sequential(layers)


class Written(keras.Model):
    def __init__(self):
        super().__init__()
        self.logits = keras.layers.Dense(2, name="logits")

    def call(self, x):
        return keras.ops.softmax(self.logits(keras.ops.reshape(x, (len(x), -1))))


def not_numbers():
    model = fine()
    model.get_layer("first").kernel.assign(np.full((3, 3, 3, 2), np.nan))
    return model


def infinite():
    model = fine()
    model.get_layer("logits").bias.assign([np.inf, 0])
    return model


def fine():
    inputs, x = body()
    return keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(2, name="logits")(x)))


REFUSED = {
    single_sigmoid: "activation of its own",
    sigmoid_after_logits: r"the shape \(None, 1\), and what is explained is one of several classes",
    two_sigmoids: "are not made by a softmax",
    fused: "activation of its own .softmax.",
    fused_and_again: "activation of its own",
    no_softmax: "are not made by a softmax",
    twice: "comes after the layer 'p', not after 'logits'",
    no_logits: "has no layer 'logits'; it has input_layer.*, first, flatten.*, scores",
    elsewhere: "comes after the layer 'scores', not after 'logits'",
    two_outputs: "several inputs or outputs",
    unbuilt: "has not been built",
    Written: "has not been built",
    not_numbers: "some weights are not numbers, or too large to compute with",
    infinite: "some weights are not numbers, or too large to compute with",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_it_is_refused_with_a_sentence(make):
    with pytest.raises(WeightsError, match=REFUSED[make]) as refused:
        check_model(make())
    sentence = str(refused.value)
    assert sentence.count(". ") == 0
    assert sentence.endswith(".")
    assert "; " in sentence  # what to do about it


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("make", [single_sigmoid, fused, no_softmax, unbuilt, not_numbers])
def test_every_method_refuses_it(method, make):
    with pytest.raises(WeightsError, match=REFUSED[make]):
        METHODS[method](make(), np.ones((1, *SIZE), np.float32))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        (np.ones((0, *SIZE), np.float32), "none"),
        (np.full((1, *SIZE), 1e38, np.float32), "at most 1,000,000 in magnitude .*, got 1e.38"),
        (np.full((1, *SIZE), -1e38, np.float32), "at most 1,000,000"),
        (np.full((1, *SIZE), np.nan, np.float32), "finite"),
    ],
)
def test_every_method_refuses_inputs(method, inputs, sentence):
    with pytest.raises(ValueError, match=sentence):
        METHODS[method](fine(), inputs)


def test_what_a_picture_is_compared_with_is_looked_at_too():
    model, image = fine(), np.ones((1, *SIZE), np.float32)
    with pytest.raises(ValueError, match="baseline must be at most"):
        integrated_gradients(model, image, baseline=np.full(SIZE, 1e38))
    for method in (occlusion, rise):
        with pytest.raises(ValueError, match="fill must be at most"):
            method(model, image, 1e38)


def test_weights_that_became_no_numbers_are_noticed():
    model = fine()
    check_model(model)
    kernel = model.get_layer("first").kernel
    kernel.assign(kernel * np.nan)
    with pytest.raises(WeightsError, match="first/kernel"):
        check_model(model)


def test_the_ways_to_write_a_softmax():
    """A layer, an activation, a function, a nested model, dropout in between."""
    for last in (
        keras.layers.Softmax(),
        keras.layers.Activation("softmax"),
        keras.ops.softmax,
        lambda x: keras.layers.Softmax()(keras.layers.Dropout(0.5)(x)),
    ):
        inputs, x = body()
        check_model(keras.Model(inputs, last(keras.layers.Dense(2, name="logits")(x))))
    inputs, x = body()
    base = keras.Model(inputs, keras.layers.Dense(2, name="logits")(x))
    outer = keras.Input(SIZE)
    check_model(keras.Model(outer, keras.layers.Softmax()(base(outer))))
    whole = keras.Model(inputs, keras.layers.Softmax()(base.output))
    check_model(keras.Model(outer, whole(outer)))
    check_model(
        keras.Sequential(
            [
                keras.Input(SIZE),
                keras.layers.Flatten(),
                keras.layers.Dense(3, name="logits"),
                keras.layers.Softmax(),
            ]
        )
    )


def test_our_own_are_fine(n_cnn, vgg_face):
    check_model(n_cnn)
    check_model(vgg_face)
