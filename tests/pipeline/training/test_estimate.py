"""What a training will take is said before it starts, and refused where the disk is too small."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from neopain_gui import locations
from neopain_gui.errors import EnvironmentFault, InputError, WeightsError
from neopain_gui.pipeline.training import takes, train
from neopain_gui.pipeline.training.estimate import estimate
from neopain_gui.pipeline.training.takes import multiplications
from neopain_gui.pipeline.training.train import Wanted, base_of, train_on
from neopain_gui.study import Study
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import with_options


@pytest.fixture(scope="module")
def study(ward):
    with Study.open(ward, read_only=True) as opened:
        yield opened


@pytest.fixture
def not_built(tmp_path, monkeypatch):
    monkeypatch.setattr(locations, "cache_folder", lambda: tmp_path)
    return "vgg_face_phantoms"


def wanted(architecture="n_cnn", **options):
    return Wanted(protocol=with_options(preset("honest", architecture), **options), base="any")


def test_it_is_a_sentence_for_people(study, monkeypatch):
    monkeypatch.setattr(takes, "multiplications", lambda: takes._REFERENCE)
    monkeypatch.setattr(takes, "_cores", lambda: 2)
    found = estimate(study, wanted(folds=2, copies=0, epochs=20))
    assert found.seconds_low < found.seconds_high
    assert found.said().startswith("It will take between ")
    assert "of disk and about 1.1 GB of memory." in found.said()
    assert found.how.startswith("Worked out for 11 to 20 epochs of each fold, ")
    assert "on its 2 cores" in found.how
    one = estimate(study, wanted(folds=2, copies=0, epochs=20), only=[1])
    assert one.seconds_high < found.seconds_high


def test_a_base_that_is_built_first_is_counted_in_and_said(study, monkeypatch, not_built):
    some = replace(wanted("vgg_face", folds=2, copies=0, epochs=1), base=not_built)
    with_it, without = estimate(study, some), estimate(study, replace(some, base="any"))
    assert with_it.seconds_low > without.seconds_low
    assert with_it.disk_bytes == without.disk_bytes + 111_000_000
    assert with_it.said().endswith("NeoPain builds the demo base first, which is counted in.")
    assert "demo base" not in without.said()


def test_a_training_builds_its_base(monkeypatch, not_built):
    built = []
    monkeypatch.setattr(train, "load_classifier", lambda name, _job: built.append(name))
    with pytest.raises(WeightsError, match="have not been built yet"):  # nothing was, here
        base_of(replace(wanted("vgg_face"), base=not_built))
    assert built == [not_built]


def test_a_machine_twice_as_fast_takes_half_as_long(study, monkeypatch):
    monkeypatch.setattr(takes, "multiplications", lambda: takes._REFERENCE)
    slow = estimate(study, wanted("vgg_face", folds=2))
    monkeypatch.setattr(takes, "multiplications", lambda: 2 * takes._REFERENCE)
    fast = estimate(study, wanted("vgg_face", folds=2))
    assert fast.seconds_high == pytest.approx(slow.seconds_high / 2)


def test_how_fast_this_machine_is_is_found_out_once():
    assert 1e8 < multiplications() < 1e12
    assert multiplications() == multiplications()


def test_what_the_training_would_refuse_is_refused(study):
    with pytest.raises(InputError, match="neonates are too few for 1000 folds"):
        estimate(study, wanted(folds=1000))


def test_too_small_a_disk_is_refused_before_anything_is_there(study, tmp_path, monkeypatch):
    usage = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    small = replace(wanted(folds=2, epochs=1, copies=0), base="")
    with pytest.raises(EnvironmentFault, match=r"takes up to .* MB, and the disk has 1\.0 MB left"):
        train_on(study, small, tmp_path / "deep" / "run")
    assert not (tmp_path / "deep").exists()


def test_half_precision_is_refused_where_it_would_do_nothing(study, tmp_path):
    some = replace(wanted(), base="", half=True)
    with pytest.raises(InputError, match="nothing is kept in half precision"):
        train_on(study, some, tmp_path / "run")
