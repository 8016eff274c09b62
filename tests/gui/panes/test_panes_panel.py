"""Linked panes: which map stands where, one zoom, one crosshair, one photograph."""

import random
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.faces import manual
from neopain_gui.geometry import Box
from neopain_gui.gui.panes.arrangement import SETTING, Arrangement
from neopain_gui.gui.panes.pane_rules import Rules, judge
from neopain_gui.gui.panes.panes_panel import PanesPanel
from neopain_gui.gui.scene.loading import Rows
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.state.method_options import method_options, set_method_options
from neopain_gui.gui.widgets.model_list import SHORT
from neopain_gui.masks import MaskSettings, contour_mask, post_process
from neopain_gui.pipeline.messages import Made
from tests.gui.made_maps import attribution, blob, fill, gaze, named

DEEP, MERGE = "GradCAM|N-CNN", "GradCAM|N-CNN|merge"
ALL = ("Experts", "Parents", DEEP, MERGE)


@pytest.fixture
def panel(qtbot, session, jobs):
    fill(session)
    panel = PanesPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 560)
    panel.show()
    panel.put(3, MERGE)
    qtbot.waitUntil(lambda: all(on_glass(panel)))
    return panel


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def on_glass(panel):
    """What each visible pane shows: the key of its map, or nothing."""
    keys = []
    for pane, model in panel._visible():
        shown = panel._shown(model)
        keys.append(shown.key if shown is not None and pane.canvas.overlay_visible else "")
    return keys


def row_of(session, model):
    rows = session.study.results.all(session.image_id)
    return next((row for row in rows if row.model.name == model), None)


def pixels(panel):
    return [pane.canvas.grab().toImage() for pane, _model in panel._visible()]


# Which maps


def test_a_study_begins_with_people_and_classifiers(panel):
    assert panel.arrangement.visible == ALL
    assert [pane.combo.currentText() for pane in panel.panes[:4]] == list(ALL)
    assert all(on_glass(panel))


def test_every_control_has_a_name_and_a_tooltip(panel):
    assert named(panel) == []


def test_a_pane_is_chosen_from_what_the_study_has(panel, session, qtbot):
    session.record([attribution(session.study, session.images[1].id, layer="right_relu")])
    qtbot.waitUntil(lambda: panel.panes[0].combo.findData(f"{DEEP}|right_relu") > 0)
    combo = panel.panes[0].combo
    listed = [combo.itemText(place) for place in range(combo.count())]
    assert listed[0] == "N-CNN"  # the classifier above its methods
    assert listed[listed.index("People") + 1 :] == ["Experts", "Parents"]
    shorts = [combo.itemData(place, SHORT) for place in range(combo.count())]
    assert shorts[listed.index(f"{DEEP}|right_relu")] == "GradCAM, right"
    missing = combo.findData(f"{DEEP}|right_relu")
    assert not combo.itemIcon(missing).isNull()  # none on this photograph
    assert combo.itemIcon(combo.findData(DEEP)).isNull()
    combo.setFocus()
    combo.setCurrentIndex(combo.findData(MERGE))
    combo.activated.emit(combo.currentIndex())
    assert panel.arrangement.visible == (MERGE, "Parents", DEEP, MERGE)
    assert on_glass(panel)[0] == on_glass(panel)[3] == row_of(session, MERGE).key


def test_headings_cannot_be_chosen(panel):
    combo = panel.panes[0].combo
    before = panel.arrangement
    assert not combo.model().item(0).isEnabled()
    combo.activated.emit(0)
    assert panel.arrangement == before


def test_panes_are_taken_away_and_added(panel, session, qtbot):
    click(qtbot, panel.panes[1].close_button)
    assert panel.arrangement.visible == ("Experts", "", DEEP, MERGE)
    assert not panel.panes[1].taken
    assert panel.panes[2].taken  # the others stay in their places
    click(qtbot, panel.panes[1].add)
    assert panel.arrangement.visible == ALL
    assert panel.panes[1].taken


