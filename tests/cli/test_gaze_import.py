"""Recordings come into a study headless."""

import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.gaze.sdk_dump import write_sdk_dump

from .running import neopain


@pytest.fixture
def ids(study_path):
    with Study.open(study_path, read_only=True) as study:
        return [image.id for image in study.images.all()]


@pytest.fixture
def export(tmp_path, ids):
    path = tmp_path / "a.tsv"
    write_prolab(
        path,
        [look(f"{ids[0]}.bmp"), look("extra", start_us=9_000_000), look(ids[1], participant="Ana")],
    )
    return path


def test_trials_groups_and_scores(study_path, export, ids, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    people, scores = tmp_path / "people.csv", tmp_path / "scores.csv"
    people.write_text(
        "participant,group,years,e-mail\nMaria Silva,Pais,3,m@x.org\nAnna,Pais,,\n", "utf-8"
    )
    scores.write_text(f"participant,image,score\nAna,{ids[1]},7\nNobody,{ids[0]},1\n", "utf-8")
    given = ["--participants", people, "--scores", scores, "--stimulus", f"extra={ids[2]}"]
    assert neopain("import-gaze", study_path, export, *given, "--keep", "age") == 2
    assert "no further column 'age'" in capsys.readouterr().err
    assert neopain("import-gaze", study_path, export, *given, "--keep", "years") == 0
    said, warned = capsys.readouterr()
    assert "people.csv: column 'e-mail' not kept" in warned
    assert "1 row of people.csv matches nobody in these recordings: 'Anna' ('Ana'?)." in warned
    assert "1 row of scores.csv matches nobody in these recordings: 'Nobody'." in warned
    files = [one for one in study_path.rglob("*") if one.is_file()]
    assert not any(b"m@x.org" in one.read_bytes() for one in files)
    assert "3 trials of 2 participants. Names were not kept." in said
    with Study.open(study_path, read_only=True) as study:
        first, second = study.gaze.participants()[-2:]
        assert (first.group, dict(first.attributes)) == ("Parents", {"years": "3"})
        trials = [t for t in study.gaze.trials() if t.participant_id in (first.id, second.id)]
        assert [trial.image_id for trial in trials] == [ids[0], ids[2], ids[1]]
        score = [s for s in study.gaze.scores() if s.participant_id == second.id]
        assert [(one.image_id, one.score) for one in score] == [(ids[1], 7.0)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--stimulus", "nothing"], "names no photograph"),
        (["--stimulus", "x=y"], "'x=y' names no stimulus of these files"),
        (["--place", "1,2,3"], "is no place of a picture"),
        (["--place", "1,2,0,4"], "is no place of a picture"),
    ],
)
def test_what_cannot_be_meant_imports_nothing(study_path, export, capsys, options, said):
    with Study.open(study_path, read_only=True) as study:
        before = study.gaze.trials()
    assert neopain("import-gaze", study_path, export, *options) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    with Study.open(study_path, read_only=True) as study:
        assert study.gaze.trials() == before


def test_no_stimulus_of_the_study(study_path, tmp_path, capsys):
    path = tmp_path / "b.tsv"
    write_prolab(path, [look("elsewhere.bmp")])
    assert neopain("import-gaze", study_path, path) == 2
    text = " ".join(capsys.readouterr().err.split())
    assert "b.tsv: none of the stimuli is a photograph of the study" in text


