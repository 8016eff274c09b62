"""Data frames as CSV, read back by pandas."""

import io

import numpy as np
import pandas as pd

from neopain_gui.reports.frames import frame_csv


def test_pandas_reads_what_was_written():
    frame = pd.DataFrame(
        {
            "participant": ["P01", "P02", "P, 3"],
            "count": np.array([1, 2, 3], "int64"),
            "ms": [1.5, np.nan, 1 / 3],
            "kind": pd.Categorical(["a", "b", None]),
        }
    )
    back = pd.read_csv(io.StringIO(frame_csv(frame)))
    expected = frame.assign(kind=["a", "b", None])
    pd.testing.assert_frame_equal(back, expected, check_dtype=False, atol=1e-6)
    assert frame_csv(frame).splitlines()[2] == "P02,2,,b"


def test_no_spreadsheet_takes_a_name_for_a_formula():
    frame = pd.DataFrame({"=a": ["=1+1", "@x"], "b": ["-2", "a\nb"]})
    assert frame_csv(frame) == "'=a,b\n'=1+1,'-2\n'@x,a b\n"


def test_an_empty_frame_is_its_header():
    assert frame_csv(pd.DataFrame({"a": [], "b": []})) == "a,b\n"
