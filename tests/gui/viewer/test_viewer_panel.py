import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.geometry import Box
from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.viewer.viewer_panel import ViewerPanel
from neopain_gui.masks import MaskSettings
from tests.gui.made_maps import attribution, fill, gaze, named

NAME = "GradCAM|N-CNN"


@pytest.fixture
def viewer(qtbot, session, jobs):
    fill(session)
    session.show_model(NAME)
    panel = ViewerPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    panel.show()
    qtbot.waitUntil(lambda: panel.scenes.shown is not None)
    return panel


def read(qtbot, viewer):
    qtbot.waitUntil(lambda: not viewer.scenes.loading)


def test_shows_the_photograph_and_the_map_of_the_session(viewer, session):
    assert viewer.canvas.overlay_visible
    assert viewer.scenes.scene.image.id == session.image_id
    assert viewer.legend.text


def test_every_control_has_a_name_and_a_tooltip(viewer):
    assert named(viewer) == []


def test_no_map_of_the_last_photograph_is_ever_on_the_next(viewer, session, qtbot):
    before = viewer.scenes.shown
    qtbot.waitUntil(lambda: not viewer.scenes.reader.busy)
    KEPT.clear()  # nothing was read ahead
    session.next_image()
    assert not viewer.canvas.overlay_visible  # at once, before the next one is read
    read(qtbot, viewer)
    assert viewer.canvas.overlay_visible
    assert viewer.scenes.shown is not before


def test_what_was_read_ahead_is_there_at_once(viewer, session, qtbot):
    before = viewer.scenes.shown
    qtbot.waitUntil(lambda: not viewer.scenes.reader.busy)
    session.next_image()
    assert not viewer.scenes.loading
    assert viewer.canvas.overlay_visible
    assert viewer.scenes.scene.image.id == session.image_id
    assert viewer.scenes.shown is not before


def test_a_map_disappears_with_the_box_on_which_it_was_made(viewer, session, qtbot):
    viewer.canvas.box_edited.emit(Box(left=5, top=5, right=45, bottom=50))
    assert not viewer.canvas.overlay_visible
    assert viewer.legend.text == ""
    read(qtbot, viewer)
    assert not viewer.canvas.overlay_visible
    assert session.study.faces.get(session.image_id).box == Box(left=5, top=5, right=45, bottom=50)


def test_undo_brings_the_box_and_its_map_back(viewer, session, qtbot):
    old = session.study.faces.get(session.image_id).box
    viewer.canvas.box_edited.emit(Box(left=5, top=5, right=45, bottom=50))
    session.edits.undo_stack.undo()
    qtbot.waitUntil(lambda: viewer.canvas.overlay_visible)
    assert session.study.faces.get(session.image_id).box == old


def test_a_map_of_another_class_is_not_shown_for_the_chosen_one(viewer, session, qtbot):
    session.choices.choose(target="no pain")
    assert not viewer.canvas.overlay_visible
    read(qtbot, viewer)
    assert not viewer.canvas.overlay_visible
    session.choices.choose(target="predicted")
    qtbot.waitUntil(lambda: viewer.canvas.overlay_visible)


def test_a_map_of_the_labelled_class_goes_when_the_label_changes(viewer, session, qtbot):
    image = next(image for image in session.images if str(image.label) == "pain")
    session.select_image(image.id)
    session.record([attribution(session.study, image.id, target="labelled")])
    session.choices.choose(target="labelled")
    qtbot.waitUntil(lambda: viewer.canvas.overlay_visible)
    session.edits.set_label([image.id], None)
    read(qtbot, viewer)
    assert not viewer.canvas.overlay_visible


def test_a_row_that_another_classifier_made_is_not_this_ones(viewer, session, qtbot):
    session.record([attribution(session.study, session.image_id, classifier="somebody_else")])
    qtbot.waitUntil(lambda: not viewer.canvas.overlay_visible)


def test_mask_settings_are_felt_at_once(viewer, session):
    before = viewer.canvas.grab().toImage()
    session.choices.set_mask_settings(MaskSettings(c_attribution=1.5))
    assert viewer.canvas.grab().toImage() != before


def test_pointer_reads_the_relevance_and_forgets_it_with_the_map(viewer, session, qtbot):
    face = session.study.faces.get(session.image_id).box
    column, row = (face.left + face.right) // 2, (face.top + face.bottom) // 2
    viewer.canvas.cursor_moved.emit(column, row)
    assert f"x {column}" in viewer.readout.text()
    assert "relevance" in viewer.readout.text()
    session.show_model("")
    read(qtbot, viewer)
    assert "relevance" not in viewer.readout.text()


def test_modes_are_chosen_with_the_mouse(viewer, qtbot):
    buttons = {
        button.text().replace("&", ""): button for button in viewer.tools.modes.group.buttons()
    }
    qtbot.mouseClick(buttons["Photograph"], Qt.MouseButton.LeftButton)
    assert viewer.scenes.mode is OverlayMode.PHOTOGRAPH
    assert not viewer.canvas.overlay_visible
    qtbot.mouseClick(buttons["Contour mask"], Qt.MouseButton.LeftButton)
    assert viewer.canvas.overlay_visible
    assert viewer.legend.text == ""  # no colours, no legend
    qtbot.mouseClick(buttons["Raw"], Qt.MouseButton.LeftButton)
    assert viewer.legend.text


