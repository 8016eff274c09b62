"""Removing for good and editing without a window."""

from types import SimpleNamespace

import pytest

from neopain_gui.cli import upkeep
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.study import Study
from tests.study import planted
from tests.study.planted import IMAGE, NEONATE, OTHER, PERSON, WITNESS

from .running import neopain


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A study that has something of everything, closed."""
    monkeypatch.setenv("COLUMNS", "300")
    planted.make(tmp_path).close()
    return tmp_path / "ward.neopain"


def state(path):
    with Study.open(path, read_only=True) as study:
        return planted.everything(study)


@pytest.mark.parametrize("chosen", [("--image", IMAGE), ("--neonate", NEONATE)])
def test_no_byte_of_a_photograph_and_a_participant_is_left(path, tmp_path, capsys, chosen):
    assert neopain("remove", path, *chosen, "--participant", PERSON, "--yes") == 0
    said = capsys.readouterr().out
    assert "Removed for good:" in said
    assert f"1 photograph: {IMAGE}" in said
    assert f"1 participant: {PERSON}" in said
    assert "6 maps" not in said
    assert "3 trials" in said
    assert "Not reached:" in said
    assert "A classifier that was trained on these photographs still holds" in said
    assert planted.found(path, tmp_path) == []
    with Study.open(path, read_only=True) as study:
        assert [one.id for one in study.images.all()] == [OTHER]
        assert [one.id for one in study.gaze.participants()] == [WITNESS]


def test_classifiers_of_ones_own_are_named(path, capsys, monkeypatch):
    own = SimpleNamespace(
        id="2026", short_name="N-CNN 2026", synthetic=False, untested=False, folds=None
    )
    demo = SimpleNamespace(id="demo", synthetic=True, folds=None)
    monkeypatch.setattr(
        "neopain_gui.pipeline.photographs.removal.registry.available", lambda: [demo, own]
    )
    assert neopain("remove", path, "--image", IMAGE, "--yes") == 0
    said = capsys.readouterr().out
    assert "on what N-CNN 2026 learnt, NeoPain does not know." in said


def test_originals_outside_the_study_are_named_and_stay(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    records = planted.photographs(tmp_path / "photos")
    with Study.create(tmp_path / "s") as study:
        study.images.add(records, root=tmp_path / "photos")
    assert neopain("remove", tmp_path / "s.neopain", "--image", IMAGE, "--yes") == 0
    said = capsys.readouterr().out
    assert f"The original file lies outside the study and stays: {IMAGE}.png." in said
    assert (tmp_path / "photos" / f"{IMAGE}.png").is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--image", IMAGE], "nothing was removed, because nobody can be asked; add --yes."),
        (["--image", "X", "--image", IMAGE, "--yes"], "there is no photograph X in the study"),
        (["--neonate", IMAGE, "--yes"], f"there is no neonate {IMAGE} in the study"),
        (["--participant", "P", "--image", IMAGE, "--yes"], "there is no participant P"),
        (["--yes"], "it is not said what to remove; give --image, --neonate or --participant."),
    ],
)
def test_what_cannot_be_meant_removes_nothing(path, capsys, options, said):
    before = state(path)
    assert neopain("remove", path, *options) == 2
    assert said in capsys.readouterr().err
    assert state(path) == before


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 2)])
def test_in_a_terminal_it_asks(path, capsys, monkeypatch, answer, code):
    monkeypatch.setattr(upkeep.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(upkeep.typer, "confirm", lambda *_, **__: answer)
    before = state(path)
    assert neopain("remove", path, "--image", IMAGE) == code
    assert f"1 photograph: {IMAGE}" in capsys.readouterr().err
    assert (state(path) == before) is not answer


def test_a_study_that_is_open_elsewhere_is_left(path, capsys):
    with Study.open(path):
        assert neopain("remove", path, "--image", IMAGE, "--yes") == 2
        assert neopain("edit", path, "--group", f"{PERSON}=x") == 2
    assert "it is open in another NeoPain window or command" in capsys.readouterr().err


def table(tmp_path, text):
    file = tmp_path / "edits.csv"
    file.write_text(text, "utf-8")
    return file


def test_a_table_changes_what_it_says_and_nothing_else(path, tmp_path, capsys):
    file = table(
        tmp_path,
        f'image;label;notes;stimulus\n{IMAGE};Dor;"two\nlines";-\n{OTHER};;;\n',
    )
    assert neopain("edit", path, "--from", file) == 0
    said = capsys.readouterr().out
    assert said == "1 photograph changed (label 1, stimulus 1, notes 1), 1 as they were.\n"
    with Study.open(path, read_only=True) as study:
        image = study.images.get(IMAGE)
        assert (image.label, image.notes, image.stimulus) == (PainLabel.PAIN, "two\nlines", "")
        assert image.neonate.id == NEONATE
        assert study.images.get(OTHER).label is PainLabel.NO_PAIN


def test_neonates_are_set_cleared_and_merged(path, tmp_path, capsys):
    assert neopain("edit", path, "--from", table(tmp_path, f"image,neonate\n{OTHER},-\n")) == 0
    assert neopain("edit", path, "--from", table(tmp_path, f"image,neonate\n{OTHER},New\n")) == 0
    assert neopain("edit", path, "--rename-neonate", f"{NEONATE}=New") == 0
    assert f"Neonate {NEONATE} is now New." in capsys.readouterr().out
    with Study.open(path, read_only=True) as study:
        assert {one.neonate.id for one in study.images.all()} == {"New"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"image,label\n{OTHER},pain\nX,pain\n", "line 3, column 'image': there is no photograph"),
        (f"image,label\n{IMAGE},pain\n{OTHER},maybe\n", "line 3, column 'label': 'maybe' is no"),
        (f"image,lable\n{IMAGE},pain\n", "line 1: the column 'lable' is not one that can be"),
        (f"image,label,Label\n{IMAGE},pain,pain\n", "the column 'Label' is there twice"),
        ("label\npain\n", "line 1: the column 'image' is missing"),
        (f"image,label\n{IMAGE},pain\n{IMAGE},no pain\n", "line 3: photograph"),
        ("", "is empty"),
    ],
)
def test_a_table_with_a_mistake_changes_nothing(path, tmp_path, capsys, text, said):
    before = state(path)
    assert neopain("edit", path, "--from", table(tmp_path, text)) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "edits.csv" in error
    assert error.count("\n") == 1
    assert state(path) == before


def test_people_who_are_one_are_joined(path, capsys):
    assert neopain("edit", path, "--join", f"{PERSON}={WITNESS}") == 0
    said = capsys.readouterr().out
    assert f"Participants {PERSON} and {WITNESS} are one person now, {WITNESS}." in said
    assert "group maps that counted both are gone" in said
    with Study.open(path, read_only=True) as study:
        assert [one.id for one in study.gaze.participants()] == [WITNESS]
        assert len(study.gaze.trials()) == 4


def test_people_are_renamed_and_moved(path, tmp_path, capsys):
    given = ["--rename-participant", f"{PERSON}=Q1", "--group", f"{WITNESS}=experts"]
    assert neopain("edit", path, *given) == 0
    said = capsys.readouterr().out
    assert f"Participant {PERSON} is now Q1." in said
    assert f"Participant {WITNESS} is now in experts; make the group maps again" in said
    with Study.open(path, read_only=True) as study:
        assert {one.id: one.group for one in study.gaze.participants()} == {
            "Q1": "experts",
            WITNESS: "experts",
        }
    hits = planted.found(path, tmp_path, (PERSON,))
    assert hits, "their trials stay"
    assert not [hit for hit in hits if hit.startswith(PERSON)], "their former name does not"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--rename-participant", f"{PERSON}={WITNESS}"], "another participant has that pseudonym"),
        (["--rename-participant", PERSON], "cannot be meant; write it like OLD=NEW"),
        (["--group", f"{PERSON}=x", "--rename-participant", "Z=A"], "there is no participant Z"),
        (["--group", f"{PERSON}=x", "--rename-neonate", "Z=A"], "there is no neonate Z"),
        (["--join", f"{PERSON}=Z"], "there is no participant Z"),
        (["--join", f"{PERSON}={PERSON}"], "cannot be meant; name the one participant"),
        ([], "it is not said what to change; give --from CSV."),
    ],
)
def test_edits_that_cannot_be_meant_change_nothing(path, capsys, options, said):
    before = state(path)
    assert neopain("edit", path, *options) == 2
    assert said in capsys.readouterr().err
    assert state(path) == before


def test_a_study_is_made_smaller_and_back(path, capsys):
    with Study.open(path) as study:
        every = study.results.all()
        before = {one.key: study.maps.get(one.provenance).tobytes() for one in every}
        for one in every:  # as an earlier NeoPain kept them
            study.blobs.put(one.key, study.maps.get(one.provenance))
        study.maps.take_out([one.provenance for one in every])
        assert study.results.in_single_files() == set(before)
    assert neopain("compact", path) == 0
    said = capsys.readouterr().out
    assert f"{len(before)} maps were packed: the files of values have " in said
    assert "Every map is the same to the last bit." in said
    assert kept(path) == before
    assert neopain("compact", path) == 0
    assert "as small as it can be" in capsys.readouterr().out
    assert neopain("compact", path, "--undo") == 0
    assert f"{len(before)} maps were written one by one" in capsys.readouterr().out
    assert kept(path) == before
    assert neopain("compact", path, "--undo") == 0
    assert "in a file of its own already" in capsys.readouterr().out


def kept(path):
    with Study.open(path, read_only=True) as study:
        return {one.key: study.maps.get(one.provenance).tobytes() for one in study.results.all()}


def test_a_damaged_map_is_said_and_stays(path, capsys):
    with Study.open(path) as study:
        one = study.results.all()[0]
        study.maps.take_out([one.provenance])
        file = study.blobs.path(one.key)
        file.write_bytes(b"damaged")
    assert neopain("compact", path) == 0
    assert "1 damaged map stays as before: compute or import it again." in capsys.readouterr().out
    assert file.read_bytes() == b"damaged"


def test_a_study_that_is_open_elsewhere_is_not_made_smaller(path, capsys):
    with Study.open(path):
        assert neopain("compact", path) == 2
    assert "can only be read" in capsys.readouterr().err
