"""Every view of the window with something in it, each brought up as a person does."""

import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from neopain_gui.classifiers.foreign.findings import Findings, LayerFound
from neopain_gui.classifiers.looking_words import facts
from neopain_gui.classifiers.registry import find
from neopain_gui.crashes.report import write_report
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.shell.licences_dialog import LicencesDialog
from neopain_gui.gui.shell.main_window import MainWindow
from neopain_gui.gui.state.session import Session
from neopain_gui.pipeline.classifier_preview import Preview
from neopain_gui.pipeline.demo_study import make_demo_study
from neopain_gui.pipeline.rounds.making import begin, made_now
from neopain_gui.pipeline.weights_work import LookedAt
from neopain_gui.study import Study
from neopain_gui.training.epoch import BatchSeen, Epoch
from tests.gui.annotate.rated import rate
from tests.gui.made_maps import SIDE, attribution, blob
from tests.gui.trust.test_trust_panel import fake
from tests.pipeline.training.ended import ended, worse

NAME = "GradCAM|N-CNN"
MANY = tuple(
    f"{method}|{classifier}"
    for classifier in ("VGG-Face", "N-CNN", "ResNet-50", "VGG-Face (fold 2)", "VGG-Face (fold 3)")
    for method in ("GradCAM", "I.G.", "E.G.", "LRP", "Occlusion", "RISE", "Guided GradCAM")
)
"""35 extraction models; with two groups' gaze and all people's they are 38."""


def make_study(folder):
    """Make the demo study of two neonates' phantoms and put maps into it; returns its path."""
    path = make_demo_study(Path(folder) / "demo", subjects=2)
    random = np.random.default_rng(7)
    with Study.open(path) as study:
        rows = []
        for image in study.images.all():
            for layer in (layer.name for layer in find("n_cnn_phantoms").layers):
                x, y = random.uniform(0.3, 0.7, 2)
                rows.append(
                    attribution(study, image.id, layer=layer, values=blob(SIDE, SIDE, x, y))
                )
            for name in MANY:
                if name != NAME:
                    x, y = random.uniform(0.3, 0.7, 2)
                    values = blob(SIDE, SIDE, x, y)
                    rows.append(attribution(study, image.id, name=name, values=values))
        study.results.record_many(rows)
    return path


@contextmanager
def walking(home, *, study=None, size=(1280, 720)):
    """Open the window of a study with everything in it, or of another; close it at the end."""
    from tests.gui.conftest import StandInEngine, at_home

    with pytest.MonkeyPatch.context() as patch:
        at_home(home, patch)
        patch.setattr("neopain_gui.pipeline.jobs.warm_up", lambda job: None)
        patch.setattr("neopain_gui.pipeline.jobs.build_weights", lambda job, **_asked: None)
        study = study or make_study(home)
        window = MainWindow(Session(), Jobs(StandInEngine), Settings(home / "window.ini"))
        window.resize(*size)
        window.show()
        yield Walk(window, study, patch.setattr)
        window.close()
        settle(20)
        window.deleteLater()


