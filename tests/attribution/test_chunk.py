"""How many images at once: what is chosen from which times, and that it is kept."""

import json

import numpy as np
import pytest

from neopain_gui.attribution import chunk
from neopain_gui.attribution.chunk import CANDIDATES, chunk_for, fastest


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(chunk, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(chunk, "_known", {})
    return tmp_path


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (lambda n: 0.02 + 0.001 * n, 16),  # a fixed cost: the more the better
        (lambda n: 0.01 * n, 1),  # nothing to gain
        (lambda n: 0.05 + 0.05 * n, 4),  # eight at once would take 0.45 s
        (lambda n: 0.2 * n, 1),  # two would be noticed too late
        (lambda n: 0.9 * n**0.1, 1),  # even one is too slow, and more is no better for a stop
        (lambda n: 0.01 * n if n < 4 else 0.02 * n, 1),
    ],
)
def test_the_fastest_that_stops_in_time(seconds, expected):
    assert fastest(seconds) == expected


def test_it_is_measured_once(own_cache):
    passes = []

    def run(images):
        passes.append(images.shape)
        return images

    first = chunk_for("n_cnn", (8, 9, 3), run)
    count = len(passes)
    assert {shape[1:] for shape in passes} == {(8, 9, 3)}
    assert first in CANDIDATES
    chunk._known.clear()  # as in another process
    assert chunk_for("n_cnn", (8, 9, 3), run) == first
    assert len(passes) == count
    chunk_for("n_cnn", (9, 9, 3), run)
    assert len(passes) > count
    kept = json.loads((own_cache / "chunks.json").read_text())
    assert len(kept) == 2


@pytest.mark.parametrize("content", [b"", b"[1, 2]", b"\xff\xfe", b"{" * 10**5, b'{"a": 99}'])
def test_a_damaged_file_counts_for_nothing(own_cache, content):
    (own_cache / "chunks.json").write_bytes(content)
    assert chunk_for("n_cnn", (4, 4, 3), np.asarray) in CANDIDATES
    assert len(json.loads((own_cache / "chunks.json").read_text())) == 1
