"""A network is tried as it is declared now, and loaded once as long as it is the same."""

import numpy as np
import pytest

from neopain_gui import locations
from neopain_gui.classifiers import trying
from neopain_gui.classifiers.foreign import bringing
from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
from neopain_gui.errors import InputError, WeightsError
from tests.classifiers.foreign import networks

CROP = np.random.default_rng(3).integers(0, 256, (40, 30, 3), np.uint8)


def declared(*outputs, **how):
    usual = {"size": 24, "colours": "RGB", "scale": 255.0, "mean": (0.0,), "fit": "stretched"}
    return Declared(outputs=outputs, preprocessing=preprocessing(**usual | how))


@pytest.fixture
def loads(monkeypatch):
    """How often a network was loaded."""
    trying.forget()
    counted, load = [], bringing.load_network
    monkeypatch.setattr(
        bringing, "load_network", lambda path, size: counted.append(size) or load(path, size)
    )
    yield counted
    trying.forget()


def test_what_was_declared_counts_each_time_though_it_is_loaded_once(tmp_path, loads):
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    first = trying.try_out(path, declared("pain", "no pain"))
    swapped = trying.try_out(path, declared("no pain", "pain"))
    blue = trying.try_out(path, declared("pain", "no pain", colours="BGR"))
    assert len(loads) == 1
    np.testing.assert_array_equal(first.predict([CROP]), swapped.predict([CROP]))
    assert swapped.info.class_order == ("no pain", "pain")
    np.testing.assert_array_equal(
        blue.predict([CROP]), first.predict([np.ascontiguousarray(CROP[..., ::-1])])
    )
    with pytest.raises(InputError, match="two outputs"):
        trying.try_out(path, declared("pain", "pain"))


def test_another_file_in_its_place_is_another_network(tmp_path, loads):
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    before = trying.try_out(path, declared("pain", "no pain")).predict([CROP])
    other = networks.trained(networks.fused(2), seed=5)
    path.unlink()
    other.save(path)
    after = trying.try_out(path, declared("pain", "no pain")).predict([CROP])
    assert len(loads) == 2
    assert np.abs(before - after).max() > 1e-4
    path.unlink()
    with pytest.raises(WeightsError, match="cannot be read"):
        trying.try_out(path, declared("pain", "no pain"))


def test_of_any_size_it_is_built_for_each(tmp_path, loads):
    path = networks.saved(networks.fused(2, size=None), tmp_path / "any.keras")
    for size in (24, 32, 32):
        tried = trying.try_out(path, declared("pain", "no pain", size=size))
        assert tried.info.input_size == size
    assert loads == [24, 32]


def test_a_large_one_does_not_stay_in_memory(tmp_path, loads, monkeypatch):
    monkeypatch.setattr(trying, "_SMALL", 10)
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    for _ in range(2):
        trying.try_out(path, declared("pain", "no pain"))
    assert len(loads) == 2


def test_a_file_of_ours_needs_no_declaration():
    tried = trying.try_out(locations.models() / "n_cnn_phantoms.weights.h5", None)
    assert [str(one) for one in tried.info.class_order] == ["no pain", "pain"]
