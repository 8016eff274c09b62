"""Getting about by keyboard and by right click: tabs, views, panels, the palette, copying."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMenu,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.gui.base import text_size
from neopain_gui.gui.compare.matrix import Scope
from neopain_gui.gui.compare.view_choice import CompareView
from neopain_gui.gui.shell.commands.clipboard import all_cells, selected_cells
from neopain_gui.gui.shell.commands.command_list import commands_of
from neopain_gui.gui.shell.commands.finding import found
from neopain_gui.gui.shell.help_pages import ShortcutSheet
from neopain_gui.gui.shell.keyboard.focus_ring import FocusRing
from neopain_gui.gui.shell.places import PLACES
from neopain_gui.gui.state.edits import Gaze
from neopain_gui.gui.widgets.tile import Tile
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from tests.gaze.looks import look
from tests.gui.made_maps import MODELS, fill_models

ABOUT = "neopain_gui.gui"

TABLE = commands_of(PLACES)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(window, study_path, qtbot):
    """The window with a study that has maps, and the photograph in focus."""
    window.open_study(study_path)
    fill_models(window.session, MODELS)
    window.session.show_model(MODELS[2])
    window.workspace.lazy["viewer"].fill().canvas.setFocus()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)
    return window


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


# -- tabs, views, panels --------------------------------------------------------------------
def test_tabs_by_their_number_and_one_after_the_other(opened):
    workspace = opened.workspace
    for key, place in ((Qt.Key.Key_3, 2), (Qt.Key.Key_2, 1), (Qt.Key.Key_4, 3), (Qt.Key.Key_1, 0)):
        press(opened, key, CTRL)
        assert workspace.currentIndex() == place
    seen = []
    for _ in range(6):
        press(opened, Qt.Key.Key_Tab, CTRL)
        seen.append(workspace.currentIndex())
    assert seen == [1, 2, 3, 4, 5, 0]
    press(opened, Qt.Key.Key_Backtab, CTRL | SHIFT)
    assert workspace.currentIndex() == 5


def test_a_tab_leads_out_of_an_importer(opened, tmp_path):
    opened.show_page(opened.start)
    press(opened, Qt.Key.Key_5, CTRL)
    assert opened.pages.currentWidget() is opened.workspace
    assert opened.workspace.currentIndex() == 4


def test_the_views_of_a_tab(opened, qtbot):
    workspace = opened.workspace
    names = []
    for _ in range(3):
        press(opened, Qt.Key.Key_PageDown, CTRL)
        names.append(workspace.view)
    assert names == ["steps", "panes", "viewer"]
    press(opened, Qt.Key.Key_5, CTRL)
    panel = workspace.lazy["compare"].fill()
    for view in (*list(CompareView)[1:], CompareView.MATRIX):
        press(opened, Qt.Key.Key_PageDown, CTRL)
        assert panel.views.view is view
    press(opened, Qt.Key.Key_PageUp, CTRL)
    assert panel.views.view is CompareView.STATISTICS
    press(opened, Qt.Key.Key_3, CTRL)
    tab = workspace.lazy["gaze"].fill()
    before = [button.isChecked() for button in tab.view_buttons]
    press(opened, Qt.Key.Key_PageDown, CTRL)
    assert [button.isChecked() for button in tab.view_buttons] == [before[-1], *before[:-1]]


def test_f6_goes_round_the_panels_and_each_keeps_its_place(opened):
    opened.docks["jobs"].show()
    canvas, details = QApplication.focusWidget(), opened.docks["details"]
    visited = []
    for _ in range(5):
        press(opened, Qt.Key.Key_F6)
        visited.append(QApplication.focusWidget())
    strip = opened.workspace.lazy["layers"]
    wanted = (strip, details, opened.docks["jobs"], opened.browser)
    for part, focus in zip(wanted, visited, strict=False):
        assert part.isAncestorOf(focus), (part, focus)
    assert visited[3] is opened.browser.view
    assert visited[4] is canvas  # where it was
    press(opened, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is opened.browser.view


def test_ctrl_f_filters_and_esc_shows_all_again(opened):
    press(opened, Qt.Key.Key_F, CTRL)
    line = opened.browser.line
    assert QApplication.focusWidget() is line
    QTest.keyClicks(line, "S2")
    assert {image.id for image in opened.session.visible_images} == {"S2_pain", "S2_no_pain"}
    press(opened, Qt.Key.Key_Escape)
    assert line.text() == ""
    assert len(opened.session.visible_images) == 4
    assert QApplication.focusWidget() is opened.browser.view


def test_panels_that_a_narrow_window_lays_behind_each_other_come_to_the_front(opened, qtbot):
    opened.resize(1000, 600)
    study, details = opened.docks["study"], opened.docks["details"]
    qtbot.waitUntil(lambda: study in opened.tabifiedDockWidgets(details))
    opened.actions_table.by_id["choose_method"].trigger()
    method = opened.go("details").choosers.method
    qtbot.waitUntil(lambda: not method.visibleRegion().isEmpty())
    press(opened, Qt.Key.Key_F, CTRL)
    line = opened.browser.line
    qtbot.waitUntil(lambda: not line.visibleRegion().isEmpty())
    assert QApplication.focusWidget() is line
    seen = []
    for _ in range(4):
        press(opened, Qt.Key.Key_F6)
        qtbot.wait(20)
        focus = QApplication.focusWidget()
        assert opened.rect().contains(focus.mapTo(opened, focus.rect().center())), focus
        seen.append(opened.docks["details"].isAncestorOf(focus))
    assert any(seen)


def test_full_screen_and_back(opened):
    action = opened.actions_table.by_id["full_screen"]
    press(opened, Qt.Key.Key_F11)
    assert opened.isFullScreen()
    assert action.isChecked()
    press(opened, Qt.Key.Key_F11)
    assert not opened.isFullScreen()
    assert not action.isChecked()


def test_text_grows_and_shrinks_is_remembered_and_leaves_the_zoom_alone(opened, qtbot):
    label, usual = opened.browser.line, QApplication.font().pointSizeF()
    assert label.font().pointSizeF() == usual
    zoom = opened.workspace.lazy["viewer"].panel.canvas.zoom
    try:
        press(opened, Qt.Key.Key_Plus, CTRL)
        press(opened, Qt.Key.Key_Plus, CTRL)
        assert label.font().pointSizeF() == pytest.approx(1.2 * usual)
        assert opened.settings.text_size == 120
        sizes = [one.font().pointSizeF() for one in opened.start.findChildren(QLabel)]
        assert max(sizes) == pytest.approx(1.5 * 1.2 * usual)  # headings grow too
        for _ in range(9):
            press(opened, Qt.Key.Key_Minus, CTRL)
        assert opened.settings.text_size == text_size.SMALLEST
        press(opened, Qt.Key.Key_0, CTRL)
        assert label.font().pointSizeF() == pytest.approx(usual)
        assert opened.settings.text_size == 100
    finally:
        text_size.apply(100)
    press(opened, Qt.Key.Key_Plus)
    assert opened.workspace.lazy["viewer"].panel.canvas.zoom != zoom


def test_large_text_is_cut_nowhere_and_comes_back_whole(opened, qtbot):
    opened.resize(1280, 720)
    press(opened, Qt.Key.Key_5, CTRL)
    panel = opened.workspace.lazy["compare"].fill()
    matrix = panel.view
    qtbot.waitUntil(lambda: matrix.matrix.rowCount() > 2, timeout=20_000)
    browser, details = opened.browser, opened.docks["details"]
    cell = browser.view.sizeHintForIndex(browser.model.index(0)).height()

    def figures():
        return [label.text() for label in details.findChildren(QLabel) if "Overlap" in label.text()]

    before = figures()
    wraps = [one for one in details.findChildren(QLabel) if one.wordWrap() and one.isVisible()]

    def cut():
        chips = [c for c in browser.chips.values() if c.width() < c.sizeHint().width()]
        return chips + [one for one in wraps if one.height() < one.heightForWidth(one.width())]

    try:
        for size in range(text_size.USUAL, text_size.LARGEST + 1, 10):
            text_size.apply(size)  # step by step, as a person does
            qtbot.waitUntil(lambda: not cut())
        metrics = matrix.fontMetrics()
        assert matrix.rowHeight(0) >= 1.85 * metrics.height()
        assert matrix.columnWidth(0) >= 0.85 * metrics.horizontalAdvance("chance 0.000") + 12
        line = browser.view.fontMetrics().height()
        assert browser.view.sizeHintForIndex(browser.model.index(0)).height() >= cell + line
    finally:
        text_size.apply(text_size.USUAL)
    assert figures() == before


@pytest.mark.parametrize("stored", ["", "large", "-20", "99999", "٣"])
def test_a_damaged_text_size_is_the_usual_one(settings, stored):
    settings._store.setValue("view/text", stored)
    shown = text_size.apply(settings.text_size)
    text_size.apply(100)
    assert text_size.SMALLEST <= shown <= text_size.LARGEST


def test_panels_and_colours_are_commands(opened):
    jobs, action = opened.docks["jobs"], opened.actions_table.by_id["panel_jobs"]
    assert not action.isChecked()
    action.trigger()
    assert jobs.isVisible()
    assert action.isChecked()
    jobs.close()
    assert not action.isChecked()
    for name in ("dark", "light", "system"):
        opened.actions_table.by_id[f"scheme_{name}"].trigger()
        checked = [n for n in ("system", "light", "dark") if _checked(opened, f"scheme_{n}")]
        assert checked == [name]
        assert opened.settings.scheme == name


def _checked(window, identity):
    return window.actions_table.by_id[identity].isChecked()


# -- the palette ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("compare", "go_compare"),
        ("font", "text_larger"),
        ("weights", "choose_classifier"),
        ("gradcam", "choose_method"),
        ("dark", "scheme_dark"),
        ("save", "export_this"),
        ("opacity", "Opacity, value"),
        ("eye tracker", "import_recordings"),
        ("detect", "find_faces"),
        ("manual", "user_guide"),
        ("exit", "quit"),
        ("randomise", "go_trust"),
        ("delete map", "remove_maps"),
        ("actual size", "actual_size"),
        ("hotkeys", "show_shortcuts"),
        ("preferences", "panel_details"),
        ("calculate", "compute_this"),
        ("saliency", "choose_method"),
        ("excel", "export_tables"),
        ("relink files", "find_moved"),
    ],
)
def test_the_palette_knows_the_words_that_people_use(opened, typed, first):
    palette = opened.palette_of_commands
    palette.open()
    entries = [entry for entry in found(typed, palette._entries()) if entry.enabled]
    best = entries[0].id
    assert best == first or first in [entry.id for entry in entries[:3]]
    palette.hide()


def test_what_a_person_removes_most_often_is_offered_first_and_nothing_far_fetched(opened):
    palette = opened.palette_of_commands
    palette.open()
    offered = [e.id for e in found("remove", palette._entries()) if e.enabled]
    commands = [identity for identity in offered if identity.startswith(("remove_", "label_"))]
    assert commands.index("remove_photographs") < commands.index("remove_neonate")
    assert "import_recordings" not in [e.id for e in found("merge", palette._entries())]
    palette.hide()


def test_enter_presses_the_button_that_has_the_focus(opened, qtbot):
    grid = opened.browser.chips["pain"]
    assert not grid.isHidden()
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    press(opened, Qt.Key.Key_Return)
    assert opened.session.filter.labels == frozenset({"pain"})
    press(opened, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert opened.session.filter.labels == frozenset()


def test_every_command_is_found_first_by_its_own_name(opened):
    palette = opened.palette_of_commands
    palette.open()
    entries = palette._entries()
    enabled = [entry for entry in entries if entry.enabled]
    for entry in enabled:
        twins = [other.id for other in enabled if other.plain == entry.plain]
        assert found(entry.plain, entries)[0].id in twins
    palette.hide()


def test_what_cannot_be_used_comes_last_and_says_why(window, qtbot):
    palette = window.palette_of_commands
    press(window, Qt.Key.Key_K, CTRL)
    palette.line.setText("comp")
    items = [palette.list.item(row) for row in range(palette.list.count())]
    usable = [bool(item.flags() & Qt.ItemFlag.ItemIsEnabled) for item in items]
    assert usable == sorted(usable, reverse=True)
    said = [item.data(Qt.ItemDataRole.UserRole + 1) for item in items]
    reasons = {text for text, use in zip(said, usable, strict=True) if not use}
    assert reasons == {"open a study first"}
    press(window, Qt.Key.Key_Escape)


def test_every_condition_has_a_reason(window, opened):
    for spec in TABLE:
        action = opened.actions_table.by_id[spec.id]
        assert action.isEnabled() or opened.actions_table.why_not(spec.id), spec.id
    opened.action("close_study").trigger()
    for spec in TABLE:
        action = opened.actions_table.by_id[spec.id]
        assert action.isEnabled() or opened.actions_table.why_not(spec.id), spec.id


def test_the_keyboard_is_where_it_was_after_the_palette(opened):
    canvas = QApplication.focusWidget()
    press(opened, Qt.Key.Key_K, CTRL)
    assert QApplication.focusWidget() is opened.palette_of_commands.line
    press(opened, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is canvas


def test_from_the_photograph_to_any_control_in_five_keys(opened):
    """Ctrl+K, at most three letters or arrows, Enter."""
    palette = opened.palette_of_commands
    palette.open()
    entries, names = palette._entries(), list(palette._controls)
    assert len(names) > 20
    far = [name for name in names if not _near(name, entries)]
    palette.hide()
    assert far == []
    press(opened, Qt.Key.Key_K, CTRL)
    slider = next(s for s in opened.docks["details"].findChildren(QSlider) if s.isVisible())
    QTest.keyClicks(palette.line, slider.accessibleName())
    press(opened, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is slider


def _near(name, entries):
    letters = [c for c in name.casefold() if c.isalnum()]
    tried = {"".join(t) for n in (1, 2, 3) for t in itertools.combinations(letters, n)}
    begun = {name[:n].casefold() for n in (1, 2, 3)}
    for typed in sorted(begun, key=len) + sorted(tried, key=len):
        ids = [entry.id for entry in found(typed, entries)[: 4 - len(typed)]]
        if name in ids:
            return True
    return False


def test_a_letter_brings_the_keyboard_from_the_photograph_to_the_control(opened, qtbot):
    details, canvas = opened.go("details"), opened.workspace.lazy["viewer"].panel.canvas
    for letter, control in (
        ("i", details.choosers.classifier),
        ("m", details.choosers.method),
        ("l", details.choosers.target),
        ("y", details.opacity.slider),
        ("c", details.mask_controls.c.slider),
        ("u", details.mask_controls.clusters),
    ):
        canvas.setFocus()
        press(opened, getattr(Qt.Key, f"Key_{letter.upper()}"), Qt.KeyboardModifier.AltModifier)
        assert QApplication.focusWidget() is control, letter
        ring = opened.findChild(FocusRing)
        assert ring.isVisible()
        assert ring.widget() is control
        assert _in_sight(control), "a panel that lies behind another comes to the front"
    canvas.setFocus()
    modes = opened.workspace.lazy["viewer"].panel.tools.modes
    for letter, text in (("k", "Contour mas&k"), ("t", "Hea&tmap"), ("a", "Photogr&aph")):
        press(opened, getattr(Qt.Key, f"Key_{letter.upper()}"), Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda text=text: modes.group.checkedButton().text() == text)


def test_a_letter_of_the_comparison_chooses_what_it_says(opened, qtbot):
    QTest.keyClick(opened, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    panel = opened.workspace.lazy["compare"].fill()
    qtbot.waitUntil(lambda: panel.view.matrix.rowCount() > 1, timeout=20_000)
    for letter, scope in (("a", Scope.ALL), ("g", Scope.PHOTOGRAPH)):
        press(opened, getattr(Qt.Key, f"Key_{letter.upper()}"), Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda scope=scope: panel.bar.scope is scope)


def test_there_is_no_ring_around_nothing(window, study_path, qtbot):
    for show in (lambda: None, lambda: window.open_study(study_path)):
        show()
        qtbot.wait(50)
        ring = window.findChild(FocusRing)
        assert ring is None or not ring.isVisible() or ring.widget() is QApplication.focusWidget()


def _in_sight(widget):
    """Say whether most of a control's height is where nothing around it hides it."""
    rect, step = widget.rect(), widget
    while not step.isWindow():
        rect, step = rect.translated(step.pos()) & step.parentWidget().rect(), step.parentWidget()
    return not rect.isEmpty() and rect.height() >= 0.6 * min(widget.height(), 200)


