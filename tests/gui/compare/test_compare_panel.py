import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from neopain_gui.agreement import AgreementTable
from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.measures import COUNTED, measure_of
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.findings.comparison import Comparison
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.theme import ink_on, luminance
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.matrix import Scope, cells, photographs_in
from neopain_gui.gui.compare.matrix_table import shade
from neopain_gui.gui.compare.pair import BOTH, ONLY_A, ONLY_B, paint_pair
from neopain_gui.imaging import colormaps
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING
from neopain_gui.reports.agreement_tables import means_matrix_sheet
from neopain_gui.reports.sheet import sheet_csv
from neopain_gui.study import Study
from tests.gui.made_maps import attribution, fill, gaze, named


def photograph(image_id, label):
    return FaceImage(id=image_id, file=image_id, sha256="0" * 64, width=9, height=9, label=label)


LABELS = (PainLabel.PAIN, PainLabel.PAIN, PainLabel.NO_PAIN, None)
IMAGES = tuple(photograph(str(n), label) for n, label in enumerate(LABELS, start=1))
# Ten pixels, of which A has 4 (none on the second photograph) and B has 5.
COUNTS = Counts(
    pixels=np.full((4, 1), 10),
    in_a=np.array([[4], [0], [4], [4]]),
    in_b=np.full((4, 1), 5),
    in_both=np.array([[1], [0], [2], [4]]),
)
COMPARISON = Comparison(
    models=(),
    images=IMAGES,
    table=AgreementTable(
        models=("A", "B"), image_ids=tuple(one.id for one in IMAGES), counts=COUNTS
    ),
    left_out=(),
    settings=MaskSettings(),
)
PAIR = frozenset("AB")


def test_means_leave_out_what_is_undefined_and_count_it():
    cell = cells(COMPARISON, range(4), measure_of("iou"))[PAIR]
    assert cell.value == pytest.approx(np.mean([1 / 8, 0, 2 / 7, 4 / 5]))
    assert (cell.used, cell.compared) == (4, 4)
    cell = cells(COMPARISON, range(4), measure_of("cosine"))[PAIR]
    assert cell.value == pytest.approx(np.mean([1, 2, 4]) / math.sqrt(20))
    assert (cell.used, cell.compared) == (3, 4)
    assert cell.reasons == (("the mask of A is empty", 1),)


@pytest.mark.parametrize("metric", [measure_of(name) for name in COUNTED])
def test_every_measure_is_that_of_the_pair_alone(metric):
    (alone,) = COMPARISON.table.on("4")
    found = cells(COMPARISON, [3], metric)[PAIR].value
    expected = {"dice": 8 / 9}.get(metric.id) or alone.values[metric.id]
    assert found == pytest.approx(expected)


def test_a_scope_takes_the_photographs_it_names():
    rows = {scope: photographs_in(COMPARISON, scope, "2") for scope in Scope}
    assert rows == {
        Scope.PHOTOGRAPH: [1],
        Scope.ALL: [0, 1, 2, 3],
        Scope.PAIN: [0, 1],
        Scope.NO_PAIN: [2],
        Scope.DIFFERENCE: [0, 1, 2],
    }
    assert photographs_in(COMPARISON, Scope.ALL, "2", {"1", "4"}) == [0, 3]
    assert photographs_in(COMPARISON, Scope.PHOTOGRAPH, "2", {"1"}) == [1]


def test_the_difference_is_pain_less_no_pain():
    cell = cells(COMPARISON, [0, 1, 2], measure_of("cosine"), Scope.DIFFERENCE)[PAIR]
    assert cell.value == pytest.approx((1 - 2) / math.sqrt(20))
    assert (cell.used, cell.compared) == (2, 3)


def test_undefined_is_a_dash_never_a_number():
    cell = cells(COMPARISON, [1], measure_of("cosine"))[PAIR]
    assert cell.text == "–"
    assert math.isnan(cell.value)


