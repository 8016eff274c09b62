"""People of the gaze view are renamed, moved and removed, and their groups' maps go along."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit

from neopain_gui.gui.gaze.look import in_the_way
from neopain_gui.gui.gaze.look.people_tree import NAME
from neopain_gui.maps import ExtractionModel
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps, subgroups
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result
from tests.gui.gaze.look.test_look_panel import item_of, looked_at, panel  # noqa: F401 - fixtures
from tests.gui.made_maps import blob


def models(session):
    return {one.model.name for one in session.study.results.all()}


@pytest.fixture
def with_maps(panel, session):  # noqa: F811
    """The gaze view of a study whose groups have maps."""
    session.record(list(gaze_maps(session.study, subgroups(session.study))))
    assert models(session) == {"Experts", "Parents", "All participants"}
    return panel


def select(qtbot, panel, *names):  # noqa: F811
    keys = Qt.KeyboardModifier.NoModifier
    for name in names:
        place = panel.people.visualItemRect(item_of(panel, name)).center()
        qtbot.mouseClick(panel.people.viewport(), Qt.MouseButton.LeftButton, keys, place)
        keys = Qt.KeyboardModifier.ControlModifier


def entry(menu, text):
    return next(action for action in menu.actions() if action.text() == text)


def said(session):
    told = []
    session.told.connect(told.append)
    return told


def test_a_withdrawn_participant_takes_the_group_maps_along(with_maps, session, qtbot):
    told = said(session)
    select(qtbot, with_maps, "P01")
    qtbot.keyClick(with_maps.people, Qt.Key.Key_Delete)
    assert [one.id for one in session.study.gaze.participants()] == ["P02", "P03"]
    assert models(session) == {"Parents"}
    assert "2 maps went with it; Undo brings them back." in told[-1].text
    session.edits.undo()
    assert [one.id for one in session.study.gaze.participants()] == ["P01", "P02", "P03"]
    assert models(session) == {"Experts", "Parents", "All participants"}


def test_a_whole_group_is_moved(with_maps, session, qtbot):
    panel = with_maps  # noqa: F811
    select(qtbot, panel, "Parents")
    assert panel.actions_of_people.chosen == ("P02", "P03")
    assert not panel.actions_of_people.rename.isEnabled()  # one at a time
    entry(panel.actions_of_people.moving, "Laypeople").trigger()
    groups = {one.id: one.group for one in session.study.gaze.participants()}
    assert groups == {"P01": "Experts", "P02": "Laypeople", "P03": "Laypeople"}
    assert panel.next_step.text.text() == "No maps yet: Laypeople."
    session.edits.undo()
    assert not panel.next_step.isVisible()


def answering(qtbot, answers):
    """Type these into the boxes that come, one after the other, and press Return."""
    asked = []

    def answer():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QInputDialog):
            QTimer.singleShot(10, answer)
            return
        asked.append((box.labelText(), box.textValue(), box.windowTitle(), box.width()))
        line = box.findChild(QLineEdit)
        line.selectAll()
        text = answers[len(asked) - 1]
        if text:
            qtbot.keyClicks(line, text)
        else:
            qtbot.keyClick(line, Qt.Key.Key_Delete)
        if len(asked) < len(answers):
            QTimer.singleShot(10, answer)
        qtbot.keyClick(line, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    return asked


def test_to_a_group_with_any_name(panel, session, qtbot):  # noqa: F811
    select(qtbot, panel, "P01", "P03")
    panel.actions_of_people.refresh()
    answering(qtbot, ["Night shift"])
    entry(panel.actions_of_people.moving, "New group…").trigger()
    groups = {one.id: one.group for one in session.study.gaze.participants()}
    assert groups == {"P01": "Night shift", "P02": "Parents", "P03": "Night shift"}
    entry(panel.actions_of_people.moving, "No group").trigger()
    qtbot.waitUntil(lambda: panel.people.chosen == (), timeout=20_000)


def test_a_long_name_of_a_group_can_be_read(panel, session, qtbot):  # noqa: F811
    name = "Neonatal intensive care nurses"
    session.upkeep.move_participants(("P01",), name)
    tree = panel.people
    items = lambda: tree.findItems(name, Qt.MatchFlag.MatchExactly)  # noqa: E731
    qtbot.waitUntil(lambda: bool(items()), timeout=20_000)
    (group,) = items()
    room = tree.visualItemRect(group).width()
    assert tree.fontMetrics().horizontalAdvance(name) > tree.columnWidth(0)
    assert room == tree.viewport().width() - tree.visualItemRect(group).left()
    assert group.isFirstColumnSpanned()


def test_a_pseudonym_is_changed_but_not_to_another_ones(panel, session, qtbot):  # noqa: F811
    select(qtbot, panel, "P01")
    asked = answering(qtbot, ["P02", "", "E7"])
    qtbot.keyClick(panel.people, Qt.Key.Key_F2)
    assert [one.id for one in session.study.gaze.participants()] == ["E7", "P02", "P03"]
    assert [text for _label, text, *_rest in asked] == ["P01", "P02", ""]
    assert asked[1][0].startswith("P02 is somebody else.")
    _label, _text, title, width = asked[0]
    assert width > panel.fontMetrics().horizontalAdvance(title) + 100  # the title can be read
    assert {one.participant_id for one in session.study.gaze.trials()} == {"E7", "P02", "P03"}
    session.edits.undo()
    assert [one.id for one in session.study.gaze.participants()] == ["P01", "P02", "P03"]


def test_the_next_step_is_offered_and_done(panel, session, qtbot):  # noqa: F811
    step = panel.next_step
    qtbot.waitUntil(step.isVisible, timeout=20_000)
    assert step.text.text() == "No maps yet: Experts and Parents."
    assert step.make.text() == "Make group maps"
    qtbot.mouseClick(step.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not step.isVisible(), timeout=30_000)
    assert models(session) == {"Experts", "Parents"}


@pytest.fixture
def pictured(panel, session, looked_at):  # noqa: F811
    """The experts' map was imported from a picture."""
    provenance = Provenance(stage="gaze.heatmap_picture", version=1, inputs={"picture": "x"})
    values = blob(looked_at.height, looked_at.width, 0.5, 0.5)
    session.study.blobs.put(provenance.key, values)
    from neopain_gui.geometry import Box

    result = Result(
        image_id=looked_at.id,
        model=ExtractionModel(name="Experts", kind="gaze"),
        box=Box.whole(looked_at.width, looked_at.height),
        photograph_size=(looked_at.height, looked_at.width),
        provenance=provenance,
    )
    session.record([result])
    return result