class Walk:
    """Brings up one view after the other in one window.

    Attributes
    ----------
    views : dict of str to callable
        In the order in which they are to be brought up. A callable returns the widget that is
        meant: the window, or a dialog.
    """

    def __init__(self, window, study, patch):
        self.window, self.study, self._patch = window, study, patch
        self.views = {
            name.removeprefix("show_"): getattr(self, name)
            for name in vars(type(self))
            if name.startswith("show_")
        }
        self._shown = set()

    def bring_up(self, name):
        """Return the widget of a view; views before it come first where they have not been seen.

        A view is reached from the one before it, and another process may have had that test.
        """
        names = list(self.views)
        for before in names[: names.index(name)]:
            if before not in self._shown:
                widget = self.bring_up(before)
                if isinstance(widget, QDialog):
                    widget.close()
                    settle(20)
        self._shown.add(name)
        return self.views[name]()

    # How a view is brought up

    @property
    def _workspace(self):
        return self.window.workspace

    def _run(self, command):
        self.window.actions_table.by_id[command].trigger()

    def _until(self, holds, seconds=60):
        for _ in range(int(seconds * 50)):
            if holds():
                return
            settle(20)
        raise AssertionError("it did not come up in time")

    def _idle(self):
        settle(30)
        self._until(lambda: not self.window.jobs.busy)
        settle(30)

    def _tab(self, name):
        self._workspace.setCurrentWidget(self._workspace.lazy[name])
        self._idle()
        return self._workspace.lazy[name].panel

    # The views, in their order

    def show_start(self):
        settings = self.window.settings
        long = self.study.parent / "A study of neonates with a very long name, second visit.neopain"
        long.mkdir(exist_ok=True)
        settings.add_recent(long)
        settings.add_recent(self.study)
        self.window.start.refresh()
        self.window.say_research_only()
        return self.window

    def show_import(self):
        self.window.settings.notice_read = True
        self.window.messages.clear("warning")
        self.window.take_dropped([self.study.parent / "phantoms"])
        self._idle()
        return self.window

    def show_inspect(self):
        self.window.pages.currentWidget().cancel.click()
        self.window.open_study(self.study)
        self._idle()
        self.window.messages.clear("info", "success", "warning")
        session = self.window.session
        session.select_image(session.visible_images[1].id)
        session.choices.choose(classifier_id="n_cnn_phantoms", method="grad_cam")
        session.show_model(NAME)
        self._idle()
        return self.window

    def show_details(self):
        self.window.docks["details"].raise_()
        return self.window

    def show_inspect_with_jobs_and_messages(self):
        self.window.docks["study"].raise_()
        self.window.docks["jobs"].show()
        said = self.window.messages
        said.say("info", "20 photographs were labelled.", action=("Undo", int))
        said.say("error", "A map could not be read: " + 12 * "why ", details="where")
        return self.window

    def show_regions(self):
        self.window.docks["jobs"].hide()
        self.window.messages.clear("info", "error")
        self._run("show_regions")
        regions = self._workspace.lazy["viewer"].panel.regions
        regions.choose("mouth")
        regions.bar.moving.click()
        self._idle()
        return self.window

    def show_steps(self):
        self._run("show_regions")
        self._run("show_steps")
        self._idle()
        return self.window

    def show_panes(self):
        self._run("show_panes")
        self._idle()
        return self.window

    def show_trust(self):
        self._run("show_panes")
        panel = self._tab("trust")
        from neopain_gui.pipeline.faithfulness import one_map

        self._patch(one_map, "examine_map", fake())
        self._until(lambda: panel.result is not None)
        panel.button.click()
        self._until(lambda: not panel.waiting.busy)
        self._idle()
        return self.window

    def show_gaze(self):
        tab = self._tab("gaze")
        tab.show_page("look")
        self._until(lambda: tab.look.values is not None)
        return self.window

    def show_gaze_groups(self):
        self._tab("gaze").look.tabs.setCurrentIndex(1)
        self._idle()
        return self.window

    def show_gaze_settings(self):
        self._tab("gaze").look.tabs.setCurrentIndex(2)
        self._idle()
        return self.window

    def show_recordings_empty(self):
        self._tab("gaze").show_page("recordings")
        self._idle()
        return self.window

    def show_recordings(self):
        tab = self._tab("gaze")
        file = self.study.parent / "recordings" / "synthetic_recordings.tsv"
        tab.recordings.open_files([file])
        self._until(lambda: tab.recordings.preview is not None)
        self._idle()
        return self.window

    def show_heatmaps_empty(self):
        self._tab("gaze").show_page("pictures")
        self._idle()
        return self.window

    def show_heatmaps(self):
        tab = self._tab("gaze")
        tab.open_folder(self.study.parent / "heatmaps")
        # looked for by a job that nobody sees, so that the window is not busy meanwhile
        self._until(lambda: tab.pictures.table.pictures.rows)
        self._idle()
        return self.window

    def show_agreement_of_raters(self):
        study = self.window.session.study
        if not study.annotations.rounds():
            rate(study)
        page = self._tab("annotate").show_page("agreement")
        self._until(lambda: page.found is not None)
        return self.window

    def show_disagreements(self):
        page = self._tab("annotate").show_page("disagreements")
        self._until(lambda: page.chosen is not None)
        self._idle()
        return self.window

    def show_compare(self):
        self._few()
        return self._matrix()

    def _few(self):
        names = ("GradCAM|VGG-Face", "I.G.|VGG-Face", NAME, "I.G.|N-CNN", "Experts", "Parents")
        known = [m.name for m in self.window.session.study.results.models()]
        self.window.session.choices.set_extraction_models([name for name in names if name in known])

    def _matrix(self):
        compare = self._tab("compare")
        self._until(lambda: compare.upkeep.current)
        self._idle()
        matrix = compare.view
        cell = matrix.visualRect(matrix.model().index(0, 2)).center()
        QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=cell)
        self._idle()
        return self.window

    def _all(self):
        known = [m.name for m in self.window.session.study.results.models()]
        self.window.session.choices.set_extraction_models(
            [name for name in known if "conv" not in name]
        )

    def _compare(self, view):
        compare = self._tab("compare")
        compare.views.buttons[view].click()
        self._idle()
        return self.window

    def show_swipe(self):
        self._tab("compare").pair_view.buttons["Swipe"].click()
        return self.window

    def show_multiples(self):
        self._tab("compare").pair_view.buttons["All photographs"].click()
        self._idle()
        return self.window

    def show_violins(self):
        self._tab("compare").pair_view.buttons["Both"].click()
        return self._compare("Violins")

    def show_grid(self):
        return self._compare("Grid")

    def show_statistics_before(self):
        return self._compare("Statistics")

    def show_statistics(self):
        self.window.session.choices.set_extraction_models([NAME, "Experts", "Parents"])
        compare = self._tab("compare")
        self._until(lambda: compare.upkeep.current)
        self._idle()
        from neopain_gui.pipeline.analysis import analyse

        # twelve people's maps, each against the others', would take most of the time of all
        self._patch(sys.modules[analyse.__module__], "people_rows", lambda *_a, **_k: [])
        compare.statistics.run.click()
        self._until(lambda: compare.statistics.analysis is not None, 120)
        self._idle()
        return self.window

    def show_average_face_before(self):
        return self._compare("Average face")

    def show_average_face(self):
        compare = self._tab("compare")
        self._until(lambda: compare.average.run.isEnabled())
        compare.average.run.click()
        self._until(lambda: compare.average.found is not None, 120)
        self._idle()
        return self.window

    def show_compare_many(self):
        self._all()
        self._compare("Matrix")
        return self._matrix()

    def show_violins_many(self):
        return self._compare("Violins")

    def show_grid_many(self):
        return self._compare("Grid")

    def show_train(self):
        self._few()
        setup = self._tab("train").setup
        setup.chosen.put("division.folds", 2)
        setup.chosen.choose_preset("paper")
        self._until(lambda: setup.planning.current)
        self._idle()
        return self.window

    def show_train_every_setting(self):
        setup = self._tab("train").setup
        setup.chosen.choose_architecture("vgg_face")
        for section in setup.form.sections.values():
            section.heading.setChecked(True)
        self._until(lambda: setup.planning.current)
        self._idle()
        return self.window

    def show_train_folds(self):
        setup = self._tab("train").setup
        setup.tabs.setCurrentWidget(setup.folds)
        self._idle()
        return self.window

    def show_train_copies(self):
        from neopain_gui.pipeline.training import copies

        self._patch(copies, "FaceCheck", lambda: lambda picture: picture.mean() > 110)
        setup = self._tab("train").setup
        setup.tabs.setCurrentWidget(setup.copies)
        self._until(lambda: len(setup.copies.copies) == 24)
        self._idle()
        return self.window

    def show_train_progress(self):
        panel = self._tab("train")
        folder = self.study / "trainings" / "n_cnn-1"
        ended(folder, change=worse)
        (folder / "fold-02" / "predictions.csv").rename(folder / "fold-02" / "predictions.later")
        course = panel.courses.of(folder)
        for number in range(1, 41):
            where = {"fold": 2, "phase": 1, "epoch": 1 + number // 20}
            course.hear(BatchSeen(**where, number=number % 20 + 1, count=20, loss=3 / (3 + number)))
        course.hear(Epoch(number=1, most=20, loss=0.6, accuracy=0.75, fold=2, training_loss=0.7))
        panel.show_training(folder)
        self._idle()
        return self.window

    def show_train_results(self):
        panel = self._tab("train")
        folder = self.study / "trainings" / "n_cnn-1"
        (folder / "fold-02" / "predictions.later").rename(folder / "fold-02" / "predictions.csv")
        ended(folder.with_name("n_cnn-2"))
        panel.show_training(folder)
        self._until(lambda: panel.results.results is not None)
        self._idle()
        return self.window

    def show_classifiers(self):
        self.window.messages.clear("info", "success", "warning")
        self._run("show_classifiers")
        self._idle()
        return self.window

    def show_weight_file(self):
        page = self.window.pages.currentWidget()
        self._patch("neopain_gui.pipeline.weights_work.look_at_weights", looked_at)
        self._patch("neopain_gui.pipeline.weights_work.try_weights", tried)
        page.look_at(self.study.parent / f"{'a network from elsewhere ' * 4}.keras")
        self._until(lambda: page.file.looked is not None)
        for combo, name in zip(page.file.form.outputs, ("pain", "no pain", "asleep"), strict=True):
            combo.setCurrentText(name)
        page.file.form.usual.setCurrentIndex(4)
        page.file.form.usual.activated.emit(4)
        page.file.name.setText("n_cnn_phantoms")
        page.file.more.click()
        self._until(lambda: page.file.preview.preview is not None)
        return self.window

    def show_annotate(self):
        self.window.pages.currentWidget().close_button.click()
        study = self.window.session.study
        images = tuple(image.id for image in study.images.all())
        asked = ("label", "score", "scale:nfcs", "regions", "note")
        people = ("A rater with a rather long pseudonym", "R2")
        begin(
            study,
            made_now(
                name="Second ward", raters=people, image_ids=images, seed=3, instruments=asked
            ),
        )
        rounds = self.window.go("annotate").show_page("rounds")
        self.window.session.annotations_changed.emit()
        rounds.choose("Second ward")
        self._until(lambda: rounds.rater == people[0])
        return self.window

    def show_scales(self):
        page = self._tab("annotate").show_page("instruments")
        page.choose("scale", "n-pass")
        settle(20)
        return self.window

    def show_wording(self):
        page = self._tab("annotate").show_page("instruments")
        page.panel.scale.show_view("words")
        settle(20)
        return self.window

    def show_own_scale(self):
        page = self._tab("annotate").show_page("instruments")
        page.panel.copy.click()
        editor = page.panel.scale.editor
        editor.item.key.activated.emit(0)
        editor.show_part("totals")
        editor.total.rule.setText("cry +")
        editor.total.rule.textEdited.emit("cry +")
        settle(20)
        return self.window

    def show_own_items(self):
        page = self._tab("annotate").show_page("instruments")
        page.panel.scale.editor.show_part("items")
        settle(20)
        return self.window

    def show_own_landmarks(self):
        page = self._tab("annotate").show_page("instruments")
        page.new_set.click()
        settle(20)
        self.window.messages.clear("info", "success", "warning")
        return self.window

    def show_new_round(self):
        self._run("new_round")
        settle(20)
        self.window.pages.currentWidget().form.name.deselect()
        return self.window

    def show_round(self):
        self.window.pages.currentWidget().cancel.click()
        self.window.go("annotate").pages["rounds"].rate.click()
        page = self.window.pages.currentWidget()
        self._until(lambda: page.course.running)
        QTest.keyClicks(page, "P7QW")
        return self.window

    def show_round_handed_in(self):
        course = self.window.pages.currentWidget().course
        course.hand_in()
        course.amend("the brow was seen later, when the light was better")
        QTest.keyClicks(self.window.pages.currentWidget(), "N")
        self.window.messages.clear("info", "success", "warning")
        settle(20)
        return self.window

    def show_review(self):
        self.window.pages.currentWidget().head.review.click()
        settle(200)
        return self.window

    def show_palette(self):
        page = self.window.pages.currentWidget()
        if page is not self._workspace:
            page.close_button.click()
        self._workspace.setCurrentIndex(0)
        self._run("find_command")
        return self.window

    def show_shortcuts(self):
        self.window.palette_of_commands.hide()
        return self._dialog("show_shortcuts")

    def show_about_computer(self):
        return self._dialog("about_computer")

    def show_fault_reports(self):
        write_report("an error in the window", ["KeyError", "  neopain_gui/gui/x.py:12 in y"])
        return self._dialog("fault_reports")

    def show_about(self):
        return self._dialog("about")

    def show_licences(self):
        self._dialog("about").licences_button.click()
        settle(20)
        (dialog,) = self.window.findChildren(LicencesDialog)
        return dialog

    def _dialog(self, command):
        self._run(command)
        settle(30)
        (dialog,) = (
            w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()
        )
        return dialog


def looked_at(job, *, path):
    """Stand in for the look at a network of three outputs."""
    layers = find("n_cnn_phantoms").layers
    made = [
        LayerFound(name=one.name, kind="Conv2D", shape=(58, 58, 64), parameters=1792)
        for one in layers
    ]
    found = Findings(
        **{"file": path.name, "sha256": 64 * "0", "format": "Keras 3 (.keras)", "kind": "network"},
        **{"architecture": "functional Keras network 'functional' of 10 layers"},
        **{"parameters": 33959, "multiplications": 1e6, "layers": tuple(made)},
        **{"explained": layers, "outputs": 3, "ending": "softmax", "class_order": ()},
        **{"size": 64, "channels": 3},
        uncertain=("The file does not say what its outputs mean, nor in which order.",),
    )
    return LookedAt(path=path, kind=found.kind, facts=tuple(facts(found)), found=found)


def tried(job, *, study_path, path, sha256, declared=None):
    """Stand in for what it says of the labelled photographs."""
    return Preview(
        scores={PainLabel.PAIN: (0.1, 0.4), PainLabel.NO_PAIN: (0.9, 0.7)},
        left_out=2,
        auc=0.0,
        remarks=("The AUC is 0.00, below 0.5: pain gets lower scores than no pain.",),
    )


def settle(milliseconds=0):
    """Let the window do what it has to do."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