def test_a_smaller_layout_hides_panes_and_forgets_none(panel, qtbot):
    click(qtbot, panel.top.layouts["1 × 2"])
    assert [pane.isVisible() for pane in panel.panes] == [True, True] + [False] * 4
    click(qtbot, panel.top.layouts["2 × 3"])
    assert all(pane.isVisible() for pane in panel.panes)
    assert panel.arrangement.visible == (*ALL, "", "")
    tops = {pane.mapTo(panel, QPoint()).y() for pane in panel.panes[:3]}
    assert len(tops) == 1


def test_the_panes_are_remembered_with_the_study(panel, session, jobs, qtbot):
    click(qtbot, panel.top.layouts["2 × 3"])
    panel.put(0, MERGE)
    click(qtbot, panel.bottom.shared)
    path = session.study.path
    session.close_study()
    assert panel.arrangement == Arrangement()
    session.open_study(path)
    expected = Arrangement(
        places=(MERGE, "Parents", DEEP, MERGE, "", ""), layout="2 × 3", shared=True
    )
    assert panel.arrangement == expected
    assert panel.bottom.shared.isChecked()


@pytest.mark.parametrize(
    "stored",
    [
        7,
        {"places": ["Experts"], "layout": "2 × 2"},
        {"places": [1] * 6, "layout": "2 × 2"},
        {"places": [""] * 6, "layout": "9 × 9"},
        {"places": "abcdef"[:5], "layout": "2 × 2"},
    ],
)
def test_a_setting_that_makes_no_sense_is_dropped(stored):
    assert Arrangement.from_setting(stored) is None


def test_arrangements_survive_the_study():
    for shared in (True, False):
        one = Arrangement(places=("a", "", "b", "", "", "c"), layout="1 × 2", shared=shared)
        assert Arrangement.from_setting(one.as_setting()) == one


# One photograph, one zoom, one crosshair


def test_panes_follow_the_chosen_photograph(panel, session, qtbot):
    for _ in range(3):
        session.next_image()
        assert set(on_glass(panel)) <= {"", *(row_of(session, m).key for m in ALL)}
        qtbot.waitUntil(lambda: all(on_glass(panel)))
        assert on_glass(panel) == [row_of(session, model).key for model in ALL]


def views(panel):
    return [(c.centre.x(), c.centre.y(), c.pixel_size) for c in panel.linked.canvases[:4]]


def wheel(canvas, offset):
    at = QPointF(canvas.viewport().rect().center() + offset)
    turn = QWheelEvent(
        at,
        canvas.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), turn)


@pytest.mark.parametrize("which", [0, 2, 3])
def test_zoom_is_one_whichever_pane_is_turned(panel, which):
    fitted = views(panel)
    wheel(panel.panes[which].canvas, QPoint(25, -15))
    near = views(panel)
    assert near[which][2] < 0.9 * fitted[which][2]
    np.testing.assert_allclose(near, [near[which]] * 4, rtol=1e-3)
    panel.zoom_by(2.0)
    np.testing.assert_allclose([v[2] for v in views(panel)], near[which][2] / 2, rtol=1e-3)
    panel.actual_size()
    np.testing.assert_allclose(views(panel), [views(panel)[0]] * 4, rtol=1e-3)
    panel.fit()
    np.testing.assert_allclose(views(panel), fitted, rtol=1e-6)


def test_zoom_is_kept_from_photograph_to_photograph_and_by_new_panes(panel, session, qtbot):
    wheel(panel.panes[0].canvas, QPoint(25, -15))
    before = views(panel)
    session.next_image()
    qtbot.waitUntil(lambda: all(on_glass(panel)))
    np.testing.assert_allclose(views(panel), before, rtol=1e-6)


def test_the_crosshair_reads_every_pane(panel, session, qtbot):
    face = session.study.faces.get(session.image_id).box
    column, row = face.left + 11, face.top + 23
    canvas = panel.panes[1].canvas
    point = canvas.mapFromScene(canvas.stage.mapViewToScene(QPointF(column + 0.5, row + 0.5)))
    QTest.mouseMove(canvas.viewport(), QPoint(1, 1))
    QTest.mouseMove(canvas.viewport(), point)
    expected = []
    for model in ALL:
        result = row_of(session, model)
        values = session.study.results.relevance_of(result).values
        box = result.box
        y = (2 * (row - box.top) + 1) * values.shape[0] // (2 * box.height)
        x = (2 * (column - box.left) + 1) * values.shape[1] // (2 * box.width)
        expected.append(f"{values[y, x]:.3g}")
    assert [pane.value.text() for pane in panel.panes[:4]] == expected
    assert panel.bottom.readout.text() == f"x {column}   y {row}"
    said = panel.bottom.readout.accessibleDescription()
    assert said == ", ".join(f"{m} {v}" for m, v in zip(ALL, expected, strict=True))
    assert all(pane.canvas.crosshair.isVisible() for pane in panel.panes[:4])
    canvas.cursor_moved.emit(0, 0)  # outside the face: people looked there, no classifier did
    assert [bool(pane.value.text()) for pane in panel.panes[:4]] == [True, True, False, False]
    canvas.cursor_moved.emit(-1, -1)
    assert not any(pane.value.text() for pane in panel.panes)
    assert not panel.bottom.readout.text()


