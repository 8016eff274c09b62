"""Whatever is set for the whole study can be undone; what is only looked at is no step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from neopain_gui.gui.inspector.details_panel import DetailsPanel
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.state.depth import step_depth
from neopain_gui.gui.state.method_options import method_options, set_method_options
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.unusual import differing, put_back
from neopain_gui.masks import MaskSettings
from neopain_gui.study import Study
from tests.gui.made_maps import MODELS, fill_models


def settings_of(session):
    """Return everything that the study holds of settings, but for where somebody looked."""
    keys = ("masks", "method_options", "human_mask", "gaze", "gaze subgroups")
    stored = {key: session.study.setting(key, "unset") for key in keys}
    return {**stored, "choice": session.choices.current}


@pytest.fixture
def details(qtbot, session, jobs):
    fill_models(session, MODELS)
    panel = DetailsPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.show()
    session.edits.undo_stack.clear()
    return panel


def test_mask_settings_go_back_and_the_controls_follow(qtbot, session, details):
    masks = details.mask_controls
    session.show_model("")
    for _ in range(3):
        qtbot.keyClick(masks.c.slider, Qt.Key.Key_Right)
    assert session.choices.mask_settings.c_attribution == pytest.approx(0.65)
    assert session.edits.undo_stack.count() == 1  # one control, one step
    qtbot.keyClick(masks.clusters, Qt.Key.Key_Down)
    assert session.edits.undo_stack.undoText() == "changing the number of clusters"
    session.edits.undo()
    assert session.choices.mask_settings == MaskSettings(
        c_attribution=session.choices.mask_settings.c_attribution
    )
    assert masks.clusters.value() == 5
    session.edits.undo()
    assert session.choices.mask_settings == MaskSettings()
    assert masks.c.value == 0.5
    assert session.study.setting("masks", None) is None
    session.edits.redo()
    assert masks.c.value == pytest.approx(0.65)
    assert session.study.setting("masks", None)["c_attribution"] == pytest.approx(0.65)


def test_back_to_where_it_was_is_no_step(qtbot, session, details):
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(details.mask_controls.c.slider, key)
    assert session.edits.undo_stack.count() == 0


def test_classifier_method_and_class_go_back_with_the_map_that_is_shown(qtbot, session, details):
    combo, shown = details.choosers.method, session.shown_model
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert session.choices.method != "grad_cam" or session.edits.undo_stack.count() == 1
    assert session.shown_model != shown
    assert session.edits.undo_stack.undoText() == "the choice of method"
    later = session.choices.method
    session.edits.undo()
    assert (session.choices.method, session.shown_model) == ("grad_cam", shown)
    assert combo.currentData() == "grad_cam"
    session.edits.redo()
    assert session.choices.method == combo.currentData() == later
    session.choices.choose(target="pain")
    session.choices.choose(target="no pain")
    session.edits.undo()
    assert session.choices.target == "predicted"


def test_looking_at_layers_and_maps_is_no_step(session, details):
    for by in (-1, -1, 1):
        step_depth(session, by)
    for model in session.study.results.models():
        session.show_model(model.name)
    assert session.edits.undo_stack.count() == 0


def test_options_of_a_method_go_back(session, details):
    usual = method_options(session)
    set_method_options(session, {"score": "probability"})
    set_method_options(session, {"score": "logit"})
    set_method_options(session, {"score": "probability"})
    assert session.edits.undo_stack.count() == (1 if usual["score"] != "probability" else 0)
    session.edits.undo()
    assert method_options(session) == usual
    assert session.study.setting("method_options", None) is None


def test_the_human_mask_goes_back_and_the_list_follows(session, jobs, details):
    scenes, combo = CurrentScene.of(session, jobs), details.human
    first = scenes.human
    scenes.set_human("")
    assert session.study.setting("human_mask", None) == ""
    session.edits.undo()
    assert scenes.human == first
    assert combo.currentData() == first
    assert session.study.setting("human_mask", None) is None


def test_the_models_compared_go_back(session, details):
    session.choices.set_extraction_models(["Experts", "Parents"])
    session.choices.set_extraction_models(["Experts"])
    session.edits.undo()
    assert session.choices.extraction_models == ()


def test_the_answer_about_photographs_in_reports_can_be_taken_back(session, jobs, monkeypatch):
    from neopain_gui.gui.shell.commands.export_commands import _may_show

    class Window:
        pass

    window = Window()
    window.session, window.jobs, window.widget = session, jobs, None
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    assert _may_show(window, session.study)
    session.edits.undo()
    from neopain_gui.pipeline.report import may_show_photographs

    assert may_show_photographs(session.study) is None


def test_a_study_that_is_only_read_can_be_looked_at_in_another_way(qapp, study_path):
    session = Session()
    session.use_study(Study.open(study_path, read_only=True))
    session.choices.set_mask_settings(MaskSettings(c_attribution=1.0))
    session.choices.choose(method="integrated_gradients")
    session.choices.set_extraction_models(["Experts"])
    assert session.choices.mask_settings.c_attribution == 1.0
    assert session.choices.method == "integrated_gradients"
    assert session.choices.extraction_models == ("Experts",)
    assert session.edits.undo_stack.count() == 0
    session.close_study()


def test_every_setting_comes_back_after_many_round_trips(session, details):
    scenes = CurrentScene.of(session, details.choosers._jobs)
    states = [settings_of(session)]
    for change in (
        lambda: session.choices.set_mask_settings(MaskSettings(sigma=3.0)),
        lambda: session.choices.choose(method="integrated_gradients"),
        lambda: set_method_options(session, {"steps": 16}),
        lambda: session.choices.choose(target="pain"),
        lambda: scenes.set_human("Parents"),
        lambda: session.choices.set_mask_settings(MaskSettings(sigma=3.0, clusters=0)),
    ):
        change()
        states.append(settings_of(session))
    count = session.edits.undo_stack.count()
    assert count == len(states) - 1
    for _ in range(2):
        for place in range(count, 0, -1):
            session.edits.undo()
            assert settings_of(session) == states[place - 1]
        for place in range(1, count + 1):
            session.edits.redo()
            assert settings_of(session) == states[place]


@pytest.fixture(params=["details", "compare", "trust"])
def panel(request, qtbot, session, jobs):
    from neopain_gui.gui.compare.compare_panel import ComparePanel
    from neopain_gui.gui.trust.trust_panel import TrustPanel

    fill_models(session, MODELS)
    kinds = {"details": DetailsPanel, "compare": ComparePanel, "trust": TrustPanel}
    panel = kinds[request.param](session, jobs)
    qtbot.addWidget(panel)
    panel.resize(600, 900)
    panel.show()
    return panel


def test_where_numbers_stand_what_is_not_as_usual_is_said_and_put_back(qtbot, session, panel):
    line = panel.unusual
    assert line.isHidden()
    session.choices.set_mask_settings(MaskSettings(c_attribution=0.2, clusters=0))
    assert line.label.text() == (
        "Not as usual: clusters off (usually 5), threshold c 0.20 (usually 0.50)."
    )
    assert not line.isHidden()
    qtbot.mouseClick(line.put_back, Qt.MouseButton.LeftButton)
    assert line.isHidden()
    assert session.choices.mask_settings == MaskSettings()
    session.edits.undo()
    assert session.choices.mask_settings == MaskSettings(c_attribution=0.2, clusters=0)
    assert not line.isHidden()


def test_every_setting_that_has_a_usual_value_is_named_and_put_back(session, details):
    from neopain_gui.gaze.fixations import IDT
    from neopain_gui.gaze.settings import GazeSettings
    from neopain_gui.pipeline.settings.study_settings import gaze_settings

    gaze = GazeSettings(radius_px=120.0, fixations=IDT(), pass_share=0.5)
    session.choices.set_mask_settings(
        MaskSettings(size=13, sigma=0.0, c_gaze=0.3, c_attribution=0.7)
    )
    session.settings.put("gaze", gaze.as_dict(), "changing the gaze settings")
    set_method_options(session, {"steps": 16}, "integrated_gradients")
    text = differing(session)
    for part in (
        "smoothing size 13 pixels (usually 11 pixels)",
        "smoothing σ off (usually 2)",
        "threshold c for gaze 0.30 (usually 0.10)",
        "threshold c 0.70",
        "Integrated Gradients: steps 16 (usually ",
        "gaze radius 120 pixels (usually 50 pixels)",
        "fixation filter I-DT (usually I-VT)",
        "minimum valid samples 50 % (usually ",
    ):
        assert part in text
    put_back(session)
    assert differing(session) == ""
    assert gaze_settings(session.study) == GazeSettings()
    session.edits.undo()
    assert differing(session) == text
    assert gaze_settings(session.study) == gaze