def test_colours_change_the_picture_and_the_legend(viewer, qtbot):
    before = viewer.canvas.grab().toImage(), viewer.legend.grab().toImage()
    QTest.keyClick(viewer.colours, Qt.Key.Key_Down)
    assert viewer.scenes.colormap == "cividis"
    assert viewer.canvas.grab().toImage() != before[0]
    assert viewer.legend.grab().toImage() != before[1]


def test_opacity_and_hiding_follow_the_session(viewer, session):
    session.overlay.set_opacity(0.25)
    assert viewer.canvas.overlay.opacity() == pytest.approx(0.25)
    session.overlay.hide(True)
    assert not viewer.canvas.overlay_visible
    session.overlay.hide(False)
    assert viewer.canvas.overlay_visible


def test_a_group_of_people_can_be_shown(viewer, session, qtbot):
    session.show_model("Experts")
    qtbot.waitUntil(lambda: viewer.scenes.shown is not None)
    assert viewer.scenes.shown.model.kind == "gaze"
    assert viewer.canvas.overlay_visible


def test_left_and_right_walk_through_the_depth(viewer, session):
    viewer.canvas.setFocus()
    QTest.keyClick(viewer.canvas, Qt.Key.Key_Left)
    assert (session.shown_model, session.choices.layer) == ("GradCAM|N-CNN|merge", "merge")
    for _ in range(5):
        QTest.keyClick(viewer.canvas, Qt.Key.Key_Left)
    assert session.shown_model == ""
    for _ in range(6):
        QTest.keyClick(viewer.canvas, Qt.Key.Key_Right)
    assert (session.shown_model, session.choices.layer) == (NAME, "merge_conv")


def test_without_a_face_it_says_what_to_do(viewer, session, qtbot):
    session.edits.set_face(session.image_id, None)
    qtbot.waitUntil(lambda: "No face" in viewer.notice.text)
    draw = next(b for b in viewer.notice._shown if b.text() == "Draw by hand")
    qtbot.mouseClick(draw, Qt.MouseButton.LeftButton)
    assert viewer.canvas.stage.drawing
    viewer.canvas._drawn(Box(left=10, top=10, right=50, bottom=50))
    read(qtbot, viewer)
    assert viewer.notice.text == ""
    assert session.study.faces.get(session.image_id).source == "manual"


def test_what_the_line_on_the_photograph_says_can_be_read_whole(viewer, qtbot):
    viewer.resize(360, 500)
    qtbot.wait(20)
    notice = viewer.notice
    for number in range(3):  # the first, and those that take the place of another one
        notice.say(f"{number}" + " several words" * 6, [("A button", "", print)])
        qtbot.wait(20)
        assert notice._label.height() >= notice._label.heightForWidth(notice._label.width())


def test_a_box_too_small_for_a_face_is_refused_in_a_sentence(viewer, session, qtbot):
    before = session.study.faces.get(session.image_id)
    with qtbot.waitSignal(session.problem) as caught:
        viewer.canvas.box_edited.emit(Box(left=5, top=5, right=7, bottom=7))
    assert str(caught.args[0]).endswith(".")
    assert session.study.faces.get(session.image_id) == before


def test_a_photograph_that_cannot_be_read_is_named(viewer, session, qtbot):
    other = session.images[1]
    session.study.images.path_of(other.id).unlink()
    KEPT.clear()  # it may have been read ahead
    session.select_image(other.id)
    qtbot.waitUntil(lambda: viewer.notice.text != "")
    assert viewer.scenes.scene is None
    assert not viewer.canvas.overlay_visible


def test_closing_the_study_clears_the_glass(viewer, session):
    session.close_study()
    assert viewer.scenes.scene is None
    assert not viewer.canvas.overlay_visible


def test_stepping_fast_through_all_ends_on_the_right_map(viewer, session, qtbot):
    order = [image.id for image in session.visible_images]
    for image_id in order * 10 + [order[2]]:
        session.select_image(image_id)
        scene = viewer.scenes.scene
        assert viewer.scenes.shown is None or scene.image.id == session.image_id
        qtbot.wait(1)
    qtbot.waitUntil(lambda: viewer.scenes.shown is not None)
    assert viewer.scenes.scene.image.id == order[2]
    wanted = next(r for r in session.study.results.all(order[2]) if r.model.name == NAME)
    assert viewer.scenes.shown.provenance.key == wanted.key


def test_gaze_is_kept_when_the_box_moves(viewer, session, qtbot):
    session.record([gaze(session.study, session.image_id, "Experts")])
    session.show_model("Experts")
    qtbot.waitUntil(lambda: viewer.scenes.shown is not None)
    viewer.canvas.box_edited.emit(Box(left=5, top=5, right=45, bottom=50))
    assert viewer.canvas.overlay_visible
