"""VGG-Face as Keras 2 wrote it: keras-vggface's files, and deepface's without names."""

import h5py
import numpy as np

from tests.classifiers.bases.numbers import NAMES, last_layers


def write_named(path, layers, *, names=NAMES, whole=False, within="", leave_out=()):
    """keras-vggface's file, without (notop) or with fc6 to fc8 and their activations."""
    with h5py.File(path, "w") as file:
        root = file.create_group(within) if within else file
        order = ["input_1", *names, "pool5"]
        for name, (kernel, bias) in zip(names, layers, strict=True):
            if name not in leave_out:
                _layer(root, name, kernel, bias)
        if whole:
            order += ["flatten", "fc6", "fc6/relu", "fc7", "fc7/relu", "fc8", "fc8/softmax"]
            for name, (kernel, bias) in zip(("fc6", "fc7", "fc8"), last_layers(), strict=True):
                _layer(root, name, kernel.T, bias)
                root.require_group(f"{name}/relu").attrs["weight_names"] = []
            del root["fc6/fc6/kernel:0"]  # as large as the real one, and nowhere on the disk
            root.create_dataset("fc6/fc6/kernel:0", (25088, 4096), "f4")
        root.attrs["layer_names"] = [name.encode() for name in order]
        root.attrs["backend"] = b"tensorflow"
        root.attrs["keras_version"] = b"2.0.6"
        if within:
            file.create_group("optimizer_weights").create_dataset("iterations", data=7)
    return path


def _layer(root, name, kernel, bias):
    group = root.create_group(name)
    group.attrs["weight_names"] = [f"{name}/{what}:0".encode() for what in ("kernel", "bias")]
    group[f"{name}/kernel:0"] = kernel
    group[f"{name}/bias:0"] = bias


def write_by_order(path, layers, classes=2622):
    """deepface's file: padding and convolution in turn, last layers as convolutions too."""
    with h5py.File(path, "w") as file:
        order, held = [], [*layers]
        for matrix, bias in last_layers(classes):
            held.append((np.ascontiguousarray(matrix.T)[None, None], bias))
        for number, (kernel, bias) in enumerate(held, start=1):
            name = f"conv2d_{number}"
            order += [f"zero_padding2d_{number}", name]
            file.create_group(f"zero_padding2d_{number}").attrs["weight_names"] = []
            _layer(file, name, kernel, bias)
        file.attrs["layer_names"] = [name.encode() for name in [*order, "flatten_1"]]
    return path