# Colours


def tops(panel):
    return [pane.legend.text for pane in panel.panes[:4]]


def test_each_pane_has_its_own_range_or_all_have_one(panel, session, qtbot):
    settings = MaskSettings()
    own = []
    for model in ALL:
        result = row_of(session, model)
        values = session.study.results.relevance_of(result).values
        if result.model.kind == "attribution":
            values = post_process(values, settings)
        own.append(float(values.max()))
    assert tops(panel) == [f"{top:.3g}" for top in own]
    assert panel.bottom.words.text() == "each pane has its own range"
    click(qtbot, panel.bottom.shared)
    qtbot.waitUntil(lambda: panel.bottom.legend.text == f"{max(own):.3g}")
    assert set(tops(panel)) == {""}
    assert panel.bottom.words.text() == "in all panes"
    assert "All panes share" in panel.bottom.legend.toolTip()
    maxima = {panel._shown(model).drawn.maximum for model in ALL}
    assert maxima == {max(own)}
    click(qtbot, panel.bottom.shared)
    qtbot.waitUntil(lambda: tops(panel) == [f"{top:.3g}" for top in own])


def test_a_faint_map_stays_faint_in_one_range(panel, session, qtbot):
    faint = attribution(session.study, session.image_id, values=blob(40, 40, 0.5, 0.5) / 100)
    session.record([faint])
    panel.scenes.set_appearance(mode=OverlayMode.RELEVANCE)
    click(qtbot, panel.bottom.shared)

    def colour():
        shown = panel._shown(DEEP)
        if shown is None or shown.key != faint.key or shown.drawn.maximum != 1.0:
            return None
        return shown.drawn.image.pixelColor(20, 20)

    qtbot.waitUntil(lambda: colour() is not None)
    assert colour().red() < 8  # green all over: its largest value is a hundredth of the range
    assert colour().green() == 255


def test_modes_colours_and_opacity_hold_for_all(panel, session, qtbot):
    before = pixels(panel)
    click(qtbot, panel.top.modes.buttons[OverlayMode.PHOTOGRAPH])
    assert not any(pane.canvas.overlay_visible for pane in panel.panes)
    click(qtbot, panel.top.modes.buttons[OverlayMode.HEATMAP])
    qtbot.waitUntil(lambda: pixels(panel) == before)
    QTest.keyClick(panel.bottom.colours, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not any(a == b for a, b in zip(before, pixels(panel), strict=True)))
    assert panel.scenes.colormap == "cividis"
    session.overlay.set_opacity(0.2)
    assert {pane.canvas.overlay.opacity() for pane in panel.panes} == {0.2}


def test_mask_settings_are_drawn_in_every_pane(panel, session, qtbot):
    settings = MaskSettings(c_attribution=1.5, c_gaze=1.0, clusters=3)
    session.choices.set_mask_settings(settings)

    def drawn(model):
        image = panel._shown(model).drawn.image
        return sum(
            image.pixelColor(x, y).alpha() > 0
            for x in range(image.width())
            for y in range(image.height())
        )

    for model in ALL:
        relevance = session.study.results.relevance_of(row_of(session, model))
        values = relevance.values
        if relevance.model.kind == "attribution":
            values = post_process(values, settings)
        kept = contour_mask(values, settings.c_for(relevance.model.traits)).sum()
        # the mask is drawn on the map's grid from the photograph's pixels: a cell's width apart
        qtbot.waitUntil(lambda m=model, k=kept: drawn(m) == pytest.approx(k, rel=0.1))


