import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from scipy.cluster.hierarchy import average, dendrogram

from neopain_gui.agreement.measures import measure_of
from neopain_gui.gui.compare.clustering import clustered
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.matrix import Cell, Scope, cells
from neopain_gui.gui.compare.wording import shortened
from tests.counting import calls_of
from tests.gui.made_maps import fill_models


def cell(value):
    return Cell(value=value, chance=math.nan, used=1, compared=1)


def made(names, value):
    return {frozenset(pair): cell(value(*pair)) for pair in combinations(names, 2)}


def test_alike_stand_beside_alike():
    # agreement falls with the distance of the letters: only the alphabet, or its reverse,
    # has the smallest distances between neighbours
    names = ("c", "a", "e", "b", "d")
    found = clustered(
        names, made(names, lambda x, y: 1 - abs(ord(x) - ord(y)) / 10), measure_of("overlap")
    )
    assert found in (tuple("abcde"), tuple("edcba"))
    distances = made(names, lambda x, y: 7.0 * abs(ord(x) - ord(y)))
    assert clustered(names, distances, measure_of("hausdorff95")) == found


@pytest.mark.parametrize("seed", range(5))
def test_clusters_stay_together_and_turning_brings_neighbours_closer(seed):
    random = np.random.default_rng(seed)
    names = tuple(random.permutation(list("abcxyz")).tolist())
    cells = made(
        names,
        lambda p, q: random.uniform(0.8, 1) if (p < "m") is (q < "m") else random.uniform(0, 0.2),
    )
    found = clustered(names, cells, measure_of("overlap"))
    assert {"".join(sorted(found[:3])), "".join(sorted(found[3:]))} == {"abc", "xyz"}
    for group in (found[:3], found[3:]):  # of three, the closest two are merged first
        closest = max(combinations(group, 2), key=lambda pair: cells[frozenset(pair)].value)
        assert closest != (group[0], group[2])

    def length(order):
        return sum(1 - cells[frozenset(pair)].value for pair in pairwise(order))

    far = [1 - cells[frozenset(pair)].value for pair in combinations(names, 2)]
    assert length(found) <= length(dendrogram(average(far), no_plot=True, labels=names)["ivl"])


def test_what_was_never_compared_is_far_apart_and_nothing_is_lost():
    names = ("a", "b", "c", "d")
    cells = {
        frozenset("ab"): cell(0.9),
        frozenset("cd"): cell(0.8),
        frozenset("ac"): cell(0.1),
        frozenset("bd"): cell(math.nan),
    }
    found = clustered(names, cells, measure_of("overlap"))
    assert sorted(found) == sorted(names)
    assert {frozenset(found[:2]), frozenset(found[2:])} == {frozenset("ab"), frozenset("cd")}
    assert clustered(names, {}, measure_of("overlap")) == names
    assert clustered(names[:2], cells, measure_of("overlap")) == names[:2]


def test_a_long_list_is_cut_short_and_a_short_one_left_alone():
    assert shortened("Demo weights: A, B, C, D, E, F.") == "Demo weights: A, B, C and 3 more."
    for whole in ("Demo weights: A, B, C, D, E.", "3 without a label, in neither, of, the, two."):
        assert shortened(whole) == whole


def shown(qtbot, session, jobs):
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=20000)
    return panel


def test_each_row_marks_its_largest_number(qtbot, large, jobs):
    panel = shown(qtbot, large, jobs)
    qtbot.mouseClick(panel.bar.scopes[Scope.PAIN], Qt.MouseButton.LeftButton)
    matrix = panel.view.matrix
    for row in range(6):
        others = [matrix.index(row, column) for column in range(6) if column != row]
        best = [index for index in others if index.data(Qt.ItemDataRole.FontRole) is not None]
        assert len(best) == 1
        assert best[0].data() == max(index.data() for index in others)
        assert "The best partner of" in best[0].data(Qt.ItemDataRole.ToolTipRole)
    qtbot.mouseClick(panel.bar.scopes[Scope.DIFFERENCE], Qt.MouseButton.LeftButton)
    assert not any(matrix.is_best(matrix.index(0, column)) for column in range(6))


def test_the_matrix_takes_the_width_of_its_pane(qtbot, large, jobs):
    panel = shown(qtbot, large, jobs)
    panel.resize(980, 700)
    view = panel.view
    qtbot.waitUntil(lambda: view.horizontalHeader().length() > 0.9 * view.viewport().width())
    heads = view.horizontalHeader()
    assert all(heads.sectionSize(n) >= heads.sectionSizeHint(n) for n in range(heads.count()))


