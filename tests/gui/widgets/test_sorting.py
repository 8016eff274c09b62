"""A click on a head sorts a table: numbers as numbers, and what is decided goes with its row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QTreeView, QTreeWidgetItem

from neopain_gui.gui.gaze.heatmaps.heatmap_rows import Row
from neopain_gui.gui.gaze.heatmaps.heatmap_table import FILE, HeatmapTable
from neopain_gui.gui.gaze.recordings.recording_tables import PeopleTable
from neopain_gui.gui.importing.listed import ListModel, make_table
from neopain_gui.gui.widgets.figures_part import Figures
from neopain_gui.gui.widgets.shown_words import Table
from neopain_gui.gui.widgets.sorting import SortedTreeItem, sort_by_heads, sort_key

ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def click_head(view: QTableView | QTreeView, column: int) -> None:
    header = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
    at = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def shown(view, column):
    model = view.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


@given(st.lists(st.floats(-1e6, 1e6).map(lambda number: round(number, 3)), min_size=1))
def test_numbers_are_sorted_as_numbers_however_they_are_written(numbers):
    for written in ("{:.3f}", "{:,.3f}", "{:.3f} %", "{:.3f}, chance 0.86"):
        texts = [written.format(number).replace("-", "\u2212") for number in numbers]
        ordered = sorted(texts, key=sort_key)
        expected = sorted(numbers)
        assert [sort_key(text)[1] for text in ordered] == pytest.approx(expected)


def test_names_with_numbers_and_empty_cells():
    texts = ["P10", "", "P9", "–", "0.9", "p < 0.001", "p10", "Experts"]
    ordered = sorted(texts, key=sort_key)
    assert ordered[:2] == ["p < 0.001", "0.9"]
    assert [t for t in ordered if t.casefold().startswith("p1") or t == "P9"] == [
        "P9",
        "P10",
        "p10",
    ]
    assert set(ordered[-2:]) == {"", "–"}


@pytest.fixture
def listed(qtbot):
    model = ListModel(("File", "Pixels"))
    model.show_rows([("b.png", "9"), ("a.png", "1,000"), ("c.png", "80")])
    view = make_table(model, "Files", (100, 100), stretch=1, on_row=lambda: None)
    qtbot.addWidget(view)
    model.setParent(view)
    view.resize(400, 200)
    view.show()
    return view


def test_a_list_is_sorted_by_its_heads_and_what_is_selected_stays_selected(listed):
    assert shown(listed, 0) == ["b.png", "a.png", "c.png"]  # as it came
    listed.selectRow(1)
    click_head(listed, 1)
    assert shown(listed, 1) == ["9", "80", "1,000"]
    assert listed.currentIndex().row() == 2
    assert [i.data() for i in listed.selectionModel().selectedRows()] == ["a.png"]
    click_head(listed, 1)
    assert shown(listed, 1) == ["1,000", "80", "9"]
    click_head(listed, 0)
    assert shown(listed, 0) == ["a.png", "b.png", "c.png"]


def test_what_the_import_leaves_out_stays_left_out(qtbot, jobs):
    from neopain_gui.dataset import FaceImage, ImportRow
    from neopain_gui.gui.importing.incoming_pictures import ImportPictures
    from neopain_gui.gui.importing.listed import FILE as NAME
    from neopain_gui.gui.importing.listed import RowsModel

    model = RowsModel(ImportPictures(jobs))
    facts = {"sha256": "0" * 64, "width": 9, "height": 9}
    images = [FaceImage(id=name, file=name, **facts) for name in ("b10", "b9", "a")]
    model.show_rows([ImportRow(image=image, matched="") for image in images])
    model.tick([1], False)
    model.sort(NAME)
    assert [row.image.id for row in model.rows] == ["a", "b9", "b10"]
    assert [row.image.id for row in model.chosen] == ["a", "b10"]


def test_heatmap_pictures_keep_what_was_decided(qtbot, tmp_path):
    table = HeatmapTable()
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.show()
    rows = [Row(file=tmp_path / f"{n}.png", image_id=i, group="Experts") for n, i in ("bx", "ay")]
    table.pictures.show(rows, {"x": (9, 9), "y": (9, 9)})
    click_head(table, FILE)
    assert [(row.file.stem, row.image_id) for row in table.pictures.rows] == [
        ("a", "y"),
        ("b", "x"),
    ]


def test_figures_are_sorted_as_numbers_and_begin_as_they_were_given(qtbot):
    figures = Figures("Features of the face")
    qtbot.addWidget(figures)
    figures.resize(400, 200)
    figures.show_table(Table(heads=("Feature", "Share"), rows=(("Eyes", "9 %"), ("Nose", "10 %"))))
    figures.show()
    click_head(figures, 1)
    click_head(figures, 1)
    assert shown(figures, 1) == ["10 %", "9 %"]
    figures.show_table(Table(heads=("Feature", "Share"), rows=(("Eyes", "1 %"), ("Nose", "2 %"))))
    assert shown(figures, 0) == ["Eyes", "Nose"]


def test_people_are_sorted_within_their_groups(qtbot):
    from PySide6.QtWidgets import QTreeWidget

    tree = QTreeWidget()
    qtbot.addWidget(tree)
    tree.setHeaderLabels(["Person", "Fixations"])
    group = SortedTreeItem(tree, ["Experts"])
    for name, count in (("P02", "9"), ("P01", "100"), ("P10", "20")):
        SortedTreeItem(group, [name, count])
    sort_by_heads(tree)
    tree.expandAll()
    tree.show()

    def names() -> list[str]:
        children: list[QTreeWidgetItem] = [group.child(row) for row in range(3)]
        return [child.text(0) for child in children]

    assert names() == ["P02", "P01", "P10"]
    click_head(tree, 1)
    assert names() == ["P02", "P10", "P01"]
    click_head(tree, 0)
    assert names() == ["P01", "P02", "P10"]


def test_the_importers_participants_take_their_decisions_along(qtbot):
    from neopain_gui.gui.gaze.recordings.recording_rows import PersonRow
    from tests.gui.gaze.recordings.test_recordings_page import tick  # as a person ticks

    table = PeopleTable(None)
    qtbot.addWidget(table)
    table.resize(700, 200)
    table.show()
    rows = [
        PersonRow(
            name=name, pseudonym=pseudonym, stimuli=1, samples=samples, valid=1.0, attributes={}
        )
        for name, pseudonym, samples in (("B", "P01", 2000), ("A", "P02", 900))
    ]
    table.show_rows(rows, (), 0.0)
    tick(qtbot, table, 0)
    wanted = {row.name: row.wanted for row in table.rows}
    click_head(table, PeopleTable.SAMPLES)
    assert [row.name for row in table.rows] == ["A", "B"]
    assert {row.name: row.wanted for row in table.rows} == wanted
    combo = table.cellWidget(0, PeopleTable.GROUP)
    combo.setCurrentText("Experts")
    assert {row.name: row.group for row in table.rows} == {"A": "Experts", "B": ""}
