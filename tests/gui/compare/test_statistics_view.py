"""The statistics in the compare tab: worked out on demand, four tables, each with its sentence."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.statistics_rows import Page, table_of
from neopain_gui.gui.compare.view_choice import CompareView
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis import analyse, cached_analysis
from neopain_gui.pipeline.settings.margins import MARGINS
from tests.gui.made_maps import fill


@pytest.fixture
def panel(qtbot, session, jobs):
    fill(session)
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 560)
    panel.show()
    qtbot.waitUntil(lambda: panel.comparison is not None, timeout=20_000)
    qtbot.mouseClick(panel.views.buttons[CompareView.STATISTICS], Qt.MouseButton.LeftButton)
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
        made = table_of(expected, page, "overlap")
        table = statistics.table
        shown = [table.horizontalHeaderItem(place).text() for place in range(len(made.header))]
        rows = [[cell.text for cell in row] for row in made.sections[0][1]]
        assert (shown, texts(table)) == (list(made.header), rows), page
        assert statistics.text.text()
        assert statistics.text.y() < table.y(), "what must be known stands above"


def test_a_table_says_n_sd_interval_statistic_and_df(worked_out):
    statistics, wanted = worked_out.statistics, {
        Page.TABLE_5: {"SD", "n", "Test", "Statistic", "df", "p", "Holm"},
        Page.PAIRED: {"SD", "95 % interval", "Neonates", "Test", "Statistic", "df", "p", "Holm"},
        Page.PAIN: {"Mean", "SD", "95 % interval", "df", "Photographs", "Neonates"},
        Page.CHANCE: {"SD", "95 % interval", "t", "df", "p", "Holm", "Photographs", "Neonates"},
        Page.BASELINES: {"SD", "p", "Holm", "Photographs", "Neonates"},
        Page.SIZES: {"95 % interval", "df", "Photographs", "Neonates"},
        Page.FEATURE_MEANS: {"SD", "95 % interval", "df", "Photographs", "Neonates"},
        Page.RANKS: {"p", "Features", "SD", "95 % interval", "df", "Photographs", "Neonates"},
    }  # fmt: skip
    for page, heads in wanted.items():
        statistics.options.setCurrentIndex(statistics.options.findData(page))
        header, table = statistics.table.horizontalHeaderItem, statistics.table
        assert heads <= {header(place).text() for place in range(table.columnCount())}, page


def test_the_caution_of_table_5_is_above_it_and_the_rest_unfolds(worked_out, qtbot):
    fold = worked_out.statistics.text
    assert fold.label.text().startswith("These tests, the dissertation’s, take all photographs")
    assert "Benjamini" not in fold.label.text()
    qtbot.mouseClick(fold.more, Qt.MouseButton.LeftButton)
    assert "Benjamini–Hochberg (B–H) correct within a family" in fold.label.text()
    assert fold.more.text() == "Less"


def test_too_few_photographs_say_so_and_are_no_number(worked_out):
    first = texts(worked_out.statistics.table)[0]
    assert first[9:13] == ["fewer than 3 values in a class", "–", "–", "–"]


def test_another_metric_is_shown_at_once(worked_out):
    table = worked_out.statistics.table
    before = texts(table)
    assert before[0][3] > "0", "an overlap never without its chance"
    worked_out.bar.metrics.setCurrentIndex(1)
    assert texts(table) != before
    heads = [table.horizontalHeaderItem(place).text() for place in range(table.columnCount())]
    assert "Chance" not in heads, "no column in which nothing stands"
    assert heads[3] == "n"
    assert "Chance:" not in worked_out.statistics.text.text()


def test_features_of_the_face_are_of_no_measure(worked_out):
    """The choice of a measure stood above them and changed nothing; so did overlap's chance."""
    statistics, panel = worked_out.statistics, worked_out
    assert panel.bar.metrics.isVisible()
    assert "Two unrelated masks" in panel.cautions.text()
    for page in (Page.FEATURES, Page.FEATURE_MEANS, Page.RANKS):
        statistics.options.setCurrentIndex(statistics.options.findData(page))
        assert not panel.bar.metrics.isVisible()
        assert "Two unrelated masks" not in panel.cautions.text()
    statistics.options.setCurrentIndex(statistics.options.findData(Page.CHANCE))
    assert panel.bar.metrics.isVisible()
    assert "Two unrelated masks" in panel.cautions.text()
    statistics.options.setCurrentIndex(statistics.options.findData(Page.RANKS))
    panel.views.buttons[CompareView.MATRIX].click()
    assert panel.bar.metrics.isVisible()


def test_each_class_has_its_own_chance_and_is_grey_where_not_above_it(worked_out):
    statistics, table = worked_out.statistics, worked_out.statistics.table
    compared = statistics.analysis.comparison
    overlap, chance = (compared.table.values(name) for name in ("overlap", "chance_overlap"))
    seen = set()
    for row, pair in enumerate(compared.table.pairs):
        assert table.item(row, 0).text() == " and ".join(pair)
        for column, label in ((1, "pain"), (5, "no pain")):
            of_class = [str(image.label) == label for image in compared.images]
            mean, level = (float(v[of_class, row].mean()) for v in (overlap, chance))
            item = table.item(row, column)
            assert item.text() == f"{mean:.3f}"
            assert table.item(row, column + 2).text() == f"{level:.3f}"
            grey = item.data(Qt.ItemDataRole.ForegroundRole) is not None
            assert grey == (round(mean, 3) <= round(level, 3))
            assert ("not above chance" in item.toolTip()) == grey
            seen.add(grey)
    assert "grey: not above it" in statistics.text.text()
    assert seen, "there are pairs"


