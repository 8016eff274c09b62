"""A frame of samples as recordings hold it."""

from __future__ import annotations

import numpy as np

from neopain_gui.gaze.recordings.sample_table import SampleTable


def table_of(frame):
    """Return the table that gives this frame."""
    table = SampleTable()
    texts = {
        name: list(one.cat.categories) for name, one in frame.items() if one.dtype == "category"
    }
    table.add(
        {
            name: np.asarray(one.cat.codes if name in texts else one.to_numpy())
            for name, one in frame.items()
        }
    )
    table.close()
    table.name_texts(texts)
    return table
