"""Importing photographs as a person does: dropped, chosen, ticked, filled in, undone."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
)

from neopain_gui.dataset import PainLabel
from neopain_gui.gui.importing.import_page import ImportPage
from neopain_gui.gui.importing.listed import CHECK, FILE, LABEL, NEONATE, STIMULUS
from neopain_gui.gui.widgets.questions import may_drop
from tests.dataset.material import photograph
from tests.gui.test_access_keys import letters
from tests.gui.test_window import trigger

LEFT = Qt.MouseButton.LeftButton


def drop(window, *paths, action=Qt.DropAction.MoveAction):
    """Drop files as a file manager does that offers to move them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(QPoint(9, 9)), action | Qt.DropAction.CopyAction, mime, LEFT,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    window.dropEvent(event)
    return event


def page_of(window, qtbot):
    page = window.pages.currentWidget()
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: page._looked is not None and page._task is None, timeout=5000)
    return page


def said(window):
    return [bar.text for bar in window.messages.messages()]


def click_cell(qtbot, table, row, column, *, twice=False):
    place = table.visualRect(table.model().index(row, column)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    if twice:
        qtbot.mouseDClick(table.viewport(), LEFT, pos=place)


def press_import(qtbot, page):
    qtbot.mouseClick(page.button, LEFT)


@pytest.fixture
def opened(window, study_path, qtbot):
    window.open_study(study_path)
    qtbot.waitUntil(lambda: window.session.study is not None)
    return window


@pytest.fixture
def new_set(tmp_path):
    for file in ("S7/a.png", "S7/b.png", "S8/c.png"):
        photograph(tmp_path / "more/pain" / file)
    (tmp_path / "more/pain/S8/d.jxl").write_bytes(b"\xff\x0a")
    return tmp_path / "more"


def test_counts_are_true_and_nothing_is_taken_twice(opened, tmp_path, qtbot):
    for image in opened.session.images[:2]:
        shutil.copy(opened.session.study.images.path_of(image.id), tmp_path / f"{image.id}.png")
    paths = [tmp_path / f"{image.id}.png" for image in opened.session.images[:2]]
    paths.append(photograph(tmp_path / "another.png"))
    drop(opened, *paths)
    page = page_of(opened, qtbot)
    assert page.counts.text() == "1 photograph is new and 2 are already in the study."
    assert page.button.text() == "Import 1 photo&graph"
    before = len(opened.session.images)
    press_import(qtbot, page)
    qtbot.waitUntil(lambda: len(opened.session.images) == before + 1, timeout=5000)
    assert "1 photograph was imported and 2 were already in the study." in said(opened)


def test_when_everything_is_there_nothing_is_imported(opened, tmp_path, qtbot):
    image = opened.session.images[0]
    shutil.copy(opened.session.study.images.path_of(image.id), tmp_path / "again.png")
    drop(opened, tmp_path / "again.png")
    page = page_of(opened, qtbot)
    assert not page.button.isEnabled()
    assert page.counts.text() == "1 photograph is already in the study."
    assert page.tabs.currentIndex() == 2
    qtbot.mouseClick(page.cancel, LEFT)
    assert opened.pages.currentWidget() is opened.workspace


def test_a_letter_means_one_thing_beside_the_panels_too(opened, new_set, qtbot):
    """Details stays in sight while photographs are added; its letters are not the page's."""
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    found = letters(opened)
    assert {key: who for key, who in found.items() if len(who) > 1} == {}
    assert set("imabdgt") <= set(found)  # Classifier and Method, and the page's own
    qtbot.mouseClick(page.cancel, LEFT)


def test_a_drop_copies_and_never_moves(opened, new_set, qtbot):
    event = drop(opened, new_set)
    assert event.dropAction() is Qt.DropAction.CopyAction
    qtbot.mouseClick(page_of(opened, qtbot).cancel, LEFT)


def test_single_files_are_chosen_in_a_dialog(opened, tmp_path, monkeypatch, qtbot):
    files = [str(photograph(tmp_path / f"{name}.png")) for name in "xy"]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (files, ""))
    trigger(opened, "add_photographs")
    page = page_of(opened, qtbot)
    assert page.counts.text().startswith("2 photographs are new")
    qtbot.mouseClick(page.cancel, LEFT)


