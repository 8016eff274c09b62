"""The trust tab: a click examines the map on the viewer, and only what belongs to it is shown."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from neopain_gui.faces.drawn import outlines_of
from neopain_gui.gui.base import theme
from neopain_gui.gui.jobs import TaskState
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.trust import examination_words as reading
from neopain_gui.gui.trust.trust_panel import TrustPanel
from neopain_gui.gui.work import submit as engine_work
from neopain_gui.pipeline.faithfulness import one_map
from neopain_gui.pipeline.faithfulness.examination import Examination, Examined
from neopain_gui.pipeline.faithfulness.one_map import key_of
from tests.gui import by_hand
from tests.gui.made_maps import attribution, fill, named

NAME = "GradCAM|N-CNN"
TABLES = {
    "curves": [
        {"order": "grad_cam", "deletion_auc": 0.3, "insertion_auc": 0.9},
        {"order": "random pixels", "deletion_auc": 0.6, "insertion_auc": 0.6},
        {"order": "random patches", "deletion_auc": 0.5, "insertion_auc": 0.7},
    ],
    "curve_points": [
        {"order": order, "curve": curve, "area": area, "score": 1 - area}
        for order in ("grad_cam", "random pixels", "random patches")
        for curve in ("deletion", "insertion")
        for area in (0.0, 0.5, 1.0)
    ],
    "contributions": [
        {"region": "mouth", "fill": "blurred", "placed_by": "face box", "change": 0.4, "rank": 1.0},
        {"region": "chin", "fill": "blurred", "placed_by": "face box", "change": -0.1, "rank": 2.0},
    ],
    "regions": [
        {"region": "mouth", "share": 0.5, "density": 3.0, "rank_share": 1.0, "rank_density": 1.0},
        {"region": "chin", "share": 0.1, "density": None, "rank_share": 2.0, "rank_density": None},
    ],
    "rank_agreement": [{"fill": "blurred", "tau_share": 1.0, "tau_density": None}],
    "sensitivity": [{"radius": 5, "samples": 8, "maximum": 0.25, "mean": 0.1}],
    "randomisation": [
        {"stage": "logits", "spearman": 0.7, "ssim": 0.6, "mask_overlap": 0.8, "mask_chance": 0.5},
        {"stage": "conv", "spearman": 0.97, "ssim": 0.9, "mask_overlap": 0.9, "mask_chance": 0.5},
    ],
}


@pytest.fixture
def panel(qtbot, session, jobs):
    fill(session)
    session.show_model(NAME)
    panel = TrustPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(760, 700)
    panel.show()
    qtbot.waitUntil(lambda: panel.result is not None)
    return panel


def fake(tables=TABLES, hold=None, steps=1):
    """Stand in for the engine's function: hands the tables out in so many steps."""

    def examine_map(job, *, study_path, image_id, model_name):
        from neopain_gui.study import Study

        with Study.open(study_path, read_only=True) as study:
            result = next(r for r in study.results.all(image_id) if r.model.name == model_name)
            key = key_of(study, result)
        for step in range(1, steps + 1):
            names = list(tables)[: round(len(tables) * step / steps)]
            some = {name: tables[name] for name in names}
            found = Examination(key=key, map_key=result.key, tables=some)
            job.partial(Examined(examination=found))
            while hold is not None and not hold.wait(0.01):
                job.check()

    return examine_map


def shown(panel):
    return [part.tables[0].isVisibleTo(panel) for part in panel.parts]


def test_nothing_is_shown_before_it_was_examined(panel):
    assert panel.title.text() == f"{NAME} · {panel.result.image_id}"
    assert panel.worth.isVisible()
    assert panel.button.isEnabled()
    assert shown(panel) == [False] * 4
    assert all(part.verdict.text() == "Not tested yet." for part in panel.parts)
    assert all(part.how.text() for part in panel.parts)
    assert named(panel) == []


