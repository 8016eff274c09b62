"""Weight files: what is written can be read, and what a stranger made is refused in a sentence."""

import json
import shutil
from itertools import count

import h5py
import numpy as np
import pytest

from neopain_gui.classifiers import (
    WeightsMetadata,
    build_n_cnn,
    load_weights,
    read_metadata,
    read_vgg_face_base,
    save_weights,
    weight_files,
)
from neopain_gui.classifiers.weights import ATTRIBUTE
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import EnvironmentFault, WeightsError
from neopain_gui.provenance import sha256_file
from tests.classifiers.bases.keras_files import write_named
from tests.classifiers.bases.numbers import NAMES, convolutions

METADATA = WeightsMetadata(
    architecture="n_cnn",
    class_order=(PainLabel.PAIN, PainLabel.NO_PAIN),
    training="not at all",
    synthetic=True,
    title="Untrained",
)


@pytest.fixture
def file(n_cnn, tmp_path):
    path = tmp_path / "mine.weights.h5"
    save_weights(n_cnn, path, METADATA)
    return path


@pytest.fixture
def other():
    return build_n_cnn()


def same(a, b):
    return all(np.array_equal(x, y) for x, y in zip(a.get_weights(), b.get_weights(), strict=True))


def refused(model, path, sentence, **options):
    before = [array.copy() for array in model.get_weights()]
    with pytest.raises(WeightsError, match=sentence) as caught:
        load_weights(model, path, **options)
    assert "\n" not in str(caught.value)
    assert all(np.array_equal(x, y) for x, y in zip(before, model.get_weights(), strict=True))


def change_attribute(path, change):
    with h5py.File(path, "r+") as opened:
        content = json.loads(opened.attrs[ATTRIBUTE])
        change(content)
        opened.attrs[ATTRIBUTE] = json.dumps(content)


def test_round_trip(n_cnn, other, file):
    assert not same(n_cnn, other)
    assert load_weights(other, file) == sha256_file(file)
    assert same(n_cnn, other)
    assert read_metadata(file) == METADATA


def test_plain_keras_reads_the_file(n_cnn, other, file):
    other.load_weights(file)
    assert same(n_cnn, other)


def test_equal_weights_give_equal_bytes_whatever_the_optimiser_did(n_cnn, other, file, tmp_path):
    other.set_weights(n_cnn.get_weights())
    other.compile("rmsprop", "categorical_crossentropy")
    images = np.zeros((2, 120, 120, 3), np.float32)
    other.fit(images, np.eye(2, dtype=np.float32), verbose=0)
    other.set_weights(n_cnn.get_weights())
    again = tmp_path / "again.weights.h5"
    assert save_weights(other, again, METADATA) == sha256_file(file)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(n_cnn, file, monkeypatch):
    before = file.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("neopain_gui.classifiers.weights.os.fsync", full)
    with pytest.raises(EnvironmentFault, match="the disk is full"):
        save_weights(n_cnn, file, METADATA)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_metadata_and_model_must_agree(vgg_face, n_cnn, tmp_path):
    with pytest.raises(ValueError, match="vgg_face"):
        save_weights(vgg_face, tmp_path / "a.weights.h5", METADATA)
    with pytest.raises(ValueError, match=r"a\.h5"):
        save_weights(n_cnn, tmp_path / "a.h5", METADATA)


@pytest.mark.parametrize(
    "fields",
    [
        {"architecture": "resnet"},
        {"class_order": (PainLabel.PAIN, PainLabel.PAIN)},
        {"class_order": (PainLabel.PAIN,)},
    ],
)
def test_metadata_that_make_no_sense(fields):
    sound = {
        "architecture": "n_cnn",
        "class_order": tuple(PainLabel),
        "training": "",
        "synthetic": False,
    }
    with pytest.raises(ValueError, match=r"architecture|class order"):
        WeightsMetadata(**(sound | fields))


def test_hash_mismatch_shows_both(other, file):
    digits = f"begins with {sha256_file(file)[:12]}, that of the original with {'0' * 12}"
    refused(other, file, digits, expected_sha256="0" * 64)
    load_weights(other, file, expected_sha256=sha256_file(file).upper())