def test_a_row_that_is_not_ticked_is_left_out(opened, new_set, qtbot):
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    assert page.counts.text() == "3 photographs are new and 1 file is left out."
    click_cell(qtbot, page.table, 1, CHECK)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.rows.ticks == [True, False, True]
    assert page.counts.text() == "2 photographs are new and 2 files are left out."
    before = len(opened.session.images)
    press_import(qtbot, page)
    qtbot.waitUntil(lambda: len(opened.session.images) == before + 2, timeout=5000)
    names = {image.name for image in opened.session.images}
    assert {"a.png", "c.png"} <= names
    assert "b.png" not in names


def test_the_tick_itself_can_be_clicked(opened, new_set, qtbot):
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    index = page.rows.index(0, FILE)
    area = page.table.visualRect(index)
    qtbot.mouseClick(page.table.viewport(), LEFT, pos=QPoint(area.left() + 10, area.center().y()))
    assert page.rows.ticks == [False, True, True]
    qtbot.mouseClick(page.cancel, LEFT)


def test_several_rows_are_filled_in_at_once(opened, new_set, qtbot):
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    click_cell(qtbot, page.table, 0, FILE)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.fill.count.text() == "2 rows selected:"
    qtbot.keyClicks(page.fill.neonate, "N30")
    qtbot.keyClicks(page.fill.stimulus, "friction")
    page.fill.label.setCurrentText("no pain")
    qtbot.mouseClick(page.fill.button, LEFT)
    images = [row.image for row in page.rows.rows]
    assert [image.neonate.id for image in images] == ["N30", "N30", "S8"]
    no_pain, pain = PainLabel.NO_PAIN, PainLabel.PAIN
    assert [image.label for image in images] == [no_pain, no_pain, pain]
    assert [image.stimulus for image in images] == ["friction", "friction", ""]
    assert page.fill.neonate.text() == ""
    qtbot.mouseClick(page.fill.leave_out, LEFT)
    assert page.rows.ticks == [False, False, True]
    assert page.fill.leave_out.text() == "Take"
    qtbot.mouseClick(page.cancel, LEFT)


def test_a_small_picture_that_comes_takes_no_text_away(opened, new_set, qtbot):
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    click_cell(qtbot, page.table, 2, NEONATE, twice=True)
    field = page.table.findChild(QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "N4")
    page._pictures.ready.emit(page.rows.rows[2].image.file)
    qtbot.keyClicks(field, "1")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.rows.rows[2].image.neonate.id == "N41")
    qtbot.mouseClick(page.cancel, LEFT)


def test_cancel_asks_before_what_was_written_is_lost(opened, new_set, qtbot, monkeypatch):
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    click_cell(qtbot, page.table, 2, NEONATE, twice=True)
    field = page.table.findChild(QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "N41")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.rows.rows[2].image.neonate.id == "N41")
    monkeypatch.setattr("neopain_gui.gui.widgets.questions.may_drop", may_drop)
    QTimer.singleShot(50, lambda: press(opened, "Go on with it"))
    qtbot.mouseClick(page.cancel, LEFT)
    assert opened.pages.currentWidget() is page
    assert page.rows.rows[2].image.neonate.id == "N41"
    QTimer.singleShot(50, lambda: press(opened, "Cancel the import"))
    qtbot.mouseClick(page.cancel, LEFT)
    assert opened.pages.currentWidget() is opened.workspace


def press(window, name):
    box = window.findChild(QMessageBox, "drop")
    next(button for button in box.buttons() if button.text() == name).click()


