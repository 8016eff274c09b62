"""Maps of groups of people headless, and the study's settings with them."""

import pytest

from neopain_gui.gaze.density import Measure
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from neopain_gui.study import Study

from .running import neopain


def maps(path, name):
    with Study.open(path, read_only=True) as study:
        return [one for one in study.results.all() if one.model.name == name]


def test_groups_get_other_maps_with_other_settings(study_path, capsys):
    before = {one.key for one in maps(study_path, "Experts")}
    given = ["--group", "Experts", "--group", "All participants", "--radius", "30"]
    assert neopain("gaze-maps", study_path, *given, "--fixations", "idt") == 0
    text = capsys.readouterr().out
    assert "Experts" in text
    assert len(maps(study_path, "All participants")) == 4
    assert not before & {one.key for one in maps(study_path, "Experts")}
    with Study.open(study_path, read_only=True) as study:
        assert gaze_settings(study).radius_px == 30
    parents = {one.key for one in maps(study_path, "Parents")}
    assert neopain("gaze-maps", study_path) == 0  # the setting is the study's now
    assert parents != {one.key for one in maps(study_path, "Parents")}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--group", "Doctors"], "the study has no group 'Doctors'; it has Experts, Parents"),
        (["--fixations", "best"], "'best' is no filter; choose ivt, idt, exported"),
        (["--weight", "time"], "'time' is no weight"),
        (["--radius", "0"], "a radius is positive"),
        (["--radius", "wide"], "'wide' is no radius; write it like 50 or 1.5deg"),
        (["--radius", "95deg"], "no such angle"),
        (["--valid", "70"], "a share is between 0 and 1"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(study_path, capsys, options, said):
    before = maps(study_path, "Experts")
    assert neopain("gaze-maps", study_path, *options) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert maps(study_path, "Experts") == before


@pytest.mark.parametrize("word", ["number of fixations", "absolute count"])
def test_a_weight_is_called_as_in_the_window_or_as_tobii_calls_it(study_path, word):
    assert neopain("gaze-maps", study_path, "--weight", word) == 0
    with Study.open(study_path, read_only=True) as study:
        assert gaze_settings(study).measure is Measure.COUNT