# Blinking


def test_blinking_shows_the_next_panes_map_and_lets_go(panel, session):
    panel.panes[1].canvas.setFocus()
    before = pixels(panel)
    panel.blink(True)
    during = pixels(panel)
    assert [a == b for a, b in zip(before, during, strict=True)] == [True, False, True, True]
    assert panel.panes[1].tag.text() == DEEP
    assert panel.panes[1].legend.text == panel.panes[2].legend.text
    panel.blink(False)
    assert pixels(panel) == before
    assert panel.panes[1].tag.isHidden()


def test_a_pane_alone_blinks_to_the_photograph(panel):
    for place in (1, 2, 3):
        panel.put(place, "")
    panel.blink(True)
    assert panel.panes[0].tag.text() == "photograph"
    assert not panel.panes[0].canvas.overlay_visible
    panel.blink(False)
    assert panel.panes[0].canvas.overlay_visible


# Nothing stale


def test_a_pane_without_a_map_says_so_and_what_to_do(panel, session, qtbot, monkeypatch):
    asked = []

    def attribute(job, *, study_path, image_ids, classifier_id, method, target, options):
        asked.append((tuple(image_ids), classifier_id, method, target))
        row = attribution(session.study, image_ids[0], layer=None, method=method)
        job.partial(Made(result=row))

    monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", attribute)
    panel.put(0, "I.G.|N-CNN")
    pane = panel.panes[0]
    assert "no map" in pane.note.text
    click(qtbot, pane.note.button)
    qtbot.waitUntil(lambda: on_glass(panel)[0] != "")
    assert asked == [((session.image_id,), "n_cnn_phantoms", "integrated_gradients", "predicted")]
    assert pane.note.text == ""
    assert on_glass(panel)[0] == row_of(session, "I.G.|N-CNN").key


def test_people_who_were_not_asked_are_named(panel, session, qtbot):
    session.study.results.remove("Experts", session.image_id)
    session.results_changed.emit(session.image_id)
    assert on_glass(panel)[0] == ""
    assert "tab Gaze" in panel.panes[0].note.text
    assert panel.panes[0].note.button.isHidden()


def test_without_a_face_only_people_are_shown(panel, session):
    session.edits.set_face(session.image_id, None)
    assert [bool(key) for key in on_glass(panel)] == [True, True, False, False]
    assert "No face" in panel.panes[2].note.text
    session.edits.undo_stack.undo()
    assert all(on_glass(panel))


def test_a_map_of_other_options_goes_although_its_method_is_not_the_chosen_one(
    panel, session, qtbot
):
    session.record(
        [attribution(session.study, session.image_id, method="integrated_gradients", layer=None)]
    )
    panel.put(0, "I.G.|N-CNN")
    qtbot.waitUntil(lambda: on_glass(panel)[0] != "")
    assert session.choices.method == "grad_cam"
    set_method_options(session, {"steps": 7}, "integrated_gradients")
    assert on_glass(panel)[0] == ""
    assert "options" in panel.panes[0].note.text
    assert all(on_glass(panel)[1:])
    set_method_options(session, {"steps": "auto"}, "integrated_gradients")
    qtbot.waitUntil(lambda: on_glass(panel)[0] != "")


def test_a_new_result_takes_the_place_of_the_old_one(panel, session, qtbot):
    old = row_of(session, DEEP)
    new = attribution(session.study, session.image_id, values=blob(40, 40, 0.9, 0.9))
    session.record([new])
    assert on_glass(panel)[2] != old.key  # at once
    qtbot.waitUntil(lambda: on_glass(panel)[2] == new.key)


def test_a_map_whose_values_are_damaged_is_named_and_the_others_stay(panel, session, qtbot):
    new = attribution(session.study, session.image_id, values=blob(40, 40, 0.7, 0.2))
    session.study.blobs.path(new.key).write_bytes(b"no map")
    session.study.results.record_many([new])
    session.results_changed.emit(session.image_id)
    qtbot.waitUntil(lambda: panel.panes[2].note.text != "")
    assert on_glass(panel)[2] == ""
    assert all(key for place, key in enumerate(on_glass(panel)) if place != 2)


