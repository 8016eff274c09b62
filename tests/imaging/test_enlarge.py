from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.imaging.enlarge import enlarged


@pytest.fixture(scope="module")
def resize():  # type: ignore[no-untyped-def]
    tf = pytest.importorskip("tensorflow")

    def enlarge(cells: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        made = tf.image.resize(cells[None, ..., None], size, method="bilinear")
        return made.numpy()[0, ..., 0]

    return enlarge


@settings(deadline=None)
@given(
    cells=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    more=st.tuples(st.integers(0, 170), st.integers(0, 170)),
    seed=st.integers(0, 2**32 - 1),
    scale=st.integers(-30, 30),
)
def test_the_same_bits_as_the_networks_library(
    resize, cells: tuple[int, int], more: tuple[int, int], seed: int, scale: int
) -> None:
    size = (cells[0] + more[0], cells[1] + more[1])
    drawn = np.random.default_rng(seed).normal(size=cells) * 10.0**scale
    given_cells = np.maximum(drawn, 0).astype(np.float32)
    made = enlarged(given_cells, size)
    assert made.dtype == np.float32
    assert made.tobytes() == resize(given_cells, size).tobytes()


@pytest.mark.parametrize("cells", [(14, 14), (28, 28), (56, 56), (112, 112), (224, 224)])
def test_the_layers_of_a_vgg(resize, cells: tuple[int, int]) -> None:
    drawn = np.random.default_rng(1).random(cells, dtype=np.float32)
    assert enlarged(drawn, (224, 224)).tobytes() == resize(drawn, (224, 224)).tobytes()
