"""Photographs and people are removed, edited and renamed through the session, and undone."""

import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.study import Details, Selection, Study
from tests.gui.conftest import make_photographs
from tests.gui.made_maps import MODELS, fill_models

from .test_session import FIRST, put_result


@pytest.fixture
def said(session):
    texts = []
    session.told.connect(lambda message: texts.append(message.text))
    return texts


@pytest.fixture
def people(session):
    session.study.gaze.add(
        [Participant(id="P01", group="experts"), Participant(id="P02", group="parents")],
        [],
        [PainScore(participant_id="P01", image_id=FIRST, score=3.0)],
    )
    return session


def rows(session):
    study = session.study
    return (
        study.images.all(),
        study.faces.all(),
        study.results.all(),
        study.gaze.participants(),
        study.gaze.scores(),
        study.regions.all(),
    )


def test_removed_photographs_are_gone_from_the_list_and_come_back(session, said, people):
    fill_models(session, MODELS)
    before = rows(session)
    session.set_selection((FIRST, "S1_pain"))
    assert session.upkeep.remove_photographs(session.selected_ids)
    assert [image.id for image in session.images] == ["S2_no_pain", "S2_pain"]
    assert session.image_id == "S2_no_pain"
    assert session.selected_ids == ("S2_no_pain",)
    assert session.study.gaze.scores() == []
    assert "2 photographs are removed, for good when the study is closed" in said[-1]
    assert "went with it; Undo brings them back" in said[-1]
    session.edits.undo()
    assert rows(session) == before
    assert said[-1].startswith("Undone: removing 2 photographs.")
    session.edits.redo()
    assert len(session.images) == 2
    session.edits.undo()
    assert rows(session) == before


def test_undoing_a_removal_says_how_many_maps_came_back(session, said, people):
    fill_models(session, MODELS)
    count = len(session.study.results.all(FIRST))
    session.upkeep.remove_photographs([FIRST])
    session.edits.undo()
    assert f"{count} maps came back" in said[-1]
    session.edits.redo()
    assert f"{count} maps went with it; Undo brings them back" in said[-1]
    session.edits.undo()
    assert f"{count} maps came back" in said[-1]


def test_closing_removes_them_for_good(session, study_path):
    put = put_result(session.study, FIRST)
    session.record([put])
    session.upkeep.remove_photographs([FIRST])
    assert session.study.blobs.has(put.key)
    session.close_study()
    with Study.open(study_path) as again:
        assert FIRST not in [image.id for image in again.images.all()]
        assert not again.blobs.has(put.key)


def test_undone_before_closing_nothing_is_lost(session, study_path):
    put = put_result(session.study, FIRST)
    session.record([put])
    session.upkeep.remove_photographs([FIRST])
    session.edits.undo()
    before = rows(session)
    session.close_study()
    session.open_study(study_path)
    assert rows(session) == before
    assert session.study.results.relevance_of(put).values.shape == (4, 4)


def test_a_result_of_a_removed_photograph_that_arrives_late_comes_with_it(session):
    late = put_result(session.study, FIRST)
    session.upkeep.remove_photographs([FIRST])
    session.record([late])
    assert session.study.results.all() == []
    session.edits.undo()
    assert session.study.results.all() == [late]
    session.edits.redo()
    assert session.study.results.all() == []


def test_a_newer_map_that_arrives_late_takes_the_place_of_the_one_that_went(session):
    early = put_result(session.study, FIRST)
    session.record([early])
    session.upkeep.remove_photographs([FIRST])
    late = put_result(session.study, FIRST, score=0.9, box=early.box)
    session.record([late])
    session.edits.undo()
    assert session.study.results.all() == [late]
    session.edits.redo()
    session.edits.undo()
    assert session.study.results.all() == [late]


def test_a_methods_maps_go_and_come_back(session, said):
    fill_models(session, MODELS)
    name = session.study.results.models()[0].name
    before = rows(session)
    what = Selection(maps=frozenset((image.id, name) for image in session.images))
    assert session.upkeep.remove(what, f"removing {name}", f"{name} removed.")
    assert name not in [one.name for one in session.study.results.models()]
    session.edits.undo()
    assert rows(session) == before