def may_be_shown(session, key):
    """Say, from the database alone, whether a map may be on the glass now."""
    row = next((r for r in session.study.results.all(session.image_id) if r.key == key), None)
    if row is None:
        return False
    if row.model.kind != "attribution":
        return True
    face, facts, inputs = (
        session.study.faces.get(session.image_id),
        row.facts,
        row.provenance.inputs,
    )
    label = str(session.image.label) if session.image.label else None
    meant = {"predicted": facts["predicted"], "labelled": label}.get(
        session.choices.target, session.choices.target
    )
    return (
        face is not None
        and row.box == face.box
        and facts["target"] == meant
        and inputs["parameters"] == method_options(session, facts["method"])
    )


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_no_pane_shows_what_does_not_hold(panel, session, qtbot, seed):
    chance = random.Random(seed)
    panel.put(0, "I.G.|N-CNN")
    size = (session.images[0].height, session.images[0].width)

    def box():
        left, top = chance.randrange(20), chance.randrange(15)
        return manual(Box(left=left, top=top, right=left + 40, bottom=top + 40), size)

    def compute(method, layer):
        if session.study.faces.get(session.image_id) is not None:
            values = blob(40, 40, chance.random(), chance.random())
            session.record(
                [
                    attribution(
                        session.study,
                        session.image_id,
                        method=method,
                        layer=layer,
                        values=values,
                        target=session.choices.target,
                    )
                ]
            )

    actions = [
        lambda: session.next_image(),
        lambda: session.previous_image(),
        lambda: session.choices.choose(
            target=chance.choice(["predicted", "labelled", "pain", "no pain"])
        ),
        lambda: session.choices.choose(method=chance.choice(["grad_cam", "integrated_gradients"])),
        lambda: set_method_options(
            session, {"score": chance.choice(["logit", "probability"])}, "grad_cam"
        ),
        lambda: set_method_options(
            session, {"steps": chance.choice([7, "auto"])}, "integrated_gradients"
        ),
        lambda: session.edits.set_face(session.image_id, chance.choice([None, box(), box()])),
        lambda: session.edits.undo_stack.undo(),
        lambda: session.edits.set_label([session.image_id], chance.choice([None, *PainLabel])),
        lambda: compute("grad_cam", "merge_conv"),
        lambda: compute("grad_cam", "merge"),
        lambda: compute("integrated_gradients", None),
        lambda: session.record([gaze(session.study, session.image_id, "Experts")]),
        lambda: panel.put(chance.randrange(4), chance.choice(["I.G.|N-CNN", *ALL])),
        lambda: session.choices.set_mask_settings(MaskSettings(c_attribution=chance.random())),
        lambda: panel._change(shared=chance.random() < 0.5),
        lambda: panel.blink(chance.random() < 0.3),
        lambda: qtbot.wait(chance.choice([0, 1, 20])),
    ]
    for _ in range(70):
        chance.choice(actions)()
        for pane, model in panel._visible():
            name = panel._blinked(pane) if pane is panel._blinking else model
            shown = panel._shown(name)
            assert pane.canvas.overlay_visible == (shown is not None), (pane, name)
            if shown is not None:
                assert panel.scenes.scene.image.id == session.image_id
                assert may_be_shown(session, shown.key), name
                assert shown.relevance.model.name == name
    panel.blink(False)
    qtbot.waitUntil(lambda: not panel.maps.loading and not panel.scenes.loading)
    for _pane, model in panel._visible():
        row = row_of(session, model)
        holds = row is not None and may_be_shown(session, row.key)
        assert (panel._shown(model) is not None) == holds, model


def test_for_the_chosen_method_the_rules_are_those_of_the_viewer(panel, session, qtbot):
    chance = random.Random(5)
    for _ in range(25):
        session.choices.choose(target=chance.choice(["predicted", "pain", "no pain"]))
        set_method_options(session, {"score": chance.choice(["logit", "probability"])}, "grad_cam")
        if chance.random() < 0.3:
            session.next_image()
        if chance.random() < 0.3:
            owner = chance.choice(["n_cnn_phantoms", "somebody_else"])
            session.record([attribution(session.study, session.image_id, classifier=owner)])
        qtbot.waitUntil(lambda: not panel.scenes.loading and not panel.maps.loading)
        for model in (DEEP, MERGE):
            judged = panel.maps.judged[model]
            assert judged.result == panel.scenes.result(model)
            assert (judged.result is None) == bool(judged.why)