def test_the_toggle_reorders_and_keeps_the_pair(qtbot, large, jobs):
    panel = shown(qtbot, large, jobs)
    place = panel.view.visualRect(panel.view.matrix.index(1, 4)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    pair, given = panel.view.pair, panel.view.matrix.names
    before = panel.view.currentIndex().data()
    qtbot.mouseClick(panel.order.button, Qt.MouseButton.LeftButton)
    names = panel.view.matrix.names
    assert names != given
    assert sorted(names) == sorted(given)
    assert panel.view.pair == pair
    assert panel.view.currentIndex().data() == before
    qtbot.mouseClick(panel.bar.scopes[Scope.PAIN], Qt.MouseButton.LeftButton)
    assert panel.view.matrix.names == names
    qtbot.mouseClick(panel.order.button, Qt.MouseButton.LeftButton)
    assert panel.view.matrix.names == given


def test_forty_extraction_models(qtbot, session, jobs):
    names = [f"GradCAM|N-CNN {n:02}" for n in range(38)]
    fill_models(session, names)
    panel = shown(qtbot, session, jobs)
    assert panel.view.matrix.rowCount() == 40
    qtbot.mouseClick(panel.order.button, Qt.MouseButton.LeftButton)
    session.next_image()
    assert sorted(panel.view.matrix.names) == sorted([*names, "Experts", "Parents"])
    last = panel.view.matrix.index(39, 38)
    panel.view.scrollTo(last)
    place = panel.view.visualRect(last).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wanted = (panel.view.matrix.names[39], panel.view.matrix.names[38])
    assert panel.view.pair == wanted
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)


def test_twice_as_many_extraction_models_are_four_times_the_work_at_most(qtbot, session, jobs):
    fill_models(session, [f"GradCAM|N-CNN {n:02}" for n in range(18)])
    panel = shown(qtbot, session, jobs)

    def work(count):
        assert panel.view.matrix.rowCount() == count
        button = panel.order.button
        ordering = calls_of(lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton))
        return ordering, calls_of(session.next_image)

    few = work(20)
    qtbot.mouseClick(panel.order.button, Qt.MouseButton.LeftButton)
    fill_models(session, [f"GradCAM|N-CNN {n:02}" for n in range(18, 38)])
    qtbot.waitUntil(lambda: panel.upkeep.current and panel.view.matrix.rowCount() == 40)
    many = work(40)
    assert many[0] < 4.5 * few[0]
    assert many[1] < 4.5 * few[1]


def test_an_overlap_stands_beside_its_chance_level_and_grey_where_it_is_not_above(qtbot):
    from neopain_gui.gui.compare.matrix_table import MatrixView

    view = MatrixView()
    qtbot.addWidget(view)
    numbers = {
        frozenset("ab"): Cell(value=0.85, chance=0.86, used=3, compared=3, above=False),
        frozenset("ac"): Cell(value=0.81, chance=0.50, used=3, compared=3),
        frozenset("bc"): Cell(value=0.94, chance=0.94, used=2, compared=2, above=False, trivial=2),
    }
    model = view.matrix
    best = {"a": frozenset("c"), "b": frozenset(), "c": frozenset("a")}
    model.show("abc", numbers, measure_of("overlap"), best=best)
    text = lambda row, column: model.index(row, column).data()  # noqa: E731
    assert text(0, 1) == "0.850, chance 0.860"
    assert text(0, 2) == "0.810, chance 0.500"
    assert text(1, 2) == "empty mask"
    assert not model.is_best(model.index(0, 1))  # the largest, but chance gives as much
    assert model.is_best(model.index(0, 2))
    assert not any(model.is_best(model.index(1, column)) for column in range(3))
    assert "Not above chance" in model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    view.resize(400, 200)
    view.show()
    colours = {}
    for column in (1, 2):
        rect = view.visualRect(model.index(0, column))
        image = view.viewport().grab(rect).toImage()
        colours[column] = image.pixelColor(2, 2)
        # cividis has a grey, too: the stripes tell them apart
        edge = {image.pixel(x, 2) for x in range(2, image.width() - 2)}
        assert (len(edge) > 1) == (column == 1)
    assert colours[1].hslSaturation() < 20 < colours[2].hslSaturation()
    model.show("abc", numbers, measure_of("kappa"))
    assert text(0, 1) == "0.850"


def test_what_is_above_chance_is_that_of_the_photographs_that_are_meant(qtbot, large, jobs):
    panel = shown(qtbot, large, jobs)
    comparison = panel.comparison
    rows = list(range(len(comparison.images)))
    table = comparison.table
    for pair, found in cells(comparison, rows, measure_of("cosine")).items():
        place = table.pairs.index(tuple(sorted(pair)))
        excess = table.values("overlap")[:, place].mean() - (
            table.values("chance_overlap")[:, place].mean()
        )
        if abs(excess) > 0.001:
            assert found.above == (excess > 0)


def test_other_numbers_of_the_same_models_are_shown_whole(qtbot):
    """From one photograph to all: n stood beside the chance and its beginning was cut off."""
    from neopain_gui.gui.compare.matrix_table import MatrixView

    view = MatrixView()
    qtbot.addWidget(view)
    view.resize(200, 200)
    view.show()
    pairs = [frozenset(pair) for pair in ("ab", "ac", "bc")]
    one = {pair: Cell(value=0.8, chance=0.7, used=1, compared=1) for pair in pairs}
    view.matrix.show("abc", one, measure_of("overlap"))
    some = {pair: Cell(value=0.8, chance=0.7, used=1200, compared=2000) for pair in pairs}
    some[pairs[0]] = Cell(value=0.8, chance=0.7, used=2000, compared=2000)
    view.matrix.show("abc", some, measure_of("overlap"))
    small = QFont(view.font())
    small.setPointSizeF(small.pointSizeF() * 0.85)
    wide = QFontMetrics(small).horizontalAdvance("chance 0.700 · n 1200")
    assert view.columnWidth(0) >= wide + 8 + 12, "the margin right of it, the triangle left of it"