def test_a_cell_is_written_in(opened, new_set, qtbot):
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    click_cell(qtbot, page.table, 2, NEONATE, twice=True)
    field = page.table.findChild(QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "N41")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.rows.rows[2].image.neonate.id == "N41")
    assert [row.image.neonate.id for row in page.rows.rows] == ["S7", "S7", "N41"]
    click_cell(qtbot, page.table, 0, LABEL, twice=True)
    box = page.table.findChild(QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == ["none", "no pain", "pain"]
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert page.rows.flags(page.rows.index(0, STIMULUS)) & Qt.ItemFlag.ItemIsEditable
    assert not page.rows.flags(page.rows.index(0, FILE)) & Qt.ItemFlag.ItemIsEditable
    qtbot.mouseClick(page.cancel, LEFT)


def test_small_pictures_show_the_box_of_the_data_set(opened, tmp_path, qtbot):
    photograph(tmp_path / "set/a.png")
    photograph(tmp_path / "set/b.png")
    (tmp_path / "set/list.csv").write_text('file,label,box\na.png,pain,"4,4,20,16"\nb.png,pain,\n')
    drop(opened, tmp_path / "set")
    page = page_of(opened, qtbot)
    qtbot.waitUntil(lambda: len(page._pictures._found) == 2, timeout=5000)
    one, other = (row.image for row in page.rows.rows)
    plain = page._pictures.pixmap(one.file, None).toImage()
    boxed = page._pictures.pixmap(one.file, one.box).toImage()
    assert plain != boxed
    assert boxed.pixelColor(boxed.width() * 12 // 24, boxed.height() * 4 // 20).lightness() > 240
    assert page._pictures.pixmap(other.file, other.box).toImage() is not None
    qtbot.mouseClick(page.cancel, LEFT)


def test_reasons_are_read_in_full(opened, new_set, qtbot):
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    page.tabs.setCurrentIndex(3)
    table = page._pages[3]
    click_cell(qtbot, table, 0, 1)
    assert page.detail.text() == (
        "pain/S8/d.jxl: JPEG XL cannot be read here; save it as JPEG or PNG."
    )
    qtbot.mouseClick(page.cancel, LEFT)


def test_what_is_to_be_checked_stands_on_the_page_and_covers_nothing(opened, tmp_path, qtbot):
    photograph(tmp_path / "set/a.png")
    drop(opened, tmp_path / "set")
    page = page_of(opened, qtbot)
    assert page.remarks.text().splitlines() == [
        "Photographs without a neonate: 1 of 1.", "Photographs without a label: 1 of 1.",
    ]  # fmt: skip
    assert not any("without a" in text for text in said(opened))
    qtbot.mouseClick(page.cancel, LEFT)


def test_what_was_filled_in_is_no_longer_said_to_be_missing(opened, tmp_path, qtbot):
    photograph(tmp_path / "set/anna/morning/a.png")
    drop(opened, tmp_path / "set")
    page = page_of(opened, qtbot)
    check = page.rows.index(0, CHECK)
    assert check.data() == "which of the folders anna and morning is the neonate?"
    click_cell(qtbot, page.table, 0, 0)
    qtbot.keyClicks(page.fill.neonate, "Anna")
    page.fill.label.setCurrentText("pain")
    qtbot.mouseClick(page.fill.button, LEFT)
    assert check.data() == ""
    assert page.remarks.isHidden()
    page.rows.setData(page.rows.index(0, NEONATE), "")
    assert page.remarks.text() == "Photographs without a neonate: 1 of 1."
    page.rows.setData(
        page.rows.index(0, FILE), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole
    )
    assert page.remarks.isHidden()  # it is left out
    qtbot.mouseClick(page.cancel, LEFT)


def test_differences_are_accepted_or_left_and_undone(opened, tmp_path, qtbot):
    session = opened.session
    one, two = session.images[0], session.images[1]
    for image in (one, two):
        shutil.copy(session.study.images.path_of(image.id), tmp_path / f"{image.id}.png")
    other = "no pain" if one.label is PainLabel.PAIN else "pain"
    table = tmp_path / "list.csv"
    table.write_text(f"file,label,stimulus\n{one.id}.png,{other},\n{two.id}.png,,friction\n")
    drop(opened, *(tmp_path / f"{image.id}.png" for image in (one, two)), table)
    page = page_of(opened, qtbot)
    assert page.counts.text() == "2 photographs differ from what the study says."
    assert sorted(page.changes.ticks) == [False, True], "what takes something away waits"
    assert page.button.text() == "Ta&ke 1 change"
    row = page.changes.ticks.index(False)
    click_cell(qtbot, page.changes_table, row, 1)
    QTest.keyClick(page.changes_table, Qt.Key.Key_Space)
    assert page.button.text() == "Ta&ke 2 changes"
    press_import(qtbot, page)
    qtbot.waitUntil(lambda: session.study.images.get(two.id).stimulus == "friction", timeout=5000)
    qtbot.waitUntil(lambda: opened.pages.currentWidget() is opened.workspace, timeout=5000)
    assert session.study.images.get(one.id).label.value == other
    trigger(opened, "undo")
    assert session.study.images.get(one.id) == one
    assert session.study.images.get(two.id) == two
    trigger(opened, "redo")
    assert session.study.images.get(one.id).label.value == other
    assert session.study.images.get(two.id).stimulus == "friction"


def test_an_import_with_changes_is_one_step(opened, tmp_path, qtbot):
    session = opened.session
    before = session.images
    known = before[0]
    shutil.copy(session.study.images.path_of(known.id), tmp_path / "known.png")
    photograph(tmp_path / "new.png")
    (tmp_path / "list.csv").write_text("file,stimulus\nknown.png,yawn\nnew.png,\n")
    drop(opened, tmp_path / "known.png", tmp_path / "new.png", tmp_path / "list.csv")
    page = page_of(opened, qtbot)
    page.copy.setChecked(True)
    press_import(qtbot, page)
    qtbot.waitUntil(lambda: len(session.images) == len(before) + 1, timeout=5000)
    qtbot.waitUntil(lambda: opened.pages.currentWidget() is opened.workspace, timeout=5000)
    assert "1 photograph was imported and 1 was changed." in said(opened)
    # a click brought it here: no ring stays where the focus passed
    assert opened.browser.view.hasFocus()
    assert opened._keys._ring.widget() in (None, opened.browser.view)
    trigger(opened, "undo")
    assert session.images == before
    assert "1 photograph was imported and 1 was changed." not in said(opened)
    trigger(opened, "redo")
    assert {image.name for image in session.images} >= {"new.png"}
    (new,) = [image for image in session.images if image.name == "new.png"]
    session.study.images.pixels(new.id)
    assert session.study.images.get(known.id).stimulus == "yawn"


def test_what_cameras_wrote_is_told_and_left_out_of_copies(opened, tmp_path, qtbot):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretCam"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[1] = "S"
    Image.effect_noise((40, 30), 60).save(tmp_path / "a.jpg", exif=exif)
    drop(opened, tmp_path / "a.jpg")
    page = page_of(opened, qtbot)
    assert page.about_copies.text() == (
        "1 photograph holds camera data, 1 with the place (GPS); the file stays as it is."
    )
    page.copy.setChecked(True)
    assert page.about_copies.text().startswith("Camera data of 1 photograph, 1 with")
    before = len(opened.session.images)
    press_import(qtbot, page)
    qtbot.waitUntil(lambda: len(opened.session.images) > before, timeout=5000)
    (copy,) = (opened.session.study.path / "images").glob("*.jpg")
    assert b"SecretCam" not in copy.read_bytes()


def test_a_folder_and_files_without_a_study_make_a_new_one(window, tmp_path, qtbot):
    photograph(tmp_path / "S1/a.png")
    one = photograph(tmp_path / "b.png")
    drop(window, tmp_path / "S1", one)
    page = page_of(window, qtbot)
    page.where.folder = tmp_path
    qtbot.keyClicks(page.where.name, " ward")
    press_import(qtbot, page)
    qtbot.waitUntil(lambda: window.session.study is not None, timeout=5000)
    assert {image.name for image in window.session.images} == {"a.png", "b.png"}
    assert all(image.id.startswith("photo-") for image in window.session.images)


# -- missing ---------------------------------------------------------------------------------
def test_missing_photographs_are_told_marked_and_found(
    window, study_path, tmp_path, monkeypatch, qtbot
):
    (tmp_path / "photographs").rename(tmp_path / "elsewhere")
    window.open_study(study_path)
    qtbot.waitUntil(lambda: bool(window.session.missing), timeout=5000)
    count = len(window.session.images)
    assert window.session.missing == {image.id for image in window.session.images}
    (text,) = [text for text in said(window) if text.startswith("Not where the study left them")]
    assert f"{count} photographs (" in text
    index = window.browser.model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("file missing")
    assert "not where the study left it" in index.data(Qt.ItemDataRole.ToolTipRole)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "elsewhere"))
    (bar,) = [bar for bar in window.messages.messages() if bar.text == text]
    (button,) = [one for one in bar.findChildren(type(page_button(bar))) if one.text() == "Find…"]
    QTest.qWait(700)  # a bar that has just appeared takes no click
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: not window.session.missing, timeout=5000)
    assert not any(text.startswith("Not where") for text in said(window))


