"""The networks against the tables of Appendices A and B, typed from the dissertation."""

import keras
import numpy as np
import pytest

from neopain_gui.classifiers import ARCHITECTURES

# Appendix A: layer, feature map
VGG_FACE = [
    ("conv1_1", (224, 224, 64)),
    ("conv1_2", (224, 224, 64)),
    ("pool1", (112, 112, 64)),
    ("conv2_1", (112, 112, 128)),
    ("conv2_2", (112, 112, 128)),
    ("pool2", (56, 56, 128)),
    ("conv3_1", (56, 56, 256)),
    ("conv3_2", (56, 56, 256)),
    ("conv3_3", (56, 56, 256)),
    ("pool3", (28, 28, 256)),
    ("conv4_1", (28, 28, 512)),
    ("conv4_2", (28, 28, 512)),
    ("conv4_3", (28, 28, 512)),
    ("pool4", (14, 14, 512)),
    ("conv5_1", (14, 14, 512)),
    ("conv5_2", (14, 14, 512)),
    ("conv5_3", (14, 14, 512)),
    ("pool5", (7, 7, 512)),
    ("fc1", (512,)),
    ("dropout1", (512,)),
    ("fc2", (512,)),
    ("dropout2", (512,)),
    ("logits", (2,)),
    ("probabilities", (2,)),
]
# Appendix B
N_CNN = [
    ("left_pool", (12, 12, 3)),
    ("central1_conv", (120, 120, 64)),
    ("central1_relu", (120, 120, 64)),
    ("central1_pool", (40, 40, 64)),
    ("central2_conv", (40, 40, 64)),
    ("central2_relu", (40, 40, 64)),
    ("central2_pool", (14, 14, 64)),
    ("central_resize", (12, 12, 64)),
    ("central_dropout", (12, 12, 64)),
    ("right_conv", (120, 120, 64)),
    ("right_relu", (120, 120, 64)),
    ("right_pool", (12, 12, 64)),
    ("right_dropout", (12, 12, 64)),
    ("merge", (12, 12, 131)),
    ("merge_conv", (12, 12, 64)),
    ("merge_pool", (6, 6, 64)),
    ("fc", (8,)),
    ("dropout", (8,)),
    ("logits", (2,)),
    ("probabilities", (2,)),
]


@pytest.mark.parametrize(("layer", "size"), VGG_FACE)
def test_every_feature_map_of_appendix_a(vgg_face, layer, size):
    assert vgg_face.get_layer(layer).output.shape[1:] == size


@pytest.mark.parametrize(("layer", "size"), N_CNN)
def test_every_feature_map_of_appendix_b(n_cnn, layer, size):
    assert n_cnn.get_layer(layer).output.shape[1:] == size


def test_the_appendices_list_every_layer(vgg_face, n_cnn):
    for model, table in ((vgg_face, VGG_FACE), (n_cnn, N_CNN)):
        built = {layer.name for layer in model.layers} - {"photograph", "flatten"}
        assert built == {name for name, _ in table}


def test_inputs_and_parameter_counts(vgg_face, n_cnn):
    assert (vgg_face.name, vgg_face.input_shape) == ("vgg_face", (None, 224, 224, 3))
    assert (n_cnn.name, n_cnn.input_shape) == ("n_cnn", (None, 120, 120, 3))
    assert vgg_face.count_params() == 27_823_938
    assert n_cnn.count_params() == 78_234
    for model in (vgg_face, n_cnn):
        assert ARCHITECTURES[model.name].parameters == model.count_params()
        assert ARCHITECTURES[model.name].input_size == model.input_shape[1]


def test_what_a_convolution_is_made_of(vgg_face, n_cnn):
    for model, name, kernel in (
        (vgg_face, "conv1_1", (3, 3, 3, 64)),
        (vgg_face, "conv5_3", (3, 3, 512, 512)),
        (n_cnn, "central1_conv", (5, 5, 3, 64)),
        (n_cnn, "central2_conv", (2, 2, 64, 64)),
        (n_cnn, "right_conv", (5, 5, 3, 64)),
        (n_cnn, "merge_conv", (2, 2, 131, 64)),
    ):
        assert model.get_layer(name).kernel.shape == kernel
        assert model.get_layer(name).strides == (1, 1)


def test_activations_dropout_and_penalties(vgg_face, n_cnn):
    assert {vgg_face.get_layer(f"dropout{i}").rate for i in (1, 2)} == {0.5}
    for name in ("conv1_1", "conv5_3", "fc1", "fc2"):
        assert vgg_face.get_layer(name).activation is keras.activations.relu
    names = ("central_dropout", "right_dropout", "dropout")
    assert {n_cnn.get_layer(name).rate for name in names} == {0.1}
    assert n_cnn.get_layer("central1_relu").negative_slope == pytest.approx(0.01)
    assert n_cnn.get_layer("merge_conv").activation is keras.activations.relu
    for model in (vgg_face, n_cnn):
        assert model.get_layer("logits").activation is keras.activations.linear
    kernels = [vgg_face.get_layer(name).kernel for name in ("fc1", "fc2", "logits")]
    expected = 5e-4 * sum(np.abs(np.asarray(kernel, np.float64)).sum() for kernel in kernels)
    assert float(sum(vgg_face.losses)) == pytest.approx(expected, rel=1e-4)
    kernels = [weight for weight in n_cnn.weights if weight.name == "kernel"]
    assert len(kernels) == 6
    expected = 0.01 * sum((np.asarray(kernel, np.float64) ** 2).sum() for kernel in kernels)
    assert float(sum(n_cnn.losses)) == pytest.approx(expected, rel=1e-4)


def test_the_output_is_the_softmax_of_the_logits(n_cnn):
    images = np.random.default_rng(0).random((3, 120, 120, 3), np.float32)
    both = keras.Model(n_cnn.input, [n_cnn.get_layer("logits").output, n_cnn.output])
    logits, probabilities = (np.asarray(array, np.float64) for array in both(images))
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(probabilities, expected, atol=1e-6)


def test_the_table_of_layers_is_true_of_the_models(vgg_face, n_cnn):
    for model in (vgg_face, n_cnn):
        architecture = ARCHITECTURES[model.name]
        order = [layer.name for layer in model.layers]
        for layer in architecture.layers:
            assert len(model.get_layer(layer.name).output.shape) == 4
        assert [layer.depth for layer in architecture.layers] == list(
            range(1, len(architecture.layers) + 1)
        )
        assert set(architecture.depth_layers) <= {layer.name for layer in architecture.layers}
        assert sorted(architecture.depth_layers, key=order.index) == list(architecture.depth_layers)
    assert ARCHITECTURES["vgg_face"].default_layer == "conv5_3"
    assert ARCHITECTURES["n_cnn"].default_layer == "merge_conv"
    assert len(ARCHITECTURES["vgg_face"].layers) == 13