def test_missing_empty_and_random_files(other, tmp_path):
    refused(other, tmp_path / "none.weights.h5", "no such file")
    for name, content in (
        ("empty", b""),
        ("text", b"hello" * 100),
        ("random", np.random.default_rng(0).bytes(5000)),
    ):
        path = tmp_path / f"{name}.weights.h5"
        path.write_bytes(content)
        refused(other, path, "not a readable HDF5 file")


def test_truncated_file(other, file):
    data = file.read_bytes()
    for share in (0.2, 0.7, 0.99):
        file.write_bytes(data[: int(len(data) * share)])
        refused(other, file, r"mine\.weights\.h5: ")


def test_another_architecture(vgg_face, file):
    with pytest.raises(WeightsError, match="for N-CNN, not for VGG-Face"):
        load_weights(vgg_face, file)


def test_weights_that_plain_keras_wrote_do_not_say_the_class_order(n_cnn, other, tmp_path):
    path = tmp_path / "keras.weights.h5"
    n_cnn.save_weights(path)
    refused(other, path, "does not say which architecture and class order")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda content: content.update(format=2), "newer version"),
        (lambda content: content.update(format="x"), "another preprocessing"),
        (lambda content: content.pop("class_order"), "description cannot be read"),
        (lambda content: content.update(class_order=["pain", "pain"]), "cannot be read"),
        (lambda content: content.update(synthetic="maybe"), "cannot be read"),
        (lambda content: content["preprocessing"].update(scale=1.0), "another preprocessing"),
        (lambda content: content.pop("preprocessing"), "another preprocessing"),
    ],
)
def test_descriptions_that_do_not_hold(other, file, change, sentence):
    change_attribute(file, change)
    refused(other, file, sentence)


def test_description_that_is_no_json(other, file):
    with h5py.File(file, "r+") as opened:
        opened.attrs[ATTRIBUTE] = "{"
    refused(other, file, "description cannot be read")


def test_wrong_shape_and_missing_and_additional_arrays(other, file, tmp_path):
    def variant(name, change):
        path = tmp_path / f"{name}.weights.h5"
        shutil.copy(file, path)
        with h5py.File(path, "r+") as opened:
            change(opened)
        return path

    kernel = "layers/conv2d/vars/0"

    def reshape(opened):
        del opened[kernel]
        opened[kernel] = np.zeros((5, 5, 3, 63), np.float32)

    refused(other, variant("shape", reshape), "shapes of the network")
    refused(other, variant("missing", lambda o: o.pop(kernel)), "shapes of the network")

    def more(opened):
        opened["more"] = np.zeros(3, np.float32)

    refused(other, variant("more", more), "shapes of the network")


def test_absurd_shape_is_refused_before_anything_is_allocated(other, file):
    with h5py.File(file, "r+") as opened:
        del opened["layers/dense/vars/0"]
        opened.create_dataset("layers/dense/vars/0", (10**7, 10**6), "f4", chunks=(100, 100))
    refused(other, file, "shapes of the network")


def test_links_out_of_the_file_are_refused(n_cnn, other, file, tmp_path):
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as opened:
        opened["x"] = np.zeros((5, 5, 3, 64), np.float32)
    raw = tmp_path / "raw.bin"
    raw.write_bytes(np.zeros((5, 5, 3, 64), np.float32).tobytes())

    def hostile(name, put):
        path = tmp_path / f"{name}.weights.h5"
        shutil.copy(file, path)
        with h5py.File(path, "r+") as opened:
            del opened["layers/conv2d/vars/0"]
            put(opened["layers/conv2d/vars"])
        return path

    def external_link(group):
        group["0"] = h5py.ExternalLink(str(secret), "/x")

    def soft_link(group):
        group["0"] = h5py.SoftLink("/layers/conv2d_2/vars/0")

    def external_storage(group):
        group.create_dataset("0", (5, 5, 3, 64), "f4", external=[(str(raw), 0, h5py.h5f.UNLIMITED)])

    def virtual(group):
        layout = h5py.VirtualLayout((5, 5, 3, 64), "f4")
        layout[:] = h5py.VirtualSource(str(secret), "x", (5, 5, 3, 64))
        group.create_virtual_dataset("0", layout)

    refused(other, hostile("link", external_link), "contains a link")
    refused(other, hostile("soft", soft_link), "contains a link")
    refused(other, hostile("storage", external_storage), "from another file")
    refused(other, hostile("virtual", virtual), "from another file")