def test_every_shade_carries_an_ink_of_at_least_4_5_to_1():
    for red, green, blue in colormaps.table("cividis"):
        ground = QColor(int(red), int(green), int(blue))
        light, dark = sorted((luminance(ground), luminance(ink_on(ground))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_luminance_agrees_with_published_values():
    # WCAG 2.2: white 1, black 0; sRGB green's coefficient; #777777 has 4.48:1 on white
    assert luminance(QColor("#ffffff")) == pytest.approx(1.0)
    assert luminance(QColor("#00ff00")) == pytest.approx(0.7152)
    assert 1.05 / (luminance(QColor("#777777")) + 0.05) == pytest.approx(4.48, abs=0.01)


def test_shades_run_over_the_measures_range():
    low, high = (QColor(*(int(c) for c in colormaps.table("cividis")[i])) for i in (0, 255))
    assert (
        shade(-1.0, measure_of("spearman").range),
        shade(1.0, measure_of("spearman").range),
    ) == (low, high)
    assert (shade(0.0, measure_of("overlap").range), shade(1.0, measure_of("overlap").range)) == (
        low,
        high,
    )


def test_colours_of_a_pair():
    first = np.array([[True, True, False, False]])
    second = np.array([[True, False, True, False]])
    assert paint_pair(first, second)[0].tolist() == [
        [*BOTH, 255],
        [*ONLY_A, 255],
        [*ONLY_B, 255],
        [0, 0, 0, 0],
    ]


@pytest.fixture
def panel(qtbot, session, jobs):
    fill(session)
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(740, 560)
    panel.show()
    qtbot.waitUntil(lambda: panel.comparison is not None)
    return panel


def click(qtbot, panel, row, column):
    view = panel.view
    place = view.visualRect(view.matrix.index(row, column)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def current(qtbot, panel):
    qtbot.waitUntil(lambda: not panel.upkeep.stale and panel.view.isEnabled())


def test_the_matrix_shows_the_photographs_own_figures(panel, session):
    assert panel.view.matrix.names == ("GradCAM|N-CNN", "Experts", "Parents")
    expected = compare_study(session.study, MaskSettings(), image_ids=[session.image_id])
    for agreement in expected.table.on(session.image_id):
        a, b = (panel.view.matrix.names.index(n) for n in (agreement.model_a, agreement.model_b))
        for index in (panel.view.matrix.index(a, b), panel.view.matrix.index(b, a)):
            written = f"{agreement.values['overlap']:.3f}, chance {agreement.chance_overlap:.3f}"
            assert index.data() == written
            chance = f"overlap by {agreement.chance_overlap:.3f}"
            assert chance in index.data(Qt.ItemDataRole.ToolTipRole)
    assert panel.summary.text() == ("1 photograph, 3 extraction models, c 0.5 / 0.1, face crop")
    assert "Two unrelated masks" in panel.cautions.label.text()


def test_means_are_those_of_the_exported_table(panel, session, qtbot):
    qtbot.mouseClick(panel.bar.scopes[Scope.PAIN], Qt.MouseButton.LeftButton)
    comparison = panel.comparison
    lines = sheet_csv(means_matrix_sheet(comparison, PainLabel.PAIN)).splitlines()
    line = next(text.split(",") for text in lines if text.lower().startswith("overlap,experts"))
    names = panel.view.matrix.names
    row = names.index("Experts")
    shown = [
        panel.view.matrix.index(row, names.index(other)).data()
        for other in ("GradCAM|N-CNN", "Parents")
    ]
    assert [float(text.partition(",")[0]) for text in shown] == pytest.approx(
        [float(text) for text in line[3:5]], abs=6e-4
    )
    assert panel.summary.text().startswith("2 photographs")


def test_another_measure_changes_the_numbers(panel, qtbot):
    before = panel.view.matrix.index(0, 1).data()
    QTest.keyClick(panel.bar.metrics, Qt.Key.Key_Down)
    assert panel.view.matrix.measure is measure_of("cosine")
    assert panel.view.matrix.index(0, 1).data() != before
    assert "Two unrelated masks" not in panel.cautions.text()


def test_a_model_that_lacks_maps_is_named_above_the_numbers(panel, session, qtbot):
    image_ids = [image.id for image in session.study.images.all()]
    assert session.study.results.remove("Experts", image_ids[0]) == 1
    session.results_changed.emit(image_ids[0])
    qtbot.waitUntil(lambda: panel.upkeep.stale)
    current(qtbot, panel)
    count = len(image_ids)
    wanted = f"Means over fewer photographs, for want of maps: Experts ({count - 1} of {count})."
    assert wanted in panel.cautions.label.text()
    assert panel.cautions.y() < panel.stack.y()


def test_a_difference_says_which_way_it_goes_and_has_a_minus_sign(panel, qtbot):
    qtbot.mouseClick(panel.bar.scopes[Scope.DIFFERENCE], Qt.MouseButton.LeftButton)
    assert panel.note.text() == (
        "Mean for pain less mean for no pain: above 0 they agree more in pain."
    )
    matrix = panel.view.matrix
    shown = {matrix.index(a, b).data() for a in range(3) for b in range(3) if a != b}
    assert any(text.startswith("−") for text in shown)
    assert not any(text.startswith("-") for text in shown)


def test_a_difference_of_one_class_alone_says_why_there_is_none(panel, session, qtbot):
    qtbot.mouseClick(panel.bar.scopes[Scope.DIFFERENCE], Qt.MouseButton.LeftButton)
    session.set_filter(labels=frozenset({PainLabel.PAIN}))
    assert panel.note.text() == (
        "No pair was compared both on pain and on no pain among the photographs shown."
    )


def test_a_click_on_a_cell_shows_both_masks(panel, session, qtbot):
    click(qtbot, panel, 0, 1)
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)
    title = panel.pair_view.title.text()
    assert title == f"GradCAM|N-CNN and Experts on {session.image_id}"
    shown = panel.pair_view.chosen_value
    said = f"{shown.value.text()}, {shown.beside.text().partition(':')[0]}"
    assert (shown.name.text(), said) == ("Overlap", panel.view.matrix.index(0, 1).data())
    assert panel.pair_view.canvas.overlay_visible


def test_the_pair_read_under_the_pointer_is_told_in_words(panel, qtbot):
    click(qtbot, panel, 0, 1)
    view = panel.pair_view
    qtbot.waitUntil(lambda: view.pair is not None)
    pair = view.pair
    both = np.argwhere((pair.first.values & pair.second.values)[pair.region.slices])[0]
    view.canvas.cursor_moved.emit(int(both[1]) + pair.region.left, int(both[0]) + pair.region.top)
    assert view.readout.text() == "both"
    view.canvas.cursor_moved.emit(0, 0)
    assert view.readout.text() == "outside the face crop"


def test_the_coverages_stand_beside_their_own_model(panel, qtbot):
    click(qtbot, panel, 2, 0)  # Parents × Experts: the other way round than in the table
    view = panel.pair_view
    qtbot.waitUntil(lambda: view.pair is not None)
    pair = view.pair
    figures = {figure.name: figure for figure in view.figures.figures}
    share = pair.first.values[pair.region.slices].mean()
    assert figures["Coverage A"].text == f"{100 * share:.1f} %"
    assert figures["Coverage A"].tip == "Parents"


def test_the_pair_follows_the_photograph(panel, session, qtbot):
    click(qtbot, panel, 0, 1)
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)
    session.next_image()
    qtbot.waitUntil(
        lambda: (
            panel.pair_view.pair is not None and panel.pair_view.pair.image_id == session.image_id
        )
    )
    assert panel.view.pair == ("GradCAM|N-CNN", "Experts")


def test_an_empty_mask_gives_a_dash_with_its_reason(panel, session, qtbot):
    nothing = np.zeros((40, 40), np.float32)
    session.record([attribution(session.study, session.image_id, values=nothing)])
    current(qtbot, panel)
    panel.bar.metrics.setCurrentIndex(1)
    index = panel.view.matrix.index(0, 1)
    qtbot.waitUntil(lambda: index.data() == "–")
    assert "the mask of GradCAM|N-CNN is empty" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_old_numbers_are_greyed_until_the_new_ones_are_there(panel, session, qtbot):
    before = panel.view.matrix.index(0, 1).data()
    session.choices.set_mask_settings(MaskSettings(c_attribution=1.5))
    assert not panel.view.isEnabled()
    assert panel.summary.text() == "Comparing…"
    assert not panel.bar.exporting.isEnabled()
    current(qtbot, panel)
    assert panel.view.matrix.index(0, 1).data() != before
    assert "c 1.5 / 0.1" in panel.summary.text()


def test_a_hidden_panel_compares_when_it_is_looked_at_again(panel, session, qtbot):
    panel.hide()
    session.choices.set_mask_settings(MaskSettings(c_attribution=1.5))
    qtbot.wait(500)
    assert panel.upkeep.stale
    panel.show()
    current(qtbot, panel)


def test_the_models_compared_can_be_chosen(panel, session, qtbot):
    session.choices.set_extraction_models(["Experts", "GradCAM|N-CNN|merge"])
    current(qtbot, panel)
    assert panel.view.matrix.names == ("GradCAM|N-CNN|merge", "Experts")


def test_the_list_of_models_ticks_what_is_compared(panel, session, qtbot):
    qtbot.mouseClick(panel.bar.models, Qt.MouseButton.LeftButton)
    chooser = panel.bar.chooser
    assert set(chooser.names) == {"Experts", "GradCAM|N-CNN", "Parents"}
    QTest.keyClicks(chooser.search, "parents")
    QTest.keyClick(chooser.search, Qt.Key.Key_Down)
    QTest.keyClick(chooser.tree, Qt.Key.Key_Space)
    QTest.keyClick(chooser.tree, Qt.Key.Key_Escape)
    assert not chooser.isVisible()
    current(qtbot, panel)
    assert panel.view.matrix.names == ("GradCAM|N-CNN", "Experts")


def test_photographs_left_out_are_counted_with_the_reason(panel, session, qtbot):
    session.edits.set_face(session.image_id, None)
    current(qtbot, panel)
    assert "Not compared: no face is marked." in panel.summary.text()
    panel.bar.scopes[Scope.ALL].click()
    assert panel.summary.text().startswith("3 photographs")
    assert "no face is marked (1)" in panel.summary.text()


def test_tables_are_exported_where_the_person_says(panel, session, tmp_path, monkeypatch, qtbot):
    folder = tmp_path / "tables"
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_: str(folder)
    )
    with qtbot.waitSignal(session.notice) as told:
        qtbot.mouseClick(panel.bar.exporting, Qt.MouseButton.LeftButton)
    assert told.args == [f"{len(list(folder.iterdir()))} tables were written."]
    assert (folder / "table_3_pain_means.csv").is_file()
    assert (folder / "agreement_per_image.csv").is_file()


