"""The importer of recordings: what the files hold, decisions by hand, import, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QComboBox

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gui.gaze.recordings.recording_rows import problem_of
from neopain_gui.gui.gaze.recordings.recording_tables import LEAVE_OUT, PeopleTable
from neopain_gui.gui.gaze.recordings.recordings_page import RecordingsPage
from tests.gaze.looks import look
from tests.gui import by_hand


@pytest.fixture
def ids(session):
    return [image.id for image in session.images]


@pytest.fixture
def export(tmp_path, ids):
    """Two photographs, one under another name; two participants, one of them half blind."""
    path = tmp_path / "ward.tsv"
    write_prolab(
        path,
        [
            look(f"{ids[0]}.bmp", participant="Maria Silva", recording="Rec 1"),
            look("renamed.bmp", participant="Maria Silva", recording="Rec 1", start_us=9_000_000),
            look(ids[1], participant="Ana Lima", recording="Rec 2", lost=0.5),
        ],
    )
    return path


@pytest.fixture
def page(qtbot, session, jobs):
    page = RecordingsPage(session, jobs)
    qtbot.addWidget(page)
    page.resize(760, 560)
    page.show()
    return page


@pytest.fixture
def listed(page, export, qtbot, monkeypatch):
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getOpenFileNames", lambda *_: ([str(export)], "")
    )
    qtbot.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    return page


def tick(qtbot, table, row):
    area = table.visualItemRect(table.item(row, PeopleTable.NAME))
    place = QPoint(area.left() + 10, area.center().y())
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def combo(table, row, column) -> QComboBox:
    found = table.cellWidget(row, column)
    assert isinstance(found, QComboBox)
    return found


def choose(box, text):
    box.setCurrentText(text)
    box.textActivated.emit(text)


def finish(page, qtbot):
    qtbot.waitUntil(lambda: not page.waiting.busy, timeout=20_000)


def test_it_says_how_the_file_was_read_and_what_needs_a_decision(listed, ids):
    text = listed.report.toPlainText()
    for said in ("ward.tsv: Tobii Pro Lab 2x", "100 Hz", "screen 1280 × 1024", "synthetic"):
        assert said in text
    assert text.count("\u00b5s") + text.count("\u03bcs") == 1
    assert listed.tabs.tabText(0) == "Stimuli 2 of 3"
    first = listed.stimuli.rows[0]
    assert (first.stimulus, first.image_id) == ("renamed.bmp", "")
    assert combo(listed.stimuli, 0, 1).currentText() == LEAVE_OUT
    assert {row.image_id for row in listed.stimuli.rows[1:]} == {ids[0], ids[1]}
    assert "please give it" not in [
        listed.stimuli.item(row, listed.stimuli.PLACE).text() for row in range(3)
    ]


def test_one_name_in_two_files_is_said(page, ids, tmp_path, qtbot, monkeypatch):
    files = [tmp_path / "a.tsv", tmp_path / "b.tsv"]
    for at, file in enumerate(files):
        write_prolab(file, [look(ids[at], participant="Maria <Silva>")])
    chosen = [str(file) for file in files]
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileNames", lambda *_: (chosen, ""))
    qtbot.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    said = "'Maria <Silva>' is in a.tsv, b.tsv and is taken for one person"
    assert said in page.report.toPlainText()
    assert [row.name for row in page.people.rows] == ["Maria <Silva>"]


def test_who_was_recorded_badly_is_grey_and_unticked(listed):
    maria, ana = listed.people.rows
    assert (maria.pseudonym, maria.wanted, maria.valid) == ("P01", True, 1.0)
    assert (ana.wanted, ana.note(0.7)) == (False, "fewer than 70 % valid")
    listed.least.setValue(40)
    assert listed.people.rows[1].wanted


def test_decisions_by_hand_then_import_then_undo_and_redo(listed, session, ids, qtbot):
    choose(combo(listed.stimuli, 0, 1), ids[2])
    listed.tabs.setCurrentIndex(1)
    tick(qtbot, listed.people, 1)
    choose(combo(listed.people, 0, PeopleTable.GROUP), "Experts")
    listed.people.item(0, PeopleTable.PSEUDONYM).setText("E7")
    assert listed.summary.text() == ("1 file: 2 participants and 3 stimuli to be imported.")
    with qtbot.waitSignal(session.gaze_changed, timeout=20_000):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    study = session.study
    assert [(one.id, one.group) for one in study.gaze.participants()] == [
        ("E7", "Experts"),
        ("P02", ""),
    ]
    assert {(t.participant_id, t.image_id) for t in study.gaze.trials()} == {
        ("E7", ids[0]),
        ("E7", ids[2]),
        ("P02", ids[1]),
    }
    assert session.edits.undo_stack.undoText() == "the import of recordings"
    session.edits.undo_stack.undo()
    assert (study.gaze.participants(), study.gaze.trials()) == ([], [])
    session.edits.undo_stack.redo()
    assert len(study.gaze.trials()) == 3


def test_the_same_file_again_is_known(listed, session, export, qtbot):
    with qtbot.waitSignal(session.gaze_changed, timeout=20_000):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    finish(listed, qtbot)
    before = session.study.gaze.trials()
    listed.open_files([export])
    qtbot.waitUntil(lambda: listed.preview is not None, timeout=20_000)
    assert listed.people.rows[0].known
    assert "importing again replaces" in listed.people.item(0, PeopleTable.NOTE).text()
    with qtbot.waitSignal(session.gaze_changed, timeout=20_000):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    assert session.study.gaze.trials() == before
    session.edits.undo_stack.undo()
    assert session.study.gaze.trials() == before


def test_tables_of_participants_and_scores(listed, session, ids, tmp_path, qtbot, monkeypatch):
    people, scores = tmp_path / "p.csv", tmp_path / "s.csv"
    people.write_text(
        "participant,group,years,e-mail\nMaria Silva,Pais,3,m@x.org\nMaria Silvo,Pais,4,\n", "utf-8"
    )
    told = []
    session.told.connect(told.append)
    scores.write_text(f"participant,image,score\nMaria Silva,{ids[0]},8\n", "utf-8")
    for file, button in ((people, listed.groups), (scores, listed.rate)):
        monkeypatch.setattr(
            "PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_, file=file: (str(file), "")
        )
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert listed.people.rows[0].group == "Parents"
    assert any(
        "1 row of p.csv matches nobody in these recordings: 'Maria Silvo' ('Maria Silva'?)."
        in one.text
        for one in told
    )
    assert "2 columns are not kept: years, e-mail." in listed.privacy.text()
    assert listed.keep.text() == "Keep columns: 0 of 2"
    listed.keep.boxes["years"].click()
    assert "1 column is not kept: e-mail." in listed.privacy.text()
    assert "1 score." in listed.summary.text()
    with qtbot.waitSignal(session.gaze_changed, timeout=20_000):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    (person,) = session.study.gaze.participants()
    assert (person.group, dict(person.attributes)) == ("Parents", {"years": "3"})
    assert [one.score for one in session.study.gaze.scores()] == [8.0]


def test_two_of_one_name_cannot_be_imported(listed, qtbot):
    listed.tabs.setCurrentIndex(1)
    tick(qtbot, listed.people, 1)
    listed.people.item(1, PeopleTable.PSEUDONYM).setText("P01")
    assert listed.problem.text() == (
        "Two participants are called P01. If they are one person, select them and press "
        "“One person”."
    )
    assert not listed.importing.isEnabled()
    listed.people.item(1, PeopleTable.PSEUDONYM).setText("")
    assert listed.problem.text() == "Give each participant a pseudonym."
    for row in (0, 1):
        tick(qtbot, listed.people, row)
    assert listed.problem.text() == "Tick at least one participant."


def test_another_participants_pseudonym_is_refused(listed):
    people = listed.people.rows
    assert "somebody else" in problem_of(listed.stimuli.rows, people, {people[0].pseudonym})


def test_a_file_that_cannot_be_read_is_one_sentence_and_nothing_is_imported(
    page, export, session, tmp_path, qtbot
):
    bad = tmp_path / "bad.tsv"
    bad.write_text("a\tb\n1\t2\n", "utf-8")
    page.open_files([export, bad])
    qtbot.waitUntil(lambda: "bad.tsv:" in page.empty.text.text(), timeout=20_000)
    assert page.empty.isVisible()
    assert session.study.gaze.trials() == []


def test_a_failure_while_importing_imports_nothing(listed, export, session, qtbot):
    export.write_text("a\tb\n1\t2\n", "utf-8")  # changed since it was looked at
    qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    finish(listed, qtbot)
    assert "ward.tsv" in str(listed.waiting.task.error)
    assert (session.study.gaze.participants(), session.study.gaze.trials()) == ([], [])
    assert listed.importing.isEnabled()


@pytest.fixture
def unplaced(export):
    """The same export without where the pictures were on the screen."""
    lines = export.read_text("utf-8").splitlines()
    headers = lines[0].split("\t")
    kept = [
        n
        for n, head in enumerate(headers)
        if ("Presented Media " not in head or "name" in head) and "MCS" not in head
    ]
    export.write_text(
        "\n".join("\t".join(line.split("\t")[n] for n in kept) for line in lines), "utf-8"
    )
    return export


def type_place(page, qtbot, *numbers):
    for field, number in zip(page.place.fields, numbers, strict=False):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, str(number))


def test_the_photographs_place_is_asked_for_where_no_file_says_it(
    page, unplaced, session, ids, qtbot
):
    page.open_files([unplaced])
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    assert page.tabs.currentIndex() == 0
    first = page.stimuli.current
    assert (first.lacking, first.place) == (True, None)
    assert page.place.isVisible()
    assert [field.text() for field in page.place.fields] == [""] * 4  # nothing is assumed
    assert page.problem.text().startswith("Say where the photograph of ")
    assert not page.importing.isEnabled()
    assert page.stimuli.item(page.stimuli.currentRow(), page.stimuli.PLACE).text() == (
        "please give it"
    )
    type_place(page, qtbot, 465, 369, 160)
    assert not page.importing.isEnabled()  # the height is lacking
    qtbot.keyClicks(page.place.fields[3], "120")
    assert page.place.picture.box.as_tuple() == (465, 369, 625, 489)
    assert page.place.everywhere.text() == "Use for 1 more"
    assert not page.importing.isEnabled()
    qtbot.wait(100)  # what came and went has moved the buttons
    qtbot.mouseClick(page.place.everywhere, Qt.MouseButton.LeftButton)
    assert page.problem.text() == ""
    qtbot.waitUntil(page.importing.isEnabled)  # once nothing is read any more
    with qtbot.waitSignal(session.gaze_changed, timeout=20_000):
        qtbot.mouseClick(page.importing, Qt.MouseButton.LeftButton)
    assert {trial.place for trial in session.study.gaze.trials()} == {(465, 369, 160, 120)}


def test_each_stimulus_has_a_place_of_its_own_and_doubts_are_said(
    page, unplaced, session, ids, qtbot
):
    page.open_files([unplaced])
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    wanted = {row.key: (465 - 10 * at, 369, 160, 120) for at, row in enumerate(page.stimuli.rows)}
    for at, row in enumerate(page.stimuli.rows):
        if row.image_id:
            page.stimuli.setCurrentCell(at, 0)
            type_place(page, qtbot, *wanted[row.key])
    places = {row.key: row.place for row in page.stimuli.rows if row.image_id}
    assert places == {key: wanted[key] for key in places}
    row = next(at for at, row in enumerate(page.stimuli.rows) if row.image_id)
    page.stimuli.setCurrentCell(row, 0)
    assert page.stimuli.current.doubts == ()
    type_place(page, qtbot, 0, 0, 100, 100)
    said = page.place.doubts.text()
    assert "The proportions differ" in said
    assert "None of the gaze is on the photograph, so it will be left out" in said
    assert "0 % of the gaze on it" in page.stimuli.item(row, 3).text()
    assert f"None of the gaze is on {page.stimuli.current.title}: it will be left out." in (
        page.remarks.text()
    )
    assert page.importing.isEnabled()  # a warning, not a ban


def test_the_rectangle_is_put_in_the_middle_and_dragged(page, unplaced, session, ids, qtbot):
    page.resize(1100, 700)
    page.open_files([unplaced])
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    editor = page.place
    assert editor.picture.box is None
    qtbot.waitUntil(lambda: editor.middle.y() > editor.picture.geometry().bottom())  # laid out
    qtbot.wait(100)  # what came and went has moved the buttons
    qtbot.mouseClick(editor.middle, Qt.MouseButton.LeftButton)
    assert editor.place == (600.0, 482.0, 80.0, 60.0)  # 80 × 60 in the middle of 1280 × 1024
    assert page.stimuli.current.place == editor.place
    canvas = editor.picture.canvas
    start = canvas.mapFromScene(canvas.stage.mapViewToScene(QPointF(640, 512)))
    by_hand.drag(canvas, start, start - QPoint(40, 20))
    left, top, width, height = editor.place
    assert left < 600
    assert top < 482
    assert (width, height) == (80, 60)
    assert page.stimuli.current.place == editor.place


def test_where_the_file_says_it_is_seen_and_cannot_be_changed(listed, ids):
    row = next(at for at, row in enumerate(listed.stimuli.rows) if row.image_id)
    listed.stimuli.setCurrentCell(row, 0)
    assert listed.place.isVisible()
    assert listed.place.place == (465, 369, 80, 60)
    assert all(field.isReadOnly() for field in listed.place.fields)
    assert not listed.place.middle.isVisible()
    assert listed.stimuli.item(row, listed.stimuli.PLACE).text() == "from the file"


def test_the_columns_of_an_unknown_table_are_named_and_remembered(
    page, session, ids, tmp_path, qtbot
):
    table = tmp_path / "own.csv"
    rows = "".join(f"{n * 10};500;400;Maria;{ids[0]}\n" for n in range(40))
    table.write_text(f"when;px_x;px_y;who;what\n{rows}", "utf-8")
    page.open_files([table])
    qtbot.waitUntil(
        lambda: "Name its columns…" in [one.text() for one in page.empty.buttons], timeout=20_000
    )
    qtbot.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    form = page.columns
    assert form.isVisible()
    assert form.columns["x"].currentText() == "px_x"  # a word of its header
    assert not form.read.isEnabled()
    for role, column in (("time", "when"), ("participant", "who"), ("stimulus", "what")):
        form.columns[role].setCurrentText(column)
    qtbot.mouseClick(form.read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    assert [row.name for row in page.people.rows] == ["Maria"]
    assert page.place.isVisible()
    type_place(page, qtbot, 480, 380, 80, 60)
    with qtbot.waitSignal(session.gaze_changed, timeout=20_000):
        qtbot.mouseClick(page.importing, Qt.MouseButton.LeftButton)
    assert [trial.image_id for trial in session.study.gaze.trials()] == [ids[0]]
    page.name_columns(table)
    assert form.columns["stimulus"].currentText() == "what"


def test_columns_are_named_again_where_the_unit_was_another(page, ids, tmp_path, qtbot):
    table = tmp_path / "own.csv"
    rows = "".join(f"{n * 10};0.5;0.4;{ids[0]}\n" for n in range(40))
    table.write_text(f"time;x;y;stimulus\n{rows}", "utf-8")
    page.open_files([table])
    qtbot.waitUntil(lambda: bool(page.empty.buttons), timeout=20_000)
    qtbot.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.columns.read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    assert "seem to be shares of the screen" in page.report.toPlainText()
    before = page.preview
    qtbot.mouseClick(page.name_again, Qt.MouseButton.LeftButton)
    assert page.columns.isVisible()
    unit = page.columns.gaze_unit
    unit.setCurrentIndex(unit.findData("share"))
    qtbot.mouseClick(page.columns.read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not before, timeout=20_000)
    assert "seem to be shares" not in page.report.toPlainText()
    assert page.screen_form.isVisible()  # which asks how large the screen was
    assert [file.name for file in page.files] == ["own.csv"]


def test_a_table_of_two_eyes_in_shares_of_the_screen_is_named(page, session, ids, tmp_path, qtbot):
    table = tmp_path / "own.csv"
    rows = "".join(f"{n * 10_000_000};0.5;0.4;0.52;0.4;3.5;{ids[0]}\n" for n in range(40))
    table.write_text(f"when;x;y;other x;other y;size;what\n{rows}", "utf-8")
    page.open_files([table])
    qtbot.waitUntil(
        lambda: "Name its columns…" in [one.text() for one in page.empty.buttons], timeout=20_000
    )
    qtbot.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    form = page.columns
    for role, column in (("time", "when"), ("x", "x"), ("y", "y"), ("stimulus", "what")):
        form.columns[role].setCurrentText(column)
    form.columns["x2"].setCurrentText("other x")
    assert not form.read.isEnabled()  # an eye has both
    form.columns["y2"].setCurrentText("other y")
    form.columns["pupil"].setCurrentText("size")
    assert form.read.isEnabled()
    qtbot.keyClicks(form.unit, "n")  # nanoseconds
    assert not form.screen_mm.isEnabled()
    form.gaze_unit.setCurrentIndex(form.gaze_unit.findData("deg"))
    assert form.screen_mm.isEnabled()
    assert form.distance.isEnabled()
    qtbot.keyClicks(form.screen_mm, "wide")
    assert not form.read.isEnabled()
    form.gaze_unit.setCurrentIndex(form.gaze_unit.findData("share"))
    assert form.read.isEnabled()
    qtbot.mouseClick(form.read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=20_000)
    assert page.preview.files[0].rate_hz == pytest.approx(100)
    assert page.mapping.unit == "ns"
    assert page.mapping.gaze_unit == "share"
    assert page.screen_form.isVisible()  # how large the screen was has to be said
