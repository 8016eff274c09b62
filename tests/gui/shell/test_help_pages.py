"""The sheet of shortcuts is in the order of the menus."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from neopain_gui.gui.shell.commands.command_list import commands_of
from neopain_gui.gui.shell.help_pages import ShortcutSheet
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
