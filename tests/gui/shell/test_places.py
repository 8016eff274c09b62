"""A place that somebody adds from outside is found wherever places are found."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from neopain_gui.gui.place.command import Command, Condition
from neopain_gui.gui.place.place import Place, Where
from neopain_gui.gui.shell.commands.command_list import commands_of
from neopain_gui.gui.shell.help_pages import ShortcutSheet
from neopain_gui.gui.shell.leaving import Leave
from neopain_gui.gui.shell.main_window import MainWindow
from neopain_gui.gui.shell.places import PLACES
from neopain_gui.gui.state.session import Session
from tests.gui import take_screenshots

WHERE = [Where.TAB, Where.VIEW, Where.BELOW, *(where for where in Where if where.is_dock)]


class Diary(QWidget):
    """What a plug-in might bring along."""

    def __init__(self, session, jobs):
        super().__init__()
        self.session, self.jobs, self.written = session, jobs, []
        button = QPushButton("Write")
        button.setAccessibleName("Write a line")
        QVBoxLayout(self).addWidget(button)


def write(window):
    window.go("diary").written.append(window.session.image_id)


def diary(where):
    return Place(
        id="diary",
        title="Dia&ry",
        where=where,
        panel=Diary,
        icon="guide",
        tip="What was thought of each photograph",
        words="journal logbook",
        key="Ctrl+Alt+D",
        keys=(("Ctrl+J while held", "Nothing at all"),),
        conditions={
            "second": Condition(
                needs="image",
                holds=lambda window: window.session.position == 1,
                missing="go to the second photograph first",
            )
        },
        commands=(
            Command(
                id="write_diary",
                run=write,
                menu="Edit",
                before="undo",
                text="Write a &line",
                keys=("Ctrl+J",),
                when="second",
                words="scribble",
                on=("thumbnail",),
            ),
        ),
    )


@pytest.fixture(params=WHERE)
def where(request):
    return request.param


@pytest.fixture
def place(where):
    return diary(where)


@pytest.fixture
def added(place, qtbot, jobs, settings, study_path):
    """The window with one place more, and the small study open in it."""
    window = MainWindow(Session(), jobs, settings, (*PLACES, place))
    qtbot.addWidget(window)
    window.leaving.ask = lambda *_: Leave.STOP
    window.resize(1280, 720)
    window.show()
    qtbot.waitUntil(lambda: window._keys.watching)
    window.open_study(study_path)
    yield window
    window.close()


def leads_to(place):
    names = {Where.TAB: "go_diary", Where.VIEW: "show_diary", Where.BELOW: None}
    return names.get(place.where, "panel_diary")


def in_menus(window):
    found = {}

    def walk(menu, path):
        for action in menu.actions():
            if action.menu():
                walk(action.menu(), f"{path}/{action.text()}".replace("&", ""))
            else:
                found[action.objectName()] = path

    for action in window.menuBar().actions():
        walk(action.menu(), action.text().replace("&", ""))
    return found


def test_it_is_in_the_menus(added, place):
    found = in_menus(added)
    assert found["write_diary"] == "Edit"
    titles = {Where.TAB: "View/Go to", Where.VIEW: "View"}
    if leads_to(place):
        assert found[leads_to(place)] == titles.get(place.where, "View/Panels")
        assert added.action(leads_to(place)).text() == "Dia&ry"


def test_it_is_found_by_other_words_too(added, place):
    palette = added.palette_of_commands
    for typed, said in (("scribble", "Edit › Write a line"), ("journal", "Diary")):
        if typed == "journal" and not leads_to(place):
            continue
        added.action("find_command").trigger()
        palette.line.setText(typed)
        assert said in palette.list.item(0).text()
        QTest.keyClick(palette.line, Qt.Key.Key_Escape)


def test_its_keys_are_on_the_sheet(added, place):
    added.action("show_shortcuts").trigger()
    (sheet,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, ShortcutSheet))
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert said[said.index("Write a line") - 1] == "Ctrl+J"
    assert said[said.index("Nothing at all") - 1] == "Ctrl+J while held"
    assert ("Diary" in said) == bool(leads_to(place))
    sheet.close()


def test_it_is_shown_by_its_command_and_made_no_sooner(added, place, qtbot):
    if place.where is Where.TAB:
        assert not added.findChildren(Diary)
    if leads_to(place):
        if place.where.is_dock:
            assert added.action("panel_diary").isChecked()
            added.action("panel_diary").trigger()
            assert not added.docks["diary"].isVisible()
            assert not added.action("panel_diary").isChecked()
        added.action(leads_to(place)).trigger()
    (panel,) = added.findChildren(Diary)
    qtbot.waitUntil(panel.isVisible)
    assert panel.session is added.session
    if place.where is Where.VIEW:
        assert added.view == "diary"
        assert added.action("show_diary").isChecked()
        added.action("show_diary").trigger()
        assert added.view == "viewer"


def test_its_command_waits_for_its_condition_and_says_so(added):
    command, session = added.action("write_diary"), added.session
    session.select_image(session.visible_images[0].id)
    assert not command.isEnabled()
    assert added.actions_table.why_not("write_diary") == "go to the second photograph first"
    session.select_image(session.visible_images[1].id)
    assert command.isEnabled()
    command.trigger()
    assert added.go("diary").written == [session.image_id]
    session.close_study()
    assert not command.isEnabled()
    assert added.actions_table.why_not("write_diary") == "open a study first"


def test_it_is_photographed(added, place, tmp_path, monkeypatch):
    monkeypatch.setattr(take_screenshots, "wait", lambda _seconds: QApplication.processEvents())
    taken = []
    camera = take_screenshots.Camera(
        added, lambda name, scheme, _w: taken.append((name, scheme, _seen(added)))
    )
    take_screenshots.shoot_places(camera, [place], tmp_path)
    assert taken == [("diary", "light", True), ("diary", "dark", True)]


def _seen(window):
    return any(panel.isVisible() for panel in window.findChildren(Diary))


def test_every_place_of_the_program_is_photographed_or_on_the_pictures_of_others(monkeypatch):
    ways = []
    for name in ("inspect", "viewer", "trust", "gaze", "compare", "train", "annotate"):
        monkeypatch.setattr(take_screenshots, name, lambda _c, _s, name=name: ways.append(name))
    monkeypatch.setattr(take_screenshots, "plainly", lambda _c, place: ways.append(place.id))
    take_screenshots.shoot_places(None, PLACES, None)
    assert {*ways, *take_screenshots.ON_OTHERS} == {place.id for place in PLACES}


def test_whatever_a_place_brings_along_has_an_id_of_its_own():
    places = (*PLACES, diary(Where.TAB))
    commands = [command.id for command in commands_of(places)]
    assert len(commands) == len(set(commands))
    assert len({place.id for place in places}) == len(places)
    known = {command.id for command in commands_of(())}
    for place in places:
        assert all(command.before in known for command in place.commands)
