"""Faces in the window: whose box is never replaced, several faces, none, and the box's own keys."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from neopain_gui.faces.face import Face, FaceSearch, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.browser.photographs_model import FACE, FaceState
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.jobs import Said
from neopain_gui.pipeline import jobs as work
from neopain_gui.pipeline.messages import FaceFound
from tests.gui.canvas.test_canvas import at, drag
from tests.gui.made_maps import fill

NEONATE = Face(box=Box(left=6, top=8, right=36, bottom=48), source=FaceSource.RETINAFACE, score=0.9)
MOTHER = Face(
    box=Box(left=42, top=6, right=76, bottom=50), source=FaceSource.RETINAFACE, score=0.99
)
NOBODY = FaceSearch(without={"a" * 64: "LBP cascade"})
IDS = ("S1_no_pain", "S1_pain", "S2_no_pain", "S2_pain")


@pytest.fixture
def opened(window, study_path):
    """The window with a study whose photographs have no face yet."""
    from neopain_gui.study import Study

    with Study.open(study_path) as study:
        study.faces.put_many(dict.fromkeys(IDS))
    window.open_study(study_path)
    return window


@pytest.fixture
def detector(monkeypatch):
    """What the stand-in finds, and what it was asked."""

    class Detector:
        finds = dict.fromkeys(IDS, FaceSearch(faces=(NEONATE,)))
        asked = []  # noqa: RUF012 - the class is made for each test

    def find_faces(job, *, study_path, image_ids, again):
        Detector.asked.append((tuple(image_ids), again))
        for image_id in image_ids:
            job.partial(FaceFound(image_id=image_id, found=Detector.finds[image_id]))

    monkeypatch.setattr(work, "find_faces", find_faces)
    return Detector


def run(window, qtbot, name):
    window.actions_table.by_id[name].trigger()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=5000)
    QApplication.processEvents()


def bar(window, part):
    found = [one for one in window.messages.messages() if part in one.text]
    assert len(found) == 1, [one.text for one in window.messages.messages()]
    return found[0]


def said(window, part):
    return [one for one in window.messages.messages() if part in one.text]


def press(qtbot, where, text):
    (button,) = [one for one in where.findChildren(QPushButton) if one.text() == text]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def click(canvas, place):
    """Click on a place of the photograph with the mouse."""
    where, kind = at(canvas, *place), QEvent.Type
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for what, button, held in (
        (kind.MouseMove, none, none),
        (kind.MouseButtonPress, left, left),
        (kind.MouseButtonRelease, left, none),
    ):
        event = QMouseEvent(
            what,
            QPointF(where),
            QPointF(canvas.mapToGlobal(where)),
            button,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(canvas.viewport(), event)
        QTest.qWait(20)


def viewer_of(window, qtbot):
    viewer = window.workspace.lazy["viewer"].fill()
    qtbot.waitUntil(lambda: viewer.scenes.scene is not None and not viewer.scenes.loading)
    return viewer


def listed(window):
    return [image.id for image in window.session.visible_images]


# Who looks --------------------------------------------------------------------------------------


def test_a_detector_that_cannot_be_used_is_said(opened, qtbot, detector, monkeypatch):
    sentence = "Faces are looked for without BlazeFace. face_landmark.tflite: is another one."
    find = work.find_faces

    def without(job, **arguments):
        job.partial(Said(text=sentence))
        find(job, **arguments)

    monkeypatch.setattr(work, "find_faces", without)
    run(opened, qtbot, "find_all_faces")
    assert bar(opened, "without BlazeFace").level == "warning"
    assert opened.session.study.faces.get(IDS[0]) == NEONATE


# Whose box is never replaced --------------------------------------------------------------------


def test_boxes_of_people_and_data_sets_stay_until_somebody_says_so(opened, detector, qtbot):
    study, session = opened.session.study, opened.session
    drawn = Face(box=Box(left=20, top=20, right=50, bottom=55), source=FaceSource.MANUAL)
    given = Face(box=Box(left=10, top=10, right=50, bottom=50), source=FaceSource.DATASET)
    earlier = Face(box=Box(left=1, top=1, right=30, bottom=30), source=FaceSource.CASCADE)
    study.faces.put_many({IDS[0]: drawn, IDS[1]: given, IDS[2]: earlier})
    session.set_selection(IDS)
    run(opened, qtbot, "find_faces")
    assert detector.asked == [((IDS[2], IDS[3]), False)]
    assert [study.faces.get(one) for one in IDS] == [drawn, given, NEONATE, NEONATE]
    kept = bar(opened, "Left as they are, because a person or the data set said where the face is")
    assert "S1_no_pain, S1_pain" in kept.text
    press(qtbot, kept, "Replace them")
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    assert [study.faces.get(one) for one in IDS] == [NEONATE] * 4
    session.edits.undo()
    assert [study.faces.get(one) for one in IDS] == [drawn, given, NEONATE, NEONATE]


def test_a_face_that_a_person_chose_among_several_stays_too(opened, detector, qtbot):
    detector.finds[IDS[0]] = FaceSearch(faces=(MOTHER, NEONATE))
    session = opened.session
    run(opened, qtbot, "find_faces")
    run(opened, qtbot, "next_face")
    assert session.study.faces.get(IDS[0]).box == NEONATE.box
    run(opened, qtbot, "find_faces")
    assert len(detector.asked) == 1
    assert session.study.faces.get(IDS[0]).box == NEONATE.box
    assert "Left as it is" in bar(opened, "said where the face is: S1_no_pain").text


# Several faces ----------------------------------------------------------------------------------


@pytest.fixture
def two(opened, detector, qtbot):
    """The window with a photograph on which two faces were found; the surest is the mother's."""
    detector.finds[IDS[0]] = FaceSearch(faces=(MOTHER, NEONATE))
    run(opened, qtbot, "find_all_faces")
    viewer = viewer_of(opened, qtbot)
    qtbot.waitUntil(lambda: bool(viewer.canvas.other_faces.texts))
    return opened, viewer


