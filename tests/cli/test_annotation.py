"""What comes of what raters said, on the command line."""

from __future__ import annotations

import pytest

from neopain_gui.pipeline.demo_study import make_demo_study
from neopain_gui.pipeline.labels import label_source
from neopain_gui.study import Study
from tests.cli.running import neopain


@pytest.fixture(scope="module")
def rated(tmp_path_factory):
    return make_demo_study(tmp_path_factory.mktemp("rated"), subjects=1, rated=True)


@pytest.fixture
def run(capsys):
    """Return a command's exit status and all that it said, in one line."""

    def ran(*arguments):
        status = neopain(*arguments)
        said = capsys.readouterr()
        return status, " ".join((said.out + said.err).split())

    return ran


def test_maps_of_raters_are_made_and_a_share_is_said(rated, run):
    status, said = run("annotation-maps", rated)
    assert status == 0
    for words in ("Marked by Rater 1", "NFCS-5 by all raters", "12 maps were made"):
        assert words in said
    assert "is not handed in by" in said
    status, said = run("annotation-maps", rated, "--share", "2")
    assert status != 0
    assert "at most at 1" in said
    assert "there is no model" in run("annotation-maps", rated, "--model", "Marked by Zoe")[1]


def test_the_label_that_counts_is_chosen_and_said(rated, run):
    assert "the data set's label" in run("label-source", rated)[1]
    status, said = run("label-source", rated, "--source", "cut-off", "--scale", "nfcs-5")
    assert status == 0
    assert "nfcs-5 ≥ 3" in said
    with Study.open(rated) as study:
        assert label_source(study).kind == "cut-off"
    for wrong, words in (
        (("--source", "guess"), "is no source of labels"),
        (("--rater", "Rater 1"), "add --source"),
        (("--source", "rater", "--rater", "Zoe"), "no rater Zoe"),
        (("--source", "majority", "--at-least", "3"), "only a cut-off has a number"),
        (("--source", "cut-off", "--scale", "nips", "--at-least", "11"), "tells nothing apart"),
    ):
        status, said = run("label-source", rated, *wrong)
        assert status != 0
        assert words in said
    assert run("label-source", rated, "--source", "data-set")[0] == 0