def test_a_click_examines_with_the_real_classifier(qtbot, session, jobs):
    """From the button to the figures, through the stand-in engine and the demo N-CNN."""
    image_id = session.image_id
    task = engine_work.attribute(session, jobs, [image_id])
    qtbot.waitUntil(lambda: task.over, timeout=60_000)
    session.show_model(NAME)
    panel = TrustPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.result is not None)
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    assert panel.waiting.isVisible()
    assert not panel.button.isEnabled()
    qtbot.waitUntil(lambda: not panel.waiting.busy, timeout=120_000)
    assert panel.waiting.task.state is TaskState.DONE
    qtbot.waitUntil(lambda: shown(panel) == [True] * 4)
    regions = panel.regions.tables[0].table
    assert [row[0] for row in regions.rows][:3] == ["forehead", "brows", "eyes"]
    assert len(panel.deletion.lines) == 3
    assert panel.deletion.lines[0].name == "this map"
    assert panel.randomised.tables[0].table.rows[0][0] == "logits"
    assert panel.button.text() == "&Test again"
    # what was found is there again in another window
    path = session.study.path
    session.close_study()
    again = Session()
    again.open_study(path)
    again.show_model(NAME)
    other = TrustPanel(again, jobs)
    qtbot.addWidget(other)
    other.show()
    qtbot.waitUntil(lambda: shown(other) == [True] * 4)
    assert other.regions.tables[0].table == regions
    again.close_study()


def test_measures_show_as_they_arrive_and_what_is_stopped_keeps_them(
    panel, session, qtbot, monkeypatch
):
    hold = threading.Event()
    monkeypatch.setattr(one_map, "examine_map", fake(hold=hold, steps=7))
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.curves.tables[0].table.rows != ())
    assert panel.waiting.busy
    qtbot.mouseClick(panel.waiting.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.waiting.busy)
    assert panel.waiting.task.state is TaskState.CANCELLED
    assert panel.button.isEnabled()
    assert panel.button.text() == "&Test this map"
    assert one_map.kept(session.study, panel.result).tables.keys() == {"curves"}


def test_curves_are_drawn_as_they_are_and_no_hand_moves_or_hides_them(panel, qtbot, monkeypatch):
    monkeypatch.setattr(one_map, "examine_map", fake())
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == [True] * 4)
    curves = panel.deletion
    items = curves.plot.getPlotItem().listDataItems()
    assert [(tuple(x), tuple(y)) for x, y in (item.getData() for item in items)] == [
        (line.across, line.up) for line in curves.lines
    ]
    assert [label.text for _, label in curves.key.items] == [line.name for line in curves.lines]
    assert curves.accessibleDescription().startswith("this map from 1.00 to 0.00, half way 0.50; ")
    seen = curves.plot.getPlotItem().vb.viewRect()
    panel.area.ensureWidgetVisible(curves.plot)
    QApplication.processEvents()
    picture = curves.plot.grab().toImage()
    assert not by_hand.turn_wheel(curves.plot, -120)  # it scrolls the page
    middle = curves.plot.viewport().rect().center()
    by_hand.drag(curves.plot, middle, middle + QPoint(40, 20))
    for sample, _label in curves.key.items:
        at = curves.plot.mapFromScene(sample.mapToScene(sample.boundingRect().center()))
        qtbot.mouseClick(curves.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert all(item.isVisible() for item in items)
    assert curves.plot.getPlotItem().vb.viewRect() == seen
    assert curves.plot.grab().toImage() == picture


def test_curves_take_the_other_schemes_colours(panel, qtbot, monkeypatch):
    monkeypatch.setattr(one_map, "examine_map", fake())
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == [True] * 4)
    grounds = {}
    try:
        for scheme in ("light", "dark"):
            theme.apply_scheme(scheme)
            QApplication.processEvents()
            plot = panel.deletion.plot
            grounds[scheme] = plot.grab().toImage().pixelColor(1, 1)
            first = plot.getPlotItem().listDataItems()[0]
            assert first.opts["pen"].color() == panel.palette().highlight().color()
            assert grounds[scheme] == panel.palette().window().color()
            text = panel.palette().windowText().color().name()
            assert all(text in label.item.toHtml() for _, label in panel.deletion.key.items)
    finally:
        theme.apply_scheme("system")
    assert grounds["light"] != grounds["dark"]