def test_both_faces_are_shown_with_how_sure_the_detector_is(two):
    window, viewer = two
    assert viewer.canvas.other_faces.texts == [
        "RetinaFace, confidence 0.99",
        "RetinaFace, confidence 0.90",
    ]
    assert "2 faces were found and the surest is marked" in viewer.notice.text
    assert "confidence 0.99" in window.go("details").face.text()


def test_without_confidence_nothing_is_called_the_surest(opened, detector, qtbot):
    faces = tuple(
        Face(box=one.box, source=FaceSource.CASCADE, score=None) for one in (MOTHER, NEONATE)
    )
    detector.finds[IDS[0]] = FaceSearch(faces=faces)
    run(opened, qtbot, "find_all_faces")
    said = bar(opened, "Several faces were found on S1_no_pain").text
    viewer = viewer_of(opened, qtbot)
    qtbot.waitUntil(lambda: "2 faces were found" in viewer.notice.text)
    for text in (said, viewer.notice.text):
        assert "surest" not in text.lower()
        assert "likeliest (this detector gives no confidence)" in text


def test_a_click_chooses_the_other_face_and_undo_takes_it_back(two, qtbot):
    window, viewer = two
    study = window.session.study
    assert study.faces.get(IDS[0]) == MOTHER
    click(viewer.canvas, (20, 30))
    chosen = study.faces.get(IDS[0])
    assert (chosen.box, chosen.source, chosen.score) == (NEONATE.box, NEONATE.source, 0.9)
    assert chosen.chosen  # the choice is on record
    qtbot.waitUntil(lambda: not viewer.scenes.loading)
    assert viewer.notice.text == ""  # it is not asked again
    assert "chosen among several" in window.go("details").face.text()
    window.session.edits.undo()
    assert study.faces.get(IDS[0]) == MOTHER
    window.session.edits.redo()
    assert study.faces.get(IDS[0]) == chosen


