"""Every layout in which VGG-Face has been published gives the same convolutions."""

from functools import partial

import h5py
import keras
import numpy as np
import pytest

from neopain_gui.classifiers import into_model, read_vgg_face_base
from neopain_gui.classifiers.bases import look_at_base, why_no_base
from neopain_gui.errors import WeightsError
from neopain_gui.provenance import sha256_file
from tests.classifiers.bases import keras_files, other_files, pytorch_files
from tests.classifiers.bases.numbers import NAMES, convolutions, filters_first, for_rgb

TORCHVISION = [f"features.{n}" for n in (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)]
UNDERSCORED = [name.replace("conv", "conv_") for name in NAMES]


def write_pytorch(path, layers, how=pytorch_files.write_stream, wrap=lambda root: root, **options):
    return pytorch_files.write(path, pytorch_files.state(layers, **options), how, wrap)


def write_safetensors(path, layers, metadata=None, **options):
    from safetensors.numpy import save_file

    save_file(pytorch_files.state(layers, **options), path, metadata)
    return path


ZIP = pytorch_files.write_zip
LAYOUTS = {
    "keras-vggface, notop": (keras_files.write_named, "keras-vggface", "BGR"),
    "keras-vggface, full": (partial(keras_files.write_named, whole=True), "keras-vggface", "BGR"),
    "keras-vggface, whole model": (
        *(partial(keras_files.write_named, within="model_weights"), "keras-vggface", "BGR"),
    ),
    "deepface": (keras_files.write_by_order, "deepface", "BGR"),
    "MatConvNet, vlfeat": (other_files.write_mat, "MatConvNet", "RGB"),
    "MatConvNet, Oxford": (partial(other_files.write_mat, net=True), "MatConvNet", "RGB"),
    "MatConvNet, packed": (partial(other_files.write_mat, packed=True), "MatConvNet", "RGB"),
    "MatConvNet, older": (
        *(partial(other_files.write_mat, older=True, net=True), "MatConvNet", "RGB"),
    ),
    "Torch7": (other_files.write_t7, "Torch7", "BGR"),
    "Torch7, matrices": (partial(other_files.write_t7, matrices=True), "Torch7", "BGR"),
    "Torch7, doubles": (partial(other_files.write_t7, dtype="f8"), "Torch7", "BGR"),
    "Caffe, V1": (other_files.write_caffe, "Caffe", "BGR"),
    "Caffe, new": (partial(other_files.write_caffe, older=False), "Caffe", "BGR"),
    "Caffe, doubles": (partial(other_files.write_caffe, doubles=True), "Caffe", "BGR"),
    "PyTorch, stream": (write_pytorch, "PyTorch, stream", "RGB"),
    "PyTorch, zip": (partial(write_pytorch, how=ZIP), "PyTorch, zip", "RGB"),
    "PyTorch, in a checkpoint": (
        partial(write_pytorch, how=ZIP, wrap=lambda root: {"epoch": 3, "state_dict": root}),
        *("PyTorch, zip", "RGB"),
    ),
    "PyTorch, of Torch7's file": (
        *(partial(write_pytorch, names=UNDERSCORED, rgb=False), "PyTorch, stream", "BGR"),
    ),
    "PyTorch, on several cards": (
        partial(write_pytorch, names=[f"module.{name}" for name in NAMES]),
        *("PyTorch, stream", "RGB"),
    ),
    "PyTorch, torchvision's names": (
        *(partial(write_pytorch, names=TORCHVISION), "PyTorch, stream", "RGB"),
    ),
    "safetensors": (write_safetensors, "safetensors", "RGB"),
    "safetensors, torchvision's names": (
        *(partial(write_safetensors, names=TORCHVISION), "safetensors", "RGB"),
    ),
    "safetensors that say BGR": (
        partial(write_safetensors, rgb=False, metadata={"channel_order": "BGR"}),
        *("safetensors", "BGR"),
    ),
}


@pytest.fixture(scope="module")
def layers():
    return convolutions()