def test_an_import_can_be_undone_and_done_again(session, tmp_path, said):
    more = make_photographs(tmp_path / "more", subjects=4)[4:]
    before = rows(session)
    session.study.images.add(more, root=tmp_path / "more", copy=True)
    session.reload_images()
    after = rows(session)
    session.upkeep.added_photographs([image.id for image in more])
    assert rows(session) == after
    assert session.edits.undo_stack.undoText() == "the import of 4 photographs"
    session.edits.undo()
    assert rows(session) == before
    session.edits.redo()
    assert rows(session) == after
    session.edits.undo()
    copies = session.study.path / "images"
    assert list(copies.iterdir()), "they are kept for redo"
    session.close_study()
    assert list(copies.iterdir()) == []


def test_details_of_one_and_of_many_are_undone(session, said):
    image = session.image
    notes = Details(
        neonate=image.neonate, label=PainLabel.PAIN, stimulus="x", notes="n", checked=True
    )
    assert session.upkeep.set_details({FIRST: notes}, "editing S1_no_pain")
    assert session.image.notes == "n"
    assert session.upkeep.set_checked(session.images, True)
    assert all(one.checked for one in session.images)
    assert said[-1] == "3 photographs marked as checked."
    session.edits.undo()
    assert [one.checked for one in session.images] == [True, False, False, False]
    session.edits.undo()
    assert session.image == image
    assert not session.upkeep.set_details({FIRST: Details.of(image)}, "editing S1_no_pain")
    assert not session.edits.undo_stack.canUndo()


def test_neonates_are_renamed_and_merged(session, said):
    assert session.upkeep.rename_neonates(["S1"], "ward 7")
    assert session.image.neonate.id == "ward 7"
    assert said[-1] == "S1 is now called ward 7."
    assert session.upkeep.rename_neonates(["ward 7"], "S2")
    assert {image.neonate.id for image in session.images} == {"S2"}
    assert said[-1] == "ward 7 merged into S2."
    session.edits.undo()
    session.edits.undo()
    assert {image.neonate.id for image in session.images} == {"S1", "S2"}
    assert not session.study.removal.due or session.study.removal.purge() == []


def test_participants_are_renamed_moved_removed_and_come_back(people, said):
    before = rows(people)
    people.upkeep.rename_participants({"P01": "Q1"})
    assert [one.id for one in people.study.gaze.participants()] == ["P02", "Q1"]
    people.upkeep.move_participants(["Q1", "P02"], "parents")
    assert {one.group for one in people.study.gaze.participants()} == {"parents"}
    assert said[-1] == "participant Q1 moved to parents. Make the group maps again."
    people.upkeep.remove_participants(["Q1"])
    assert [one.id for one in people.study.gaze.participants()] == ["P02"]
    assert people.study.gaze.scores() == []
    for _ in range(3):
        people.edits.undo()
    assert rows(people) == before


def test_two_pseudonyms_of_one_person_are_joined_and_parted_again(people, said):
    before, maps = rows(people), len(people.study.results.all())
    trials = len(people.study.gaze.trials())
    people.upkeep.join_participants(["P02", "P01"])
    assert [one.id for one in people.study.gaze.participants()] == ["P01"]
    assert len(people.study.gaze.trials()) == trials
    assert said[-1].startswith("P02 and P01 are one participant now, P01.")
    people.edits.undo()
    assert rows(people) == before
    assert len(people.study.results.all()) == maps
    people.edits.redo()
    assert [one.id for one in people.study.gaze.participants()] == ["P01"]


def test_the_trials_of_a_participant_go_and_the_participant_stays(session, tmp_path):
    from tests.study import planted

    session.close_study()
    with planted.make(tmp_path / "more") as study:
        path = study.path
    session.open_study(path)
    before = session.study.gaze.trials()
    assert session.upkeep.remove(
        session.upkeep.trials_of([planted.PERSON]), "removing trials", "Removed."
    )
    assert {one.participant_id for one in session.study.gaze.trials()} == {planted.WITNESS}
    assert planted.PERSON in [one.id for one in session.study.gaze.participants()]
    assert "Experts" not in [one.name for one in session.study.results.models()]
    session.edits.undo()
    assert session.study.gaze.trials() == before


def test_a_pseudonym_that_is_taken_is_refused_and_no_step(people):
    problems = []
    people.problem.connect(problems.append)
    assert not people.upkeep.rename_participants({"P01": "P02"})
    assert "another participant has that pseudonym" in str(problems[0])
    assert not people.edits.undo_stack.canUndo()


def test_a_study_that_is_only_read_is_not_changed(qapp, study_path):
    from neopain_gui.gui.state.session import Session

    session = Session()
    session.use_study(Study.open(study_path, read_only=True))
    assert not session.upkeep.remove_photographs([FIRST])
    assert not session.upkeep.set_checked(session.images, True)
    assert len(session.images) == 4
    session.close_study()
