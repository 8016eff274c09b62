"""The statistics in the compare tab: worked out on demand, four tables, each with its sentence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from neopain_gui.faces.drawn import outlines_of
from neopain_gui.gui.compare import ComparePanel
from neopain_gui.gui.compare.statistics_rows import Page, table_of
from neopain_gui.gui.compare.views import View
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis import analyse
from tests.gui.made_maps import fill


@pytest.fixture
def panel(qtbot, session, jobs):
    fill(session)
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 560)
    panel.show()
    qtbot.waitUntil(lambda: panel.comparison is not None, timeout=20_000)
    qtbot.mouseClick(panel.views.buttons[View.STATISTICS], Qt.MouseButton.LeftButton)
    return panel


@pytest.fixture
def worked_out(panel, qtbot):
    qtbot.waitUntil(lambda: panel.statistics.run.isEnabled(), timeout=20_000)
    qtbot.mouseClick(panel.statistics.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.statistics.analysis is not None, timeout=60_000)
    return panel


def texts(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_nothing_is_worked_out_before_somebody_asks(panel):
    assert panel.statistics.run.isVisible()
    assert not panel.statistics.table.isVisible()
    assert not panel.statistics.options.isEnabled()


def test_each_table_is_that_of_the_analysis(worked_out, session):
    statistics = worked_out.statistics
    expected = analyse(session.study, MaskSettings())
    for page in Page:
        statistics.options.setCurrentIndex(statistics.options.findData(page))
        heads, rows = table_of(expected, page, "overlap")
        table = statistics.table
        shown = [table.horizontalHeaderItem(place).text() for place in range(len(heads))]
        assert (shown, texts(table)) == (list(heads), rows), page
        assert statistics.text.text()


def test_too_few_photographs_say_so_and_are_no_number(worked_out):
    first = texts(worked_out.statistics.table)[0]
    assert first[4:] == ["fewer than 3 values in a class", "–"]


def test_another_metric_is_shown_at_once(worked_out):
    table = worked_out.statistics.table
    before = texts(table)
    assert table.horizontalHeaderItem(3).text() == "Chance"  # an overlap never without it
    worked_out.bar.metrics.setCurrentIndex(1)
    assert texts(table) != before
    assert table.horizontalHeaderItem(3).text() == "Test"


def test_another_c_takes_them_away(worked_out, session, qtbot):
    session.set_mask_settings(MaskSettings(c_gaze=0.9))
    qtbot.waitUntil(lambda: worked_out.statistics.analysis is None, timeout=20_000)
    assert worked_out.statistics.run.isVisible()


def test_a_drawn_region_takes_them_away_and_gets_a_column(worked_out, session, qtbot):
    square = outlines_of([[(20, 20), (40, 20), (40, 40), (20, 40)]])
    session.set_regions(session.image_id, {"tube": square, "mouth": square}, "draw region")
    qtbot.waitUntil(lambda: worked_out.statistics.analysis is None, timeout=20_000)
    qtbot.waitUntil(lambda: worked_out.statistics.run.isEnabled(), timeout=20_000)
    qtbot.mouseClick(worked_out.statistics.run, Qt.MouseButton.LeftButton)
    statistics = worked_out.statistics
    qtbot.waitUntil(lambda: statistics.analysis is not None, timeout=60_000)
    statistics.options.setCurrentIndex(statistics.options.findData(Page.FEATURES))
    table = statistics.table
    assert table.horizontalHeaderItem(table.columnCount() - 1).text() == "Tube"
    assert "(" not in texts(table)[0][-1], "it is not ranked"
    assert "face box and hand" in statistics.text.text()
