from __future__ import annotations

import json
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neopain_gui.imaging.enlarge import enlarged
from neopain_gui.study.packing import packed, unpacked

maps = hnp.arrays(
    np.float32,
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=12),
    elements=st.floats(width=32, allow_nan=True, allow_infinity=True),
)


def bits(values: np.ndarray) -> tuple[tuple[int, ...], bytes]:
    return values.shape, np.ascontiguousarray(values).tobytes()


def noise(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random(shape, dtype=np.float32)


@given(maps)
def test_the_same_bits_come_out(values: np.ndarray) -> None:
    for one in (values, values.T):
        back = unpacked(packed(one))
        assert bits(back) == bits(one)
        assert back.flags.writeable


@given(maps)
def test_differences_of_any_numbers_add_up_again(values: np.ndarray) -> None:
    from neopain_gui.study.packing import _differences, _summed

    numbers = np.ascontiguousarray(values).view(np.uint32)
    assert np.array_equal(_summed(_differences(numbers)), numbers)


def test_what_was_enlarged_is_kept_as_its_cells() -> None:
    cells = noise(14, 14)
    values = enlarged(cells, (224, 224))
    content = packed(values, cells)
    assert len(content) < 14 * 14 * 4 + 400
    assert json.loads(content.split(b"\n")[0])["enlarged"] == "bilinear, pixel centres aligned"
    assert bits(unpacked(content)) == bits(values)


def test_cells_that_do_not_give_the_map_to_the_bit_are_not_kept() -> None:
    cells = noise(14, 14)
    values = enlarged(cells, (56, 56))
    values[3, 5] = np.nextafter(values[3, 5], np.float32(2))
    assert bits(unpacked(packed(values, cells))) == bits(values)
    signed = np.zeros((8, 8), np.float32)
    signed[0, 0] = -0.0
    assert bits(unpacked(packed(signed, np.zeros((2, 2), np.float32)))) == bits(signed)


def test_smooth_maps_become_small_by_differences() -> None:
    y, x = np.mgrid[:200, :200]
    smooth = np.exp(-((x - 90.0) ** 2 + (y - 110.0) ** 2) / 5000).astype(np.float32)
    content = packed(smooth)
    assert json.loads(content.split(b"\n")[0])["way"] == "differences"
    assert len(zlib.compress(content)) < 0.6 * smooth.nbytes
    assert bits(unpacked(content)) == bits(smooth)


@pytest.mark.parametrize(
    "values",
    [
        np.zeros((2, 2)), np.zeros((2, 2), ">f4"), np.zeros((2, 2), np.int32),
        np.zeros((0, 3), np.float32), np.zeros(3, np.float32), np.zeros((1, 1, 1), np.float32),
        np.broadcast_to(np.zeros((), np.float32), (1 << 12, (1 << 12) + 1)),
    ],
    ids=["float64", "big endian", "integers", "empty", "1 dimension", "3 dimensions", "too large"],
)  # fmt: skip
def test_other_arrays_are_no_maps(values: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a map "):
        packed(values)


REFUSED = (ValueError, TypeError, LookupError, RecursionError)


def test_every_flipped_bit_is_seen() -> None:
    cells = noise(4, 4)
    for content in (packed(noise(5, 7)), packed(enlarged(cells, (9, 9)), cells)):
        whole = unpacked(content)
        for place in range(len(content)):
            broken = bytearray(content)
            broken[place] ^= 1 << (place % 8)
            try:
                assert bits(unpacked(bytes(broken))) == bits(whole)
            except REFUSED:
                continue
        for length in range(len(content)):
            with pytest.raises(REFUSED):
                unpacked(content[:length])


@pytest.mark.parametrize(
    "line",
    [
        {"shape": [1 << 20, 1 << 20], "way": "values", "sha256": ""},
        {"shape": [-1, -1], "way": "values", "sha256": ""},
        {"shape": [2.0, 2], "way": "values", "sha256": ""},
        {"shape": [2, 2], "way": "code", "sha256": ""},
        {"shape": [2, 2]},
        {"shape": [60000, 60000], "cells": [2, 2], "enlarged": "bilinear, pixel centres aligned",
         "way": "values", "sha256": ""},
        [], 7, None, "x" * 2000,
    ],
)  # fmt: skip
def test_hostile_lines_are_refused(line: object) -> None:
    with pytest.raises(REFUSED):
        unpacked(json.dumps(line).encode() + b"\n" + b"\0" * 16)
    with pytest.raises(REFUSED):
        unpacked(b"[" * 900 + b"\n")
