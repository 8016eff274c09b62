"""Fixations and quality of a recording on the command line."""

import pandas as pd
import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from tests.gaze.looks import look

from .running import neopain

HEADER = (
    "Recording timestamp [ms]\tParticipant name\tGaze point X [DACS px]\tGaze point Y [DACS px]\t"
    "Presented Stimulus name\n"
)


@pytest.fixture
def export(tmp_path):
    """100 Hz: two places for 200 ms each; of the second person's samples half are lost."""
    path = tmp_path / "a.tsv"
    rows = [(10 * at, "Maria", 300 if at < 20 else 900, "S1") for at in range(40)]
    rows += [(10 * at, "Ana", 300 if at % 20 < 10 else "", "=S2") for at in range(40)]
    lines = [f"{ms}\t{who}\t{x}\t{x and 500}\t{shown}\n" for ms, who, x, shown in rows]
    path.write_text(HEADER + "".join(lines), "utf-8")
    return path


def test_fixations_are_printed_by_participant_and_written_one_a_row(export, tmp_path, capsys):
    out = tmp_path / "fixations.csv"
    assert neopain("gaze", export, "--fixations", "ivt", "--out", out) == 0
    text = capsys.readouterr().out
    assert "P01 2 2 unknown 190 0.4" in " ".join(text.split())
    table = pd.read_csv(out)
    # the two samples at the jump are fast
    assert table["start_us"].tolist() == [0, 210_000, 0, 200_000]
    assert table["duration_ms"].tolist() == [190, 190, 100, 100]
    assert table["stimulus"].tolist() == ["S1", "S1", "'=S2", "'=S2"]
    assert "Maria" not in text + out.read_text()


def test_fixations_beside_the_picture_are_not_on_it(tmp_path, capsys):
    """They were counted as on stimuli as soon as one was shown."""
    file = tmp_path / "b.tsv"
    write_prolab(file, [look("S1"), look("S2", (300.0, 20.0), start_us=9_000_000)])
    assert neopain("gaze", file, "--fixations", "ivt") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "at stimuli on them" in said
    assert "P01 2 2 1 " in said


def test_quality_names_who_is_left_out(export, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    out = tmp_path / "quality.csv"
    assert neopain("gaze", export, "--quality", "--out", out) == 0
    said = capsys.readouterr()
    assert "P01 40 100.0 % 100.0 % 0.0 %" in " ".join(said.out.split())
    assert "P02 left out: 50 % of the samples are valid, fewer than 70 %" in said.err
    assert pd.read_csv(out)["valid_share"].tolist() == [1, 0.5]


def test_the_screen_and_the_distance_decide(export, tmp_path):
    counts = []
    for options in ((), ("--screen-mm", "5x3"), ("--distance", "90000")):
        out = tmp_path / "a.csv"
        assert neopain("gaze", export, "--fixations", "ivt", "--out", out, *options) == 0
        counts.append(len(pd.read_csv(out)))
    assert counts == [4, 3, 3]  # what is tiny, or far away, is one fixation of the first person


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--fixations", "new"], "no filter; choose ivt, idt, exported"),
        (["--fixations", "exported"], "left no fixations in it; find them"),
        (["--out", "a.csv"], "takes one table"),
        (["--fixations", "ivt", "--quality", "--out", "a.csv"], "takes one table"),
        (["--fixations", "ivt", "--screen-mm", "big"], "write them like"),
        (["--fixations", "ivt", "--distance", "-1"], "write them like"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(export, capsys, options, sentence):
    assert neopain("gaze", export, *options) == 2
    assert sentence in " ".join(capsys.readouterr().err.split())


def test_where_there_are_fixations_only_there_is_no_quality(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(
        "System Properties:\nOperating System:\tNT\n\nData properties:\n\n"
        "Recording resolution:\t1280 x 1024\n\nExport date:\t18/10/2011\n\n"
        "FixationIndex\tTimestamp\tFixationDuration\tMappedFixationPointX\tMappedFixationPointY\n"
        "1\t100\t200\t640\t512\n2\t400\t150\t700\t500\n",
        "utf-8",
    )
    assert neopain("gaze", path, "--fixations", "exported") == 0
    assert "P01 2 0 unknown 175 0.3" in " ".join(capsys.readouterr().out.split())
    for options in (["--quality"], ["--fixations", "ivt"]):
        assert neopain("gaze", path, *options) == 2
    assert "no samples" in capsys.readouterr().err
