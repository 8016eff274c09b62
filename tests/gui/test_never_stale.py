"""Whatever is done in whatever order, what is on the glass is what the study holds for it."""

import random

import numpy as np
import pytest

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.registry import find
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.picture import to_image
from neopain_gui.gui.inspector.depth_panel import InspectorPanel
from neopain_gui.gui.inspector.details_panel import DetailsPanel
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.gui.scene.overlay import OverlayMode, draw
from neopain_gui.gui.shell.main_window import MainWindow
from neopain_gui.gui.state.depth import walk
from neopain_gui.gui.state.method_options import method_options, set_method_options
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.viewer.viewer_panel import ViewerPanel
from neopain_gui.imaging import decode
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.messages import Made
from neopain_gui.study import Study

from .conftest import StandInEngine
from .made_maps import attribution, blob, gaze

ABOUT = "neopain_gui.gui"

LAYERS = tuple(layer.name for layer in ARCHITECTURES["n_cnn"].layers)
BOXES = (Box(left=10, top=10, right=50, bottom=50), Box(left=5, top=8, right=41, bottom=44))
TARGETS = ("predicted", "labelled", "pain", "no pain")
WEIGHTS = find("n_cnn_phantoms").sha256


def held(session):
    """The study's row for exactly what is chosen, worked out from the database alone."""
    study, image = session.study, session.study.images.get(session.image_id)
    for row in study.results.all(image.id):
        if row.model.name != session.shown_model:
            continue
        if row.model.kind == "gaze":
            return row
        face, inputs, facts = study.faces.get(image.id), row.provenance.inputs, row.facts
        meant = {
            "predicted": facts["predicted"],
            "labelled": str(image.label) if image.label else None,
        }.get(session.choices.target, session.choices.target)
        wanted = (
            session.choices.classifier_id,
            session.choices.method,
            method_options(session),
            WEIGHTS,
            meant,
        )
        made = (
            facts["classifier"],
            facts["method"],
            inputs["parameters"],
            inputs["weights"],
            inputs["target"],
        )
        return row if wanted == made and face is not None and row.box == face.box else None
    return None


def compute(session, image_id):
    """Do what the engine does for the present choice, at once."""
    study = session.study
    if study.faces.get(image_id) is None:
        return
    image = study.images.get(image_id)
    if session.choices.target == "labelled" and image.label is None:
        return
    target = str(image.label) if session.choices.target == "labelled" else session.choices.target
    x = 0.7 if target == "no pain" else 0.3
    by_layer = session.choices.method == "grad_cam"
    spread = 0.1 if "logit" in method_options(session).values() else 0.3
    number = [each.id for each in session.images].index(image_id)
    rows = []
    for place, layer in enumerate(LAYERS if by_layer else (None,)):
        y = 0.2 + 0.1 * place + 0.05 * number
        values = blob(40, 40, x, y, spread)
        rows.append(
            attribution(
                study,
                image_id,
                layer=layer,
                method=session.choices.method,
                target=target,
                values=values,
                target_choice=session.choices.target,
            )
        )
    session.record(rows)


class Walker:
    """Does at random what people do."""

    def __init__(self, session, scenes, seed):
        self.session, self.scenes, self.random = session, scenes, random.Random(seed)
        self.acts = [name for name in dir(self) if name.startswith("do_")]

    def act(self):
        name = self.random.choice(self.acts)
        getattr(self, name)()
        return name

    def do_select(self):
        self.session.select_image(self.random.choice(self.session.visible_images).id)

    def do_step(self):
        self.random.choice([self.session.next_image, self.session.previous_image])()

    def do_layer(self):
        step = self.random.choice(walk(self.session))
        if step.layer:
            self.session.choices.choose(layer=step.layer)
        self.session.show_model(step.model)

    def do_people(self):
        self.session.show_model(self.random.choice(["Experts", "Parents", ""]))

    def do_target(self):
        self.session.choices.choose(target=self.random.choice(TARGETS))

    def do_method(self):
        self.session.choices.choose(method=self.random.choice(["grad_cam", "integrated_gradients"]))
        self.session.show_model(walk(self.session)[-1].model)

    def do_options(self):
        set_method_options(self.session, {"score": self.random.choice(["logit", "probability"])})

    def do_masks(self):
        settings = MaskSettings(
            c_attribution=self.random.choice([0.5, 1.0, 2.0]),
            clusters=self.random.choice([0, 3, 5]),
            sigma=self.random.choice([0.0, 2.0]),
        )
        self.session.choices.set_mask_settings(settings)

    def do_look(self):
        mode = self.random.choice([OverlayMode.HEATMAP, OverlayMode.RELEVANCE, OverlayMode.MASK])
        self.scenes.set_appearance(mode=mode, colormap=self.random.choice(["grey", "cividis"]))

    def do_face(self):
        face = Face(box=self.random.choice(BOXES), source=FaceSource.MANUAL)
        self.session.edits.set_face(self.session.image_id, self.random.choice([face, face, None]))

    def do_undo(self):
        self.random.choice(
            [self.session.edits.undo_stack.undo, self.session.edits.undo_stack.redo]
        )()

    def do_label(self):
        label = self.random.choice([*PainLabel, None])
        self.session.edits.set_label([self.session.image_id], label)

    def do_compute(self):
        compute(self.session, self.session.image_id)

    do_compute_again = do_compute_once_more = do_compute

    def do_compute_another(self):
        compute(self.session, self.random.choice(self.session.visible_images).id)

    def do_forget(self):
        KEPT.clear()