@pytest.mark.parametrize("tab", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4])
def test_what_has_the_keyboard_is_always_seen(opened, qtbot, tab):
    """Tab goes all the way round: each control is in sight and has the ring around it."""
    press(opened, tab, CTRL)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=20_000)
    qtbot.wait(150)
    ring, seen, hidden = opened.findChild(FocusRing), [], []
    for _ in range(150):
        press(opened, Qt.Key.Key_Tab)
        QApplication.processEvents()
        focus = QApplication.focusWidget()
        if seen and focus is seen[0]:
            break
        seen.append(focus)
        if not (_in_sight(focus) and ring.isVisible() and ring.widget() is focus):
            hidden.append((focus.accessibleName(), type(focus).__name__))
    else:
        pytest.fail("Tab does not come round")
    assert len(seen) > 15
    assert hidden == []


# -- right clicks ---------------------------------------------------------------------------
def menu_on(widget: QWidget, at: QPoint) -> list[str]:
    """Right-click, read the menu and close it."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        return []
    ids = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    menu.close()
    return ids


def test_each_place_offers_its_own_commands(opened, qtbot):
    grid = opened.browser.view
    at = grid.visualRect(opened.browser.model.index(1)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=at)
    offered = menu_on(grid.viewport(), at)
    assert opened.session.image_id == opened.session.visible_images[1].id
    assert {"label_pain", "find_faces", "compute_this", "export_selected"} <= set(offered)
    canvas = opened.workspace.lazy["viewer"].panel.canvas
    offered = menu_on(canvas.viewport(), canvas.rect().center())
    assert {"copy", "draw_face", "show_regions", "fit", "export_this"} <= set(offered)
    strip = opened.workspace.lazy["layers"].fill()
    tile = next(one for one in strip.findChildren(Tile) if one.isVisible() and one.isEnabled())
    offered = menu_on(tile, tile.rect().center())
    assert {"copy", "export_strip", "play_depth", "compute_this"} <= set(offered)
    assert tile.isChecked()
    for identity in offered:
        assert identity in opened.actions_table.by_id


def test_a_pane_offers_what_works_on_its_own_map(opened, qtbot):
    panel = opened.workspace.show_view("panes")
    names = panel.arrangement.visible
    pane = panel.panes[1]
    offered = menu_on(pane.canvas.viewport(), pane.canvas.rect().center())
    assert {"export_this", "copy", "fit"} <= set(offered)
    assert opened.session.shown_model == names[1]


def test_people_offer_what_can_be_done_with_them(opened, qtbot, tmp_path):
    session = opened.session
    image = session.images[0].id
    write_prolab(tmp_path / "ward.tsv", [look(image, participant=who) for who in ("Ana", "Eva")])
    plan = ImportPlan(pseudonyms={"Ana": "P01", "Eva": "P02"}, images={image: image})
    trials = import_recordings(session.study, [tmp_path / "ward.tsv"], plan)
    everybody = [Participant(id=one, group="Experts") for one in ("P01", "P02")]
    session.edits.import_gaze(Gaze(participants=everybody, trials=trials, scores=[]))
    press(opened, Qt.Key.Key_3, CTRL)
    people = opened.workspace.lazy["gaze"].fill().look.people
    qtbot.waitUntil(lambda: people.topLevelItemCount() == 1, timeout=20_000)
    at = people.visualItemRect(people.topLevelItem(0).child(1)).center()
    qtbot.mouseClick(people.viewport(), Qt.MouseButton.RightButton, pos=at)
    QApplication.sendEvent(
        people.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, people.viewport().mapToGlobal(at)),
    )
    menu = QApplication.activePopupWidget()
    offered = {action.text(): action for action in menu.actions()}
    assert {"Rename…", "Move to group", "Remove trials…", "Remove…"} <= set(offered)
    assert {"copy", "copy_table"} <= {action.objectName() for action in menu.actions()}
    moving = {action.text(): action for action in offered["Move to group"].menu().actions()}
    moving["Parents"].trigger()
    menu.close()
    groups = {one.id: one.group for one in session.study.gaze.participants()}
    assert groups == {"P01": "Experts", "P02": "Parents"}
    join = offered["Join as one person"]
    assert not join.isEnabled()  # of one nobody can be joined
    qtbot.waitUntil(lambda: people.topLevelItemCount() == 2)
    people.selectAll()
    assert join.isEnabled()
    join.trigger()
    assert [one.id for one in session.study.gaze.participants()] == ["P01"]
    assert len(session.study.gaze.trials()) == 2


def test_a_cell_of_the_matrix_and_a_field_that_has_a_menu_of_its_own(opened, qtbot):
    press(opened, Qt.Key.Key_5, CTRL)
    panel = opened.workspace.lazy["compare"].fill()
    qtbot.waitUntil(lambda: panel.view.matrix.rowCount() > 1, timeout=20_000)
    at = panel.view.visualRect(panel.view.matrix.index(0, 1)).center()
    assert menu_on(panel.view.viewport(), at) == ["export_tables", "copy", "copy_table"]
    assert "label_pain" not in menu_on(opened.browser.line, QPoint(5, 5))
    QTest.qWait(1)
    own = QApplication.activePopupWidget()
    if own is not None:
        own.close()


def test_pictures_everywhere_can_be_copied_by_a_right_click(opened, qtbot):
    press(opened, Qt.Key.Key_5, CTRL)
    panel = opened.workspace.lazy["compare"].fill()
    qtbot.waitUntil(lambda: panel.view.matrix.rowCount() > 1, timeout=20_000)
    panel.view.setCurrentIndex(panel.view.matrix.index(0, 1))
    canvas = panel.pair_view.canvas
    assert menu_on(canvas.viewport(), canvas.rect().center()) == ["copy"]
    panel.views.buttons[CompareView.GRID].click()
    grid = panel.grid.view
    assert "export_this" in menu_on(
        grid.viewport(), grid.visualRect(grid.grid.index(0, 0)).center()
    )
    grid.setFocus()
    clipboard().clear()
    press(opened, Qt.Key.Key_C, CTRL)  # cells without words: the picture
    assert not clipboard().image().isNull()


def test_a_menu_by_its_key(opened):
    grid = opened.browser.view
    grid.setFocus()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(9, 9), grid.mapToGlobal(QPoint(9, 9))
    )
    QApplication.sendEvent(grid, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    label = opened.session.image.label
    wanted = "label_no_pain" if label == "pain" else "label_pain"
    next(a for a in menu.actions() if a.objectName() == wanted).trigger()
    menu.close()
    assert opened.session.image.label != label


# -- copying --------------------------------------------------------------------------------
def clipboard():
    return QApplication.clipboard()


def test_ctrl_c_copies_the_picture_that_is_shown(opened):
    canvas = opened.workspace.lazy["viewer"].panel.canvas
    clipboard().clear()
    press(opened, Qt.Key.Key_C, CTRL)
    picture = clipboard().image()
    assert (picture.width(), picture.height()) == (canvas.width(), canvas.height())
    assert picture == canvas.grab().toImage().convertToFormat(picture.format())
    assert "picture was copied" in opened.messages.messages()[-1].text


def test_ctrl_c_copies_cells_and_a_whole_table_with_its_heads(opened, qtbot):
    press(opened, Qt.Key.Key_5, CTRL)
    panel = opened.workspace.lazy["compare"].fill()
    qtbot.waitUntil(lambda: panel.view.matrix.rowCount() > 1, timeout=20_000)
    matrix = panel.view.matrix
    panel.view.setFocus()
    panel.view.setCurrentIndex(matrix.index(0, 1))
    press(opened, Qt.Key.Key_C, CTRL)
    assert clipboard().text() == matrix.index(0, 1).data()
    press(opened, Qt.Key.Key_C, CTRL | SHIFT)
    lines = [line.split("\t") for line in clipboard().text().split("\n")]
    assert lines[0] == ["", *(name.replace("\n", " ") for name in _heads(matrix))]
    assert [line[0] for line in lines[1:]] == list(matrix.names)
    assert lines[1][2] == matrix.index(0, 1).data()


def _heads(model):
    across = Qt.Orientation.Horizontal
    return [model.headerData(column, across) for column in range(model.columnCount())]


def test_text_in_a_field_is_copied_by_the_field(opened):
    line = opened.browser.line
    line.setText("S1")
    line.setFocus()
    line.selectAll()
    press(opened, Qt.Key.Key_C, CTRL)
    assert clipboard().text() == "S1"


def test_cells_keep_their_line_and_column(qtbot):
    table = QTableWidget(2, 2)
    qtbot.addWidget(table)
    table.setHorizontalHeaderLabels(["Name", "Mean\nvalue"])
    for row, column in itertools.product(range(2), range(2)):
        table.setItem(row, column, QTableWidgetItem(f"{row}\t{column}\nx"))
    table.verticalHeader().hide()
    assert all_cells(table) == [["Name", "Mean value"], ["0 0 x", "0 1 x"], ["1 0 x", "1 1 x"]]
    table.setCurrentCell(1, 1)
    assert selected_cells(table) == [["1 1 x"]]
    table.setColumnHidden(0, True)
    assert all_cells(table) == [["Mean value"], ["0 1 x"], ["1 1 x"]]
    tree = QTreeWidget()
    qtbot.addWidget(tree)
    tree.setHeaderLabels(["Person", "Fixations"])
    group = QTreeWidgetItem(tree, ["Experts"])
    QTreeWidgetItem(group, ["P01", "12"])
    QTreeWidgetItem(tree, ["Parents"])
    rows = [["Person", "Fixations"], ["Experts", ""], ["P01", "12"], ["Parents", ""]]
    assert all_cells(tree) == rows


# -- what is seen ---------------------------------------------------------------------------
def test_the_focus_is_seen_wherever_the_keyboard_brings_it(opened, qtbot):
    ring = opened._keys.ring
    for _ in range(40):
        press(opened, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert ring.widget() is focus
        assert ring.isVisible() or focus.visibleRegion().isEmpty()
    QTest.mouseClick(opened.browser.line, Qt.MouseButton.LeftButton)
    assert ring.widget() is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_is_drawn_over_what_it_surrounds(opened, qtbot, scheme):
    opened.actions_table.by_id[f"scheme_{scheme}"].trigger()
    canvas, grid = opened.workspace.lazy["viewer"].panel.canvas, opened.browser.view
    for widget in (canvas, grid, opened.browser.sort, opened.browser.line):
        widget.clearFocus()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.wait(20)
        drawn = opened.grab().toImage()
        left = widget.mapTo(opened, QPoint(0, widget.height() // 2))
        colours = {drawn.pixelColor(left + QPoint(x, 0)).name() for x in range(-3, 4)}
        assert QApplication.palette().accent().color().name() in colours, widget
    opened.actions_table.by_id["scheme_system"].trigger()


def test_when_a_study_is_closed_the_keyboard_is_at_the_first_button(opened, qtbot):
    press(opened, Qt.Key.Key_W, CTRL)
    qtbot.waitUntil(lambda: opened.session.study is None)
    assert QApplication.focusWidget() is opened.start.first
    assert opened._keys._ring.widget() is opened.start.first


def test_no_ring_stays_where_the_focus_only_passed(opened, qtbot):
    """A page that closes passes the focus on as Tab would, before the program says where to."""
    QTest.mouseClick(opened.browser.line, Qt.MouseButton.LeftButton)
    opened.browser.sort.setFocus(Qt.FocusReason.TabFocusReason)
    assert opened._keys._ring.widget() is opened.browser.sort
    opened.browser.view.setFocus(Qt.FocusReason.OtherFocusReason)
    assert opened._keys._ring.widget() is None


def test_an_opened_study_is_stepped_through_at_once_and_no_ring_is_drawn(window, study_path):
    window.open_study(study_path)
    assert QApplication.focusWidget() is window.browser.view
    assert window._keys.ring.widget() is None
    first = window.session.image_id
    press(window, Qt.Key.Key_Right)
    assert window.session.image_id != first


def test_the_sheet_has_every_key_of_the_table(opened, qtbot):
    press(opened, Qt.Key.Key_F1)
    sheet = opened.findChild(ShortcutSheet)
    said = {label.text() for label in sheet.findChildren(QLabel)}
    for spec in TABLE:
        if spec.keys:
            assert spec.plain in said
    assert "Alt+letter" in said
    assert sheet.height() <= 720
    sheet.close()


def test_the_lists_of_details_are_commands(opened):
    opened.docks["details"].hide()
    opened.actions_table.by_id["choose_method"].trigger()
    assert QApplication.focusWidget() is opened.go("details").choosers.method
    assert opened.docks["details"].isVisible()
    opened.actions_table.by_id["choose_classifier"].trigger()
    assert QApplication.focusWidget() is opened.go("details").choosers.classifier
