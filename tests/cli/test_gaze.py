"""The dialect report of a recording."""

import json

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
    assert "trials" in text
    assert "inside screen" not in text  # nobody says how large it was


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


def test_the_report_as_json_is_one_object_of_counts_and_shares(tmp_path, capsys):
    rows = [
        f"Ana\tRec {at // 50}\t{at * 10}\t{1280 if at < 50 else 1920}\t1000\t{x}\t400\t{shown}\n"
        for at in range(100)
        for x, shown in [
            (("", "a") if at % 50 == 7 else (1300, "b") if at % 50 > 24 else (500, "a"))
        ]
    ]
    head = (
        "Participant name\tRecording name\tRecording timestamp [ms]\t"
        "Recording resolution width\tRecording resolution height\t"
        "Gaze point X [DACS px]\tGaze point Y [DACS px]\tPresented Stimulus name\n"
    )
    path = tmp_path / "a.tsv"
    path.write_text(head + "".join(rows), "utf-8")
    assert neopain("gaze", path, "--json", "--fixations", "ivt") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["dialect"] == "Tobii Pro Lab 2x"
    first, second = report["recordings"]
    assert (first["samples"], first["trials"], first["fixations_exported"]) == (50, 2, 0)
    assert first["rate_hz"] == 100
    assert first["valid_share"] == second["valid_share"] == 49 / 50
    assert (first["screen"], second["screen"]) == ([1280, 1000], [1920, 1000])
    assert (first["inside_screen_share"], second["inside_screen_share"]) == (24 / 49, 1.0)
    assert any("on screens of different sizes" in one for one in report["warnings"])
    assert first["fixations"] + second["fixations"] == report["fixations"] > 1
    assert all(isinstance(one, str) for one in report["warnings"] + report["guesses"])
    assert "Ana" not in json.dumps(report)
    path.write_text(head + "".join(rows[:50]), "utf-8")
    assert neopain("gaze", path) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "trials 2 gaze inside screen 49.0 % events" in said


def test_json_of_fixations_alone_has_no_rate_and_no_share_of_samples(tmp_path, capsys):
    path = tmp_path / "aFXD.txt"
    path.write_text(
        "Fix number\tTimestamp\tDuration\tGazepointX\tGazepointY\n\n"
        "1\t100\t300\t5\t6\n2\t500\t200\t7\t9\n",
        "utf-8",
    )
    assert neopain("gaze", path, "--json") == 0
    (only,) = json.loads(capsys.readouterr().out)["recordings"]
    assert (only["samples"], only["fixations_exported"]) == (0, 2)
    assert only["rate_hz"] is only["valid_share"] is only["inside_screen_share"] is None
    assert neopain("gaze", path, "--json", "--quality") == 2
    assert "no table" in capsys.readouterr().err


def test_fixations_on_two_screens_are_found_on_each(tmp_path, capsys):
    head = (
        "Participant name\tRecording name\tRecording timestamp [ms]\tRecording resolution width\t"
        "Recording resolution height\tGaze point X [DACS px]\tGaze point Y [DACS px]\n"
    )
    rows = "".join(
        f"{who}\t{who}\t{10 * at}\t{width}\t1000\t{500 + 60 * (at // 20)}\t400\n"
        for who, width in (("Ana", 1280), ("Eva", 12800))
        for at in range(60)
    )
    path = tmp_path / "a.tsv"
    path.write_text(head + rows, "utf-8")
    assert neopain("gaze", path, "--fixations", "ivt", "--out", tmp_path / "f.csv") == 0
    found = (tmp_path / "f.csv").read_text("utf-8")
    assert (found.count("P01"), found.count("P02")) == (3, 1)  # 60 pixels are little on the second
    assert "screens of different sizes" in " ".join(capsys.readouterr().err.split())
