"""What is said of photographs and participants can be changed, and old names do not stay behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from neopain_gui.dataset.face_image import Neonate, PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.study import Details, Study
from neopain_gui.study.edit_store import merged_neonates
from tests.study import planted
from tests.study.planted import IMAGE, NEONATE, OTHER, PERSON, WITNESS

ABOUT = "neopain_gui.study.edit_store"


def test_details_are_kept_and_nothing_else_changes(study: Study) -> None:
    before = {one.id: one for one in study.images.all()}
    said = Details(
        neonate=Neonate(id="new one", dataset="ward"),
        label=None,
        stimulus="heel prick",
        notes="two\nlines; 'quoted' — ü",
        checked=True,
    )
    study.edits.set_details({"P1": said})
    study.close()
    with Study.open(study.path) as again:
        after = {one.id: one for one in again.images.all()}
        assert Details.of(after.pop("P1")) == said
        changed = before.pop("P1")
        assert after == before
        again.edits.set_details({"P1": Details.of(changed)})
        assert again.images.get("P1") == changed


def test_an_unknown_photograph_or_a_neonate_of_another_set_changes_nothing(study: Study) -> None:
    before = study.images.all()
    fine = Details(notes="fine")
    with pytest.raises(StudyError, match="there is no photograph X in the study"):
        study.edits.set_details({"P0": fine, "X": fine})
    with pytest.raises(StudyError, match="the study knows this neonate from “phantoms”"):
        study.edits.set_details(
            {"P0": fine, "P1": Details(neonate=Neonate(id="N1", dataset="other"))}
        )
    assert study.images.all() == before


def test_neonates_become_one(study: Study) -> None:
    into = Neonate(id="N1", dataset="phantoms")
    study.edits.set_details(merged_neonates(study.images.all(), {"N0"}, into))
    assert {one.neonate for one in study.images.all()} == {into}
    assert [row["id"] for row in study._database.rows("SELECT id FROM neonates")] == ["N1"]


def test_two_participants_change_places(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        people = {one.id: one for one in study.gaze.participants()}
        study.edits.rename_participants({PERSON: WITNESS, WITNESS: PERSON})
        after = {one.id: one for one in study.gaze.participants()}
        assert after[PERSON] == replace(people[WITNESS], id=PERSON)
        keys = {one.participant_id: one.key for one in study.gaze.trials(OTHER)}
        assert keys[WITNESS] == planted.trial(PERSON, OTHER).key
        assert study._database.rows("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"nobody": "A"}, "there is no participant nobody in the study"),
        ({PERSON: WITNESS}, "another participant has that pseudonym; choose another one"),
        ({PERSON: "A", WITNESS: "A"}, "another participant has that pseudonym"),
        ({PERSON: " "}, "is no pseudonym"),
    ],
)
def test_a_pseudonym_that_cannot_be_is_refused(
    tmp_path: Path, names: dict[str, str], said: str
) -> None:
    with planted.make(tmp_path) as study:
        before = planted.everything(study)
        with pytest.raises(StudyError, match=said):
            study.edits.rename_participants(names)
        assert planted.everything(study) == before


def test_former_names_are_in_no_backup_after_closing(tmp_path: Path) -> None:
    study = planted.make(tmp_path)
    names = (PERSON, NEONATE)
    assert planted.found(study.path, tmp_path, (PERSON,))
    study.edits.rename_participants({PERSON: "Q7"})
    study.edits.rename_participants({"Q7": "Q8"})
    into = Neonate(id="N9")
    study.edits.set_details(merged_neonates(study.images.all(), {NEONATE}, into))
    study.close()
    hits = []
    for file in (study.path / "backups").iterdir():
        content = file.read_bytes().replace(IMAGE.encode(), b"")
        hits += [(file.name, name) for name in names if name.encode() in content]
    assert hits == []
    newest = max((study.path / "backups").iterdir()).read_bytes()
    assert b"Q8" in newest, "the participant is still in the backup"
    assert b"N9" in newest
    content = (study.path / "study.sqlite").read_bytes().replace(IMAGE.encode(), b"")
    assert not [name for name in names if name.encode() in content]


def test_a_participant_changes_groups(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        study.edits.move_participants({PERSON: "parents", WITNESS: ""})
        assert {one.id: one.group for one in study.gaze.participants()} == {
            PERSON: "parents",
            WITNESS: "",
        }
        with pytest.raises(StudyError, match="there is no participant X"):
            study.edits.move_participants({PERSON: "a", "X": "a"})


def test_labels_go_to_where_they_belong(study: Study) -> None:
    study.edits.set_details(
        {"P0": replace(Details.of(study.images.get("P0")), label=PainLabel.PAIN)}
    )
    assert study.images.get("P0").label is PainLabel.PAIN
