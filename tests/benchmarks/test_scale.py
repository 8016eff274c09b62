"""Made studies are studies, and their figures are printed for people and for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import bench_scale
from benchmarks.bench_scale import Group, measured
from benchmarks.rows import Sized
from benchmarks.scale import study_file
from benchmarks.scale.figure import Figure
from benchmarks.scale.made import make
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.study import Study


def test_a_made_study_has_photographs_that_can_be_read_and_22_maps_of_each(tmp_path):
    with Study.open(make(tmp_path, 3)) as study:
        images = study.images.all()
        assert len(images) == 3
        assert study.images.pixels(images[2].id).shape == (233, 320, 3)
        assert [len(study.results.all(image.id)) for image in images] == [22] * 3
        found = compare_study(study, mask_settings(study))
        assert (len(found.models), len(found.images), found.left_out) == (6, 3, ())
        assert 0 < found.table.values("iou").mean() < 1


def size_of(study: Path) -> float:
    return float(study.read_text())


def of_size(folder: Path, size: int) -> Path:
    made = folder / "study"
    made.write_text(str(size**2))
    return made


def test_growth_is_held_against_the_smaller_study(monkeypatch, capsys):
    figure = Figure(name="waiting", title="waiting", unit="s", measure=size_of, limits={4: 15.0})
    group = Group("photographs", (2, 4), of_size, (figure,))
    first, second = measured(group)
    assert (first.measured, second.measured, second.peer, second.ratio) == (4, 16, 8, 0.5)
    assert second.name == "waiting, 4 photographs (s), 4 × that of 2, which are 2 × fewer"
    monkeypatch.setattr(bench_scale, "groups", lambda: [group])
    assert benchmarks.main(["scale"]) == 1
    assert "OVER THE LIMIT" in capsys.readouterr().out
    monkeypatch.setenv("NEOPAIN_SCALE_LINES", "1")
    benchmarks.main(["scale"])
    assert capsys.readouterr().out.splitlines() == ["waiting 2 4 s", "waiting 4 16 s"]


def test_what_is_not_to_grow_is_held_against_itself():
    one = Sized("word", "title", "MB", 10, 5.0)
    assert Sized("word", "title", "MB", 100, 5.0, smaller=one, flat=True).ratio == 1
    assert Sized("word", "title", "MB", 100, 5.0, smaller=one).ratio == 10


def test_a_figure_is_measured_in_a_process_of_its_own_and_leaves_the_study_as_it_was(tmp_path):
    study = make(tmp_path, 2, values=False)
    with Study.open(study) as opened:
        before = opened.statistics.digest()
    for figure in study_file.FIGURES:
        assert figure.of(study) >= 0
    with Study.open(study) as opened:
        assert opened.statistics.digest() == before


@pytest.mark.parametrize("more", ["", "12"])
def test_a_further_size_is_an_option(more, monkeypatch):
    monkeypatch.setenv("NEOPAIN_SCALE", more)
    sizes = bench_scale.groups()[0].sizes
    assert sizes == ((12,) if more else ()) + (200, 2000, 10_000)