def page_button(bar):
    from PySide6.QtWidgets import QPushButton

    return bar.findChild(QPushButton)


def test_nothing_is_said_where_nothing_is_missing(opened, qtbot):
    QTest.qWait(200)
    assert opened.session.missing == frozenset()
    assert not any("left them" in text for text in said(opened))


def test_copies_that_are_nobodys_are_told_and_removed_when_asked(window, study_path, qtbot):
    stray = study_path / "images" / f"{'b' * 64}.png"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    window.open_study(study_path)
    qtbot.waitUntil(lambda: any("1 copy of photographs" in text for text in said(window)))
    assert stray.exists()
    (found,) = (one for one in window.messages.messages() if "1 copy" in one.text)
    found.message.action[1]()
    assert not stray.exists()


def test_the_files_name_is_shown_as_plain_text(opened):
    image = opened.session.images[0]
    opened.session.select_image(image.id)
    tip = opened.browser.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert f"file {opened.browser.model.index(0).data(Qt.ItemDataRole.UserRole + 1).file}" in tip
    details = opened.go("details")
    assert details.file.text() == opened.session.image.name


def test_what_is_to_be_checked_can_be_read_where_the_page_is_narrow(opened, tmp_path, qtbot):
    photograph(tmp_path / "set/a.png")
    opened.resize(1280, 720)
    drop(opened, tmp_path / "set")
    page = page_of(opened, qtbot)
    table = page.table
    text = table.model().index(0, CHECK).data()
    assert text.startswith("no neonate")
    room = table.fontMetrics().boundingRect(
        0, 0, table.columnWidth(CHECK) - 8, 1000, Qt.TextFlag.TextWordWrap, text
    )
    assert room.height() <= table.rowHeight(0)
    opened.resize(1900, 900)
    qtbot.waitUntil(lambda: not table.horizontalScrollBar().isVisible())
    used = sum(table.columnWidth(column) for column in range(6))
    assert used == table.viewport().width()
    assert page.summary.text() == "1 photograph  ·  1 unlabelled  ·  1 without a neonate"
    qtbot.mouseClick(page.cancel, LEFT)