def test_the_menu_and_the_button_write_the_same_tables(
    panel, session, jobs, tmp_path, monkeypatch, qtbot
):
    from types import SimpleNamespace

    from neopain_gui.gui.shell.commands.export_commands import export_tables

    session.choices.set_extraction_models(["Experts", "GradCAM|N-CNN|merge"])
    current(qtbot, panel)
    said = []
    session.told.connect(lambda message: said.append(message.level))
    window = SimpleNamespace(session=session, jobs=jobs, widget=None)
    written = {}
    for name, export in (("menu", lambda: export_tables(window)), ("button", panel.export_tables)):
        folder = tmp_path / name
        monkeypatch.setattr(
            "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_, f=folder: str(f)
        )
        export()
        qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
        written[name] = {file.name: file.read_text("utf-8") for file in folder.iterdir()}
    assert written["menu"] == written["button"]
    text = written["menu"]["agreement_per_image.csv"]
    assert "GradCAM|N-CNN|merge" in text
    assert "Parents" not in text
    assert said == ["success"]


def test_a_comparison_that_failed_says_why_until_something_changes(
    panel, session, monkeypatch, qtbot
):
    from neopain_gui.errors import InputError
    from neopain_gui.gui.compare import refresher as module

    whole = module.compare

    def fail(job, **_):
        raise InputError("a map cannot be read")

    monkeypatch.setattr(module, "compare", fail)
    session.choices.set_mask_settings(MaskSettings(c_attribution=1.5))
    qtbot.waitUntil(lambda: "a map cannot be read" in panel.summary.text())
    session.next_image()  # shows everything afresh
    assert "a map cannot be read" in panel.summary.text()
    assert panel.summary.isVisible()
    assert not panel.bar.exporting.isEnabled()
    monkeypatch.setattr(module, "compare", whole)
    session.choices.set_mask_settings(MaskSettings(c_attribution=1.0))
    assert panel.summary.text() == "Comparing…"
    current(qtbot, panel)
    assert "c 1 / 0.1" in panel.summary.text()


