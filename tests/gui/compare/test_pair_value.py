"""Whichever measure is chosen, the view of a pair says what it says of the two."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.agreement import MEASURES, measure_of
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.pair_value import pair_value
from neopain_gui.maps import ExtractionModel
from neopain_gui.pipeline.analysis.measuring import compare_by
from tests.gui.drawn_text import words_on
from tests.gui.made_maps import attribution, fill, gaze

PAIR = ("Experts", "GradCAM|N-CNN")


@pytest.fixture
def panel(qtbot, session, jobs):
    fill(session)
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(1100, 700)
    panel.show()
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=20_000)
    panel.view.choose(PAIR)
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)
    return panel


def choose(qtbot, panel, measure):
    """Go down the list by key until the measure stands there, and wait for its value."""
    box = panel.bar.metrics
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != measure.title:
        QTest.keyClick(box, Qt.Key.Key_Down)
    shown = panel.pair_view.chosen_value
    qtbot.waitUntil(
        lambda: panel.upkeep.current and shown.shown is not None
        and shown.shown.measure is measure,
        timeout=30_000,
    )  # fmt: skip
    return shown


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.id)
def test_the_chosen_measure_stands_above_the_figures(panel, qtbot, session, measure):
    shown = choose(qtbot, panel, measure)
    table = compare_by(session.study, session.choices.mask_settings, [measure.id]).table
    at = table.image_ids.index(session.image_id), table.pairs.index(PAIR)
    value, chance = table.values(measure.id)[at], table.chance(measure.id)[at]
    assert shown.isVisible()
    assert shown.name.text() == measure.title
    assert measure.title not in [one.name for one in panel.pair_view.figures.figures], "twice"
    if math.isnan(value):
        assert shown.value.text() == "–"
        assert shown.beside.text() == f"Undefined: {measure.undefined}"
    else:
        number, _, unit = shown.value.text().partition(" ")
        assert float(number.replace("−", "-")) == round(value, measure.decimals)
        assert unit == measure.unit
        if math.isfinite(chance):
            level = f"{chance:.{measure.decimals}f}".replace("-", "−")
            assert shown.beside.text().startswith(f"chance {level}")
        else:
            assert "chance" in shown.beside.text()
            assert ("smaller" in shown.beside.text()) is measure.lower_is_better
    assert shown.value.accessibleName() == measure.title
    assert shown.value.accessibleDescription() == shown.beside.text()


def test_the_pair_stays_in_sight_while_a_measure_is_worked_out(panel, qtbot, monkeypatch):
    pair, shown = panel.pair_view.pair, panel.pair_view.chosen_value
    seen = []
    invite = panel.pair_view.invite
    monkeypatch.setattr(
        panel.pair_view, "invite", lambda *a, **k: (seen.append(a), invite(*a, **k))
    )
    choose(qtbot, panel, measure_of("cc"))
    assert not seen, "nobody is invited to choose what is chosen"
    assert panel.pair_view.pair.first.model == pair.first.model
    assert shown.isVisible()


def test_an_empty_mask_says_why_whatever_the_measure(panel, qtbot, session):
    nothing = np.zeros((40, 40), np.float32)
    session.record([attribution(session.study, session.image_id, values=nothing)])
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=20_000)
    for name in ("overlap", "cosine", "hausdorff95"):
        shown = choose(qtbot, panel, measure_of(name))
        assert shown.value.text() == "–"
        assert shown.beside.text() == "Undefined: the mask of GradCAM|N-CNN is empty"
    shown = choose(qtbot, panel, measure_of("kl"))
    assert shown.beside.text() == "Undefined: a map is empty"
    session.next_image()
    qtbot.waitUntil(lambda: shown.value.text().endswith(" nats"))


def test_a_marked_whole_face_is_not_called_empty(panel, qtbot, session):
    """Beside an empty mask, which is."""
    study, image_id = session.study, session.image_id
    marked = gaze(study, image_id, "Whole", np.ones((60, 80), np.float32))
    beside = gaze(study, image_id, "Nothing", np.zeros((60, 80), np.float32))
    session.record([
        replace(row, model=ExtractionModel(name=row.model.name, kind="annotation"))
        for row in (marked, beside)
    ])  # fmt: skip
    qtbot.waitUntil(lambda: panel.upkeep.current and "Whole" in panel.view.matrix.names)
    matrix = panel.view.matrix
    at = {name: matrix.names.index(name) for name in ("Experts", "Whole", "Nothing")}
    assert matrix.index(at["Experts"], at["Whole"]).data() == "whole mask"
    assert matrix.index(at["Experts"], at["Nothing"]).data() == "empty mask"
    heads = panel.view.verticalHeader()
    assert "Annotations" in [one.text for one in words_on(heads.viewport())], "it is not cut"
    panel.view.choose(("Experts", "Whole"))
    shown = panel.pair_view.chosen_value
    qtbot.waitUntil(lambda: "covers the whole face" in shown.beside.text())
    assert shown.value.text() == "–"
    rows = panel.pair_view.multiples.rows.rows
    assert [row.text for row in rows] == ["whole mask"]
    choose(qtbot, panel, measure_of("hausdorff95"))
    assert shown.value.text().endswith(" pixels"), "it has a border"


def test_a_photograph_that_was_not_compared_has_no_value(panel, session):
    compared, overlap = panel.comparison, measure_of("overlap")
    assert pair_value(compared, overlap, session.image_id, PAIR) is not None
    assert pair_value(compared, overlap, session.image_id, PAIR[::-1]) is not None
    assert pair_value(compared, overlap, "nowhere", PAIR) is None
    assert pair_value(compared, overlap, session.image_id, ("Experts", "Nobody")) is None
    assert pair_value(compared, measure_of("cc"), session.image_id, PAIR) is None
