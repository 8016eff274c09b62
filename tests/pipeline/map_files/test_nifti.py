"""The volume against the format's own words: where each number of its head lies."""

import struct

import numpy as np
import pytest

from neopain_gui.faces.warp import COLUMNS, ROWS, on_cells
from neopain_gui.pipeline.map_files.nifti import nifti_bytes


@pytest.fixture
def values():
    return np.random.default_rng(0).random((ROWS, COLUMNS))


def at(content, offset, form):
    found = struct.unpack_from("<" + form, content, offset)
    return found[0] if len(found) == 1 else found


def test_the_head_is_that_of_a_single_file_of_one_layer(values):
    content = nifti_bytes(values, "Experts: pain − no pain")
    assert at(content, 0, "i") == 348  # sizeof_hdr
    assert at(content, 40, "8h") == (3, COLUMNS, 1, ROWS, 1, 1, 1, 1)  # dim
    assert at(content, 70, "2h") == (16, 32)  # datatype float32, bitpix
    assert at(content, 76, "4f") == pytest.approx((1, 2.16 / 54, 1, 2.5 / 62))  # pixdim
    assert at(content, 108, "3f") == (352, 1, 0)  # vox_offset, scl_slope, scl_inter
    assert content[148:228].rstrip(b"\0").decode() == "Experts: pain − no pain"  # descrip
    assert at(content, 252, "2h") == (0, 2)  # qform_code, sform_code
    assert content[344:352] == b"n+1\0\0\0\0\0"  # magic, no extension
    assert len(content) == 352 + 4 * ROWS * COLUMNS


def test_values_lie_as_the_format_says_and_on_their_places(values):
    content = nifti_bytes(values, "")
    there = np.frombuffer(content, "<f4", offset=352).reshape((COLUMNS, 1, ROWS), order="F")
    assert np.array_equal(there[:, 0].T, values.astype(np.float32))
    affine = np.vstack([at(content, 280 + 16 * row, "4f") for row in range(3)] + [(0, 0, 0, 1)])
    column, row = on_cells(np.array((-0.5, 0.0)))  # the neonate's right eye
    assert affine @ (column, 0, row, 1) == pytest.approx((0.5, 0, 0, 1), abs=1e-6)
    column, row = on_cells(np.array((0.0, 1.0)))  # the chin is below
    assert affine @ (column, 0, row, 1) == pytest.approx((0, 0, -1, 1), abs=1e-6)


def test_places_that_are_not_known_stay_so(values):
    values[3, 4] = np.nan
    there = np.frombuffer(nifti_bytes(values, ""), "<f4", offset=352)
    assert np.isnan(there).sum() == 1


def test_long_words_are_cut(values):
    assert len(nifti_bytes(values, "é" * 200)) == 352 + 4 * values.size
