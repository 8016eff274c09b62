"""What the tutorials cited by the dissertation do, in plain TensorFlow, one thing at a time."""

import cv2
import keras
import numpy as np
import tensorflow as tf

from neopain_gui.classifiers import PREPROCESSING


def photographs(model, count, seed=0):
    """Smooth random pictures with a contrast, prepared for the model."""
    generator = np.random.default_rng(seed)
    crops = [
        cv2.resize(generator.integers(0, 256, (6, 5, 3), np.uint8), (90, 110)) for _ in range(count)
    ]
    return PREPROCESSING[model.name](crops)


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


def gradients_recipe(model, images, target):
    """Gradient of a class's probability with respect to each picture."""
    images = tf.constant(images)
    with tf.GradientTape() as tape:
        tape.watch(images)
        probabilities = model(images)[:, target]
    return tape.gradient(probabilities, images).numpy()
