"""What the tutorials cited by the dissertation do, in plain TensorFlow, one thing at a time."""

import cv2
import keras
import numpy as np
import tensorflow as tf

from neopain_gui.classifiers import ARCHITECTURES


def photographs(model, count, seed=0):
    """Smooth random pictures with a contrast, prepared for the model."""
    generator = np.random.default_rng(seed)
    crops = [
        cv2.resize(generator.integers(0, 256, (6, 5, 3), np.uint8), (90, 110)) for _ in range(count)
    ]
    return ARCHITECTURES[model.name].preprocessing(crops)


def grad_cam_recipe(model, image, layer, target):
    """The Keras example with the logit as score: one picture, one layer, eager."""
    outputs = [model.get_layer(layer).output, model.get_layer("logits").output]
    inner = keras.Model(model.input, outputs)
    with tf.GradientTape() as tape:
        features, logits = inner(image[None])
        score = logits[0, target]
    gradients = tape.gradient(score, features)
    pooled = tf.reduce_mean(gradients, axis=(0, 1, 2))
    heatmap = np.maximum((features[0] @ pooled[:, None])[..., 0].numpy(), 0)
    return cv2.resize(heatmap, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def features_and_gradient(model, image, layer, target):
    """A layer's output for one picture and the logit's gradient there, both (h, w, c)."""
    outputs = [model.get_layer(layer).output, model.get_layer("logits").output]
    inner = keras.Model(model.input, outputs)
    with tf.GradientTape() as tape:
        features, logits = inner(image[None])
        score = logits[0, target]
    return features[0].numpy(), tape.gradient(score, features)[0].numpy()


def product_recipe(model, image, layer, target):
    """HiResCAM: features times gradient, summed over the channels."""
    features, gradient = features_and_gradient(model, image, layer, target)
    return enlarged(np.maximum((features * gradient).sum(axis=-1), 0), image.shape[:2])


def enlarged(values, size):
    return cv2.resize(values, size[::-1], interpolation=cv2.INTER_LINEAR)


def gradients_recipe(model, images, target):
    """Gradient of a class's probability with respect to each picture."""
    images = tf.constant(images)
    with tf.GradientTape() as tape:
        tape.watch(images)
        probabilities = model(images)[:, target]
    return tape.gradient(probabilities, images).numpy()


def by_hand(weights, bias):
    """A network whose maps are known: 4 × 4 input, one channel, ReLU, two logits."""
    inputs = keras.Input((4, 4, 1))
    x = keras.layers.ReLU(name="features")(inputs)
    x = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(x))
    model = keras.Model(inputs, keras.layers.Softmax()(x))
    model.get_layer("logits").set_weights([weights, bias])
    return model


def linear(weights):
    """Logits that are weighted sums of a 4 × 4 input with one channel."""
    inputs = keras.Input((4, 4, 1))
    logits = keras.layers.Dense(2, name="logits", use_bias=False)(keras.layers.Flatten()(inputs))
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    model.get_layer("logits").set_weights([weights])
    return model