def test_what_another_box_discards_is_said_before_it_is_made(two, qtbot):
    window, viewer = two
    hint, actions = viewer.before, window.actions_table.by_id
    move(viewer.canvas, (20, 30))
    assert hint.isHidden()  # there is nothing to discard
    fill(window.session)
    move(viewer.canvas, (2, 58))
    assert hint.isHidden()
    move(viewer.canvas, (20, 30))  # the other face
    assert hint.text() == "Another face discards 2 maps of this photograph; Undo brings them back."
    move(viewer.canvas, (42, 28))  # the line of the box
    assert hint.text() == "Another box discards 2 maps of this photograph; Undo brings them back."
    assert hint.isVisible()
    assert viewer.canvas.rect().contains(hint.geometry())
    actions["clear_face"].hover()
    assert (
        actions["clear_face"]
        .toolTip()
        .endswith("Clearing the box discards 2 maps of this photograph; Undo brings them back.")
    )
    window.session.edits.set_face(IDS[0], None)
    move(viewer.canvas, (2, 58))
    assert hint.isHidden()
    actions["clear_face"].hover()
    assert "discards" not in actions["clear_face"].toolTip()


def test_the_key_o_takes_the_next_face(two, qtbot):
    window, viewer = two
    viewer.canvas.setFocus()
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_O)
    assert window.session.study.faces.get(IDS[0]).box == NEONATE.box
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_O)
    assert window.session.study.faces.get(IDS[0]).box == MOTHER.box
    window.session.next_image()
    assert not window.actions_table.by_id["next_face"].isEnabled()


def test_the_marked_one_can_be_confirmed(two, qtbot):
    window, viewer = two
    press(qtbot, viewer.notice, "The marked one")
    assert window.session.study.faces.get(IDS[0]).chosen
    assert window.session.study.faces.get(IDS[0]).box == MOTHER.box
    qtbot.waitUntil(lambda: viewer.notice.text == "")


def test_photographs_with_several_faces_are_marked_and_a_filter(two, qtbot):
    window, viewer = two
    model, session = window.browser.model, window.session
    assert model.index(0).data(FACE) == FaceState.SEVERAL
    assert model.index(1).data(FACE) == FaceState.MARKED
    assert "several faces" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    press(qtbot, bar(window, "Several faces were found on S1_no_pain"), "Show")
    assert listed(window) == [IDS[0]]
    chip = window.browser.face_chips["several"]
    assert chip.isVisible()
    assert chip.isChecked()
    assert chip.text() == "Several faces 1"
    click(viewer.canvas, (20, 30))
    assert model.index(0).data(FACE) == FaceState.SETTLED
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert listed(window) == list(IDS)
    assert session.filter.faces == ""


def test_the_bar_of_several_faces_goes_with_the_choice_and_with_undo(opened, detector, qtbot):
    both = FaceSearch(faces=(MOTHER, NEONATE))
    detector.finds = dict.fromkeys(IDS[:2], both) | dict.fromkeys(IDS[2:], NOBODY)
    run(opened, qtbot, "find_all_faces")
    viewer = viewer_of(opened, qtbot)
    for place, image_id in enumerate(IDS[:2]):
        assert bar(opened, "Several faces were found on S1_no_pain, S1_pain")
        opened.session.select_image(image_id)
        qtbot.waitUntil(lambda: "2 faces" in viewer.notice.text)
        click(viewer.canvas, (20, 30))
        assert opened.session.study.faces.get(image_id).chosen, place
    assert not said(opened, "Several faces")
    assert said(opened, "No face was found on S2_no_pain, S2_pain")
    for _ in range(3):
        opened.session.edits.undo()
    assert opened.session.study.faces.all() == {}
    assert not said(opened, "Several faces")


def test_undo_takes_away_what_was_said_of_a_search(opened, detector, qtbot):
    detector.finds = dict.fromkeys(IDS, FaceSearch(faces=(MOTHER, NEONATE)))
    run(opened, qtbot, "find_all_faces")
    assert said(opened, "Several faces")
    opened.session.edits.undo()
    assert not said(opened, "Several faces")


