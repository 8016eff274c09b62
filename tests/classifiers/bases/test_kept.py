"""Bases that are kept, found again by name, and those that are the convolutions of a classifier."""

from dataclasses import replace

import numpy as np
import pytest

from neopain_gui import locations
from neopain_gui.classifiers import (
    WeightsMetadata,
    available_bases,
    find_base,
    read_kept_base,
    read_vgg_face_base,
    save_base,
    save_weights,
)
from neopain_gui.classifiers.bases import VggFaceBase, bases_left_out
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import EnvironmentFault, WeightsError
from neopain_gui.provenance import sha256_file
from tests.classifiers.bases.keras_files import write_named
from tests.classifiers.bases.numbers import NAMES, convolutions


@pytest.fixture
def mine(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(locations, "user_models", lambda: folder)
    return folder


@pytest.fixture(scope="module")
def base():
    kernels, biases = zip(*convolutions(), strict=True)
    return VggFaceBase(
        kernels=kernels,
        biases=biases,
        format="MatConvNet",
        sha256="ab" * 32,
        colours="RGB",
        uncertain=("Nobody knows.",),
    )


def same(a, b):
    pairs = zip((*a.kernels, *a.biases), (*b.kernels, *b.biases), strict=True)
    return all(np.array_equal(x, y) for x, y in pairs)


def test_kept_and_read_it_is_what_it_was(base, mine):
    path = mine / "oxford.base.safetensors"
    save_base(base, path, title="Of Oxford", licence="non-commercial")
    read = read_kept_base(path)
    assert same(base, read)
    for name in ("format", "sha256", "colours", "uncertain", "synthetic"):
        assert getattr(read, name) == getattr(base, name)
    assert (read.title, read.licence) == ("Of Oxford", "non-commercial")
    again = mine / "again.base.safetensors"
    save_base(read, again)
    assert again.read_bytes() == path.read_bytes(), "equal bases, equal bytes"
    assert [one.name for one in sorted(mine.iterdir())] == [again.name, path.name]


def test_it_is_also_read_as_any_other_file(base, mine):
    path = mine / "oxford.base.safetensors"
    save_base(base, path)
    read = read_vgg_face_base(path)
    assert same(base, read)
    assert (read.format, read.sha256) == ("NeoPain's base", sha256_file(path))


def test_it_is_listed_and_found_by_name(base, mine):
    save_base(base, mine / "oxford.base.safetensors", title="Of Oxford")
    found = {one.id: one for one in available_bases()}
    assert (found["oxford"].title, found["oxford"].sha256) == ("Of Oxford", base.sha256)
    assert not found["oxford"].synthetic
    assert same(find_base("oxford"), base)
    assert find_base("oxford").sha256 == base.sha256
    assert found["vgg_face_phantoms"].synthetic
    assert "n_cnn_phantoms" not in found


def test_a_foreign_file_is_found_by_its_path(base, tmp_path):
    layers = list(zip(base.kernels, base.biases, strict=True))
    path = write_named(tmp_path / "rcmalli_vggface_tf_notop_vgg16.h5", layers)
    assert same(find_base(path), base)
    assert find_base(path).numbers_sha256() == base.numbers_sha256()


def test_the_convolutions_of_a_classifier_are_a_base(vgg_face, mine):
    path = mine / "trained.weights.h5"
    about = WeightsMetadata(
        architecture="vgg_face",
        class_order=(PainLabel.NO_PAIN, PainLabel.PAIN),
        training="not at all",
        synthetic=True,
        title="Untrained",
    )
    save_weights(vgg_face, path, about)
    found = find_base("trained")
    assert (found.format, found.title, found.synthetic) == (
        *("NeoPain's classifier", "Untrained", True),
    )
    assert found.sha256 == sha256_file(path)
    for name, kernel, bias in zip(NAMES, found.kernels, found.biases, strict=True):
        held = vgg_face.get_layer(name).get_weights()
        np.testing.assert_array_equal(kernel, held[0])
        np.testing.assert_array_equal(bias, held[1])


def test_a_changed_number_is_noticed(base, mine):
    path = mine / "oxford.base.safetensors"
    save_base(base, path)
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="not those that were kept"):
        read_kept_base(path)


def test_what_cannot_be_used_is_left_out_and_said(base, mine):
    save_base(base, mine / "good.base.safetensors")
    (mine / "bad.base.safetensors").write_bytes(b"x" * 99)
    assert {one.id for one in available_bases()} >= {"good"}
    assert [error.file.name for error in bases_left_out()] == ["bad.base.safetensors"]
    with pytest.raises(WeightsError, match=r"bad\.base\.safetensors"):
        read_kept_base(mine / "bad.base.safetensors")


@pytest.mark.parametrize("said", [{}, {"neopain": "7"}, {"neopain": "[]"}, {"neopain": "{"}])
def test_another_file_of_safetensors_is_no_kept_base(said, base, mine):
    from safetensors.numpy import save_file

    path = mine / "other.base.safetensors"
    save_file({"a": base.biases[0]}, path, said)
    with pytest.raises(WeightsError):
        read_kept_base(path)
    assert len(bases_left_out()) == 1


def test_none_of_that_name(mine):
    with pytest.raises(WeightsError, match="there is no base 'nobody'; choose one of vgg_face"):
        find_base("nobody")
    with pytest.raises(WeightsError, match="there is no such file"):
        find_base(mine / "nobody.h5")


def test_demo_weights_that_are_not_there_are_said(mine, monkeypatch):
    monkeypatch.setattr(locations, "cache_folder", lambda: mine / "nowhere")
    with pytest.raises(WeightsError, match="'vgg_face_phantoms' have not been built yet"):
        find_base("vgg_face_phantoms")


def test_the_whole_file_or_nothing(base, mine):
    path = mine / "oxford.base.safetensors"
    save_base(base, path)
    before = path.read_bytes()
    (mine / "a file").write_text("x")
    with pytest.raises(EnvironmentFault, match="the base could not be written"):
        save_base(base, mine / "a file" / "oxford.base.safetensors")
    with pytest.raises(ValueError, match="ends in"):
        save_base(base, mine / "oxford.safetensors")
    save_base(replace(base, title="x"), path)
    assert path.read_bytes() != before
