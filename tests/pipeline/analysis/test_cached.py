"""Statistics are worked out once, kept in the study, and never stale."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis import analyse, cached_analysis, study_analysis
from neopain_gui.pipeline.analysis import cached as kept
from neopain_gui.pipeline.report import write_report
from neopain_gui.study import Study
from neopain_gui.study.statistics_store import MOST_KEPT
from tests.reports.small import PLAIN, put_map, small_study
from tests.study.material import HEIGHT, WIDTH


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    study = small_study(tmp_path_factory.mktemp("kept"), 6)
    path = study.path
    study.close()
    return path


@pytest.fixture
def study(made, tmp_path):
    with Study.open(shutil.copytree(made, tmp_path / "ward.neopain")) as opened:
        yield opened


@pytest.fixture
def never_again(monkeypatch):
    """Whoever analyses after this fails."""

    def forbid(*_args, **_more):
        raise AssertionError("it was worked out again")

    return lambda: monkeypatch.setattr(kept, "analyse", forbid)


def same(a, b):
    return all(repr(getattr(a, f.name)) == repr(getattr(b, f.name)) for f in fields(a))


def test_what_is_kept_is_what_was_found_to_the_last_digit(study, never_again):
    expected = analyse(study, PLAIN)
    assert same(study_analysis(study, PLAIN), expected)
    never_again()
    found = study_analysis(study, PLAIN)
    assert same(found, expected)
    for name in ("pixels", "in_a", "in_b", "in_both"):
        kept_counts, counts = (
            getattr(one.comparison.table.counts, name) for one in (found, expected)
        )
        np.testing.assert_array_equal(kept_counts, counts)


def test_a_report_uses_what_the_window_worked_out_and_writes_the_same(study, tmp_path, never_again):
    write_report(study, tmp_path / "first", PLAIN, photographs=False, formats=())
    never_again()
    write_report(study, tmp_path / "again", PLAIN, photographs=False, formats=())
    for file in (tmp_path / "first").glob("*.csv"):
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name


def test_it_is_kept_by_whoever_only_reads(made, tmp_path):
    copy = shutil.copytree(made, tmp_path / "ward.neopain")
    with Study.open(copy, read_only=True) as reader:
        study_analysis(reader, PLAIN)
        assert cached_analysis(reader, PLAIN) is not None


def test_every_input_makes_it_anew(study):
    study_analysis(study, PLAIN)
    ids = [image.id for image in study.images.all()]
    names = study.results.models()[:2]
    assert cached_analysis(study, replace(PLAIN, c_gaze=0.1)) is None
    assert cached_analysis(study, PLAIN, image_ids=ids[:2]) is None
    assert cached_analysis(study, PLAIN, models=names) is None
    assert cached_analysis(study, PLAIN, image_ids=ids) is not None, "these are all"

    def changes():
        yield put_map(study, ids[0], "Another", np.eye(HEIGHT, WIDTH))
        yield study.set_setting("gaze", {"radius_px": 30})
        square = np.array([(5, 5), (15, 5), (15, 15), (5, 15)], np.float64)
        yield study.regions.put(ids[0], {"tube": [square]})

    for _change in changes():
        assert cached_analysis(study, PLAIN) is None
        study_analysis(study, PLAIN)
        assert cached_analysis(study, PLAIN) is not None


def test_what_the_window_remembers_of_its_view_changes_nothing(study):
    study_analysis(study, PLAIN)
    study.set_setting("image_id", "other")
    assert cached_analysis(study, PLAIN) is not None


def test_damaged_or_foreign_content_is_worked_out_again(study):
    expected = study_analysis(study, PLAIN)
    (file,) = (study.path / "statistics").iterdir()
    content = file.read_bytes()
    broken = bytearray(content)
    broken[len(broken) // 2] ^= 1
    for wrong in (b"", b"{}", bytes(broken), gzip.compress(b"{}"), gzip.compress(b"[" * 9999)):
        file.write_bytes(wrong)
        assert cached_analysis(study, PLAIN) is None
        assert same(study_analysis(study, PLAIN), expected)
    file.unlink()
    outside = study.path.parent / "outside.gz"
    outside.write_bytes(content)
    file.symlink_to(outside)
    assert cached_analysis(study, PLAIN) is None, "a link out of the study"


def test_only_the_last_few_are_kept(study):
    for number in range(MOST_KEPT + 3):
        assert study.statistics.keep(f"{number:064x}", b"{}")
    assert len(list((study.path / "statistics").iterdir())) == MOST_KEPT


def test_a_purge_leaves_none_of_them(study):
    study_analysis(study, PLAIN)
    folder: Path = study.path / "statistics"
    assert list(folder.iterdir())
    study.removal.purge()
    assert not list(folder.iterdir())


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(study):
    (study.path / "statistics").write_text("in the way")
    assert study_analysis(study, MaskSettings()).pairs
    assert cached_analysis(study, MaskSettings()) is None