def test_what_the_photograph_asks_is_not_asked_on_the_bar_as_well(opened, detector, qtbot):
    """A face that is searched on the photograph in sight: a word, and it fades."""
    detector.finds = {IDS[0]: NOBODY, IDS[1]: FaceSearch(faces=(MOTHER, NEONATE))}
    viewer = viewer_of(opened, qtbot)
    for image_id, words, asked in (
        (IDS[0], "No face was found on S1_no_pain.", "No face is marked"),
        (IDS[1], "Several faces were found on S1_pain.", "2 faces were found"),
    ):
        opened.session.select_image(image_id)
        run(opened, qtbot, "find_faces")
        assert bar(opened, words).message.fades
        qtbot.waitUntil(lambda asked=asked: asked in viewer.notice.text)


def test_a_click_on_what_goes_leaves_the_keyboard_where_it_works(opened, detector, qtbot):
    """Not on the row of tabs, where the arrows would leave the photograph."""
    detector.finds = dict.fromkeys(IDS, NOBODY)
    run(opened, qtbot, "find_all_faces")
    viewer = viewer_of(opened, qtbot)
    opened.session.tell(Message(level="info", text="Three.", action=("Do", lambda: None)))
    opened.browser.view.setFocus()
    press(qtbot, bar(opened, "Three."), "Do")
    assert opened.browser.view.hasFocus()
    press(qtbot, viewer.notice, "Find face")
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    assert viewer.canvas.hasFocus()


def test_what_was_found_is_kept_with_the_study(two, qtbot):
    window, _ = two
    path = window.session.study.path
    window.action("close_study").trigger()
    window.open_study(path)
    assert window.session.study.faces.candidates(IDS[0]) == (MOTHER, NEONATE)
    viewer = viewer_of(window, qtbot)
    qtbot.waitUntil(lambda: len(viewer.canvas.other_faces.texts) == 2)


# No face ----------------------------------------------------------------------------------------


def test_which_photographs_have_no_face_is_one_click_away(opened, detector, qtbot):
    detector.finds[IDS[1]] = detector.finds[IDS[3]] = NOBODY
    opened.browser.line.setText("S2")
    run(opened, qtbot, "find_all_faces")
    said = bar(opened, "No face was found on S1_pain, S2_pain")
    press(qtbot, said, "Show")
    assert listed(opened) == [IDS[1], IDS[3]]
    assert opened.session.image_id in listed(opened)
    assert opened.browser.line.text() == ""
    assert opened.browser.face_chips["none"].text() == "No face 2"
    assert opened.browser.model.index(0).data(FACE) == FaceState.NONE


def test_a_face_drawn_by_hand_settles_the_bar_and_leaves_the_filter(opened, detector, qtbot):
    detector.finds[IDS[1]] = NOBODY
    run(opened, qtbot, "find_all_faces")
    assert bar(opened, "No face was found on S1_pain")
    opened.session.show_faces("none")
    assert opened.session.image_id == IDS[1]
    viewer = viewer_of(opened, qtbot)
    run(opened, qtbot, "draw_face")
    drag(viewer.canvas, (10, 10), (50, 50))
    assert opened.session.study.faces.get(IDS[1]).source is FaceSource.MANUAL
    assert not [one for one in opened.messages.messages() if "No face was found" in one.text]
    assert listed(opened) == []
    press(qtbot, opened.browser, "Show all")
    assert listed(opened) == list(IDS)


def test_known_absences_are_told_of_and_searched_again_on_purpose(opened, detector, qtbot):
    detector.finds = dict.fromkeys(IDS, FaceSearch(known=True))
    run(opened, qtbot, "find_all_faces")
    assert detector.asked == [(IDS, False)]
    said = bar(opened, "Not searched again, because no face was found before: 4 photographs")
    press(qtbot, said, "Search again")
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    assert detector.asked[-1] == (IDS, True)


def test_find_all_faces_is_in_the_menu_and_says_when_there_is_nothing_to_do(
    opened, detector, qtbot
):
    menus = [one.menu() for one in opened.menuBar().actions() if one.text() == "&Edit"]
    faces = [one.menu() for one in menus[0].actions() if one.text() == "&Face"]
    assert opened.actions_table.by_id["find_all_faces"] in faces[0].actions()
    run(opened, qtbot, "find_all_faces")
    run(opened, qtbot, "find_all_faces")
    assert len(detector.asked) == 1
    assert bar(opened, "Every photograph has its face marked")


