"""Computing while the person steps, turning to the other class, and maps that grow."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt

from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.errors import WeightsError
from neopain_gui.gui.inspector.details_panel import DetailsPanel
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.state.method_options import set_method_options
from neopain_gui.gui.viewer.viewer_panel import ViewerPanel
from neopain_gui.pipeline.maps.growing import Growing
from neopain_gui.pipeline.messages import Made
from neopain_gui.study import Study
from tests.gui.conftest import make_photographs
from tests.gui.made_maps import attribution, blob

LAYERS = tuple(layer.name for layer in ARCHITECTURES["n_cnn"].layers)


@pytest.fixture
def many(session, tmp_path):
    """Six more photographs, each with a face."""
    photographs = make_photographs(tmp_path / "more", subjects=5)[4:]
    session.study.images.add(photographs, root=tmp_path / "more")
    session.reload_images()
    return [image.id for image in session.visible_images]


class Engine:
    """Makes maps up, one photograph after the other; holds where it is told to."""

    def __init__(self):
        self.asked, self.made = [], []
        self.hold_at, self.holding, self.go_on = "", threading.Event(), threading.Event()
        self.fail = False

    def attribute(self, job, *, study_path, image_ids, classifier_id, method, target, options):
        self.asked.append(tuple(image_ids))
        if self.fail:
            raise WeightsError("the weights are missing")
        with Study.open(study_path, read_only=True) as study:
            for image_id in image_ids:
                job.check()
                if image_id == self.hold_at:
                    self.holding.set()
                    while not self.go_on.wait(0.01):
                        job.check()
                for layer in LAYERS if METHODS[method].by_layer else (None,):
                    values = blob(40, 40, 0.7 if target == "no pain" else 0.4, 0.5)
                    row = attribution(
                        study, image_id, layer=layer, method=method, target=target, values=values
                    )
                    job.partial(Made(result=row))
                self.made.append(image_id)


@pytest.fixture
def engine(monkeypatch):
    engine = Engine()
    monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", engine.attribute)
    yield engine
    engine.go_on.set()


@pytest.fixture
def details(qtbot, session, jobs, engine):
    panel = DetailsPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(300, 700)
    panel.show()
    qtbot.waitUntil(lambda: panel.scenes.scene is not None and not panel.scenes.loading)
    return panel


def idle(details):
    return not details.choosers._jobs.busy and not details.choosers.stepping._later.isActive()


# Ahead


def test_the_next_three_are_computed_ahead_of_the_person(details, session, engine, many, qtbot):
    details.choosers.automatic.click()
    qtbot.waitUntil(lambda: len(engine.made) == 4 and idle(details))
    assert engine.asked == [(many[0],), tuple(many[1:4])]
    session.next_image()
    qtbot.waitUntil(lambda: len(engine.made) == 5 and idle(details))
    assert details.scenes.shown is not None
    assert engine.asked[2:] == [(many[4],)]


def test_ahead_is_in_the_direction_of_travel(details, session, engine, many, qtbot):
    session.select_image(many[6])
    session.select_image(many[5])
    qtbot.waitUntil(lambda: not details.scenes.loading)
    details.choosers.automatic.click()
    qtbot.waitUntil(lambda: len(engine.made) == 4 and idle(details))
    assert engine.made == [many[5], many[4], many[3], many[2]]


def test_nothing_is_computed_ahead_unless_it_is_wanted(details, session, engine, many, qtbot):
    session.next_image()
    qtbot.wait(400)
    assert engine.asked == []
    details.choosers.automatic.click()
    details.choosers.automatic.click()
    qtbot.wait(400)
    assert engine.asked == []


def test_a_jump_leaves_what_was_computed_ahead_and_comes_first(
    details, session, engine, many, qtbot
):
    engine.hold_at = many[1]
    details.choosers.automatic.click()
    qtbot.waitUntil(engine.holding.is_set)
    session.select_image(many[9])
    qtbot.waitUntil(lambda: many[9] in engine.made)
    assert many[1] not in engine.made
    qtbot.waitUntil(lambda: details.scenes.shown is not None)


def test_stepping_to_what_is_being_computed_ahead_waits_for_it(
    details, session, engine, many, qtbot
):
    engine.hold_at = many[1]
    details.choosers.automatic.click()
    qtbot.waitUntil(engine.holding.is_set)
    session.next_image()
    qtbot.waitUntil(lambda: details.choosers.waiting.busy)  # it is followed, not asked anew
    qtbot.wait(250)
    engine.go_on.set()
    qtbot.waitUntil(lambda: details.scenes.shown is not None)
    assert engine.asked[:2] == [(many[0],), tuple(many[1:4])]
    assert engine.made.count(many[1]) == 1


def test_what_a_person_asks_for_goes_before_what_is_computed_ahead(
    details, session, jobs, engine, many, qtbot
):
    from neopain_gui.gui.work.submit import attribute

    engine.hold_at = many[1]
    details.choosers.automatic.click()
    qtbot.waitUntil(engine.holding.is_set)
    engine.hold_at = ""
    attribute(session, jobs, [many[8]], title="asked for")
    qtbot.waitUntil(lambda: many[8] in engine.made)
    assert many[1] not in engine.made
    qtbot.waitUntil(lambda: many[3] in engine.made)  # and then it goes on


def test_what_failed_is_not_tried_ahead_but_again_when_switched_on(
    details, session, engine, many, qtbot
):
    engine.fail = True
    details.choosers.automatic.click()
    qtbot.waitUntil(lambda: len(engine.asked) == 1)
    qtbot.wait(500)
    assert engine.asked == [(many[0],)]
    engine.fail = False
    details.choosers.automatic.click()
    details.choosers.automatic.click()
    qtbot.waitUntil(lambda: len(engine.made) == 4)


def test_a_person_who_stops_it_is_obeyed(details, jobs, engine, many, qtbot):
    engine.hold_at = many[1]
    details.choosers.automatic.click()
    qtbot.waitUntil(engine.holding.is_set)
    engine.hold_at = ""
    jobs.stop_all()
    qtbot.wait(600)
    assert engine.made == [many[0]]


def test_without_a_face_or_a_label_nothing_is_asked_for(details, session, engine, many, qtbot):
    session.edits.set_label(many[:3], None)
    session.edits.set_face(many[4], None)
    session.choices.choose(target="labelled")
    details.choosers.automatic.click()
    qtbot.waitUntil(lambda: engine.asked == [(many[3],)] and idle(details))
    qtbot.wait(300)
    assert engine.asked == [(many[3],)]


# The other class


def test_a_click_on_a_class_explains_it_and_a_click_back_computes_nothing(
    details, session, engine, qtbot
):
    details.choosers.compute.click()
    qtbot.waitUntil(lambda: details.scenes.shown is not None and idle(details))
    pain = details.scenes.shown.provenance.key
    rows = details.scores.rows
    qtbot.mouseClick(rows["no pain"], Qt.MouseButton.LeftButton)
    assert session.choices.target == "no pain"
    assert details.scenes.shown is None
    qtbot.waitUntil(lambda: details.scenes.shown is not None and idle(details))
    assert len(engine.asked) == 2
    assert details.scenes.shown_result.facts["target"] == "no pain"
    assert rows["no pain"].isChecked()
    qtbot.mouseClick(rows["pain"], Qt.MouseButton.LeftButton)
    assert session.choices.target == "predicted"
    qtbot.waitUntil(lambda: details.scenes.shown is not None)
    assert details.scenes.shown.provenance.key == pain
    qtbot.mouseClick(rows["no pain"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: details.scenes.shown is not None)
    assert details.scenes.shown_result.facts["target"] == "no pain"
    qtbot.wait(200)
    assert len(engine.asked) == 2


def test_the_class_that_is_explained_already_is_not_asked_for(details, session, engine, qtbot):
    details.choosers.compute.click()
    qtbot.waitUntil(lambda: details.scenes.shown is not None and idle(details))
    qtbot.mouseClick(details.scores.rows["pain"], Qt.MouseButton.LeftButton)
    assert session.choices.target == "predicted"
    session.choices.choose(target="pain")  # another word for the same class: the same map
    assert details.scenes.shown is not None


def test_maps_with_other_options_do_not_come_back(details, session, engine, qtbot):
    details.choosers.compute.click()
    qtbot.waitUntil(lambda: details.scenes.shown is not None and idle(details))
    set_method_options(session, {"score": "probability"})
    assert details.scenes.shown is None
    qtbot.mouseClick(details.scores.rows["no pain"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(engine.asked) == 2)


# Growing


@pytest.fixture
def viewer(qtbot, session, jobs):
    session.choices.choose(method="integrated_gradients")
    session.show_model("I.G.|N-CNN")
    panel = ViewerPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    panel.show()
    qtbot.waitUntil(lambda: panel.scenes.scene is not None)
    return panel


class Grows:
    """An engine whose map grows when it is told to."""

    def __init__(self, monkeypatch):
        self.step, self.stepped, self.end = threading.Event(), threading.Event(), threading.Event()
        monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", self.attribute)

    def attribute(self, job, *, study_path, image_ids, classifier_id, method, target, options):
        with Study.open(study_path, read_only=True) as study:
            (image_id,) = image_ids
            job.progress(0.35, 1, "Integrated Gradients")
            grey = np.full((40, 40), 255, np.uint8)
            grown = Growing(
                image_id=image_id, classifier=classifier_id, method=method, target=target,
                box=study.faces.get(image_id).box, shape=(40, 40), pixels=grey.tobytes(), top=0.5,
            )  # fmt: skip
            job.partial(grown)
            while not self.end.wait(0.01):
                job.check()
            job.partial(Made(result=attribution(study, image_id, layer=None, method=method)))


@pytest.fixture
def growing(viewer, session, jobs, monkeypatch, qtbot):
    from neopain_gui.gui.work.submit import attribute

    grows = Grows(monkeypatch)
    attribute(session, jobs, [session.image_id], title="grow")
    qtbot.waitUntil(lambda: viewer.unfinished.text != "")
    yield grows
    grows.end.set()


def test_a_growing_map_is_on_the_glass_and_called_unfinished(viewer, growing, qtbot):
    qtbot.waitUntil(lambda: viewer.unfinished.text == "Unfinished map · computing… 35 %")
    assert viewer.unfinished.isVisible()
    assert viewer.canvas.overlay_visible
    assert viewer.scenes.shown is None
    assert viewer.legend.text == ""  # no scale before it is finished
    viewer.scenes.set_appearance(mode=OverlayMode.PHOTOGRAPH)
    assert not viewer.canvas.overlay_visible


def test_the_finished_map_takes_its_place(viewer, growing, session, qtbot):
    growing.end.set()
    qtbot.waitUntil(lambda: viewer.scenes.shown is not None)
    assert viewer.unfinished.text == ""
    assert not viewer.unfinished.isVisible()
    assert viewer.scenes.growth.map is None
    assert viewer.canvas.overlay_visible
    assert viewer.legend.text


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.next_image(),
        lambda session: session.choices.choose(target="no pain"),
        lambda session: session.choices.choose(method="grad_cam"),
        lambda session: session.show_model(""),
        lambda session: set_method_options(session, {"steps": 8}),
        lambda session: session.edits.set_face(session.image_id, None),
        lambda session: session.close_study(),
    ],
)
def test_it_is_gone_at_once_when_something_else_is_chosen(viewer, growing, session, act):
    act(session)
    assert viewer.scenes.growth.map is None
    assert viewer.unfinished.text == ""
    assert not viewer.canvas.overlay_visible


def test_it_is_gone_when_its_job_is_stopped(viewer, growing, jobs, qtbot):
    jobs.stop_all()
    qtbot.waitUntil(lambda: viewer.unfinished.text == "")
    assert not viewer.canvas.overlay_visible


def test_it_is_nowhere_in_the_study_and_not_exported(viewer, growing, session, tmp_path):
    from neopain_gui.gui.shell.commands.export_commands import write_mask
    from neopain_gui.maps import ExtractionModel

    assert session.study.results.all(session.image_id) == []
    model = ExtractionModel(name="I.G.|N-CNN", kind="attribution")
    where = tmp_path / "mask.png"
    assert (
        write_mask(session.study, where, session.choices.mask_settings, session.image_id, model)
        == 0
    )
    assert not where.exists()