def test_a_map_of_another_face_box_is_not_shown_and_that_is_the_reason(session):
    """Such a row is left where another window moved the box; the study's own edits drop it."""
    fill(session)
    image, face = (
        session.study.images.get(session.image_id),
        session.study.faces.get(session.image_id),
    )
    row, rules = row_of(session, DEEP), Rules.of(session)

    def judged(row):
        return judge(Rows(image=image, face=face, rows=(row,)), DEEP, rules)

    assert (judged(row).result, judged(row).why) == (row, "")
    sides = face.box
    for box in (
        Box(left=sides.left + 1, top=sides.top, right=sides.right, bottom=sides.bottom),
        Box(left=sides.left, top=sides.top, right=sides.right, bottom=sides.bottom - 1),
    ):
        other = judged(replace(row, box=box))
        assert (other.result, other.why) == (None, "Its map was made on another face box.")


def test_hidden_panes_read_nothing_and_catch_up(panel, session, qtbot):
    panel.hide()
    before = dict(panel.maps.shown)
    session.next_image()
    qtbot.waitUntil(lambda: not panel.scenes.loading)
    assert panel.maps.shown == before
    panel.show()
    qtbot.waitUntil(lambda: on_glass(panel) == [row_of(session, model).key for model in ALL])


def test_a_study_for_reading_only_lets_panes_be_moved_but_keeps_nothing(panel, session, qtbot):
    panel.put(0, DEEP)
    path = session.study.path
    session.close_study()
    from neopain_gui.study import Study

    session.use_study(Study.open(path, read_only=True))
    panel.put(0, MERGE)
    assert panel.arrangement.visible[0] == MERGE
    stored = session.study.setting(SETTING)
    assert stored["places"][0] == DEEP
    panel.put(1, "I.G.|N-CNN")
    assert panel.panes[1].note.button.isHidden()  # nothing can be computed into it


# In the window


@pytest.fixture
def opened(window, study_path, qtbot):
    window.open_study(study_path)
    fill(window.session)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.workspace.lazy["viewer"].fill().canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_M)
    panel = window.workspace.lazy["panes"].panel
    qtbot.waitUntil(lambda: len(panel.maps.shown) == 3)
    return window


def test_the_key_shows_the_panes_and_the_viewer_again(opened):
    assert opened.workspace.view == "panes"
    assert opened.actions_table.by_id["show_panes"].isChecked()
    opened.actions_table.by_id["show_steps"].trigger()
    assert opened.workspace.view == "steps"
    assert not opened.actions_table.by_id["show_panes"].isChecked()
    opened.actions_table.by_id["show_panes"].trigger()
    opened.actions_table.by_id["show_panes"].trigger()
    assert opened.workspace.view == "viewer"


def test_b_blinks_while_it_is_held_and_types_where_text_is_written(opened, qtbot):
    panel = opened.workspace.lazy["panes"].panel
    panel.panes[0].canvas.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel.panes[0].canvas)
    qtbot.waitUntil(lambda: all(on_glass(panel)[:3]))
    QTest.keyPress(panel.panes[0].canvas, Qt.Key.Key_B)
    assert panel.panes[0].tag.text() == "Parents"
    QTest.keyRelease(panel.panes[0].canvas, Qt.Key.Key_B)
    assert panel.panes[0].tag.isHidden()
    opened.browser.setFocus()
    search = next(
        w for w in opened.browser.findChildren(QLineEdit) if w.accessibleName().startswith("Filter")
    )
    search.setFocus()
    QTest.keyClick(search, Qt.Key.Key_B)
    assert search.text() == "b"
    assert panel.panes[0].tag.isHidden()


def test_arrows_step_through_photographs_with_the_panes_in_front(opened, qtbot):
    panel = opened.workspace.lazy["panes"].panel
    panel.panes[0].canvas.setFocus()
    before = opened.session.image_id
    QTest.keyClick(panel.panes[0].canvas, Qt.Key.Key_Down)
    assert opened.session.image_id != before
    qtbot.waitUntil(lambda: all(on_glass(panel)[:3]))