# The box itself ---------------------------------------------------------------------------------

BOX = Box(left=20, top=10, right=60, bottom=50)


def grey(value):
    return np.full((60, 80, 3), value, np.uint8)


@pytest.fixture
def canvas(qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(560, 420)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.set_photograph(grey(120))
    canvas.set_box(BOX)
    canvas.set_box_editable(True)
    QApplication.processEvents()
    return canvas


def test_the_box_moves_as_a_whole_by_its_line(canvas, qtbot):
    with qtbot.waitSignal(canvas.box_edited) as caught:
        drag(canvas, (30, 10), (36, 14))  # between a corner and the middle
    assert caught.args[0] == Box(left=26, top=14, right=66, bottom=54)


def test_the_box_stays_in_the_photograph_and_keeps_its_size(canvas, qtbot):
    with qtbot.waitSignal(canvas.box_edited) as caught:
        drag(canvas, (30, 10), (75, 55))
    assert caught.args[0] == Box(left=40, top=20, right=80, bottom=60)


@pytest.mark.parametrize("start", [(20, 10), (60, 10), (20, 50), (60, 50)])
def test_a_corner_has_its_handle_at_once(canvas, qtbot, start):
    stop = (start[0] + 4, start[1] + 3)
    with qtbot.waitSignal(canvas.box_edited) as caught:
        drag(canvas, start, stop)
    box = caught.args[0]
    assert {stop[0], stop[1]} <= {box.left, box.right, box.top, box.bottom}
    assert len({BOX.left, BOX.top, BOX.right, BOX.bottom} & set(box.as_tuple())) == 2


def test_handles_are_there_when_the_pointer_is_on_the_face(canvas):
    face_box = canvas.face_box
    assert face_box.handles == []
    move(canvas, (40, 30))
    assert len(face_box.handles) == 8
    move(canvas, (2, 2))
    assert face_box.handles == []


def move(canvas, place):
    where = at(canvas, *place)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(where),
        QPointF(canvas.mapToGlobal(where)),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas.viewport(), event)
    QTest.qWait(30)


def test_the_box_is_never_smaller_than_a_face_may_be(canvas, qtbot):
    with qtbot.waitSignal(canvas.box_edited) as caught:
        drag(canvas, (60, 50), (21, 11))
    assert caught.args[0] == Box(left=20, top=10, right=36, bottom=26)


def test_inside_the_box_a_drag_pans_until_the_box_has_the_focus(canvas, qtbot):
    canvas.zoom_by(1.5)
    before = canvas.centre
    with qtbot.assertNotEmitted(canvas.box_edited):
        drag(canvas, (40, 30), (44, 30))
    assert canvas.centre != before
    click(canvas, (30, 10))
    assert canvas.face_box.has_focus
    with qtbot.waitSignal(canvas.box_edited) as caught:
        drag(canvas, (40, 30), (44, 32))
    assert caught.args[0] == Box(left=24, top=12, right=64, bottom=52)
    click(canvas, (4, 56))
    assert not canvas.face_box.has_focus