@pytest.mark.parametrize("answer", [in_the_way.BOTH, in_the_way.REPLACE, in_the_way.NEITHER])
def test_maps_from_recordings_never_replace_pictures_unasked(
    panel,  # noqa: F811
    pictured,
    session,
    looked_at,  # noqa: F811
    qtbot,
    monkeypatch,
    answer,
):
    asked = []
    monkeypatch.setattr(
        in_the_way, "ask", lambda _parent, names, count: asked.append((names, count)) or answer
    )
    panel.tabs.setCurrentIndex(1)
    qtbot.waitUntil(panel.groups.make.isEnabled, timeout=20_000)
    qtbot.mouseClick(panel.groups.make, Qt.MouseButton.LeftButton)
    assert asked == [(["Experts"], 1)]
    qtbot.waitUntil(lambda: not panel.groups.waiting.busy, timeout=30_000)
    found = {one.model.name: one.key for one in session.study.results.all(looked_at.id)}
    if answer == in_the_way.BOTH:
        assert found["Experts"] == pictured.key
        assert "Experts (recordings)" in found
    elif answer == in_the_way.REPLACE:
        assert found["Experts"] != pictured.key
    else:
        assert found == {"Experts": pictured.key}


def test_the_question_is_asked_in_words(panel, qtbot):  # noqa: F811
    box = in_the_way.question(panel, ["Experts"], 20)
    qtbot.addWidget(box)
    assert {one.text() for one in box.buttons()} == {"Keep both", "Cancel", "Replace"}
    assert box.defaultButton().text() == "Keep both"
    assert "20 maps of Experts from imported heatmap pictures" in box.text()


def test_nothing_can_be_changed_where_nobody_is_chosen(panel):  # noqa: F811
    panel.people.clearSelection()
    actions = panel.actions_of_people
    assert not actions.rename.isEnabled()
    assert not actions.remove.isEnabled()
    assert not actions.moving.isEnabled()
    assert item_of(panel, "P01").text(NAME) == "P01"


def test_who_goes_while_the_recordings_are_read_is_not_shown(panel, session, qtbot):  # noqa: F811
    panel.looks = None
    panel._read()
    session.upkeep.remove_participants(["P01"])
    qtbot.waitUntil(lambda: panel.looks is not None, timeout=20_000)
    assert panel.people.everybody == {"P02", "P03"}


def test_the_trials_of_a_participant_go_alone(with_maps, session, qtbot):
    select(qtbot, with_maps, "P01")
    before = session.study.gaze.trials()
    entry(with_maps.actions_of_people.menu, "Remove trials…").trigger()
    assert "P01" not in {one.participant_id for one in session.study.gaze.trials()}
    assert [one.id for one in session.study.gaze.participants()] == ["P01", "P02", "P03"]
    assert models(session) == {"Parents"}
    session.edits.undo()
    assert session.study.gaze.trials() == before
    assert models(session) == {"Experts", "Parents", "All participants"}


def test_who_is_not_listed_here_can_be_joined_too(panel, session, qtbot):  # noqa: F811
    session.upkeep.remove(session.upkeep.trials_of(["P03"]), "removing trials", "Removed.")
    qtbot.waitUntil(lambda: panel.people.everybody == {"P01", "P02"}, timeout=20_000)
    joining = panel.actions_of_people.joining
    select(qtbot, panel, "P01", "P02")
    assert not joining.isEnabled()  # of several, the entry above makes one
    select(qtbot, panel, "P02")
    assert [action.text() for action in joining.actions()] == ["P01 · Experts", "P03 · Parents"]
    entry(joining, "P03 · Parents").trigger()
    assert [one.id for one in session.study.gaze.participants()] == ["P01", "P02"]
    session.edits.undo()
    assert [one.id for one in session.study.gaze.participants()] == ["P01", "P02", "P03"]
