"""Rounds on the command line: made, handed over, collected, listed, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.pipeline.rounds.material import NAME, make, rate


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    with make(tmp_path) as study:
        return study.path


def test_a_round_is_made_as_it_was_asked_for(ward, capsys):
    given = ("new-round", ward, "--name", " Second  one ", "--rater", "Ana", "--rater", "Caio",
             "--instrument", "score", "--label", "pain", "--repeats", 0.5, "--apart", 2, "--open",
             "--seconds", 7, "--score-by", "line", "--seed", 3)  # fmt: skip
    assert neopain(*given, "--preview") == 0
    said = capsys.readouterr().out
    assert "3 photographs, 2 of them twice: 5 turns for each rater, 2 raters." in said
    with Study.open(ward, read_only=True) as study:
        assert len(study.annotations.rounds()) == 1
    assert neopain(*given) == 0
    assert "The round “Second one” was made, with seed 3." in capsys.readouterr().out
    with Study.open(ward, read_only=True) as study:
        made = study.annotations.round("Second one")
        assert made.raters == ("Ana", "Caio")
        assert made.image_ids == ("P1", "P3", "P5")
        assert (made.blind, made.seconds, made.score_by, made.instruments) == (
            False,
            7.0,
            "line",
            ("score",),
        )
        assert [one.id for one in study.annotations.raters()] == ["Ana", "Bia", "Caio"]
    assert neopain(*given) == 2
    assert "there is a round called “Second one” already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--instrument", "mood"), "asks something that NeoPain knows"),
        (("--instrument", "scale:mood"), "there is no scale “mood”; there is scale:nfcs"),
        (("--instrument", "landmarks:9"), "there is no set of landmarks “9”"),
        (("--repeats", 0.9), "share of repeats"),
        (("--neonate", "nobody"), "no neonate nobody"),
        (("--photograph", "nothing.png"), "no photograph 'nothing.png'"),
        (("--neonate", "N0", "--photograph", "P4"), "no photograph is left to rate"),
        (("--score-by", "dice"), "numbers, slider or line"),
        (("--seconds", 0), "more than 0"),
    ],
)
def test_a_round_that_cannot_be_is_refused_in_a_sentence(ward, given, said, capsys):
    assert neopain("new-round", ward, "--name", "x", *given) == 2
    assert said in capsys.readouterr().err
    with Study.open(ward, read_only=True) as study:
        assert len(study.annotations.rounds()) == 1


def test_what_cannot_be_apart_is_said(ward, capsys):
    assert neopain("new-round", ward, "--name", "x", "--apart", 50, "--preview") == 0
    assert "cannot be 50 positions apart; they are" in capsys.readouterr().out


def test_a_round_goes_away_and_comes_back(ward, tmp_path, capsys):
    out = tmp_path / "out"
    assert neopain("export-round", ward, "--round", NAME, "--rater", "Ana", "--out", out) == 0
    said = capsys.readouterr().out
    assert "Ward_round_1-Ana.neopain holds the round “Ward round 1” for Ana" in said
    folder = out / "Ward_round_1-Ana.neopain"
    with Study.open(folder) as elsewhere:
        rate(elsewhere, "Ana", label=0.0)
        elsewhere.annotations.hand_in(NAME, "Ana", "2026-11-30T13:00:00+00:00")
    with Study.open(ward) as study:
        rate(study, "Ana", turns=1)
    to_file = ("export-ratings", folder, "--round", NAME, "--rater", "Ana", "--out", out)
    assert neopain(*to_file) == 0
    file = out / "ratings-Ana.json"
    capsys.readouterr()
    assert neopain("collect-rounds", ward, file, "--preview") == 0
    said, warned = capsys.readouterr()
    assert "Ana in “Ward round 1”, not handed in: 7 new turns, 1 that differs" in said
    assert "Nothing was taken in." in said
    assert "label: pain in the study, no pain in ratings-Ana.json" in warned
    assert "1 turn differs, the study’s answers stay; add --theirs" in warned
    assert neopain("collect-rounds", ward, folder, "--theirs") == 0
    assert neopain("collect-rounds", ward, file) == 0
    assert "The study knew all of it already." in capsys.readouterr().out
    assert neopain("rounds", ward) == 0
    listed = capsys.readouterr().out
    assert "  Ana: 8 of 8 turns done, handed in 2026-11-30T13:00:00+00:00" in listed
    assert "  Bia: 0 of 8 turns done, not handed in" in listed


def test_who_has_not_finished_is_said_with_the_file(ward, tmp_path, capsys):
    given = ("export-ratings", ward, "--round", NAME, "--rater", "Bia", "--out", tmp_path / "out")
    assert neopain(*given) == 0
    assert "Bia has not done 8 turns yet." in capsys.readouterr().err


def test_collecting_what_cannot_be_collected_changes_nothing(ward, tmp_path, capsys):
    (tmp_path / "ratings-X.json").write_text("{}")
    with Study.open(ward) as study:
        rate(study, "Ana")
    assert neopain("collect-rounds", ward, tmp_path / "ratings-X.json") == 2
    assert "ratings-X.json: is no file of a rater's answers" in capsys.readouterr().err
    assert neopain("collect-rounds", ward, ward) == 2
    assert neopain("collect-rounds", ward, tmp_path / "absent.json") == 3


def test_raters_are_listed_and_named(ward, capsys):
    assert neopain("raters", ward, "--add", "Caio", "--group", "nurses") == 0
    said = capsys.readouterr().out
    assert "Caio" in said
    assert "nurses" in said
    assert neopain("raters", ward, "--no-more", "Ana") == 2
    assert "Ana is asked in the round" in capsys.readouterr().err
    assert neopain("raters", ward, "--no-more", "Caio") == 0
    assert "Caio" not in capsys.readouterr().out
    with Study.open(ward, read_only=True) as study:
        assert "Caio" in {one.id for one in study.gaze.participants()}


def test_a_rater_and_a_round_are_removed_for_good(ward, capsys):
    with Study.open(ward) as study:
        rate(study, "Ana", turns=2)
        rate(study, "Bia", turns=1)
    assert neopain("rounds", ward, "--remove", NAME) == 2
    assert "nothing was removed" in capsys.readouterr().err
    assert neopain("rounds", ward, "--remove", NAME, "--rater", "Ana", "--yes") == 0
    assert "10 answers in rounds" in capsys.readouterr().out
    with Study.open(ward, read_only=True) as study:
        assert {one.rater for one in study.annotations.answers()} == {"Bia"}
    assert neopain("rounds", ward, "--remove", NAME, "--yes") == 0
    assert "1 round: Ward round 1" in capsys.readouterr().out
    for file in (one for one in ward.rglob("*") if one.is_file()):
        assert b"a tube" not in file.read_bytes(), file
    assert neopain("rounds", ward) == 0
    assert "There is no round" in capsys.readouterr().out
    assert neopain("rounds", ward, "--remove", NAME, "--yes") == 2


def test_a_scales_switch_is_set_with_the_round_and_said(ward, capsys):
    """NAME asks the same scale, so its totals change too: the switch is the whole study's."""
    switch = "nfcs.count_tongue_protrusion=off"
    given = ("new-round", ward, "--name", "Second", "--instrument", "scale:nfcs", "--switch")
    title = "NFCS, “Count tongue protrusion (for preterm neonates)”"
    assert neopain("rounds", ward) == 0
    assert f"{title}: on." in capsys.readouterr().out
    assert neopain(*given, switch, "--preview") == 0
    said = capsys.readouterr().out
    assert f"{title}: off." in said
    assert f"Totals of NFCS in “{NAME}” are added up so, too" in said
    with Study.open(ward, read_only=True) as study:
        assert study.setting("scale switches") is None
    assert neopain(*given, switch) == 0
    capsys.readouterr()
    assert neopain("rounds", ward) == 0
    assert capsys.readouterr().out.count(f"{title}: off.") == 2
    for wrong, why in (
        ("n-pass.points_for_prematurity=on", "does not ask for the scale “n-pass”"),
        ("nfcs.mood=on", "there is no switch “nfcs.mood”"),
    ):
        assert neopain(*given[:3], "Third", *given[4:], wrong) == 2
        assert why in capsys.readouterr().err
