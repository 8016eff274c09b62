"""Measures that do not follow from counts are chosen like the others, and keep their direction."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from neopain_gui.agreement import MEASURES, measure_of
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.pair import pair_figures
from neopain_gui.gui.compare.statistics_rows import Page
from neopain_gui.gui.compare.view_choice import CompareView
from neopain_gui.pipeline.analysis.measuring import compare_by
from tests.gui.made_maps import fill

ABOUT = "neopain_gui.gui.compare"

DISTANCE = measure_of("hausdorff95")


@pytest.fixture
def panel(qtbot, session, jobs):
    fill(session)
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    panel.show()
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=20_000)
    return panel


def choose(qtbot, panel, measure):
    """Go down the list by key, as a person does, until the measure stands there."""
    box = panel.bar.metrics
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != measure.title:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before, "it is not in the list"
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=30_000)


def test_every_measure_can_be_chosen(panel):
    there = {panel.bar.metrics.itemData(row) for row in range(panel.bar.metrics.count())}
    assert there == {one.id for one in MEASURES}
    assert panel.bar.metrics.currentData() == "overlap"


def test_a_distance_in_the_matrix(panel, qtbot, session):
    qtbot.mouseClick(panel.bar.scopes[next(iter(panel.bar.scopes))], Qt.MouseButton.LeftButton)
    panel.bar.scopes[list(panel.bar.scopes)[1]].click()  # all photographs
    choose(qtbot, panel, DISTANCE)
    model, table = panel.view.matrix, panel.comparison.table
    expected = compare_by(session.study, session.choices.mask_settings, [DISTANCE.id]).table
    assert np.array_equal(table.values(DISTANCE.id), expected.values(DISTANCE.id), equal_nan=True)
    values = {}
    for row, a in enumerate(model.names):
        for column, b in enumerate(model.names):
            if row != column:
                place = table.pairs.index(tuple(sorted((a, b))))
                mean = np.nanmean(table.values(DISTANCE.id)[:, place])
                values[a, b] = mean
                assert model.index(row, column).data().partition(", n ")[0] == f"{mean:.1f}"
    for row, a in enumerate(model.names):
        best = [column for column in range(len(model.names))
                if model.is_best(model.index(row, column))]  # fmt: skip
        least = min((one for one in model.names if one != a), key=lambda one: values[a, one])
        assert [model.names[column] for column in best] == [least], "the nearest, not the furthest"
    assert set(model.best_pair) == set(min(values, key=lambda pair: values[pair]))
    tip = model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "Hausdorff 95 %" in tip
    assert "pixels" in tip
    assert "chance" not in tip
    assert panel.note.text().startswith(
        "The smaller, the more two agree (in pixels); it has no chance level."
    )
    assert "Two unrelated masks" not in panel.cautions.text()
    low, high = model.limits
    assert [low, high] == pytest.approx([min(values.values()), max(values.values())])


def test_a_distance_in_the_violins(panel, qtbot):
    qtbot.mouseClick(panel.views.buttons[CompareView.VIOLINS], Qt.MouseButton.LeftButton)
    choose(qtbot, panel, DISTANCE)
    qtbot.waitUntil(lambda: panel.violins.ready and bool(panel.violins.plot.points), timeout=30_000)
    plot = panel.violins.plot
    assert plot.plot.getPlotItem().getAxis("left").labelText == "Hausdorff 95 %, pixels"
    table = panel.comparison.table
    for point in plot.points:
        at = table.image_ids.index(point.image_id), table.pairs.index(point.pair)
        assert point.value == table.values(DISTANCE.id)[at]
    low, high = panel.violins._limits()
    assert 0 <= low < max(point.value for point in plot.points) < high


@pytest.mark.parametrize("name", ["shuffled_auc", "iou", "kl", "emd"])
def test_the_axis_of_the_violins_says_what_the_values_are(panel, qtbot, name):
    qtbot.mouseClick(panel.views.buttons[CompareView.VIOLINS], Qt.MouseButton.LeftButton)
    choose(qtbot, panel, measure_of(name))
    qtbot.waitUntil(lambda: panel.violins.ready)
    plot = panel.violins.plot.plot
    axis, box = plot.getPlotItem().getAxis("left"), plot.getPlotItem().vb
    box.setYRange(0.3, 0.7)
    axis.setRange(0.3, 0.7)
    assert axis.tickStrings([0.5], axis.scale * axis.autoSIPrefixScale, 0.1) == ["0.5"]
    assert "(x" not in axis.labelString()
    assert panel.fontMetrics().horizontalAdvance(axis.labelText) <= box.height()
    label = axis.label.mapRectToParent(axis.label.boundingRect())
    middle = axis.boundingRect().center().y()
    assert abs(label.center().y() - middle) < 25, "it stands in the middle of the axis"


@pytest.fixture
def worked_out(panel, qtbot):
    """Statistics, of a distance."""
    qtbot.mouseClick(panel.views.buttons[CompareView.STATISTICS], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.statistics.run.isEnabled(), timeout=20_000)
    qtbot.mouseClick(panel.statistics.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.statistics.analysis is not None, timeout=60_000)
    choose(qtbot, panel, DISTANCE)
    return panel


def test_a_distance_in_the_statistics(worked_out):
    statistics = worked_out.statistics
    statistics.options.setCurrentIndex(statistics.options.findData(Page.ALL))
    means = {one.model_a: one for one in statistics.analysis.further if one.metric == DISTANCE.id}
    assert statistics.table.rowCount() == sum(
        one.metric == DISTANCE.id for one in statistics.analysis.further
    )
    first = next(iter(means.values())).all_images.value
    assert any(
        statistics.table.item(row, 1).text() == f"{first:.1f}"
        for row in range(statistics.table.rowCount())
    )
    statistics.options.setCurrentIndex(statistics.options.findData(Page.SIZES))
    statistics.text.more.click()
    assert "a larger distance in pain" in statistics.text.label.text()
    statistics.options.setCurrentIndex(statistics.options.findData(Page.CHANCE))
    assert statistics.text.text() == (
        "Hausdorff 95 % is not in this table: choose a measure of pixels that masks "
        "share, such as overlap."
    )


@pytest.mark.parametrize("page", [Page.TABLE_5, Page.PAIRED, Page.PAIN, Page.ALL])
def test_a_distance_has_no_empty_column_and_no_thousandths_of_a_pixel(worked_out, page):
    statistics = worked_out.statistics
    statistics.options.setCurrentIndex(statistics.options.findData(page))
    table = statistics.table
    heads = [table.horizontalHeaderItem(place).text() for place in range(table.columnCount())]
    assert "Chance" not in heads
    figures = {"Pain", "No pain", "Mean", "Difference", "SD", "95 % interval"}
    seen = 0
    for column, head in enumerate(heads):
        texts = [table.item(row, column).text() for row in range(table.rowCount())]
        assert any(texts), f"nothing stands under {head}"
        if head in figures:
            numbers = re.findall(r"\d+\.\d+", " ".join(texts))
            assert all(len(one.partition(".")[2]) == 1 for one in numbers), texts
            seen += len(numbers)
    assert seen
    assert "chance" not in statistics.text.text().lower()


def test_maps_can_be_compared_as_they_are(panel, qtbot):
    choose(qtbot, panel, measure_of("cc"))
    assert panel.note.text().startswith("The larger, the more two agree; 0 is chance.")
    values = panel.comparison.table.values("cc")
    assert np.isfinite(values).any()
    assert "hausdorff95" not in panel.comparison.table.further
    choose(qtbot, panel, measure_of("overlap"))
    assert panel.view.matrix.measure.id == "overlap"


def test_fixations_that_are_not_there_say_why(panel, qtbot):
    choose(qtbot, panel, measure_of("nss"))
    assert "–: neither of the two is a group whose fixations on it are known" in panel.note.text()
    index = panel.view.matrix.index(0, 1)
    assert index.data() == "–"
    assert "neither of the two is a group whose fixations" in index.data(
        Qt.ItemDataRole.AccessibleTextRole
    )


def test_the_figures_of_a_pair_have_their_unit(panel, qtbot):
    panel.view.choose(tuple(panel.comparison.table.pairs[0]))
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)
    found = {one.name: one.text for one in pair_figures(panel.pair_view.pair)}
    value = panel.pair_view.pair.agreement.values[DISTANCE.id]
    assert not math.isnan(value)
    assert found[DISTANCE.title] == f"{value:.1f} pixels"
    assert "Dice coefficient" not in found, "IoU says the same"


def test_the_names_of_a_pairs_figures_are_whole(panel, qtbot):
    panel.view.choose(tuple(panel.comparison.table.pairs[0]))
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)
    qtbot.waitUntil(panel.pair_view.figures.isVisible)
    labels = panel.pair_view.figures.findChildren(QLabel)
    assert {DISTANCE.title, "Coverage A"} <= {one.text() for one in labels}
    for label in labels:
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
