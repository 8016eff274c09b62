"""The dialect report of a recording."""

from .running import neopain

EXPORT = (
    "Recording timestamp [ms]\tParticipant name\tGaze point X [DACS px]\tGaze point Y [DACS px]\t"
    "Presented Stimulus name\tGender\n"
    "0\tMaria\t100,5\t200,5\tS1 [a]\tf\n16\tMaria\t101,5\t200,5\tS1 [a]\tf\n"
    "33\tMaria\t\t\tS1 [a]\tf\n50\tAna\t101,5\t200,5\tS1 [a]\tf\n"
)


def test_it_says_what_the_file_is_and_keeps_names_out(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "a.tsv"
    path.write_text(EXPORT, "utf-8")
    assert neopain("gaze", path) == 0
    text = capsys.readouterr().out
    for word in ("Pro Lab 2x", "decimal comma", "2: P01, P02", "1: S1 [a]", "75.0 %", "Gender"):
        assert word in text
    assert "Maria" not in text


def test_a_wrong_file_or_screen_is_one_sentence(tmp_path, capsys):
    path = tmp_path / "a.tsv"
    path.write_text("a\tb\n1\t2\n", "utf-8")
    assert neopain("gaze", path) == 2
    assert "these are read" in " ".join(capsys.readouterr().err.split())
    assert neopain("gaze", path, "--screen", "big") == 2
    assert "no size of a screen" in capsys.readouterr().err


def test_columns_of_another_program_are_named(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("t;across;down\n0;1;2\n5;1;2\n10;1;2\n", "utf-8")
    assert neopain("gaze", path, "--map", "time=t", "--map", "x=across", "--map", "y=down") == 0
    assert "200.0 Hz" in capsys.readouterr().out
    assert neopain("gaze", path, "--map", "time=t") == 2
    assert "needs time, x and y" in " ".join(capsys.readouterr().err.split())