def test_nothing_is_cut_on_a_narrow_page(panel, qtbot, monkeypatch):
    monkeypatch.setattr(one_map, "examine_map", fake())
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == [True] * 4)
    (area,) = (a for a in panel.findChildren(QScrollArea) if a.widget().isAncestorOf(panel.title))
    for width, beside in ((460, False), (900, True)):
        panel.resize(width, 500)
        qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width())
        assert (panel.insertion.y() == panel.deletion.y()) is beside


def test_figures_never_show_beside_another_map(panel, session, qtbot, monkeypatch):
    monkeypatch.setattr(one_map, "examine_map", fake())
    first = session.image_id
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == [True] * 4)
    session.next_image()
    qtbot.waitUntil(lambda: panel.result is not None and panel.result.image_id != first)
    assert shown(panel) == [False] * 4
    session.previous_image()
    qtbot.waitUntil(lambda: shown(panel) == [True] * 4)
    changed = attribution(session.study, first, target="predicted", values=None)
    session.record([changed])
    qtbot.waitUntil(lambda: panel.result is not None and panel.result.key == changed.key)
    assert shown(panel) == [False] * 4


def test_what_arrives_for_a_map_left_behind_is_kept_and_not_shown(
    panel, session, qtbot, monkeypatch
):
    hold = threading.Event()
    monkeypatch.setattr(one_map, "examine_map", fake(hold=hold, steps=2))
    first = panel.result
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    session.next_image()
    qtbot.waitUntil(lambda: panel.result is not None and panel.result.key != first.key)
    hold.set()
    qtbot.waitUntil(lambda: not panel.waiting.busy)
    assert shown(panel) == [False] * 4
    assert set(one_map.kept(session.study, first).tables) == set(TABLES)


def test_figures_of_other_mask_settings_are_not_shown(panel, session, qtbot, monkeypatch):
    from dataclasses import replace

    monkeypatch.setattr(one_map, "examine_map", fake())
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == [True] * 4)
    settings = session.choices.mask_settings
    session.choices.set_mask_settings(replace(settings, c_attribution=1.5))
    assert shown(panel) == [False] * 4
    session.choices.set_mask_settings(settings)
    assert shown(panel) == [True] * 4


def test_figures_of_a_feature_that_was_redrawn_are_not_shown(panel, session, qtbot, monkeypatch):
    monkeypatch.setattr(one_map, "examine_map", fake())
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == [True] * 4)
    square = outlines_of([[(20, 20), (40, 20), (40, 40), (20, 40)]])
    session.edits.set_regions(session.image_id, {"mouth": square}, "draw region")
    assert shown(panel) == [False] * 4
    session.edits.undo_stack.undo()
    assert shown(panel) == [True] * 4


def test_peoples_gaze_is_not_examined(panel, session, qtbot):
    session.show_model("Experts")
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    qtbot.waitUntil(lambda: "People" in panel.empty.heading.text())
    session.show_model("")
    qtbot.waitUntil(lambda: "No map" in panel.empty.heading.text())
    session.close_study()
    assert panel.empty.heading.text() == "No study is open"


def test_a_study_that_can_only_be_read_is_not_examined(qtbot, session, jobs):
    fill(session)
    path = session.study.path
    from neopain_gui.study import Study

    session.use_study(Study.open(path, read_only=True))
    session.show_model(NAME)
    panel = TrustPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.result is not None)
    assert not panel.button.isEnabled()
    assert "only be read" in panel.button.toolTip()


def test_after_a_failed_examination_it_can_be_tried_again(panel, qtbot, monkeypatch):
    from neopain_gui.errors import InputError

    def fail(job, **_):
        raise InputError("the map was made with other weights", remedy="compute it again")

    monkeypatch.setattr(one_map, "examine_map", fail)
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.waiting.busy)
    assert "other weights" in str(panel.waiting.task.error)  # the window's bar says it
    assert panel.waiting.isHidden()
    assert panel.button.isEnabled()


def test_the_command_opens_the_tab_and_examines(window, study_path, qtbot, monkeypatch):
    monkeypatch.setattr(one_map, "examine_map", fake())
    window.open_study(study_path)
    fill(window.session)
    window.session.show_model(NAME)
    action = window.actions_table.by_id["examine_map"]
    assert action.isEnabled()
    trust = window.workspace.lazy["trust"]
    window.workspace.setCurrentWidget(trust)
    qtbot.waitUntil(lambda: trust.panel is not None and trust.panel.result is not None)
    action.trigger()
    qtbot.waitUntil(lambda: shown(trust.panel) == [True] * 4)