def test_another_c_takes_them_away(worked_out, session, qtbot):
    session.choices.set_mask_settings(MaskSettings(c_gaze=0.9))
    qtbot.waitUntil(lambda: worked_out.statistics.analysis is None, timeout=20_000)
    assert worked_out.statistics.run.isVisible()


def test_a_drawn_region_takes_them_away_and_gets_a_column(worked_out, session, qtbot):
    square = outlines_of([[(20, 20), (40, 20), (40, 40), (20, 40)]])
    session.edits.set_regions(session.image_id, {"tube": square, "mouth": square}, "draw region")
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


def test_they_are_those_of_the_photographs_that_the_filter_lets_through(worked_out, session, qtbot):
    """The head of the list said "Pain 10" and the table was of all 20."""
    statistics = worked_out.statistics
    session.set_filter(labels=frozenset({PainLabel.PAIN}))
    assert statistics.analysis is None, "those of all photographs are taken away"
    qtbot.waitUntil(lambda: statistics.run.isEnabled(), timeout=20_000)
    qtbot.mouseClick(statistics.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: statistics.analysis is not None, timeout=60_000)
    images = statistics.analysis.comparison.images
    assert [image.label for image in images] == [PainLabel.PAIN] * 2
    assert worked_out.summary.text().startswith("2 photographs")
    assert {row[5] for row in texts(statistics.table)} == {"–"}, "none without pain"


def test_what_was_worked_out_is_there_again_without_a_click(worked_out, session, qtbot):
    statistics = worked_out.statistics
    before = texts(statistics.table)
    session.set_filter(labels=frozenset({PainLabel.PAIN}))
    assert statistics.analysis is None
    session.set_filter(labels=frozenset())
    qtbot.waitUntil(lambda: statistics.analysis is not None, timeout=20_000)
    assert texts(statistics.table) == before
    assert not statistics.run.isVisible()


def test_the_export_writes_the_statistics_of_what_is_shown(
    worked_out, session, qtbot, tmp_path, monkeypatch
):
    folder = tmp_path / "tables"
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_: str(folder)
    )
    with qtbot.waitSignal(session.notice, timeout=20_000) as told:
        qtbot.mouseClick(worked_out.bar.exporting, Qt.MouseButton.LeftButton)
    assert told.args == [f"{len(list(folder.iterdir()))} tables were written."]
    rows = list(csv.DictReader((folder / "table5.csv").read_text("utf-8-sig").splitlines()))
    found = worked_out.statistics.analysis.pairs
    assert len(rows) == len(found)
    assert (folder / "baselines.csv").is_file()
    (folder / "notes.csv").write_text("somebody's own")
    count = len(list(folder.iterdir())) - 1
    with qtbot.waitSignal(session.notice, timeout=20_000) as told:
        qtbot.mouseClick(worked_out.bar.exporting, Qt.MouseButton.LeftButton)
    assert told.args == [
        f"{count} tables were written; {count} took the place of files of the same name."
    ]


def test_tables_of_the_matrix_are_of_the_filtered_photographs_and_it_is_said(
    panel, session, qtbot, tmp_path, monkeypatch
):
    folder = tmp_path / "tables"
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_: str(folder)
    )
    qtbot.mouseClick(panel.views.buttons[CompareView.MATRIX], Qt.MouseButton.LeftButton)
    session.set_filter(labels=frozenset({PainLabel.PAIN}))
    with qtbot.waitSignal(session.notice, timeout=20_000) as told:
        qtbot.mouseClick(panel.bar.exporting, Qt.MouseButton.LeftButton)
    assert "of the 2 photographs that the filter lets through" in told.args[0]
    rows = csv.DictReader((folder / "agreement_per_image.csv").read_text("utf-8-sig").splitlines())
    pain = [image.id for image in session.images if image.label is PainLabel.PAIN]
    assert {row["image"] for row in rows} == set(pain)


def test_the_margin_is_chosen_before_results_and_taken_back(panel, qtbot, session):
    margin = panel.statistics.margin
    assert margin.isVisible()
    assert "default" in margin.source.text()
    margin.value.setFocus()
    margin.value.selectAll()
    qtbot.keyClicks(margin.value, "0.2")
    qtbot.keyClick(margin.value, Qt.Key.Key_Return)
    kept = session.study.setting(MARGINS)["overlap"]
    assert (kept["margin"], kept["after_results"]) == (0.2, False)
    assert "set on 20" in margin.source.text()
    qtbot.mouseClick(margin.default, Qt.MouseButton.LeftButton)
    assert "default" in margin.source.text()


def test_another_margin_gives_other_findings_at_once(worked_out, qtbot, session):
    statistics = worked_out.statistics
    statistics.options.setCurrentIndex(statistics.options.findData(Page.EQUIVALENT))
    before = texts(statistics.table)
    statistics.margin.value.setFocus()
    statistics.margin.value.selectAll()
    qtbot.keyClicks(statistics.margin.value, "1.5")
    qtbot.keyClick(statistics.margin.value, Qt.Key.Key_Return)
    assert session.study.setting(MARGINS)["overlap"]["after_results"]
    qtbot.waitUntil(lambda: texts(statistics.table) != before, timeout=20_000)
    header = statistics.table.horizontalHeaderItem
    place = [header(i).text() for i in range(statistics.table.columnCount())].index("Margin")
    assert {row[place] for row in texts(statistics.table)} == {"1.500"}
    kept = cached_analysis(session.study, session.choices.mask_settings)
    assert kept is not None
    assert repr(kept.equivalences) == repr(statistics.analysis.equivalences)