def test_every_control_has_a_name_and_a_tooltip(panel):
    assert named(panel) == []


def test_with_nothing_to_compare_it_says_what_to_do(qtbot, session, jobs):
    session.record([gaze(session.study, session.image_id)])
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    assert "two extraction models" in panel.empty.text.text()
    fill(session)
    qtbot.waitUntil(lambda: panel.view.isVisible() and panel.view.isEnabled())


def test_closing_the_study_empties_the_panel(panel, session):
    session.close_study()
    assert panel.comparison is None
    assert panel.empty.heading.text() == "No study is open"


def test_a_study_without_photographs_offers_to_add_some(window, tmp_path, qtbot):
    """The button offered to compute the whole study, and did nothing."""
    Study.create(tmp_path / "empty.neopain").close()
    window.open_study(tmp_path / "empty.neopain")
    panel = window.go("compare")
    qtbot.waitUntil(panel.empty.isVisible)
    assert panel.empty.text.text() == "This study has no photographs yet."
    (button,) = panel.empty.buttons
    assert button.text() == "Add photographs…"
    assert window.action("add_photographs").isEnabled()


def test_rows_of_the_matrix_share_the_height_of_a_large_window(panel, qtbot):
    view = panel.view
    qtbot.waitUntil(lambda: view.matrix.rowCount() > 0)
    panel.resize(700, 420)
    qtbot.waitUntil(lambda: view.rowHeight(0) < 40)
    panel.resize(1500, 900)
    qtbot.waitUntil(lambda: view.rowHeight(0) > 55)
    panel.resize(700, 420)
    qtbot.waitUntil(lambda: view.rowHeight(0) < 40)


