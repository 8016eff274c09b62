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
from benchmarks.scale.made import make, results_of, rows_of
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.study import Study
from neopain_gui.study.results import row_of


def test_a_made_study_has_photographs_that_can_be_read_and_22_maps_of_each(tmp_path):
    with Study.open(make(tmp_path, 3)) as study:
        images = study.images.all()
        assert len(images) == 3
        assert study.images.pixels(images[2].id).shape == (233, 320, 3)
        assert [len(study.results.all(image.id)) for image in images] == [22] * 3
        found = compare_study(study, mask_settings(study))
        assert (len(found.models), len(found.images), found.left_out) == (6, 3, ())
        assert 0 < found.table.values("iou").mean() < 1


def test_rows_that_are_inserted_together_are_those_that_a_study_writes(tmp_path):
    with Study.open(make(tmp_path, 3)) as study:
        before = study.statistics.digest()
        for image in study.images.all():
            assert list(rows_of(image)) == [row_of(one) for one in results_of(image)]
            for one in results_of(image):
                assert study.maps.has(one.provenance)
                assert study.results.record(one)
        assert study.statistics.digest() == before
        assert len(study.predictions.class_scores("vgg_face_phantoms")) == 3


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
    said = capsys.readouterr().out
    assert "OVER THE LIMIT OF 15  GROWS WORSE THAN LINEARLY" in said
    assert said.splitlines()[-1] == f"scale: {second.name}: grows worse than linearly"
    assert said.splitlines()[-2] == f"scale: {second.name}: over the limit of 15"
    monkeypatch.setenv("NEOPAIN_SCALE_LINES", "1")
    assert benchmarks.main(["scale"]) == 1
    lines = capsys.readouterr()
    assert lines.out.splitlines() == ["waiting 2 4 s", "waiting 4 16 s"]
    assert lines.err.splitlines() == said.splitlines()[-2:]


def test_what_is_not_to_grow_is_held_against_itself():
    one = Sized("word", "title", "MB", 10, 5.0)
    assert Sized("word", "title", "MB", 100, 5.0, smaller=one, flat=True).ratio == 1
    assert Sized("word", "title", "MB", 100, 5.0, smaller=one).ratio == 10


@pytest.mark.parametrize(
    ("measured", "flat", "noise", "grows"),
    [
        *[(7.4, True, 0.0, False), (7.6, True, 0.0, True), (7.6, True, 1.0, False)],
        *[(74.0, False, 0.0, False), (76.0, False, 0.0, True), (4.0, True, 0.0, False)],
    ],
)
def test_growth_is_what_is_clearly_more_than_it_may_be(
    measured, flat, noise, grows, monkeypatch, capsys
):
    one = Sized("word", "title", "MB", 10, 5.0)
    more = Sized("word", "title", "MB", 100, measured, smaller=one, flat=flat, noise=noise)
    assert not one.grows
    assert more.grows is grows
    monkeypatch.setattr(bench_scale, "run", lambda: iter([one, more]))
    assert benchmarks.main(["scale"]) == int(grows)
    last = capsys.readouterr().out.splitlines()[-1]
    assert ("grows" in last and "title" in last) is grows


def test_nothing_is_not_enough_to_grow_from():
    one = Sized("word", "title", "ms", 10, 0.0)
    assert Sized("word", "title", "ms", 100, 0.4, smaller=one, noise=0.3).grows
    assert not Sized("word", "title", "ms", 100, 0.2, smaller=one, noise=0.3).grows


def test_each_row_of_the_issue_has_a_figure():
    figures = {one.name: one for group in bench_scale.groups() for one in group.figures}
    for name in (
        *("after_a_map", "after_a_choice", "recording_a_map", "first_picture"),
        *("thumbnails_memory", "scrolling", "disk_of_maps", "import", "matrix_second_time"),
        *("group_maps_memory", "ceiling_memory", "run_over_passes", "run_over_passes_vgg_face"),
    ):
        assert figures[name].name == name


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