@pytest.mark.parametrize("skin", [0, 40, 128, 200, 255])
def test_the_line_is_seen_on_any_skin(canvas, skin):
    """Across the line lies something that stands out from the skin, 3 : 1 at least."""
    canvas.set_photograph(grey(skin))
    QApplication.processEvents()
    picture = canvas.grab().toImage()
    where = at(canvas, 20, 22)
    across = [picture.pixelColor(where.x() + by, where.y()).red() for by in range(-5, 6)]

    def light(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    contrasts = [
        (max(light(one), light(skin)) + 0.05) / (min(light(one), light(skin)) + 0.05)
        for one in across
    ]
    assert max(contrasts) >= 3


def test_delete_clears_the_box_that_has_the_focus_and_no_other(opened, detector, qtbot):
    run(opened, qtbot, "find_all_faces")
    viewer = viewer_of(opened, qtbot)
    canvas, study = viewer.canvas, opened.session.study
    qtbot.waitUntil(canvas.face_box.isVisible)
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert study.faces.get(IDS[0]) == NEONATE  # the box has not the focus
    click(canvas, (14, 8))
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert study.faces.get(IDS[0]) is None
    qtbot.waitUntil(lambda: not viewer.scenes.loading)
    assert not canvas.face_box.has_focus
    opened.session.edits.undo()
    assert study.faces.get(IDS[0]) == NEONATE


def test_escape_leaves_the_box_and_drawing(opened, detector, qtbot):
    run(opened, qtbot, "find_all_faces")
    viewer = viewer_of(opened, qtbot)
    canvas, study = viewer.canvas, opened.session.study
    qtbot.waitUntil(canvas.face_box.isVisible)
    click(canvas, (14, 8))
    assert canvas.face_box.has_focus
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.face_box.has_focus
    run(opened, qtbot, "draw_face")
    assert canvas.stage.drawing
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.stage.drawing
    assert study.faces.get(IDS[0]) == NEONATE


def test_a_box_that_was_drawn_has_its_handles_at_once(opened, detector, qtbot):
    viewer = viewer_of(opened, qtbot)
    run(opened, qtbot, "draw_face")
    drag(viewer.canvas, (10, 10), (50, 50))
    qtbot.waitUntil(lambda: not viewer.scenes.loading)
    assert viewer.canvas.face_box.has_focus
    assert viewer.canvas.face_box.handles
    drag(viewer.canvas, (30, 30), (34, 32))
    assert opened.session.study.faces.get(IDS[0]).box.left in range(13, 16)


def test_a_box_is_drawn_by_keyboard_alone(opened, detector, qtbot):
    viewer = viewer_of(opened, qtbot)
    canvas, study, session = viewer.canvas, opened.session.study, opened.session
    opened.browser.view.setFocus()
    qtbot.keyClick(opened.browser.view, Qt.Key.Key_D)
    assert canvas.hasFocus()
    assert canvas.stage.drawing
    assert "press Enter" in viewer.before.text()
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    begun = canvas.face_box.rectangle
    assert canvas.face_box.isVisible()
    assert "Enter keeps it" in viewer.before.text()
    for key, shift in (("Right", ""), ("Down", "Shift"), ("Up", ""), ("Minus", ""), ("Plus", "")):
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(canvas, getattr(Qt.Key, f"Key_{key}"), held)
    assert canvas.face_box.rectangle == begun.translated(1, 9)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    wider = canvas.face_box.rectangle
    assert wider.width() > begun.width()
    assert session.image_id == IDS[0]  # the arrows did not step
    assert study.faces.get(IDS[0]) is None  # and nothing is kept before Enter
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    box = study.faces.get(IDS[0]).box
    assert (box.left, box.top, box.width, box.height) == tuple(int(n) for n in wider.getRect())
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert session.image_id == IDS[1]  # the arrows are the list's again


def test_a_box_that_is_there_is_moved_by_keyboard_and_escape_puts_it_back(opened, detector, qtbot):
    run(opened, qtbot, "find_all_faces")
    viewer = viewer_of(opened, qtbot)
    canvas, study = viewer.canvas, opened.session.study
    qtbot.waitUntil(canvas.face_box.isVisible)
    run(opened, qtbot, "draw_face")
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.face_box.rectangle.left() == NEONATE.box.left - 1
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.face_box.rectangle.left() == NEONATE.box.left
    run(opened, qtbot, "draw_face")
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    opened.browser.view.setFocus()  # going elsewhere is no yes
    assert canvas.face_box.rectangle.left() == NEONATE.box.left
    assert study.faces.get(IDS[0]) == NEONATE
    run(opened, qtbot, "draw_face")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(canvas, key)
    assert study.faces.get(IDS[0]).box.left == NEONATE.box.left - 1
    opened.session.edits.undo()
    assert study.faces.get(IDS[0]) == NEONATE