def test_tab_goes_through_the_page_from_its_top_to_its_end(window, new_set, qtbot):
    drop(window, new_set)
    page = page_of(window, qtbot)
    page.where.name.setFocus(Qt.FocusReason.TabFocusReason)
    heights = []
    for _ in range(7):
        focus = QApplication.focusWidget()
        heights.append(focus.mapTo(page, QPoint(0, 0)).y())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert heights == sorted(heights)
    assert heights[0] < page.table.mapTo(page, QPoint(0, 0)).y() < heights[-1]


def boxed_set(tmp_path, *boxes):
    """Photographs of 24 × 20 pixels with boxes as a manifest writes them."""
    written = []
    for number, box in enumerate(boxes, start=1):
        photograph(tmp_path / f"set/{number}.png")
        written.append(f'{number}.png,N{number},pain,"{box}"')
    (tmp_path / "set/list.csv").write_text("\n".join(["file,neonate,label,box", *written]))
    return tmp_path / "set"


def box_of(page, row):
    box = page.rows.rows[row].image.box
    return None if box is None else box.as_tuple()


def test_boxes_that_may_mean_two_things_are_asked_about(opened, tmp_path, qtbot):
    drop(opened, boxed_set(tmp_path, "3,2,10,12", "4,3,9,11"))
    page = page_of(opened, qtbot)
    assert page.reading.isVisible()
    assert page.reading.kind.currentText() == ""
    assert "may be x1, y1, x2, y2 or x, y, width, height" in page.remarks.text()
    assert not page.button.isEnabled()
    page.rows.setData(page.rows.index(0, STIMULUS), "friction")
    page.reading.kind.setFocus()
    qtbot.keyClick(page.reading.kind, Qt.Key.Key_End)
    assert page.reading.kind.currentText() == "x, y, width, height"
    assert [box_of(page, row) for row in (0, 1)] == [(3, 2, 13, 14), (4, 3, 13, 14)]
    assert page.rows.rows[0].image.stimulus == "friction"
    assert page.button.isEnabled()
    qtbot.keyClick(page.reading.kind, Qt.Key.Key_Home)
    assert [box_of(page, row) for row in (0, 1)] == [(3, 2, 10, 12), (4, 3, 9, 11)]
    press_import(qtbot, page)
    qtbot.waitUntil(lambda: len(opened.session.images) == 6, timeout=5000)
    assert {image.box.as_tuple() for image in opened.session.images if image.box} >= {
        (3, 2, 10, 12),
        (4, 3, 9, 11),
    }