def test_demo_weights_on_real_photographs_stand_in_red_above_all(panel, session, qtbot):
    assert panel.alarm.isVisible()
    assert "GradCAM of N-CNN" in panel.alarm.text()
    assert "No figure of theirs says anything about pain" in panel.alarm.text()
    assert panel.alarm.text() not in panel.cautions.text(), "it is said once"
    colour = panel.alarm.palette().color(panel.alarm.foregroundRole())
    assert colour == theme.level_colour("error")
    assert panel.alarm.y() < panel.summary.y(), "above the numbers, not near the end"


def test_phantoms_and_people_raise_no_alarm(panel, session, qtbot):
    session.choices.set_extraction_models(["Experts", "Parents"])
    current(qtbot, panel)
    assert not panel.alarm.isVisible()
    session.choices.set_extraction_models([])
    session.study.set_setting(SYNTHETIC_SETTING, True)
    panel.upkeep._invalidate()
    current(qtbot, panel)
    assert not panel.alarm.isVisible()
    assert "Demo weights trained on synthetic phantoms" in panel.cautions.text()
    assert panel.cautions.y() < panel.stack.y(), "above the numbers"


def test_a_model_with_few_maps_is_no_best_partner_by_its_few(panel, session, qtbot):
    """A model with maps of some photographs was named the best partner of their mean alone."""
    study, first = session.study, session.images[0].id
    same = study.results.relevance(first, "Experts").values
    session.record([gaze(study, first, "Few", same)])
    current(qtbot, panel)
    panel.bar.scopes[Scope.ALL].click()
    matrix = panel.view.matrix
    experts, few, parents = (matrix.names.index(one) for one in ("Experts", "Few", "Parents"))
    assert matrix.cell(matrix.index(experts, few)).used == 1
    assert matrix.data(matrix.index(experts, few)).endswith("· n 1"), "n stands where it differs"
    assert " n " not in matrix.data(matrix.index(experts, parents))
    on_first = panel.comparison.table.values("overlap")[0]
    pairs = panel.comparison.table.pairs
    values = {b if a == "Experts" else a: on_first[place] for place, (a, b) in enumerate(pairs)
              if "Experts" in (a, b)}  # fmt: skip
    best = [one for one in values if matrix.is_best(matrix.index(experts, matrix.names.index(one)))]
    assert best == [max(values, key=values.get)], "of the photograph that all have"
    assert "best partners are found on the photographs that all of a row have" in panel.note.text()


def test_a_mean_has_its_sd_and_interval_where_it_is_pointed_at(panel, qtbot):
    current(qtbot, panel)
    panel.bar.scopes[Scope.ALL].click()
    matrix = panel.view.matrix
    a, b = panel.comparison.table.pairs[0]
    index = matrix.index(matrix.names.index(a), matrix.names.index(b))
    values = panel.comparison.table.values("overlap")[:, 0]
    said = index.data(Qt.ItemDataRole.ToolTipRole)
    assert f"Mean of {len(values)} of {len(values)} photographs" in said
    assert f"SD {np.std(values, ddof=1):.3f}; 95 % interval " in said
    assert " neonates, df " in said
    panel.bar.scopes[Scope.PHOTOGRAPH].click()
    assert "SD " not in index.data(Qt.ItemDataRole.ToolTipRole), "one photograph is no mean"