class Judge:
    """Looks at the glass whenever something may have changed on it."""

    def __init__(self, session, viewer, strip):
        self.session, self.viewer, self.strip = session, viewer, strip
        self.scenes, self.looks, self.shown = viewer.scenes, 0, 0
        self.scenes.changed.connect(self.look)
        self.scenes.appearance_changed.connect(self.look)

    def look(self):
        if not self.session.image_id:
            return
        self.looks += 1
        row, result = held(self.session), self.scenes.shown_result
        canvas = self.viewer.canvas
        if self.scenes.shown is not None:
            assert row is not None
            assert (result.image_id, result.key) == (self.session.image_id, row.key)
            assert self.scenes.shown.provenance.key == row.key
        else:
            assert not canvas.overlay_visible
        for step, tile in zip(self.strip._steps, self.strip.tiles, strict=True):
            if tile.has_map:
                assert tile.of == self.key_of(step.model)

    def key_of(self, model):
        present = self.session.shown_model
        self.session._view.shown_model = model  # only for asking
        try:
            row = held(self.session)
        finally:
            self.session._view.shown_model = present
        return row.key if row else None

    def look_closely(self):
        """After all has been read and drawn: pixel by pixel what the study holds."""
        self.look()
        session, canvas, study = self.session, self.viewer.canvas, self.session.study
        photograph = decode(study.images.path_of(session.image_id))
        assert canvas.photograph._levels[0] == to_image(photograph)
        row = held(session)
        assert (self.scenes.shown is None) == (row is None)
        if row is None:
            return
        self.shown += 1
        relevance = study.results.relevance(session.image_id, session.shown_model)
        kept, fresh = KEPT._kept.copy(), None
        KEPT.clear()  # drawn anew, from nothing but the study and the settings
        fresh = draw(
            relevance,
            session.choices.mask_settings,
            mode=self.scenes.mode,
            colormap=self.scenes.colormap,
        )
        KEPT._kept.update(kept)
        assert canvas.overlay._levels[0] == to_image(fresh.rgba)
        for step, tile in zip(walk(session)[1:], self.strip.tiles[1:], strict=True):
            assert (tile.of or None) == self.key_of(step.model)


@pytest.mark.parametrize("seed", range(3))
def test_a_random_walk_never_shows_a_stale_map(session, jobs, qtbot, seed):
    for image in session.study.images.all():
        session.record([gaze(session.study, image.id, "Experts")])
        people = blob(image.height, image.width, 0.3, 0.6)
        session.record([gaze(session.study, image.id, "Parents", people)])
        compute(session, image.id)
    session.show_model("GradCAM|N-CNN")
    viewer, panel = ViewerPanel(session, jobs), InspectorPanel(session, jobs)
    details = DetailsPanel(session, jobs)
    for widget in (viewer, panel, details):
        qtbot.addWidget(widget)
        widget.show()
    scenes, judge = viewer.scenes, Judge(session, viewer, panel.strip)
    walker = Walker(session, scenes, seed)

    def settled():
        return not (
            scenes.loading
            or scenes.reader.busy
            or scenes.reader._calm.isActive()
            or panel.strip._later.isActive()
        )

    for number in range(120):
        walker.act()
        judge.look()
        if walker.random.random() < 0.5:
            qtbot.wait(walker.random.choice([0, 1, 5]))
        if number % 6 == 5:
            if walker.random.random() < 0.6:
                walker.do_compute()
            qtbot.waitUntil(settled)
            judge.look_closely()
    assert judge.looks > 150
    assert judge.shown >= 4  # the walk was not through the empty alone


# After a restart


class Refusing(StandInEngine):
    """An engine that must not be asked for a map."""

    def run(self, function, arguments, **_):
        if "image_ids" in arguments:
            raise AssertionError(f"{function} was asked for what is there")


def test_results_survive_a_restart_and_nothing_is_computed_again(
    window, jobs, study_path, settings, qtbot, monkeypatch
):
    asked = []

    def attribute(job, *, study_path, image_ids, classifier_id, method, target, options):
        asked.extend(image_ids)
        with Study.open(study_path, read_only=True) as study:
            for image_id in image_ids:
                for place, layer in enumerate(LAYERS):
                    values = blob(40, 40, 0.2 + 0.1 * place, 0.5)
                    job.partial(
                        Made(result=attribution(study, image_id, layer=layer, values=values))
                    )

    monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", attribute)
    window.open_study(study_path)
    window.go("details").choosers.automatic.click()
    qtbot.waitUntil(lambda: len(set(asked)) == 4 and not jobs.busy)
    shown = window.workspace.lazy["viewer"].fill().scenes.shown
    assert shown is not None
    window.close()

    again = MainWindow(Session(), Jobs(Refusing), settings)
    qtbot.addWidget(again)
    again.show()
    try:
        again.open_study(study_path)
        details = again.go("details")
        details.choosers.automatic.click()
        session, scenes = again.session, details.scenes
        strip = again.workspace.lazy["layers"].fill().strip
        for _ in session.visible_images:
            qtbot.waitUntil(lambda: scenes.shown is not None and not scenes.loading)
            qtbot.waitUntil(lambda: all(tile.has_map for tile in strip.tiles[1:]))
            assert details.choosers.compute.text() == "Com&puted"
            session.next_image()
        session.select_image(session.visible_images[0].id)
        qtbot.waitUntil(lambda: scenes.shown is not None)
        np.testing.assert_array_equal(scenes.shown.values, shown.values)
        qtbot.wait(400)
        assert [task.title for task in again.jobs.history if task.error] == []
        assert len(asked) == 4
    finally:
        again.close()
        again.jobs.deleteLater()