def test_what_was_read_into_a_name_is_said(study_path, ids, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    file = tmp_path / f"{ids[0]}.tsv"
    write_prolab(file, [look("", participant="Maria")])
    assert neopain("import-gaze", study_path, file, "--place", "480,395,320,233") == 0
    said = capsys.readouterr().err
    assert f"'{file.name}' taken for {ids[0]}: This file names no stimulus" in said


@pytest.fixture
def unplaced(tmp_path, ids):
    """Two recordings that say neither stimulus nor place."""
    files = [tmp_path / "first.tsv", tmp_path / "second.tsv"]
    for file, who in zip(files, ("Maria", "Ana"), strict=True):
        write_prolab(file, [look("", participant=who)])
    return files


def test_the_place_on_the_screen_is_asked_for_never_assumed(study_path, unplaced, ids, capsys):
    given = [f"--stimulus=first.tsv={ids[0]}", f"--stimulus=second.tsv={ids[1]}"]
    assert neopain("import-gaze", study_path, *unplaced, *given) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "no file says where on the screen 'first.tsv', 'second.tsv' were shown" in said
    assert "--place NAME=LEFT,TOP,WIDTH,HEIGHT" in said
    with Study.open(study_path, read_only=True) as study:
        before = len(study.gaze.trials())
    one = ["--place", "480,395,320,233", "--place", "second.tsv=0,0,320,320"]
    assert neopain("import-gaze", study_path, *unplaced, *given, *one) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "'second.tsv': The proportions differ" in said
    assert f"1 trial of '{ids[1]}' left out (" in said
    assert "the photograph was probably elsewhere, or gaze is in millimetres" in said
    assert "'second.tsv': None of the gaze is on the photograph" in said
    assert "'Ana' left out: none of the gaze is on these photographs" in said
    assert "no group: they count in All participants only" in said
    with Study.open(study_path, read_only=True) as study:
        places = {trial.image_id: trial.place for trial in study.gaze.trials()[before:]}
    assert places == {ids[0]: (480, 395, 320, 233)}


def test_gaze_that_is_nowhere_is_not_imported_and_the_reason_is_said(
    study_path, ids, tmp_path, capsys, monkeypatch
):
    """It counted as gaze on stimuli, and became a map of nothing."""
    monkeypatch.setenv("COLUMNS", "200")
    place = (0.0, 0.0, 1280.0, 1024.0)
    file = tmp_path / "shares.tsv"
    write_prolab(file, [look(ids[0], (-0.5, -0.5), place=(200.0, 200.0, 320.0, 233.0))])
    assert neopain("import-gaze", study_path, file) == 2
    assert "none of the gaze is on the photographs: " in " ".join(capsys.readouterr().err.split())
    good = tmp_path / "good.tsv"
    write_prolab(good, [look(ids[0], place=place)])
    assert neopain("import-gaze", study_path, good) == 0
    out = capsys.readouterr().out
    assert "on screen" in out
    assert out.count("100 %") == 2


def test_who_is_who_across_files_is_said(study_path, ids, tmp_path, capsys, monkeypatch):
    """One person in two files, imported one after the other."""
    monkeypatch.setenv("COLUMNS", "200")
    first, second = tmp_path / "split_a.tsv", tmp_path / "split_b.tsv"
    write_prolab(first, [look(ids[0], participant="Rec 01")])
    write_prolab(second, [look(ids[1], participant="Rec 02")])
    assert neopain("import-gaze", study_path, first, "--person", "Rec 1=Q7") == 2
    assert "names nobody of these files" in capsys.readouterr().err
    assert neopain("import-gaze", study_path, first, "--person", "Rec 01=Q7") == 0
    assert neopain("import-gaze", study_path, second, "--person", "Rec 02=Q7") == 0
    with Study.open(study_path, read_only=True) as study:
        mine = [one.image_id for one in study.gaze.trials() if one.participant_id == "Q7"]
        assert sorted(mine) == sorted(ids[:2])
    again = ["--replace", "--person", "Rec 02=Q8"]
    assert neopain("import-gaze", study_path, second, *again) == 2
    assert "'Rec 02' is in the study already, as Q7" in capsys.readouterr().err


def test_two_names_of_one_import_are_one_person(study_path, ids, tmp_path, capsys, monkeypatch):
    """One person in two files of one import, under the names of two recordings."""
    monkeypatch.setenv("COLUMNS", "200")
    first, second, third = (tmp_path / f"{name}.tsv" for name in "abc")
    write_prolab(first, [look(ids[0], participant="Rec 01")])
    write_prolab(second, [look(ids[1], participant="Rec 02")])
    write_prolab(third, [look(ids[2], participant="Ana"), look(ids[3], participant="Rec 01")])
    people, scores = tmp_path / "people.csv", tmp_path / "scores.csv"
    people.write_text("participant,group,years\nRec 01,Parents,3\nRec 02,Experts,4\n", "utf-8")
    scores.write_text(f"participant,image,score\nRec 02,{ids[0]},6\nRec 01,{ids[0]},8\n", "utf-8")
    tables = ["--participants", people, "--keep", "years", "--scores", scores]
    files = [first, second, third]
    assert neopain("import-gaze", study_path, *files, "--person", "Rec 02=Rec 01", *tables) == 0
    printed = capsys.readouterr()
    assert "4 trials of 2 participants" in printed.out
    said = " ".join(printed.err.split())
    with Study.open(study_path, read_only=True) as study:
        joined, other = study.gaze.participants()[-2:]
        trials = [one for one in study.gaze.trials() if one.participant_id == joined.id]
        assert sorted(one.image_id for one in trials) == sorted([ids[0], ids[1], ids[3]])
        assert (joined.group, dict(joined.attributes), other.group) == (
            "Parents",
            {"years": "3"},
            "",
        )
        assert [one.score for one in study.gaze.scores() if one.participant_id == joined.id] == [
            6.0
        ]
    for one in (
        "Parents and Experts as group",
        "3 and 4 as years",
        f"6 and 8 as score of {ids[0]}",
    ):
        assert f"{joined.id} has {one}, under different names of the tables" in said


def test_who_is_who_is_said_in_one_way_only(study_path, ids, tmp_path, capsys):
    first, second = tmp_path / "a.tsv", tmp_path / "b.tsv"
    write_prolab(first, [look(ids[0], participant="A1")])
    write_prolab(second, [look(ids[1], participant="A2")])
    both = ["import-gaze", study_path, first, second]
    for given, said in (
        (["A1=Q1", "A1=Q2"], "--person calls 'A1' both Q1 and Q2"),
        (["A1=Q1", "A2=Q2", "A2=A1"], "'A1' and 'A2' are one person, and called Q1 and Q2"),
    ):
        options = [part for one in given for part in ("--person", one)]
        assert neopain(*both, *options) == 2
        assert said in " ".join(capsys.readouterr().err.split())
    assert neopain("import-gaze", study_path, first, "--person", "A1=A2") == 0  # nobody's name
    capsys.readouterr()
    assert neopain(*both[:2], second, first, "--replace", "--person", "A1=A2") == 2
    assert "the study has a participant A2" in " ".join(capsys.readouterr().err.split())
    assert neopain(*both, "--replace", "--person", "A1=A2", "--person", "A2=A2") == 0
    with Study.open(study_path, read_only=True) as study:
        mine = [one.image_id for one in study.gaze.trials() if one.participant_id == "A2"]
    assert sorted(mine) == sorted(ids[:2])


def test_a_table_of_another_program_is_imported_by_its_columns(study_path, ids, tmp_path, capsys):
    path = tmp_path / "other.csv"
    rows = [f"{at / 100:.2f},{0.4},{0.5},{ids[0]}.bmp\n" for at in range(100)]
    path.write_text("t,across,down,seen\n" + "".join(rows), "utf-8")
    assert neopain("import-gaze", study_path, path) == 2
    assert "--map time=…" in " ".join(capsys.readouterr().err.split())
    columns = ["time=t", "x=across", "y=down", "stimulus=seen", "unit=s", "gaze_unit=share"]
    given = [part for one in columns for part in ("--map", one)]
    more = ["--screen", "1000x800", "--place", "300,300,320,233"]
    assert neopain("import-gaze", study_path, path, *given, *more) == 0
    with Study.open(study_path, read_only=True) as study:
        trial = study.gaze.trials()[-1]
        values = study.gaze.values(trial)
    assert (trial.image_id, trial.rate_hz, trial.screen) == (ids[0], 100.0, (1000, 800))
    assert (values[:, 1] == 400).all()
    assert (values[:, 2] == 400).all()


def test_a_recording_is_not_imported_twice_unasked(study_path, export, ids, capsys):
    assert neopain("import-gaze", study_path, export) == 0
    with Study.open(study_path, read_only=True) as study:
        before = study.gaze.participants(), study.gaze.trials()
    capsys.readouterr()
    assert neopain("import-gaze", study_path, export) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "are in the study already; nothing was imported" in said
    assert "--replace" in said
    assert neopain("import-gaze", study_path, export, "--replace") == 0
    with Study.open(study_path, read_only=True) as study:
        assert (study.gaze.participants(), study.gaze.trials()) == before


def test_who_was_shown_nothing_is_left_out_and_said(study_path, tmp_path, ids, capsys):
    path = tmp_path / "c.tsv"
    write_prolab(path, [look(ids[0]), look("other.bmp", participant="Ana", recording="A")])
    assert neopain("import-gaze", study_path, path) == 0
    said = capsys.readouterr()
    assert "1 trial of 1 participant." in said.out
    assert "'Ana' left out: was shown none of these photographs" in " ".join(said.err.split())


def test_the_size_of_the_screen_is_asked_for_never_assumed(study_path, ids, tmp_path, capsys):
    dump = write_sdk_dump(tmp_path / "dump.txt", (0.25, 0.5))
    given = [f"--stimulus=dump.txt={ids[0]}", "--place=0,0,1920,1080"]
    assert neopain("import-gaze", study_path, dump) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "dump.txt: no stimulus is named, so nothing says which photograph was shown; " in said
    assert "--stimulus 'dump.txt=PHOTOGRAPH'" in said
    assert neopain("import-gaze", study_path, dump, *given) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "how large the screen was is not said by dump.txt, with gaze as shares of it" in said
    assert "--screen WIDTHxHEIGHT" in said
    assert neopain("import-gaze", study_path, dump, *given, "--screen", "1920x1080") == 0