# The words


def examination(**changed):
    return Examination(key="k", map_key="m", tables={**TABLES, **changed})


def test_figures_are_words_with_their_ranks():
    table = reading.region_table(examination())
    assert table.heads == (
        "feature",
        "fall of the score, blurred",
        "share of relevance",
        "relevance per area",
    )
    assert table.rows == (
        ("mouth", "+0.40 (1)", "50 % (1)", "3.00 (1)"),
        ("chin", "−0.10 (2)", "10 % (2)", "– (–)"),
    )
    assert reading.rank_table(examination()).rows == (("blurred", "+1.00", "undefined"),)
    assert reading.noise_table(examination()).rows == (
        ("up to 5 of 255 grey levels, 8 times", "25 %", "10 %"),
    )
    assert "face box" in reading.regions_note(examination())


@pytest.mark.parametrize(
    ("deletion", "insertion", "words"),
    [
        (0.3, 0.9, "Good: the score follows the map more closely than either random order"),
        (
            0.3,
            0.65,
            "Mixed: the score follows the map when pixels are blurred",
        ),
        (
            0.55,
            0.9,
            "Mixed: the score follows the map when pixels are brought back",
        ),
        (0.55, 0.6, "Bad: the score follows the map no more closely than random orders."),
    ],
)
def test_curves_are_judged_beside_chance(deletion, insertion, words):
    own = {"order": "grad_cam", "deletion_auc": deletion, "insertion_auc": insertion}
    found = reading.curve_verdict(examination(curves=[own, *TABLES["curves"][1:]]))
    assert found.startswith(words)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (0.97, "Bad: with random weights throughout, the two maps agree at 0.97: the map does not"),
        (0.7, "Bad: with random weights throughout, the two maps agree at 0.70: the map hardly"),
        (0.1, "Good: with random weights throughout, the two maps agree at 0.10"),
        (None, "nothing to compare"),
    ],
)
def test_randomised_layers_are_judged_by_the_last(last, words):
    rows = [*TABLES["randomisation"][:1], {**TABLES["randomisation"][1], "spearman": last}]
    assert words in reading.random_verdict(examination(randomisation=rows))


@pytest.mark.parametrize(
    ("tau", "words"),
    [(0.8, "Good"), (0.2, "Unclear"), (-0.8, "Bad"), (None, "cannot be ranked by this map")],
)
def test_the_order_of_the_features_is_judged(tau, words):
    rows = [{"fill": "blurred", "tau_share": tau, "tau_density": None}]
    assert words in reading.regions_verdict(examination(rank_agreement=rows))


def test_where_no_feature_has_an_effect_nothing_is_ranked():
    """A classifier that is sure whatever is covered: rounding alone would give an order."""
    falls = [
        {**row, "change": change, "rank": None}
        for row, change in zip(TABLES["contributions"], (1e-9, -2e-9), strict=True)
    ]
    found = examination(
        contributions=falls,
        rank_agreement=[{"fill": "blurred", "tau_share": None, "tau_density": None}],
    )
    assert [row[1] for row in reading.region_table(found).rows] == ["0.00 (–)", "0.00 (–)"]
    assert reading.rank_table(found).rows == (("blurred", "undefined", "undefined"),)
    assert "τ is undefined" in reading.regions_verdict(found)


@pytest.mark.parametrize(("most", "words"), [(0.05, "Good"), (0.25, "Mixed"), (0.8, "Bad")])
def test_change_under_noise_is_judged(most, words):
    rows = [{"radius": 5, "samples": 8, "maximum": most, "mean": 0.01}]
    assert reading.noise_verdict(examination(sensitivity=rows)).startswith(words)


def test_an_examination_without_figures_has_no_words():
    nothing = Examination(key="k", map_key="m", tables={})
    for words in (
        reading.curve_verdict,
        reading.random_verdict,
        reading.regions_verdict,
        reading.noise_verdict,
    ):
        assert words(nothing) == ""
    assert reading.regions_note(nothing) == ""
    assert reading.region_table(nothing).rows == ()
