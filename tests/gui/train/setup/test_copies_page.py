"""The copies that are seen are the ones that train, and those without a face are said."""

import pytest
from PySide6.QtCore import Qt

from neopain_gui.gui.canvas.picture import to_image
from neopain_gui.gui.train.setup.copies_page import draw_copies
from neopain_gui.jobs import NullJob
from neopain_gui.pipeline.training import copies
from neopain_gui.pipeline.training.faces import StudyFaces
from neopain_gui.training.augmentation import accept, copy_of
from neopain_gui.training.photographs import AsSequence

BRIGHT = 100


def has_face(picture):
    return picture.mean() > BRIGHT


@pytest.fixture
def seen(page, monkeypatch, qtbot):
    """The page of copies in front, once all of them were looked at."""
    monkeypatch.setattr(copies, "FaceCheck", lambda: has_face)
    page.tabs.setCurrentWidget(page.copies)
    qtbot.waitUntil(lambda: len(page.copies.copies) == 24 and page.copies.list.count() == 24)
    qtbot.waitUntil(lambda: not page._jobs.busy)
    return page


def texts(page):
    return [page.copies.list.item(row).text().split("\n") for row in range(24)]


def test_what_is_dropped_is_what_a_training_drops(seen):
    planned, protocol = seen.planning.found, seen.chosen.protocol
    some = copies.shown_photographs(planned.photographs)
    assert len(some) == 6
    faces = AsSequence(StudyFaces(seen._session.study, some), len(some))
    names = [one.sha256 for one in some]
    trains = accept(faces, names, protocol.augmentation, protocol.seed, has_face)
    for (position, number), dropped in seen.copies.copies.items():
        assert dropped is (number not in trains.numbers[position])
    lost = sum(seen.copies.copies.values())
    assert 0 < lost < 24, "a test of both"
    assert seen.copies.said.text() == (
        f"The first 24 copies of 6 photographs, as they train. {lost} of 24 are dropped, because "
        "no face was found."
    )
    assert [last for *_, last in texts(seen)].count("dropped: no face") == lost


def test_the_pictures_are_the_copies_themselves(page):
    some = copies.shown_photographs(page.planning.found.photographs)
    study, protocol = page._session.study, page.chosen.protocol

    class Listening(NullJob):
        def __init__(self):
            self.made = []

        def partial(self, message):
            self.made.append(message)

    job = Listening()
    draw_copies(job, study=study, photographs=some, protocol=protocol)
    assert len({(one.position, one.number) for one in job.made}) == 24
    one = job.made[7]
    photograph = some[one.position]
    crop = StudyFaces(study, some).crop(one.position)
    copy = copy_of(crop, photograph.sha256, one.number, protocol.augmentation, protocol.seed)
    wanted = to_image(copy).scaled(
        one.picture.size(),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    assert one.picture == wanted


def test_another_seed_makes_other_copies_and_none_are_said(seen, type_in, qtbot):
    before = dict(seen.copies.copies)
    type_in(seen, "seed", "5")
    qtbot.waitUntil(lambda: seen.planning.current and len(seen.copies.copies) == 24)
    assert seen.copies.copies != before
    type_in(seen, "augmentation.copies", "0")
    qtbot.waitUntil(lambda: seen.planning.current)
    assert seen.copies.said.text().startswith("No copies are made")
    assert seen.copies.list.count() == 0


def test_without_the_check_no_copy_is_called_looked_at(page, qtbot):
    page.chosen.put("augmentation.face_check", False)
    page.tabs.setCurrentWidget(page.copies)
    qtbot.waitUntil(lambda: page.copies.list.count() == 24)
    qtbot.waitUntil(lambda: "Nobody looks" in page.copies.said.text())
    assert {last for *_, last in texts(page)} == {"trains"}