def test_a_group_that_contains_itself(other, file):
    with h5py.File(file, "r+") as opened:
        opened["layers/again"] = opened["layers"]
    refused(other, file, "too many or too deep groups")


def test_one_group_under_many_names_does_not_hang(other, file):
    """Sixteen names on each of eight levels are 4 thousand million paths in a few kilobytes."""
    with h5py.File(file, "r+") as opened:
        within = opened["layers"].create_group("deep")
        for _ in range(8):
            below = within.create_group("0")
            for name in range(1, 16):
                within[str(name)] = below
            within = below
    walked = count(1)
    with h5py.File(file) as opened, pytest.raises(WeightsError, match="too many or too deep"):
        list(weight_files._walk(opened, file, "", walked))
    assert next(walked) < 2 * weight_files._OBJECTS
    refused(other, file, "too many or too deep groups")


@pytest.mark.parametrize("dtype", ["c8", "i4", "S8", "O", [("a", "f4")]])
def test_arrays_of_anything_but_floats_are_refused(other, file, dtype):
    with h5py.File(file, "r+") as opened:
        shape = opened["layers/dense/vars/1"].shape
        del opened["layers/dense/vars/1"]
        kind = h5py.string_dtype() if dtype == "O" else dtype
        opened.create_dataset("layers/dense/vars/1", shape, kind)
    refused(other, file, "not plain floating-point numbers")


def test_a_small_array_in_enormous_pieces_is_refused_before_it_is_unpacked(other, file):
    with h5py.File(file, "r+") as opened:
        shape = opened["layers/dense/vars/1"].shape
        del opened["layers/dense/vars/1"]
        opened.create_dataset(
            "layers/dense/vars/1", shape, "f4", maxshape=(None,), chunks=(700_000_000,)
        )
    refused(other, file, "pieces of enormous size")


@pytest.mark.parametrize("value", [7, 1.5, "text", np.zeros((2, 2)), b"\xff", np.array([b"\xff"])])
@pytest.mark.parametrize("name", ["layer_names", ATTRIBUTE])
def test_attributes_of_any_kind_are_a_sentence(file, name, value):
    with h5py.File(file, "r+") as opened:
        opened.attrs[name] = value
    with pytest.raises(WeightsError):
        read_metadata(file)


def test_what_a_file_is_called_does_not_decide_whether_it_is_read(n_cnn, other, file):
    again = file.with_name("mine.weights (1).h5")
    file.rename(again)
    load_weights(other, again)
    assert same(n_cnn, other)


def test_weights_that_are_not_numbers(other, file):
    with h5py.File(file, "r+") as opened:
        opened["layers/dense/vars/1"][0] = np.nan
    refused(other, file, "some of its weights are no finite numbers")


def test_the_base_of_vgg_face_is_no_classifier(tmp_path):
    path = write_named(tmp_path / "rcmalli_vggface_tf_notop_vgg16.h5", convolutions())
    with pytest.raises(WeightsError, match="without a classifier for pain"):
        read_metadata(path)


def test_vgg16_of_imagenet_is_named(tmp_path):
    names = [f"block{name[4]}_conv{name[6]}" for name in NAMES]
    path = write_named(tmp_path / "vgg16_notop.h5", convolutions(), names=names)
    with pytest.raises(WeightsError, match="VGG16 trained on ImageNet, not VGG-Face"):
        read_metadata(path)


def test_n_cnn_is_no_base(file):
    with pytest.raises(WeightsError, match="convolutions of VGG-Face are not in this file"):
        read_vgg_face_base(file)
