"""The window as a person uses it: what is pressed, what is then to be seen."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QWidget

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.importing.import_page import ImportPage
from neopain_gui.gui.shell.about_computer import AboutComputer
from neopain_gui.gui.shell.commands.command_list import commands_of
from neopain_gui.gui.shell.commands.command_table import MENUS
from neopain_gui.gui.shell.commands.finding import score
from neopain_gui.gui.shell.crash_dialog import CrashDialog
from neopain_gui.gui.shell.help_pages import About, ShortcutSheet
from neopain_gui.gui.shell.places import PLACES
from neopain_gui.study import Study

from .conftest import make_photographs

ABOUT = "neopain_gui.gui"

TABLE = commands_of(PLACES)


@pytest.fixture
def opened(window, study_path, qtbot):
    """The window with the small study open and its thumbnails there."""
    window.open_study(study_path)
    thumbnails = window.browser.thumbnails
    ids = [image.id for image in window.session.images]
    qtbot.waitUntil(lambda: all(thumbnails.picture(i) for i in ids), timeout=5000)
    return window


def trigger(window, name):
    action = window.actions_table.by_id[name]
    assert action.isEnabled(), name
    action.trigger()


def pick_folder(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))


# -- the table of commands ------------------------------------------------------------------
def test_every_command_has_a_handler_a_menu_and_a_condition(window):
    assert set(window.actions_table.by_id) == {spec.id for spec in TABLE}
    in_menus = set()

    def walk(menu):
        for action in menu.actions():
            if action.menu():
                walk(action.menu())
            in_menus.add(action.objectName())

    for action in window.menuBar().actions():
        walk(action.menu())
    assert in_menus >= {spec.id for spec in TABLE}
    assert len(window.menuBar().actions()) == len(MENUS)


def test_no_shortcut_is_given_twice():
    keys = [QKeySequence(k).toString() for spec in TABLE for k in spec.keys]
    assert len(keys) == len(set(keys))


def test_icons_of_the_table_exist(window):
    from neopain_gui import locations

    for spec in TABLE:
        if spec.icon:
            assert (locations.resources() / "icons" / f"{spec.icon}.svg").is_file()


def test_without_a_study_only_what_works_is_offered(window):
    enabled = {i for i, action in window.actions_table.by_id.items() if action.isEnabled()}
    assert enabled == {spec.id for spec in TABLE if spec.when == "always"}
    assert not window.docks["study"].isVisible()


def test_every_focusable_control_has_a_name(opened, qtbot):
    opened.docks["jobs"].show()
    nameless = [
        widget
        for panel in (opened.browser, opened.toolbar, opened.status, opened.start)
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QLineEdit)
        and widget.window() is opened  # not the popup list of a combo box
    ]
    assert not [(type(w).__name__, w.objectName()) for w in nameless]


def test_opening_the_open_study_again_leaves_it_as_it_is(opened, tmp_path):
    study, session = opened.session.study, opened.session
    session.edits.set_label(["S1_pain"], PainLabel.NO_PAIN)
    link = tmp_path / "link.neopain"
    link.symlink_to(study.path, target_is_directory=True)
    opened.show_page(opened.start)
    for path in (study.path, link):
        opened.open_study(path)
        assert session.study is study
    assert session.editable
    assert session.edits.undo_stack.count() == 1
    assert opened.pages.currentWidget() is opened.workspace


# -- opening --------------------------------------------------------------------------------
def test_open_recent_and_close(window, study_path, monkeypatch, qtbot):
    pick_folder(monkeypatch, study_path)
    trigger(window, "open_study")
    assert window.session.study.path == study_path
    assert "small" in window.windowTitle()
    assert window.docks["study"].isVisible()
    assert window.pages.currentWidget() is window.workspace
    trigger(window, "close_study")
    assert window.pages.currentWidget() is window.start
    assert not window.docks["study"].isVisible()
    window._recent_menu.fill()
    first = window._recent_menu.actions()[0]
    assert first.text().startswith("small in ")
    first.trigger()
    assert window.session.study is not None
    trigger(window, "close_study")
    window._recent_menu.cleared.emit()
    assert window.settings.recent == []


def test_a_folder_that_is_no_study_is_one_sentence(window, tmp_path, monkeypatch):
    (tmp_path / "x").mkdir()
    pick_folder(monkeypatch, tmp_path / "x")
    trigger(window, "open_study")
    (message,) = window.messages.messages()
    assert message.level == "error"
    assert "not a NeoPain study" in message.text
    assert window.session.study is None


def test_the_research_notice_stays_until_it_is_read(window, qtbot, study_path):
    window.say_research_only()
    window.open_study(study_path)
    (message,) = [m for m in window.messages.messages() if m.level == "warning"]
    assert "Not a medical device" in message.text
    button = next(b for b in message.findChildren(QAbstractButton) if b.text() == "Understood")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.settings.notice_read
    qtbot.waitUntil(lambda: not window.messages.messages())
    window.say_research_only()
    assert not window.messages.messages()


def test_panels_are_remembered(opened, qtbot, jobs, study_path):
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.state.session import Session

    from .conftest import StandInEngine

    opened.docks["details"].toggleViewAction().trigger()
    opened.close()
    again = MainWindow(Session(), Jobs(StandInEngine), opened.settings)
    qtbot.addWidget(again)
    again.show()
    again.open_study(study_path)
    assert again.docks["study"].isVisible()
    assert not again.docks["details"].isVisible()
    again.reset_panels()
    assert again.docks["details"].isVisible()
    again.close()


# -- browser --------------------------------------------------------------------------------
def test_arrow_keys_home_and_end_step_through_the_photographs(opened, qtbot):
    view = opened.browser.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert opened.session.image_id == "S2_pain"
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert opened.session.image_id == "S2_no_pain"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert opened.session.image_id == "S1_no_pain"


def test_the_grid_follows_the_session(opened):
    opened.session.select_image("S2_no_pain")
    assert opened.browser.view.currentIndex().row() == 2


def test_the_photograph_that_is_shown_is_the_selected_one_from_the_beginning(opened):
    chosen = [index.data() for index in opened.browser.view.selectionModel().selectedIndexes()]
    assert chosen == [opened.browser.view.currentIndex().data()]


def test_several_photographs_are_labelled_at_once_and_undone(opened, qtbot):
    view = opened.browser.view
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre(view, 1))
    qtbot.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
        pos=centre(view, 3),
    )
    assert opened.session.selected_ids == ("S1_pain", "S2_pain")
    qtbot.keyClick(opened, Qt.Key.Key_N)
    assert opened.session.study.images.get("S1_pain").label is PainLabel.NO_PAIN
    assert opened.session.study.images.get("S2_pain").label is PainLabel.NO_PAIN
    assert opened.session.study.images.get("S1_no_pain").label is PainLabel.NO_PAIN
    assert "label no pain" in opened.actions_table.by_id["undo"].text()
    trigger(opened, "undo")
    assert opened.session.study.images.get("S2_pain").label is PainLabel.PAIN


def centre(view, row):
    return view.visualRect(view.model().index(row, 0)).center()


def test_filter_line_chips_and_the_way_back(opened, qtbot):
    browser = opened.browser
    qtbot.mouseClick(browser.chips["pain"], Qt.MouseButton.LeftButton)
    assert browser.model.rowCount() == 2
    qtbot.keyClicks(browser.line, "np")
    assert browser.model.rowCount() == 0
    assert browser._pages.currentWidget() is browser.empty
    qtbot.mouseClick(browser.empty_button, Qt.MouseButton.LeftButton)
    assert browser.model.rowCount() == 4
    assert browser._pages.currentWidget() is browser.view


def test_typing_in_the_filter_does_not_label(opened, qtbot):
    opened.browser.line.setFocus()
    qtbot.keyClicks(opened.browser.line, "pn")
    assert opened.browser.line.text() == "pn"
    assert opened.session.edits.undo_stack.count() == 0


def test_thumbnails_are_kept_in_the_study(opened, study_path):
    kept = {file.name.split("-")[0] for file in (study_path / "thumbnails").iterdir()}
    assert kept == {image.sha256 for image in opened.session.images}


def test_a_missing_photograph_is_said_where_it_is_missing(window, study_path, tmp_path, qtbot):
    (tmp_path / "photographs" / "S1_pain.png").unlink()
    window.open_study(study_path)
    qtbot.waitUntil(lambda: bool(window.browser.thumbnails.failure("S1_pain")), timeout=5000)
    index = window.browser.model.index(window.browser.model.row_of("S1_pain"))
    assert "S1_pain" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert window.browser.thumbnails.failure("S1_no_pain") == ""


def test_moved_photographs_are_found_where_the_person_says(
    window, study_path, tmp_path, monkeypatch, qtbot
):
    (tmp_path / "photographs").rename(tmp_path / "elsewhere")
    window.open_study(study_path)
    thumbnails = window.browser.thumbnails
    qtbot.waitUntil(lambda: bool(thumbnails.failure("S1_pain")), timeout=5000)
    pick_folder(monkeypatch, tmp_path / "elsewhere")
    trigger(window, "find_moved")
    texts = lambda: [message.text for message in window.messages.messages()]  # noqa: E731
    qtbot.waitUntil(lambda: "Every photograph is in its place." in texts(), timeout=5000)
    qtbot.waitUntil(lambda: bool(thumbnails.picture("S1_pain")), timeout=5000)
    assert window.session.study.images.pixels("S1_pain").shape == (60, 80, 3)


def test_what_is_still_missing_is_named(window, study_path, tmp_path, monkeypatch, qtbot):
    (tmp_path / "photographs" / "S1_pain.png").unlink()
    window.open_study(study_path)
    pick_folder(monkeypatch, tmp_path / "photographs")
    trigger(window, "find_moved")
    qtbot.waitUntil(
        lambda: (
            "Still missing: 1 photograph (S1_pain.png)."
            in [bar.text for bar in window.messages.messages()]
        ),
        timeout=5000,
    )


# -- keys that are held ---------------------------------------------------------------------
def test_space_hides_the_overlay_while_it_is_held(opened, qtbot):
    opened.activateWindow()
    opened.browser.view.setFocus()
    qtbot.keyPress(opened.browser.view, Qt.Key.Key_Space)
    assert opened.session.overlay.hidden
    qtbot.keyRelease(opened.browser.view, Qt.Key.Key_Space)
    assert not opened.session.overlay.hidden


# -- import ---------------------------------------------------------------------------------
def page_of(window):
    page = window.pages.currentWidget()
    assert isinstance(page, ImportPage)
    return page


def test_a_new_study_from_class_folders(window, tmp_path, monkeypatch, qtbot):
    photographs = make_photographs(tmp_path / "all")
    for image in photographs:
        place = tmp_path / "ward" / image.label.value.replace(" ", "_") / image.neonate.id
        place.mkdir(parents=True, exist_ok=True)
        (tmp_path / "all" / image.file).rename(place / image.file)
    (tmp_path / "ward" / "pain" / "notes.png").write_text("no picture")
    pick_folder(monkeypatch, tmp_path / "ward")
    trigger(window, "new_study")
    page = page_of(window)
    page.where.folder = tmp_path
    qtbot.waitUntil(page.button.isEnabled, timeout=5000)
    assert page.button.text() == "Import 4 photo&graphs"
    assert "4 photographs of 2 neonates" in page.summary.text()
    assert page.tabs.isTabVisible(3)
    assert page.left_out.rows[0][0].endswith("notes.png")
    page.table.selectAll()
    page.rows.change(range(4), 1, "X1")
    assert "of 1 neonate " in page.summary.text() + " "
    page.copy.setChecked(True)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.study is not None, timeout=5000)
    assert window.session.study.name == "ward"
    assert {image.neonate.id for image in window.session.images} == {"X1"}
    assert len(list((tmp_path / "ward.neopain" / "images").iterdir())) == 4
    assert window.pages.currentWidget() is window.workspace
    qtbot.waitUntil(lambda: window.focusWidget() is window.browser.view)  # arrows step at once


def test_photographs_are_added_to_the_open_study(opened, tmp_path, qtbot):
    new = tmp_path / "more" / "pain" / "S9"
    make_photographs(tmp_path / "all", subjects=3)
    new.mkdir(parents=True)
    (tmp_path / "all" / "S3_pain.png").rename(new / "late.png")
    drop(opened, tmp_path / "more")
    page = page_of(opened)
    qtbot.waitUntil(page.button.isEnabled, timeout=5000)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(opened.session.images) == 5, timeout=5000)
    assert opened.session.images[-1].neonate.id == "S9"


def drop(window, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(9, 9)),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_dropped_study_is_opened(window, study_path):
    drop(window, study_path)
    assert window.session.study.path == study_path


def test_an_empty_folder_is_one_sentence_on_the_page(window, tmp_path, qtbot):
    (tmp_path / "nothing").mkdir()
    drop(window, tmp_path / "nothing")
    page = page_of(window)
    qtbot.waitUntil(lambda: bool(window.messages.messages()), timeout=5000)
    assert window.messages.messages()[0].level == "error"
    assert not page.button.isEnabled()
    qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.start


def test_a_failed_import_leaves_no_study_behind(window, tmp_path, qtbot):
    make_photographs(tmp_path / "ward" / "pain" / "S1", subjects=1)
    drop(window, tmp_path / "ward")
    page = page_of(window)
    page.where.folder = tmp_path
    qtbot.waitUntil(page.button.isEnabled, timeout=5000)
    for file in (tmp_path / "ward").rglob("*.png"):
        file.unlink()
    page.copy.setChecked(True)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.messages.messages()), timeout=5000)
    assert not (tmp_path / "ward.neopain").exists()
    assert window.session.study is None
    assert page.button.isEnabled()


# -- palette, help --------------------------------------------------------------------------
def test_the_palette_finds_and_runs_a_command(opened, qtbot):
    opened.activateWindow()
    trigger(opened, "find_command")
    palette = opened.palette_of_commands
    assert palette.isVisible()
    qtbot.keyClicks(palette.line, "lab nop")
    assert palette.list.currentItem().text().endswith("Label no pain")
    opened.session.select_image("S1_pain")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert opened.session.study.images.get("S1_pain").label is PainLabel.NO_PAIN


def test_the_palette_skips_what_cannot_be_used_and_closes_with_escape(window, qtbot):
    trigger(window, "find_command")
    palette = window.palette_of_commands
    qtbot.keyClicks(palette.line, "undo")
    assert palette.list.currentItem() is None
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_letters_that_begin_words_count_more():
    assert score("ca", "Compute all") > score("ca", "Focal")
    assert score("abc", "cba") is None
    assert score("", "anything") is not None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("show_shortcuts", ShortcutSheet),
        ("about", About),
        ("about_computer", AboutComputer),
        ("fault_reports", CrashDialog),
    ],
)
def test_help_windows(window, qtbot, name, kind):
    trigger(window, name)
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind)]
    assert dialog.isVisible()
    assert not dialog.isModal()
    dialog.close()
    qtbot.waitUntil(lambda: not [w for w in QApplication.topLevelWidgets() if isinstance(w, kind)])


def test_the_user_guide_is_a_local_file_without_foreign_addresses(window, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "neopain_gui.gui.shell.commands.help_commands.QDesktopServices.openUrl",
        lambda url: opened.append(url),
    )
    trigger(window, "user_guide")
    from pathlib import Path

    text = Path(opened[0].toLocalFile()).read_text(encoding="utf-8")
    assert "http" not in text.replace("http-equiv", "")


# -- export ---------------------------------------------------------------------------------
def test_export_of_the_shown_mask(opened, tmp_path, monkeypatch, qtbot):
    from neopain_gui.gui.scene.current_scene import CurrentScene
    from neopain_gui.imaging import decode

    from .made_maps import attribution

    opened.session.record([attribution(opened.session.study, "S1_no_pain")])
    opened.session.show_model("GradCAM|N-CNN")
    scenes = CurrentScene.of(opened.session, opened.jobs)
    qtbot.waitUntil(lambda: scenes.shown_result is not None, timeout=5000)
    out = tmp_path / "mask.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    trigger(opened, "export_this")
    qtbot.waitUntil(
        lambda: any("written" in m.text for m in opened.messages.messages()), timeout=5000
    )
    assert decode(out).shape == (60, 80, 3)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("N01.v2", "N01.v2.png"), ("mask", "mask.png"), ("A.PNG", "A.PNG"), ("taken", None)],
)
def test_a_mask_is_written_where_the_person_says_and_over_nothing_else(
    opened, tmp_path, monkeypatch, qtbot, typed, written
):
    from neopain_gui.gui.scene.current_scene import CurrentScene

    from .made_maps import attribution

    out = tmp_path / "out"
    out.mkdir()
    (out / "taken.png").write_bytes(b"precious")
    (out / "N01.png").write_bytes(b"precious")
    opened.session.record([attribution(opened.session.study, "S1_no_pain")])
    opened.session.show_model("GradCAM|N-CNN")
    scenes = CurrentScene.of(opened.session, opened.jobs)
    qtbot.waitUntil(lambda: scenes.shown_result is not None, timeout=5000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out / typed), ""))
    trigger(opened, "export_this")
    wanted = "written" if written else "choose another name"
    qtbot.waitUntil(lambda: any(wanted in m.text for m in opened.messages.messages()), timeout=5000)
    assert {file.name for file in out.iterdir()} == {"taken.png", "N01.png"} | (
        {written} if written else set()
    )
    assert (out / "taken.png").read_bytes() == (out / "N01.png").read_bytes() == b"precious"


def test_export_of_nothing_says_so(opened, tmp_path, monkeypatch, qtbot):
    pick_folder(monkeypatch, tmp_path / "out")
    trigger(opened, "export_all")
    qtbot.waitUntil(
        lambda: any("nothing to write" in m.text for m in opened.messages.messages()), timeout=5000
    )


# -- the program survives -------------------------------------------------------------------
def test_closing_in_the_middle_of_a_job(opened, qtbot):
    import time

    def work(job):
        for _ in range(1000):
            job.check()
            time.sleep(0.005)

    opened.jobs.local(work, title="long")
    qtbot.wait(30)
    opened.close()
    assert not [t for t in opened.jobs.unfinished() if t.state.value == "running" and not t.wait(1)]
    assert opened.session.study is None


def test_a_second_window_opens_the_study_for_reading(opened, qtbot, tmp_path, study_path):
    from neopain_gui.gui.state.session import Session

    second = Session()
    second.use_study(Study.open(study_path))
    assert not second.editable
    second.close_study()
