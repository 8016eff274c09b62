"""The sheet of shortcuts is in the order of the menus; About says what NeoPain is made of."""

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from neopain_gui import __version__
from neopain_gui.computer.age import OLD
from neopain_gui.gui.shell.commands.command_list import commands_of
from neopain_gui.gui.shell.help_pages import About, ShortcutSheet
from neopain_gui.gui.shell.licences_dialog import LicencesDialog
from neopain_gui.gui.shell.places import PLACES


def test_the_sheet_goes_through_the_menus_as_they_stand(window):
    window.action("show_shortcuts").trigger()
    sheet = window.findChild(ShortcutSheet)
    titles, menu_of, last = [], {}, ""
    for label in _by_columns(sheet):
        if label.font().bold() and label.alignment() & Qt.AlignmentFlag.AlignLeft:
            last = label.text()
            titles.append(last)
        elif not label.font().bold():
            menu_of[label.text()] = last
    menus, expected = window.menuBar().actions(), []
    for menu in menus:
        title = menu.text().replace("&", "")
        for action in menu.menu().actions():
            inner = action.menu()
            if inner is None and not action.shortcut().isEmpty():
                expected.append(title)
            elif inner is not None and any(not one.shortcut().isEmpty() for one in inner.actions()):
                expected.append(f"{title} › {action.text().replace('&', '')}")
    assert titles == [*dict.fromkeys(expected), "In no menu"]
    assert titles[-2] == "Help"
    assert menu_of["Contour mask of this map"] == "File › Export"
    assert menu_of["Draw the face by hand"] == "Edit › Face"
    assert menu_of["Quit"] == "File"
    for spec in commands_of(PLACES):
        if spec.keys:
            assert menu_of[spec.plain] == spec.menu.replace("&", "").replace("/", " › ")
    sheet.close()


def _by_columns(sheet):
    """The labels of the sheet's lines as they are read: column by column, downwards."""
    area = sheet.findChild(QScrollArea)
    labels = area.widget().findChildren(QLabel)
    places = {one: one.mapTo(area.widget(), QPoint(0, 0)) for one in labels}
    columns = sorted(
        {one.parentWidget() for one in labels}, key=lambda column: (column.y(), column.x())
    )
    return [
        one
        for column in columns
        for one in sorted(
            (label for label in labels if label.parentWidget() is column),
            key=lambda label: (places[label].y() + label.height() // 2, places[label].x()),
        )
    ]


def test_licences_are_chosen_and_read(window, qtbot):
    window.action("about").trigger()
    about = window.findChild(About)
    qtbot.mouseClick(about.licences_button, Qt.MouseButton.LeftButton)
    licences = window.findChild(LicencesDialog)
    assert licences.text.toPlainText().startswith(f"NeoPain {__version__}: MIT")
    assert "WITHOUT WARRANTY OF ANY KIND" in licences.text.toPlainText()
    (numpy,) = licences.table.findItems("numpy", Qt.MatchFlag.MatchExactly)
    licences.table.setCurrentItem(numpy)
    qtbot.keyClick(licences.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    licences.table.setCurrentItem(numpy)
    assert "NumPy Developers" in licences.text.toPlainText()
    licences.close()


def test_a_version_that_is_old_says_so_quietly(window, monkeypatch):
    def said():
        window.action("about").trigger()
        about = window.findChild(About)
        texts = [label.text() for label in about.findChildren(QLabel)]
        about.close()
        about.deleteLater()
        QCoreApplication.sendPostedEvents(about, QEvent.Type.DeferredDelete)
        return OLD in texts

    monkeypatch.setattr("neopain_gui.computer.age.__released__", date.today().isoformat())
    assert not said()
    two_years_ago = date.today() - timedelta(days=730)
    monkeypatch.setattr("neopain_gui.computer.age.__released__", two_years_ago.isoformat())
    assert said()
