"""Masks come back bit for bit or not at all, whatever lies in their folder."""

from __future__ import annotations

import hashlib
import os
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.study.mask_store import MOST_OF_A_PHOTOGRAPH, MaskStore

PHOTOGRAPH = "ab" * 32


def key(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def noise(seed: int, size=(9, 7)):
    return np.random.default_rng(seed).random(size) < 0.4


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 40), st.integers(1, 40)), max_size=12),
    st.booleans(),
)
def test_what_was_kept_last_comes_back(tmp_path_factory, adds, together):
    store = MaskStore(tmp_path_factory.mktemp("study"))
    expected = {}
    kept = store.of(PHOTOGRAPH)
    for number, height, width in adds:
        if not together:
            kept = store.of(PHOTOGRAPH)
        expected[number] = noise(height * 41 + width + number, (height, width))
        kept.add(key(number), expected[number])
        assert together or kept.save()
    assert kept.save() == (together and bool(adds))
    again = store.of(PHOTOGRAPH)
    for number in range(10):
        if number in expected:
            found = again.get(key(number), expected[number].shape)
            assert found.dtype == np.bool_
            np.testing.assert_array_equal(found, expected[number])
            height, width = expected[number].shape
            assert again.get(key(number), (height + 1, width)) is None
        else:
            assert again.get(key(number), (9, 7)) is None


def test_each_photograph_has_its_own(tmp_path):
    store = MaskStore(tmp_path)
    kept = store.of(PHOTOGRAPH)
    kept.add(key(1), noise(1))
    assert kept.save()
    assert not kept.save(), "nothing is new"
    assert store.of("cd" * 32).get(key(1), (9, 7)) is None


def test_the_oldest_give_way_to_the_newest(tmp_path):
    kept = MaskStore(tmp_path).of(PHOTOGRAPH)
    for number in range(MOST_OF_A_PHOTOGRAPH):
        kept.add(key(number), noise(number))
    kept.add(key(0), noise(5))  # made again: the newest
    kept.add(key(1000), noise(6))
    assert kept.save()
    again = MaskStore(tmp_path).of(PHOTOGRAPH)
    assert again.get(key(1), (9, 7)) is None
    for number, seed in ((0, 5), (2, 2), (1000, 6)):
        np.testing.assert_array_equal(again.get(key(number), (9, 7)), noise(seed))


@pytest.mark.parametrize("place", range(0, 200, 7))
def test_a_flipped_bit_loses_masks_and_changes_none(tmp_path, place):
    store = MaskStore(tmp_path)
    kept = store.of(PHOTOGRAPH)
    kept.add(key(1), noise(1))
    kept.add(key(2), noise(2))
    assert kept.save()
    (file,) = (tmp_path / "masks").iterdir()
    content = bytearray(file.read_bytes())
    content[place % len(content)] ^= 4
    file.write_bytes(content)
    assert store.of(PHOTOGRAPH).get(key(1), (9, 7)) is None
    kept = store.of(PHOTOGRAPH)
    kept.add(key(3), noise(3))
    assert kept.save()
    np.testing.assert_array_equal(store.of(PHOTOGRAPH).get(key(3), (9, 7)), noise(3))


def test_what_is_no_file_of_ours_is_no_mask(tmp_path):
    store, folder = MaskStore(tmp_path), tmp_path / "masks"
    folder.mkdir()
    file = folder / f"{PHOTOGRAPH}.masks"
    assert store.of(PHOTOGRAPH).get(key(1), (9, 7)) is None
    for content in (b"", b"x" * 500):
        file.write_bytes(content)
        assert store.of(PHOTOGRAPH).get(key(1), (9, 7)) is None
    file.unlink()
    os.mkfifo(file)
    assert store.of(PHOTOGRAPH).get(key(1), (9, 7)) is None


def test_a_file_that_unpacks_to_more_than_a_mask_is_none(tmp_path):
    """Whoever hands out a study may write its digest, too."""
    store = MaskStore(tmp_path)
    kept = store.of(PHOTOGRAPH)
    kept.add(key(1), noise(1))
    for packed in (zlib.compress(bytes(50_000_000)), zlib.compress(b""), b"no zlib", b""):
        kept._kept[bytes.fromhex(key(2))] = (9, 7, packed)
        kept._new = True
        assert kept.save()
        again = store.of(PHOTOGRAPH)
        assert again.get(key(2), (9, 7)) is None
        np.testing.assert_array_equal(again.get(key(1), (9, 7)), noise(1))


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "masks").write_bytes(b"in the way")
    kept = MaskStore(tmp_path).of(PHOTOGRAPH)
    kept.add(key(1), noise(1))
    assert not kept.save()
    assert [one.name for one in tmp_path.iterdir()] == ["masks"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_masks_are_their_owners_alone(tmp_path):
    kept = MaskStore(tmp_path).of(PHOTOGRAPH)
    kept.add(key(1), noise(1))
    assert kept.save()
    (file,) = (tmp_path / "masks").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_photograph_is_named_by_its_hash_alone(tmp_path):
    with pytest.raises(ValueError, match="SHA-256"):
        MaskStore(tmp_path).of("../study")
