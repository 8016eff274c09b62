"""Decisions in the importer of recordings outlast each other, and what is refused is not kept."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import study_phantoms
from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.demo.synthetic_recordings import write_synthetic_recordings
from neopain_gui.errors import StudyError
from neopain_gui.gui.base import theme
from neopain_gui.gui.gaze.recordings.recording_rows import PersonRow
from neopain_gui.gui.gaze.recordings.recording_tables import LEAVE_OUT, PeopleTable
from neopain_gui.gui.gaze.recordings.recordings_page import RecordingsPage
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps, subgroups
from tests.gaze.looks import look
from tests.gui.conftest import make_photographs

NAME, PSEUDONYM, GROUP = PeopleTable.NAME, PeopleTable.PSEUDONYM, PeopleTable.GROUP
NOTE = PeopleTable.NOTE


@pytest.fixture
def ids(session):
    return [image.id for image in session.images]


@pytest.fixture(scope="module")
def two_phantoms():
    return [one for _, one in study_phantoms(1)]


@pytest.fixture
def export(tmp_path, ids, two_phantoms):
    """A demo export of four participants and two stimuli; no photograph is called like one."""
    names = (f"{ids[0]}.bmp", "baby_S2_pain.bmp")
    phantoms = [
        (name, one, one.label is PainLabel.PAIN)
        for name, one in zip(names, two_phantoms, strict=True)
    ]
    return write_synthetic_recordings(tmp_path / "demo", phantoms, participants=2)


@pytest.fixture
def page(qtbot, session, jobs):
    page = RecordingsPage(session, jobs)
    qtbot.addWidget(page)
    page.resize(760, 560)
    page.show()
    return page


def open_files(page, qtbot, *files):
    page.preview = None
    page.open_files(files)
    qtbot.waitUntil(lambda: page.preview is not None and not page.waiting.busy, timeout=20_000)


@pytest.fixture
def listed(page, export, qtbot):
    open_files(page, qtbot, export.recordings)
    return page


def take_in(page, session, qtbot):
    with qtbot.waitSignal(session.gaze_changed, timeout=20_000):
        qtbot.mouseClick(page.importing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.waiting.busy, timeout=20_000)


def combo(table, row, column) -> QComboBox:
    found = table.cellWidget(row, column)
    assert isinstance(found, QComboBox)
    return found


def pseudonym_editor(table, row) -> QComboBox:
    """Open the cell as a double click does."""
    table.setCurrentCell(row, PSEUDONYM)
    table.editItem(table.item(row, PSEUDONYM))
    (editor,) = (
        one
        for one in table.viewport().findChildren(QComboBox)
        if one.accessibleName() == "Pseudonym" and one.isVisibleTo(table)
    )
    return editor


def type_pseudonym(table, row, text, qtbot):
    editor = pseudonym_editor(table, row)
    qtbot.keyClicks(editor.lineEdit(), text)
    qtbot.keyClick(editor.lineEdit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.state() is not table.State.EditingState)


def pick_pseudonym(table, row, text, qtbot):
    editor = pseudonym_editor(table, row)
    place = editor.findText(text)
    assert place >= 0
    editor.setCurrentIndex(place)
    editor.activated.emit(place)
    qtbot.waitUntil(lambda: table.state() is not table.State.EditingState)


def answer(monkeypatch, file):
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_: (str(file), ""))


def test_a_demo_export_is_corrected_imported_undone_and_redone(listed, session, ids, qtbot):
    first = listed.stimuli.rows[0]
    assert (first.stimulus, first.image_id) == ("baby_S2_pain.bmp", "")
    box = combo(listed.stimuli, 0, 1)
    assert (box.currentText(), box.itemText(1)) == (LEAVE_OUT, "S2_pain")  # the nearest comes first
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert listed.stimuli.rows[0].image_id == "S2_pain"
    listed.tabs.setCurrentIndex(1)
    type_pseudonym(listed.people, 0, "E7", qtbot)
    qtbot.keyClicks(combo(listed.people, 1, GROUP).lineEdit(), "Night shift")
    wanted = [row.pseudonym for row in listed.people.rows if row.wanted]
    assert wanted[:2] == ["E7", "P02"]
    take_in(listed, session, qtbot)
    study = session.study
    assert [one.id for one in study.gaze.participants()] == wanted
    assert {one.id: one.group for one in study.gaze.participants()}["P02"] == "Night shift"
    assert {(one.participant_id, one.image_id) for one in study.gaze.trials()} == {
        (who, image) for who in wanted for image in (ids[0], "S2_pain")
    }
    assert "Synthetic 0" not in repr((study.gaze.participants(), study.gaze.trials()))
    kept = study.gaze.trials()
    session.edits.undo_stack.undo()
    assert (study.gaze.participants(), study.gaze.trials()) == ([], [])
    session.edits.undo_stack.redo()
    assert study.gaze.trials() == kept
    assert len(study.gaze.values(kept[0])) > 0


def test_another_limit_and_a_table_leave_decisions_alone(
    listed, session, export, qtbot, monkeypatch
):
    people = listed.people
    listed.tabs.setCurrentIndex(1)
    type_pseudonym(people, 0, "E7", qtbot)
    combo(people, 1, GROUP).setCurrentText("Night shift")
    listed.least.setValue(99)
    assert not any(row.wanted for row in people.rows)
    assert all(people.item(place, NOTE).text() == "fewer than 99 % valid" for place in range(4))
    listed.least.setValue(10)
    assert all(row.wanted for row in people.rows)
    assert people.rows[0].pseudonym == people.item(0, PSEUDONYM).text() == "E7"
    assert people.rows[1].group == "Night shift"
    answer(monkeypatch, export.participants)
    with qtbot.waitSignal(session.told) as told:
        qtbot.mouseClick(listed.groups, Qt.MouseButton.LeftButton)
    assert told.args[0].text == f"{export.participants.name} names 4 of 4 participants."
    assert people.rows[0].pseudonym == "E7"
    assert [row.group for row in people.rows] == ["Experts", "Experts", "Parents", "Parents"]
    assert combo(people, 3, GROUP).currentText() == "Parents"


def test_a_limit_leaves_those_alone_who_do_not_cross_it(listed):
    people = listed.people
    people.item(0, NAME).setCheckState(Qt.CheckState.Unchecked)
    listed.least.setValue(60)
    listed.least.setValue(50)
    assert not people.rows[0].wanted
    assert people.item(0, NAME).checkState() is Qt.CheckState.Unchecked


@pytest.mark.parametrize(
    ("valid", "least", "said", "note"),
    [
        (0.696, 0.7, "69.6 %", "fewer than 70 % valid"),
        (0.70, 0.7, "70 %", ""),
        (0.704, 0.7, "70 %", ""),
        (0.42, 0.7, "42 %", "fewer than 70 % valid"),
        (None, 0.7, "–", ""),
    ],
)
def test_a_share_below_the_limit_never_reads_like_it(valid, least, said, note):
    row = PersonRow(name="A", pseudonym="P01", attributes={}, stimuli=1, samples=9, valid=valid)
    assert (row.share(least), row.note(least)) == (said, note)


def test_a_table_that_names_nobody_says_so(listed, session, tmp_path, qtbot, monkeypatch):
    other = tmp_path / "other.csv"
    other.write_text("participant,group\nNobody,Parents\n", "utf-8")
    answer(monkeypatch, other)
    listed.tabs.setCurrentIndex(1)
    with qtbot.waitSignal(session.told) as told:
        qtbot.mouseClick(listed.groups, Qt.MouseButton.LeftButton)
    said = told.args[0]
    assert said.level == "warning"
    assert said.text.startswith("other.csv names none of the participants")
    with qtbot.waitSignal(session.settled) as settled:
        qtbot.mouseClick(listed.cancel, Qt.MouseButton.LeftButton)
    assert f"{said.topic}/".startswith(f"{settled.args[0]}/")  # it goes with the import


def test_only_scores_that_will_be_kept_are_counted(
    listed, session, ids, tmp_path, qtbot, monkeypatch
):
    table = tmp_path / "scores.csv"
    lines = [f"{row.name},{ids[0]},5" for row in listed.people.rows]
    table.write_text("\n".join(["participant,image,score", *lines, f"Nobody,{ids[0]},3"]), "utf-8")
    answer(monkeypatch, table)
    listed.tabs.setCurrentIndex(1)
    qtbot.mouseClick(listed.rate, Qt.MouseButton.LeftButton)
    for row in range(4):
        listed.people.item(row, NAME).setCheckState(Qt.CheckState.Checked)
    assert listed.summary.text().endswith("to be imported, 4 scores.")
    listed.people.item(0, NAME).setCheckState(Qt.CheckState.Unchecked)
    assert listed.summary.text().endswith("to be imported, 3 scores.")
    take_in(listed, session, qtbot)
    assert len(session.study.gaze.scores()) == 3


def test_the_same_person_has_to_be_chosen_and_keeps_group_and_attributes(
    page, session, export, qtbot
):
    m1 = Participant(id="M1", group="Experts", attributes={"years": "7"})
    session.study.gaze.add([m1], [], [])
    open_files(page, qtbot, export.recordings)
    page.tabs.setCurrentIndex(1)
    people = page.people
    type_pseudonym(people, 0, "M1", qtbot)
    assert page.problem.text().startswith("M1 is somebody else in the study")
    assert not page.importing.isEnabled()
    pick_pseudonym(people, 0, "M1 of the study", qtbot)
    assert (people.item(0, PSEUDONYM).text(), page.problem.text()) == ("M1", "")
    assert people.item(0, NOTE).text() == "the same person as M1 in the study"
    assert combo(people, 0, GROUP).currentText() == "Experts"
    take_in(page, session, qtbot)
    assert m1 in session.study.gaze.participants()
    assert len(session.study.gaze.participants()) > 1
    session.edits.undo_stack.undo()
    assert session.study.gaze.participants() == [m1]
    assert session.study.gaze.trials() == []


def test_imported_before_under_another_pseudonym_is_said(listed, session, export, qtbot):
    take_in(listed, session, qtbot)
    open_files(listed, qtbot, export.recordings)
    listed.tabs.setCurrentIndex(1)
    assert listed.people.rows[0].pseudonym == "P01"
    assert listed.people.item(0, NOTE).text() == "imported before; importing again replaces that"
    type_pseudonym(listed.people, 0, "E7", qtbot)
    assert listed.people.item(0, NOTE).text() == "in the study already, as P01"
    assert listed.problem.text().endswith("already: call them P01 again, or untick them.")
    assert not listed.importing.isEnabled()


def test_the_same_recording_twice_is_refused(page, export, tmp_path, qtbot):
    copy = tmp_path / "copy.tsv"
    copy.write_bytes(export.recordings.read_bytes())
    page.open_files([export.recordings, copy])
    qtbot.waitUntil(lambda: "the same recording as" in page.empty.text.text(), timeout=20_000)
    assert page.empty.text.text().startswith("copy.tsv")


def test_one_name_in_two_files_is_one_person_and_that_is_said(page, tmp_path, ids, qtbot):
    files = [tmp_path / "a.tsv", tmp_path / "b.tsv"]
    for file, image_id in zip(files, ids, strict=False):
        write_prolab(file, [look(image_id)])
    open_files(page, qtbot, *files)
    (row,) = page.people.rows
    assert (row.stimuli, page.people.item(0, NOTE).text()) == (2, "in 2 files")


@pytest.fixture
def three(page, tmp_path, ids, qtbot):
    """Three names in two files; the last two are one person, whom nobody called so."""
    files = tmp_path / "a.tsv", tmp_path / "b.tsv"
    write_prolab(files[0], [look(ids[0], participant="Ana"), look(ids[0], participant="Rec 01")])
    write_prolab(files[1], [look(ids[1], participant="Rec 02")])
    open_files(page, qtbot, *files)
    page.tabs.setCurrentIndex(1)
    return page


def select(table, qtbot, *rows):
    for at, row in enumerate(rows):
        click(table, row, NAME, qtbot, *([Qt.KeyboardModifier.ControlModifier] if at else []))


def click(table, row, column, qtbot, modifier=Qt.KeyboardModifier.NoModifier):
    cell = table.visualItemRect(table.item(row, column))
    where = cell.center()
    where.setX(cell.right() - 4)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, pos=where)


def test_two_names_are_one_person(three, session, ids, qtbot):
    page, table = three, three.people
    assert not page.one_person.isEnabled()
    select(table, qtbot, 1, 2)
    qtbot.mouseClick(page.one_person, Qt.MouseButton.LeftButton)
    assert [row.pseudonym for row in table.rows] == ["P01", "P02", "P02"]
    assert "one person with Rec 01" in table.item(2, NOTE).text()
    assert "2 participants" in page.summary.text()
    assert page.remarks.text().startswith("2 participants have no group")
    assert page.tabs.tabText(1) == "Participants 2 of 2"
    assert not page.problem.text()
    combo(table, 2, GROUP).setEditText("Nurses")  # of one name, and so of the person
    type_pseudonym(table, 1, "Q7", qtbot)
    assert [row.group for row in table.rows] == ["", "Nurses", "Nurses"]
    assert [row.pseudonym for row in table.rows] == ["P01", "Q7", "Q7"]
    assert combo(table, 1, GROUP).currentText() == "Nurses"
    take_in(page, session, qtbot)
    people = session.study.gaze.participants()
    assert [(one.id, one.group) for one in people] == [("P01", ""), ("Q7", "Nurses")]
    mine = [trial.image_id for trial in session.study.gaze.trials() if trial.participant_id == "Q7"]
    assert sorted(mine) == sorted(ids[:2])
    session.edits.undo()
    assert session.study.gaze.participants() == []


def test_one_person_is_taken_apart_again(three, qtbot):
    page, table = three, three.people
    select(table, qtbot, 0, 1, 2)
    qtbot.mouseClick(page.one_person, Qt.MouseButton.LeftButton)
    assert {row.pseudonym for row in table.rows} == {"P01"}
    select(table, qtbot, 0)
    assert page.one_person.isEnabled()
    qtbot.mouseClick(page.one_person, Qt.MouseButton.LeftButton)
    assert [row.pseudonym for row in table.rows] == ["P02", "P01", "P01"]
    assert table.rows[1].one_with == ("Rec 01", "Rec 02")
    select(table, qtbot, 1, 2)
    qtbot.mouseClick(page.one_person, Qt.MouseButton.LeftButton)
    assert [row.pseudonym for row in table.rows] == ["P02", "P01", "P03"]
    assert not any(row.one_with for row in table.rows)
    assert not page.problem.text()
    type_pseudonym(table, 0, "P01", qtbot)
    assert page.problem.text().startswith("Two participants are called P01. If they are one person")


def test_what_tables_say_of_one_person_twice_is_said(
    three, session, ids, tmp_path, qtbot, monkeypatch
):
    page, table = three, three.people
    people, scores = tmp_path / "people.csv", tmp_path / "scores.csv"
    people.write_text("participant,group,years\nRec 01,Nurses,3\nRec 02,Parents,4\n", "utf-8")
    scores.write_text(f"participant,image,score\nRec 02,{ids[0]},6\nRec 01,{ids[0]},8\n", "utf-8")
    answer(monkeypatch, people)
    qtbot.mouseClick(page.groups, Qt.MouseButton.LeftButton)
    page.keep.boxes["years"].click()
    answer(monkeypatch, scores)
    qtbot.mouseClick(page.rate, Qt.MouseButton.LeftButton)
    assert "under different names" not in page.remarks.text()
    select(table, qtbot, 1, 2)
    with qtbot.waitSignal(session.told) as warned:
        qtbot.mouseClick(page.one_person, Qt.MouseButton.LeftButton)
    assert warned.args[0].level == "warning"
    assert warned.args[0].text == "“Parents” of Rec 02 does not count: P02 is in “Nurses”."
    said = page.remarks.text()
    assert "P02 has 3 and 4 as years, under different names of the tables: 3 is kept." in said
    assert f"P02 has 6 and 8 as score of {ids[0]}" in said
    take_in(page, session, qtbot)
    (one,) = (person for person in session.study.gaze.participants() if person.id == "P02")
    assert (one.group, dict(one.attributes)) == ("Nurses", {"years": "3"})
    assert [score.score for score in session.study.gaze.scores()] == [6.0]


def test_a_name_joins_the_studys_participant(three, session, tmp_path, ids, qtbot):
    take_in(three, session, qtbot)
    later = tmp_path / "c.tsv"
    write_prolab(later, [look(ids[2], participant="Late")])
    open_files(three, qtbot, tmp_path / "b.tsv", later)
    three.tabs.setCurrentIndex(1)
    table = three.people
    select(table, qtbot, 1, 0)
    qtbot.mouseClick(three.one_person, Qt.MouseButton.LeftButton)
    assert [row.pseudonym for row in table.rows] == ["P03", "P03"]
    assert "the same person as P03 in the study" in table.item(1, NOTE).text()
    take_in(three, session, qtbot)
    mine = [
        trial.image_id for trial in session.study.gaze.trials() if trial.participant_id == "P03"
    ]
    assert sorted(mine) == sorted(ids[1:3])
    open_files(three, qtbot, tmp_path / "a.tsv", tmp_path / "b.tsv")
    select(table, qtbot, 0, 2)  # both are in the study, as two people
    qtbot.mouseClick(three.one_person, Qt.MouseButton.LeftButton)
    assert "Rec 02 is in the study already, as P03" in three.problem.text()
    assert not three.importing.isEnabled()


def test_files_are_dropped(page, export, qtbot):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(export.recordings))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    assert [file.file for file in page.preview.files] == [export.recordings]


def test_photographs_that_come_later_are_matched(listed, session, tmp_path):
    combo(listed.stimuli, 1, 1).setCurrentText("S1_pain")
    combo(listed.stimuli, 1, 1).textActivated.emit("S1_pain")
    new = make_photographs(tmp_path / "more", subjects=3)[-1]
    (tmp_path / "more" / new.file).rename(tmp_path / "more" / "baby_S2_pain.png")
    late = replace(new, id="baby_S2_pain", file="baby_S2_pain.png")
    session.study.images.add([late], root=tmp_path / "more")
    session.reload_images()
    assert [row.image_id for row in listed.stimuli.rows] == ["baby_S2_pain", "S1_pain"]
    assert combo(listed.stimuli, 0, 1).currentText() == "baby_S2_pain"


def test_names_stay_readable_when_the_colour_scheme_changes(listed, qapp):
    people = listed.people
    listed.least.setValue(99)
    people.item(0, NAME).setCheckState(Qt.CheckState.Checked)
    try:
        for scheme in ("light", "dark"):
            theme.apply_scheme(scheme)
            qapp.processEvents()
            assert people.item(0, NAME).data(Qt.ItemDataRole.ForegroundRole) is None
            assert people.item(1, NAME).foreground().color() == theme.muted()
    finally:
        theme.apply_scheme("system")


def test_a_stopped_import_keeps_nothing(listed, session, qtbot, monkeypatch):
    from neopain_gui.pipeline.eye_tracking import recordings_import as recordings

    reading = recordings.iter_recordings
    begun, go_on = threading.Event(), threading.Event()

    def slow(*what, **more):
        begun.set()
        go_on.wait(20)
        return reading(*what, **more)

    monkeypatch.setattr(recordings, "iter_recordings", slow)
    qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    assert not listed.importing.isEnabled()
    qtbot.mouseClick(listed.waiting.stop, Qt.MouseButton.LeftButton)
    go_on.set()
    qtbot.waitUntil(lambda: not listed.waiting.busy, timeout=20_000)
    assert (session.study.gaze.participants(), session.study.gaze.trials()) == ([], [])
    assert session.edits.undo_stack.count() == 0
    assert listed.importing.isEnabled()  # all decisions are still there


def test_a_failure_in_the_third_file_imports_none_of_them(page, session, ids, tmp_path, qtbot):
    files = [tmp_path / f"{name}.tsv" for name in "abc"]
    for file, image_id in zip(files, ids, strict=False):
        write_prolab(file, [look(image_id, participant=file.stem)])
    open_files(page, qtbot, *files)
    assert len(page.people.rows) == 3
    files[2].write_text("a\tb\n1\t2\n", "utf-8")
    qtbot.mouseClick(page.importing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.waiting.busy, timeout=20_000)
    assert str(page.waiting.task.error).startswith("c.tsv")
    assert (session.study.gaze.participants(), session.study.gaze.trials()) == ([], [])


def test_what_the_study_refuses_is_not_called_imported(listed, session, qtbot, monkeypatch):
    def full(*_):
        raise StudyError("the disk is full", file=session.study.path)

    monkeypatch.setattr(session.study.gaze, "add", full)
    told = []
    session.notice.connect(told.append)
    with qtbot.waitSignal(session.problem, timeout=20_000) as problem:
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not listed.waiting.busy, timeout=20_000)
    assert "the disk is full" in str(problem.args[0])
    assert told == []
    assert session.edits.undo_stack.count() == 0
    assert listed.preview is not None  # to be tried again


def drop(page, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)


def test_a_folder_with_everything_is_dropped_at_once(page, export, session, ids, qtbot):
    folder = export.recordings.parent
    (folder / "scores.csv").write_text(
        f"participant,image,score\nSynthetic 01,{ids[0]},8\n", "utf-8"
    )
    (folder / "readme.docx").write_bytes(b"PK")
    drop(page, folder)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    assert [file.name for file in page.files] == [export.recordings.name]
    assert [row.group for row in page.people.rows] == ["Experts", "Experts", "Parents", "Parents"]
    assert page.summary.text().endswith("1 score.")
    assert "readme.docx was left out" in page.report.toPlainText()


def test_a_table_of_judgements_takes_no_group_away(page, export, session, ids, qtbot):
    """It names photographs and has no scores: that is said, and it describes nobody."""
    folder = export.recordings.parent
    (folder / "scores.csv").write_text(
        f"participant,stimulus,value\nSynthetic 01,{ids[0]},pain\n", "utf-8"
    )
    with qtbot.waitSignal(session.told, timeout=20_000) as told:
        drop(page, folder)
    assert told.args[0].level == "error"
    assert "the column with the scores is missing" in told.args[0].text
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    assert [row.group for row in page.people.rows] == ["Experts", "Experts", "Parents", "Parents"]


def test_files_that_come_later_are_added_and_decisions_stay(
    listed, session, ids, tmp_path, export, qtbot
):
    people = listed.people
    listed.tabs.setCurrentIndex(1)
    type_pseudonym(people, 0, "E7", qtbot)
    combo(people, 1, GROUP).setCurrentText("Night shift")
    people.item(3, NAME).setCheckState(Qt.CheckState.Unchecked)
    further = tmp_path / "further.tsv"
    write_prolab(further, [look(ids[3], participant="Zoe")])
    before = listed.preview
    drop(listed, further)
    qtbot.waitUntil(lambda: listed.preview is not before, timeout=20_000)
    assert [file.name for file in listed.files] == [export.recordings.name, "further.tsv"]
    assert [row.pseudonym for row in people.rows] == ["E7", "P02", "P03", "P04", "P05"]
    assert people.rows[1].group == "Night shift"
    assert [row.wanted for row in people.rows][-2:] == [False, True]
    before = listed.preview
    drop(listed, export.participants)  # a table alone belongs to what is listed
    qtbot.waitUntil(lambda: people.rows[0].group == "Experts", timeout=20_000)
    assert listed.preview is before


def test_pictures_alone_are_shown_by_their_own_importer(page, heatmap_folder, qtbot):
    with qtbot.waitSignal(page.pictures_found, timeout=20_000) as told:
        drop(page, heatmap_folder)
    assert told.args == [heatmap_folder]


@pytest.fixture
def heatmap_folder(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    make_photographs(folder)
    return folder


def test_a_group_is_set_for_all_and_for_those_selected(listed, qtbot):
    people = listed.people
    listed.tabs.setCurrentIndex(1)
    listed.group.setEditText("Night shift")
    assert listed.set_group.text() == "Set for all"
    qtbot.mouseClick(listed.set_group, Qt.MouseButton.LeftButton)
    assert [row.group for row in people.rows] == ["Night shift"] * 4
    for row, keys in (
        (1, Qt.KeyboardModifier.NoModifier),
        (3, Qt.KeyboardModifier.ControlModifier),
    ):
        place = people.visualItemRect(people.item(row, PeopleTable.SAMPLES)).center()
        qtbot.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, keys, place)
    assert listed.set_group.text() == "Set for 2 selected"
    listed.group.setEditText("Parents")
    qtbot.mouseClick(listed.set_group, Qt.MouseButton.LeftButton)
    assert [row.group for row in people.rows] == [
        "Night shift",
        "Parents",
        "Night shift",
        "Parents",
    ]
    assert combo(people, 3, GROUP).currentText() == "Parents"


def test_what_nobody_would_notice_is_said(listed, session, ids, qtbot):
    assert "3 participants have no group" in listed.remarks.text()
    combo(listed.stimuli, 0, 1).setCurrentText(ids[0])
    combo(listed.stimuli, 0, 1).textActivated.emit(ids[0])
    assert f"are the same photograph, {ids[0]}: each becomes a trial." in listed.remarks.text()


def test_who_has_no_trial_is_left_out_and_said(page, session, ids, tmp_path, qtbot):
    file = tmp_path / "two.tsv"
    write_prolab(file, [look(ids[0]), look("elsewhere.bmp", participant="Ana", recording="A")])
    open_files(page, qtbot, file)
    assert page.people.item(1, NOTE).text() == "was shown none of the chosen photographs: left out"
    assert "1 participant left out" in page.remarks.text()
    assert page.summary.text().startswith("1 file: 1 participant and 1 stimulus")
    take_in(page, session, qtbot)
    assert [one.id for one in session.study.gaze.participants()] == ["P01"]


def test_cancel_asks_before_what_was_decided_is_lost(listed, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "neopain_gui.gui.widgets.questions.may_drop", lambda w: bool(asked.append(w))
    )
    listed.tabs.setCurrentIndex(1)
    listed.people.item(0, PSEUDONYM).setText("E7")
    qtbot.mouseClick(listed.cancel, Qt.MouseButton.LeftButton)
    assert asked == [listed.window()]
    assert listed.people.rows[0].pseudonym == "E7"
    monkeypatch.setattr("neopain_gui.gui.widgets.questions.may_drop", lambda _w: True)
    qtbot.mouseClick(listed.cancel, Qt.MouseButton.LeftButton)
    assert listed.empty.isVisible()


def test_cancel_asks_nothing_where_nothing_was_decided(listed, qtbot, monkeypatch):
    monkeypatch.setattr(
        "neopain_gui.gui.widgets.questions.may_drop", lambda _w: pytest.fail("asked")
    )
    qtbot.mouseClick(listed.cancel, Qt.MouseButton.LeftButton)
    assert listed.empty.isVisible()


def test_cancel_imports_nothing(listed, session, qtbot):
    qtbot.mouseClick(listed.cancel, Qt.MouseButton.LeftButton)
    assert listed.empty.isVisible()
    assert listed.preview is None
    assert session.study.gaze.trials() == []


def test_a_file_that_cannot_be_read_is_left_out_by_a_click(page, export, tmp_path, qtbot):
    bad = tmp_path / "bad.tsv"
    lines = export.recordings.read_text("utf-8").splitlines()
    bad.write_text("\n".join([lines[0], lines[1].replace("1", "x")]), "utf-8")
    page.open_files([export.recordings, bad])
    qtbot.waitUntil(lambda: "cannot be read yet" in page.empty.heading.text(), timeout=20_000)
    button = next(one for one in page.empty.buttons if one.text() == "Leave it out")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    assert [file.name for file in page.files] == [export.recordings.name]


def test_an_import_says_what_it_did_and_offers_to_undo_it(listed, session, qtbot):
    told = []
    session.told.connect(told.append)
    take_in(listed, session, qtbot)
    assert "of 3 participants imported; of the gaze 100 % on the screen and " in told[-1].text
    name, undo = told[-1].action
    assert name == "Undo"
    undo()
    assert session.study.gaze.participants() == []


def group_models(session):
    return {(one.image_id, one.model.name) for one in session.study.results.all()}


def test_group_maps_go_and_come_with_the_people_that_they_were_made_from(
    listed, session, export, ids, qtbot
):
    take_in(listed, session, qtbot)
    first = list(gaze_maps(session.study, subgroups(session.study)))
    session.record(first)
    with_all = group_models(session)
    assert with_all == {(ids[0], "All participants")}
    changed = []
    session.results_changed.connect(changed.append)
    session.edits.undo()
    assert group_models(session) == set()
    assert changed == [""]  # Compare looks again
    told = []
    session.told.connect(told.append)
    session.edits.redo()
    assert group_models(session) == with_all
    assert "1 map came back." in told[-1].text


def test_maps_of_recordings_that_an_import_replaces_go_and_that_is_said(
    page, session, ids, tmp_path, qtbot
):
    """The same recording again, with the photograph in another place."""
    file = tmp_path / "nameless.tsv"
    write_prolab(file, [look("")])
    told = []
    session.told.connect(told.append)
    for numbers in ((465, 369, 80, 60), (400, 300, 160, 120)):
        open_files(page, qtbot, file)
        combo(page.stimuli, 0, 1).setCurrentText(ids[0])
        combo(page.stimuli, 0, 1).textActivated.emit(ids[0])
        for field, number in zip(page.place.fields, numbers, strict=True):
            qtbot.keyClicks(field, str(number))
        take_in(page, session, qtbot)
        if len(group_models(session)) == 0 and numbers[0] == 465:
            session.record(list(gaze_maps(session.study, subgroups(session.study))))
            assert len(group_models(session)) == 1
    assert group_models(session) == set()
    assert "1 trial imported before was replaced." in told[-1].text
    assert "1 map went with it; Undo brings it back." in told[-1].text
    session.edits.undo()
    assert len(group_models(session)) == 1
    assert [trial.place for trial in session.study.gaze.trials()] == [(465, 369, 80, 60)]


def test_a_trial_whose_gaze_is_all_elsewhere_is_left_out_and_that_is_said(
    page, session, ids, tmp_path, qtbot
):
    """Two recordings of one photograph: in the second it was elsewhere on the screen."""
    files = [tmp_path / "one.tsv", tmp_path / "two.tsv"]
    write_prolab(files[0], [look(ids[0])])
    away = look(ids[0], (100.0, 20.0), participant="Ana", recording="A")
    write_prolab(files[1], [away])
    open_files(page, qtbot, *files)
    assert "50 % of the gaze on it" in page.stimuli.item(0, 3).text()
    warned = []
    session.warning.connect(warned.append)
    take_in(page, session, qtbot)
    assert [trial.participant_id for trial in session.study.gaze.trials()] == ["P01"]
    assert [one.id for one in session.study.gaze.participants()] == ["P01"]
    assert warned == [
        f"1 trial of '{ids[0]}' left out (P02): none of the gaze is on the photograph; the "
        "photograph was probably elsewhere on the screen."
    ]


def test_nobody_is_said_to_be_left_out_before_a_photograph_is_chosen(page, tmp_path, qtbot):
    file = tmp_path / "nameless.tsv"
    write_prolab(file, [look("")])
    open_files(page, qtbot, file)
    assert page.people.rows[0].shown
    assert "left out" not in page.remarks.text()
    assert page.problem.text() == "Choose the photograph of at least one stimulus."


def test_what_was_left_out_stays_said_and_scores_are_added(
    page, export, session, ids, tmp_path, qtbot
):
    folder = export.recordings.parent
    scores = folder / "scores.csv"
    scores.write_text(f"participant,image,score\nSynthetic 01,{ids[0]},8\n", "utf-8")
    (folder / "readme.docx").write_bytes(b"PK")
    drop(page, folder)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    later, before = tmp_path / "later", page.preview
    later.mkdir()
    write_prolab(later / "further.tsv", [look(ids[3], participant="Zoe")])
    (later / "scores.csv").write_text(
        f"participant,image,score\nSynthetic 01,{ids[0]},3\nZoe,{ids[3]},5\n", "utf-8"
    )
    told = []
    session.told.connect(lambda message: told.append(message.text))
    drop(page, later)
    qtbot.waitUntil(lambda: page.preview is not before, timeout=20_000)
    assert "readme.docx was left out" in page.report.toPlainText()
    assert page.summary.text().endswith("2 scores.")
    assert {one.score for one in page.scores} == {3, 5}
    assert "scores.csv: 1 score other than in the table before" in " ".join(told)


def test_no_columns_are_named_and_the_list_is_still_there(listed, tmp_path, qtbot):
    table = tmp_path / "own.csv"
    table.write_text("when;px_x;px_y\n" + "10;500;400\n" * 9, "utf-8")
    rows = list(listed.people.rows)
    listed.open_files([table])
    qtbot.waitUntil(lambda: "cannot be read yet" in listed.empty.heading.text(), timeout=20_000)
    button = next(one for one in listed.empty.buttons if one.text() == "Name its columns…")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(listed.columns.cancel, Qt.MouseButton.LeftButton)
    assert listed.people.rows == rows
    assert listed.people.isVisibleTo(listed) or listed.stimuli.isVisibleTo(listed)
    assert not listed.empty.isVisible()