def small_network():
    """The convolutions and pools of VGG-Face for pictures of 32 × 32."""
    x = inputs = keras.Input((32, 32, 3))
    for name in NAMES:
        if name.endswith("_1") and name != "conv1_1":
            x = keras.layers.MaxPooling2D(2)(x)
        filters = {"1": 64, "2": 128, "3": 256}.get(name[4], 512)
        x = keras.layers.Conv2D(filters, 3, padding="same", activation="relu", name=name)(x)
    return keras.Model(inputs, x)


def as_published(picture, layers):
    """Work out a network as its authors' programs do: RGB, channels and filters first."""
    x = picture.transpose(2, 0, 1)
    for name, (kernel, bias) in zip(NAMES, filters_first(for_rgb(layers)), strict=True):
        if name.endswith("_1") and name != "conv1_1":
            x = x.reshape(len(x), x.shape[1] // 2, 2, -1, 2).max((2, 4))
        wide = np.pad(x, ((0, 0), (1, 1), (1, 1)))
        parts = np.lib.stride_tricks.sliding_window_view(wide, (3, 3), (1, 2))
        x = np.einsum("chwij,ocij->ohw", parts, kernel, optimize=True)
        x = np.maximum(x + bias[:, None, None], 0)
    return x.transpose(1, 2, 0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_convolutions(layout, layers, tmp_path):
    write, form, colours = LAYOUTS[layout]
    path = write(tmp_path / "weights", layers)
    base = read_vgg_face_base(path)
    for (kernel, bias), read, beside in zip(layers, base.kernels, base.biases, strict=True):
        assert read.dtype == beside.dtype == np.float32
        np.testing.assert_array_equal(read, kernel)
        np.testing.assert_array_equal(beside, bias)
    assert (form in base.format, base.colours) == (True, colours)
    assert base.sha256 == sha256_file(path)
    assert why_no_base(look_at_base(path)) == ""
    path.unlink()


@pytest.mark.parametrize("layout", ["MatConvNet, vlfeat", "Caffe, V1", "PyTorch, zip"])
def test_it_sees_what_the_published_network_sees(layout, layers, tmp_path):
    """A picture in RGB through theirs, the same in BGR through ours."""
    path = LAYOUTS[layout][0](tmp_path / "weights", layers)
    picture = np.random.default_rng(2).normal(0, 1, (32, 32, 3)).astype(np.float32)
    network = small_network()
    into_model(read_vgg_face_base(path), network)
    ours = np.asarray(network(picture[None, ..., ::-1]))[0]
    theirs = as_published(picture, layers)
    assert np.abs(theirs).max() > 0.1
    assert np.abs(ours - theirs).max() <= 1e-5 * max(1, np.abs(theirs).max())


def test_into_a_model_only_the_convolutions_change(vgg_face, layers, tmp_path):
    head = [array.copy() for array in vgg_face.get_layer("fc1").get_weights()]
    base = read_vgg_face_base(keras_files.write_named(tmp_path / "a.h5", layers))
    into_model(base, vgg_face)
    for name, (kernel, bias) in zip(NAMES, layers, strict=True):
        held = vgg_face.get_layer(name).get_weights()
        np.testing.assert_array_equal(held[0], kernel)
        np.testing.assert_array_equal(held[1], bias)
    for before, after in zip(head, vgg_face.get_layer("fc1").get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("layout", ["deepface", "PyTorch, torchvision's names"])
def test_what_a_file_does_not_say_is_said(layout, layers, tmp_path):
    path = LAYOUTS[layout][0](tmp_path / "weights", layers)
    assert any("colours" in said or "BGR" in said for said in look_at_base(path).uncertain)


def test_who_knows_the_colours_better_is_believed(layers, tmp_path):
    path = keras_files.write_by_order(tmp_path / "vgg_face_weights.h5", for_rgb(layers))
    base = read_vgg_face_base(path, colours="RGB")
    np.testing.assert_array_equal(base.kernels[0], layers[0][0])
    np.testing.assert_array_equal(base.kernels[1], layers[1][0])
    assert (base.colours, base.uncertain) == ("RGB", ())
    with pytest.raises(ValueError, match="RGB or BGR"):
        read_vgg_face_base(path, colours="grey")


@pytest.mark.parametrize("layout", ["Torch7", "PyTorch, zip", "deepface"])
def test_a_network_of_another_size_is_refused_by_its_layer(layout, layers, tmp_path):
    wide = [*layers[:4]]
    wide.append((np.zeros((5, 5, 128, 256), np.float32), layers[4][1]))
    path = LAYOUTS[layout][0](tmp_path / "other", [*wide, *layers[5:]])
    with pytest.raises(WeightsError, match=r"other, layer 'conv3_1': the convolutions of VGG-"):
        read_vgg_face_base(path)


IMAGENET = [f"block{name[4]}_{name[:4]}{name[6]}" for name in NAMES]


@pytest.mark.parametrize(
    "write",
    [
        partial(keras_files.write_named, names=IMAGENET),
        partial(keras_files.write_by_order, classes=1000),
        partial(other_files.write_mat, classes=1000),
        partial(other_files.write_t7, classes=1000),
        partial(other_files.write_caffe, classes=1000),
        partial(write_pytorch, classes=1000, names=TORCHVISION),
        partial(write_safetensors, classes=1000, names=TORCHVISION),
    ],
)
def test_vgg16_of_imagenet_is_named(write, layers, tmp_path):
    path = write(tmp_path / "weights", layers)
    with pytest.raises(WeightsError, match="VGG16 trained on ImageNet, not VGG-Face"):
        read_vgg_face_base(path)


def test_vgg16_of_imagenet_is_known_without_its_last_layers(layers, tmp_path):
    arrays = pytorch_files.state(layers, names=TORCHVISION)
    arrays = {name: array for name, array in arrays.items() if name.startswith("features")}
    first = arrays["features.0.bias"].copy()
    first[:8] = [0.40337, 0.3778, 0.46444, -0.3228, 0.39396, -0.3953, 0.3951, -0.54959]
    path = pytorch_files.write(tmp_path / "vgg16.pth", arrays | {"features.0.bias": first})
    with pytest.raises(WeightsError, match="VGG16 trained on ImageNet, not VGG-Face"):
        read_vgg_face_base(path)


@pytest.mark.parametrize(
    "write",
    [
        partial(other_files.write_t7, normalised=True),
        partial(other_files.write_caffe, normalised=True),
        partial(other_files.write_mat, add=({"type": "bnorm", "name": "bn1"},)),
    ],
)
def test_vgg_face_has_no_batch_normalisation(write, layers, tmp_path):
    path = write(tmp_path / "weights", layers)
    with pytest.raises(WeightsError, match="batch normalisation, not VGG-Face"):
        read_vgg_face_base(path)


def test_a_missing_layer_is_named(layers, tmp_path):
    path = keras_files.write_named(tmp_path / "part.h5", layers, leave_out=("conv5_3",))
    with pytest.raises(WeightsError, match=r"part\.h5, layer 'conv5_3': the convolutions of"):
        read_vgg_face_base(path)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_weights_that_are_not_numbers(value, layers, tmp_path):
    path = other_files.write_t7(tmp_path / "a.t7", layers, dtype="f8")
    content = bytearray(path.read_bytes())
    start = content.index(layers[0][1].astype("f8").tobytes())
    content[start : start + 8] = np.float64(value).tobytes()
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"layer 'conv1_1': some weights are not numbers"):
        read_vgg_face_base(path)


def test_matlab_of_version_7_3_is_named(tmp_path):
    path = tmp_path / "vgg-face.mat"
    with h5py.File(path, "w", userblock_size=512) as file:
        file["layers"] = np.zeros(3)
    with path.open("rb+") as stream:
        stream.write(b"MATLAB 7.3 MAT-file".ljust(512))
    with pytest.raises(WeightsError, match=r"version 7\.3 is not read; save it .* -v7"):
        read_vgg_face_base(path)


@pytest.mark.parametrize("content", [b"", b"x", b"hello world" * 9, b"\x1f\x8b" + bytes(99)])
def test_what_is_no_file_of_weights_is_a_sentence(content, tmp_path):
    path = tmp_path / "a.pth"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="no file of weights of a kind that is read"):
        read_vgg_face_base(path)


def test_a_folder_and_nothing_are_a_sentence(tmp_path):
    with pytest.raises(WeightsError, match="this is a folder"):
        read_vgg_face_base(tmp_path)
    with pytest.raises(WeightsError, match="there is no such file"):
        read_vgg_face_base(tmp_path / "nothing.h5")
