"""A table that is wider than the page keeps the names of its rows in sight."""

from PySide6.QtCore import QPoint

from neopain_gui.gui.widgets.figures_part import Figures
from neopain_gui.gui.widgets.shown_words import Table

NARROW, WIDE = 300, 1200


def test_names_of_rows_stay_however_far_it_is_turned(qtbot):
    view = Figures("Tables 1 and 2")
    qtbot.addWidget(view)
    heads = ("fold", *(f"measure {number}" for number in range(9)))
    rows = tuple((name, *("50.0 %",) * 9) for name in ("1", "2", "mean ± SD"))
    view.resize(NARROW, 140)
    view.show()
    view.show_table(Table(heads=heads, rows=rows))
    assert view.names.isHidden(), "nothing is turned yet"
    bar = view.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    assert view.names.isVisible()
    assert view.names.geometry().left() == 0
    assert view.names.width() == view.columnWidth(0)
    assert view.names.rowViewportPosition(2) == view.rowViewportPosition(2)
    assert view.names.indexAt(QPoint(2, 5)).column() == 0
    bar.setValue(0)
    assert view.names.isHidden()
    bar.setValue(bar.maximum())
    view.resize(WIDE, 140)
    assert view.names.isHidden(), "all of it is in sight"


def test_names_that_fill_the_table_hide_no_figures(qtbot):
    view = Figures("Features")
    qtbot.addWidget(view)
    view.resize(NARROW, 140)
    view.show()
    view.show_table(Table(heads=("a", "b"), rows=(("w" * 40, "1"),)))
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    assert view.names.isHidden()
