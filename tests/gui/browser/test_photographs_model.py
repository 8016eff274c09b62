"""The list of photographs: what it reads after a map and after a choice, and what it says."""

from dataclasses import replace

import pytest

from neopain_gui.gui.browser.photographs_model import MAPS, SCORE, ImageModel
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.work.thumbnails import Thumbnails
from neopain_gui.maps import ExtractionModel
from neopain_gui.study.database import Database
from tests.gui.made_maps import attribution, fill


@pytest.fixture
def model(session, qtbot):
    fill(session)
    jobs = Jobs(lambda: None)
    model = ImageModel(session, jobs, Thumbnails(session, jobs), session)
    qtbot.waitUntil(lambda: shown(model, session.images[0].id) == (4, 0.8), timeout=5000)
    yield model
    jobs.close()


def shown(model, image_id):
    index = model.index(model.row_of(image_id))
    return index.data(MAPS), index.data(SCORE)


def of_other_classifier(result, score):
    """Return the record of a map as another classifier's, which has another score."""
    made = replace(result.provenance, inputs={**result.provenance.inputs, "weights": "w"})
    scores = {"pain": score, "no pain": 1 - score}
    facts = {**result.facts, "classifier": "vgg_face_phantoms", "scores": scores}
    model = ExtractionModel(name="GradCAM|VGG-Face", kind="attribution")
    return replace(result, model=model, provenance=made, facts=facts)


@pytest.fixture
def rows_read(monkeypatch):
    """How many rows were read from the database since the list was cleared last."""
    read, before = [], Database.rows

    def counted(self, sql, parameters=()):
        found = before(self, sql, parameters)
        read.append(len(found))
        return found

    monkeypatch.setattr(Database, "rows", counted)
    return read


def test_a_new_map_is_counted_and_its_score_shown_at_its_photograph_alone(
    model, session, qtbot, rows_read
):
    first, second = (image.id for image in session.images[:2])
    assert shown(model, first) == (4, 0.8)
    other = attribution(session.study, first, scores={"pain": 0.3, "no pain": 0.7}, name="Another")
    told = []
    model.dataChanged.connect(lambda top, bottom, *_: told.append((top.row(), bottom.row())))
    session.record([other])
    rows_read.clear()
    qtbot.waitUntil(lambda: shown(model, first) == (5, 0.3), timeout=2000)
    assert shown(model, second) == (4, 0.8)
    assert told == [(model.row_of(first),) * 2]
    assert sum(rows_read) <= 4  # a count and a score, however many photographs there are


def test_maps_of_several_photographs_are_read_together(model, session, qtbot):
    ids = [image.id for image in session.images]
    for image_id in ids:
        session.record([attribution(session.study, image_id, name="Another")])
    qtbot.waitUntil(lambda: all(shown(model, one)[0] == 5 for one in ids), timeout=2000)


def test_maps_that_go_take_their_count_and_score_along(model, session, qtbot):
    first = session.images[0].id
    session.edits.set_face(first, None)
    qtbot.waitUntil(lambda: shown(model, first) == (2, None), timeout=2000)
    session.edits.undo()
    qtbot.waitUntil(lambda: shown(model, first) == (4, 0.8), timeout=2000)


def test_another_classifier_shows_its_scores_at_once_and_reads_no_map(model, session, rows_read):
    first = session.images[0].id
    made = attribution(session.study, first)
    other = of_other_classifier(made, 0.25)
    session.study.blobs.put(other.key, session.study.blobs.get(made.key))
    session.record([other])
    rows_read.clear()
    session.choices.choose(classifier_id="vgg_face_phantoms")
    assert shown(model, first)[1] == 0.25
    assert shown(model, session.images[1].id)[1] is None
    assert max(rows_read) <= len(session.images)
    session.edits.undo()
    assert shown(model, first)[1] == 0.8


def test_the_layer_that_is_looked_at_changes_no_score(model, session, rows_read):
    rows_read.clear()
    session.choices.follow(layer="merge")
    assert not any(rows_read)