def test_box_mostly_outside_is_taken_only_when_somebody_says_so(opened, tmp_path, qtbot):
    drop(opened, boxed_set(tmp_path, "4,2,23,19", "18,14,38,34"))
    page = page_of(opened, qtbot)
    assert [box_of(page, row) for row in (0, 1)] == [(4, 2, 23, 19), None]
    assert "only 9 % of its face box lies in the photograph" in page.rows.index(1, CHECK).data()
    assert not [owners for owners in letters(opened).values() if len(owners) > 1]
    assert page.reading.outside.text() == "Take 1 box of &which most lies outside the photograph"
    qtbot.mouseClick(page.reading.outside, LEFT, pos=QPoint(8, page.reading.outside.height() // 2))
    assert box_of(page, 1) == (18, 14, 24, 20)
    assert "that part was taken" in page.rows.index(1, CHECK).data()
    qtbot.mouseClick(page.reading.outside, LEFT, pos=QPoint(8, page.reading.outside.height() // 2))
    assert box_of(page, 1) is None
    qtbot.mouseClick(page.cancel, LEFT)


def test_pictures_of_another_range_are_stretched_on_request(opened, tmp_path, qtbot):
    deep = np.arange(60 * 80, dtype=np.uint16).reshape(60, 80) % 4096
    photograph(tmp_path / "set/pain/S7/a.png")
    Image.fromarray(deep).save(tmp_path / "set/pain/S7/twelve.png")
    Image.fromarray((deep[::-1] / 4095).astype(np.float32)).save(tmp_path / "set/pain/S7/float.tif")
    drop(opened, tmp_path / "set")
    page = page_of(opened, qtbot)
    assert not [owners for owners in letters(opened).values() if len(owners) > 1]
    assert page.reading.stretch.text() == "Stretch the values of 2 pictures to the full range"
    assert page.reading.kind.isHidden()
    assert [row.image.name for row in page.rows.rows] == ["a.png", "twelve.png"]
    assert "is nearly black" in page.rows.index(1, CHECK).data()
    page.rows.setData(page.rows.index(1, STIMULUS), "friction")
    page.rows.tick([0], False)
    qtbot.mouseClick(page.reading.stretch, LEFT, pos=QPoint(8, page.reading.stretch.height() // 2))
    qtbot.waitUntil(lambda: len(page.rows.rows) == 3 and page._task is None, timeout=5000)
    page = page_of(opened, qtbot)
    names = [row.image.name for row in page.rows.rows]
    assert names == ["a.png", "float.tif", "twelve.png"]
    assert page.rows.ticks == [False, True, True]
    assert page.rows.rows[2].image.stimulus == "friction"
    assert "stretched from 0…4,095 to 0…255" in page.rows.index(2, CHECK).data()
    file = page.rows.rows[2].image.file
    qtbot.waitUntil(lambda: page._pictures.pixmap(file, None) is not None, timeout=5000)
    shown = page._pictures.pixmap(file, None).toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() * 4 // 5).lightness() > 150
    before = len(opened.session.images)
    press_import(qtbot, page)
    qtbot.waitUntil(lambda: len(opened.session.images) == before + 2, timeout=5000)
    study = opened.session.study
    (image,) = [image for image in study.images.all() if image.name == "float.tif"]
    assert study.images.pixels(image.id).max() > 200
    opened.session.select_image(image.id)
    assert "stretched from 0…1 to 0…255" in opened.go("details").notes.text()


def test_without_boxes_nothing_is_asked(opened, new_set, qtbot):
    drop(opened, new_set)
    page = page_of(opened, qtbot)
    assert page.reading.isHidden()
    qtbot.mouseClick(page.cancel, LEFT)


def test_a_name_that_cannot_be_is_said_beside_it(window, new_set, tmp_path, qtbot, monkeypatch):
    drop(window, new_set)
    page = page_of(window, qtbot)
    assert page.where.problem.text() == ""
    page.where.name.selectAll()
    qtbot.keyClicks(page.where.name, "a:b")
    assert page.where.problem.text().startswith("A name has none of")
    assert not page.button.isEnabled()
    page.where.name.selectAll()
    qtbot.keyClicks(page.where.name, "ward")
    assert page.where.problem.text() == ""
    assert page.button.isEnabled()
    (tmp_path / "elsewhere" / "ward.neopain").mkdir(parents=True)
    monkeypatch.setattr(
        "neopain_gui.gui.widgets.file_dialogs.folder",
        lambda *_args, **_more: tmp_path / "elsewhere",
    )
    page.where.findChild(QPushButton).click()
    assert page.where.problem.text() == "There is such a study already."
    assert not page.button.isEnabled()
