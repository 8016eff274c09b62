"""Scales and sets of landmarks on the command line: listed, checked, added, exported, taken out."""

import json

import pytest

from neopain_gui.annotation.landmarks import landmark_set_text, sets
from neopain_gui.annotation.scales import read_scale, scale_text, scales
from neopain_gui.pipeline.settings.instruments import study_landmark_sets, study_scales
from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.pipeline.rounds.material import NAME, make


@pytest.fixture
def ward(tmp_path):
    with make(tmp_path) as study:
        return study.path


@pytest.fixture
def ours(tmp_path):
    own = json.loads(scale_text(scales()["nips"])) | {"id": "ours", "short": "Ours"}
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(own), encoding="utf-8")
    return file


def test_scales_are_listed_with_their_switches_and_rounds(ward, capsys):
    assert neopain("scales") == 0
    said = capsys.readouterr().out
    assert all(one in said for one in scales())
    assert "nfcs.count_tongue_protrusion: NFCS, “Count tongue protrusion" in said
    assert neopain("scales", ward) == 0
    assert NAME in capsys.readouterr().out


def test_a_scale_comes_in_goes_out_as_a_file_and_is_taken_out(ward, ours, tmp_path, capsys):
    assert neopain("scales", "--check", ours) == 0
    assert capsys.readouterr().out == (
        "ours.json can be used: Neonatal Infant Pain Scale, 6 items, 5 of them cannot be seen on a "
        "photograph, 1 total.\n"
    )
    assert neopain("scales", ward, "--add", ours) == 0
    assert "The study has the scale “ours”." in capsys.readouterr().out
    out = tmp_path / "out"
    assert neopain("scales", ward, "--export", "ours", "--out", out) == 0
    with Study.open(ward, read_only=True) as study:
        assert read_scale(out / "ours.json") == study_scales(study)["ours"]
    assert neopain("new-round", ward, "--name", "x", "--instrument", "scale:ours") == 0
    assert neopain("scales", ward, "--remove", "ours") == 2
    assert "the round “x” asks for the scale “ours”" in capsys.readouterr().err
    other = json.loads(ours.read_text()) | {"title": "Changed"}
    ours.write_text(json.dumps(other))
    assert neopain("scales", ward, "--check", ours) == 0
    assert "this one stands beside it as “ours-v2”" in capsys.readouterr().out
    assert neopain("scales", ward, "--add", ours, "--switch", "n-pass.points_for_prematurity=on",
                   "--switch", "nfcs.count_tongue_protrusion=off") == 0  # fmt: skip
    said, warned = capsys.readouterr()
    assert "“x” asks version 1 of “ours”, which stays" in " ".join(said.split())
    assert "N-PASS, “A point for less than 30 weeks”: on." in said
    assert f"Totals of NFCS in “{NAME}” are added up so" in warned
    assert neopain("scales", ward, "--remove", "ours-v2") == 0
    with Study.open(ward, read_only=True) as study:
        assert "ours-v2" not in study_scales(study)
        assert study_scales(study)["ours"].title == "Neonatal Infant Pain Scale"


def test_a_set_of_landmarks_comes_in_and_goes(ward, tmp_path, capsys):
    own = sets()["5"].model_copy(update={"id": "ours", "title": "Ours"})
    file = tmp_path / "ours.json"
    file.write_text(landmark_set_text(own))
    assert neopain("landmark-sets", "--check", file) == 0
    assert "ours.json can be used: Ours, 5 points, " in capsys.readouterr().out
    assert neopain("landmark-sets", ward, "--add", file) == 0
    with Study.open(ward, read_only=True) as study:
        assert study_landmark_sets(study)["ours"] == own
    assert neopain("landmark-sets", ward) == 0
    assert "the study's own" in capsys.readouterr().out
    assert neopain("landmark-sets", ward, "--remove", "ours") == 0
    assert neopain("landmark-sets", ward, "--remove", "ours") == 2
    assert "no set of landmarks of its own called “ours”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--remove", "x"), "it is not said which study"),
        (("--export", "nfcs"), "it is not said where to"),
        (("--export", "mood", "--out", "x"), "there is no scale “mood”; there is nfcs"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(given, said, capsys):
    assert neopain("scales", *given) == 2
    assert said in capsys.readouterr().err


def test_a_scale_that_is_not_finished_is_named_with_what_is_wrong(ward, capsys):
    with Study.open(ward) as study:
        own = json.loads(scale_text(scales()["nips"])) | {"id": "ours", "short": ""}
        study.set_setting("own scales", {"ours": own})
    assert neopain("scales", ward) == 0
    assert "The scale “ours” cannot be used yet. Short: it is empty." in capsys.readouterr().err
