"""A training is put together by hand: what is typed is what is trained, and refusals say why."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.jobs import TaskState
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.train.setup.setup_page import SetupPage
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.pipeline.training import job as training_job
from neopain_gui.study import Study
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import Choice, Kind
from neopain_gui.training.protocol_file import read_protocol
from neopain_gui.training.setting import settings_of
from tests.gui.views import settle

LEFT = Qt.MouseButton.LeftButton


def shown(page, place):
    """Return what a setting's control says."""
    control = page.form.fields[place].control
    return control.currentText() if hasattr(control, "currentText") else control.text()


def test_it_begins_with_the_honest_preset_and_says_what_is_trained_on(page):
    assert page.chosen.protocol == preset("honest", "n_cnn")
    assert page.summary.text() == "12 photographs of 6 neonates: 6 pain, 6 no pain."
    assert page.before.refusal.text() == (
        "6 neonates are too few for 10 folds; choose fewer folds, or add photographs of more "
        "neonates."
    )
    assert not page.before.button.isEnabled()


def test_presets_differ_in_sight_and_what_was_typed_stays(qtbot, page, type_in):
    type_in(page, "optimiser.epochs", "20")
    field = page.form.fields["selection.by"]
    assert shown(page, "selection.by") == "Best on inner validation"
    for words in ("Honest: those", "Paper: those", "too good"):
        assert words in field.note.text()
    qtbot.mouseClick(page.presets.presets.buttons["paper"], LEFT)
    assert page.chosen.protocol.selection.by is Choice.TEST
    assert shown(page, "selection.by") == "Best on the test: optimistic"
    assert shown(page, "optimiser.epochs") == "20"
    assert page.form.fields["optimiser.epochs"].note.text() == "preset: 200"
    assert "Epochs: 200 (paper); 20 (here)." in page.presets.changes.text()
    qtbot.mouseClick(page.presets.reset, LEFT)
    assert page.chosen.protocol == preset("paper", "n_cnn")
    assert shown(page, "optimiser.epochs") == "200"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("many", "Epochs is a whole number, not “many”; write it as 200."),
        ("0", "Epochs must be between 1 and 100,000, not 0; change it."),
    ],
)
def test_what_cannot_be_used_is_said_below_its_field_and_nothing_begins(
    page, type_in, settled, text, said
):
    type_in(page, "division.folds", "3")
    settled(page)
    assert page.before.button.isEnabled()
    type_in(page, "optimiser.epochs", text)
    assert page.form.fields["optimiser.epochs"].wrong.text() == said
    assert page.before.refusal.text() == "Correct what stands in “Epochs”."
    assert not page.before.button.isEnabled()
    assert page.chosen.protocol.optimiser.epochs == 200
    type_in(page, "optimiser.epochs", "200")
    settled(page)
    assert page.before.button.isEnabled()


def test_every_setting_of_both_protocols_can_be_reached(page):
    for architecture in ("vgg_face", "n_cnn"):
        page.chosen.choose_architecture(architecture)
        every = {place for place, _, _ in settings_of(page.chosen.protocol)}
        reached = {*page.form.fields, *page.form.data_sets, "architecture", "preset"}
        assert every <= reached


def test_the_other_architecture_keeps_what_both_have_and_its_own(page, type_in):
    type_in(page, "augmentation.copies", "5")
    type_in(page, "optimiser.epochs", "7")
    page.chosen.choose_architecture("vgg_face")
    assert (shown(page, "augmentation.copies"), shown(page, "optimiser.epochs")) == ("5", "200")
    assert page.chosen.protocol.head.layers == (512, 512)
    type_in(page, "head.layers", "64; 32")
    assert page.chosen.protocol.head.layers == (64, 32)
    page.form.parts["fine_tuning"].setChecked(False)
    assert page.chosen.protocol.fine_tuning is None
    assert not page.form.fields["fine_tuning.groups"].isVisibleTo(page.form)
    page.chosen.choose_architecture("n_cnn")
    assert shown(page, "optimiser.epochs") == "7"
    page.chosen.choose_architecture("vgg_face")
    assert shown(page, "head.layers") == "64, 32"


def test_data_sets_that_train_and_are_tested_are_ticked(page, type_in, settled):
    type_in(page, "division.folds", "3")
    settled(page)
    page.form.data_sets["division.test_on"].boxes["A"].click()
    assert page.chosen.protocol.division.test_on == ("B",)
    settled(page)
    assert all(row.test.datasets == (("B", 1),) for row in page.folds.folds.table.folds)
    page.form.data_sets["division.test_on"].boxes["B"].click()
    assert page.chosen.protocol.division.test_on == ("B",), "somebody has to be tested"


def one_class(one):
    return replace(one, label=PainLabel.PAIN)


def without_neonate(one):
    return replace(one, neonate=None)


def three(one):
    return one if one.id in {"S1_pain", "S2_no_pain", "S3_pain"} else None


def two_neonates(one):
    return one if one.neonate.id in {"S1", "S2"} else None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (one_class, "No photograph is labelled “no pain”, and a classifier needs both classes;"),
        (without_neonate, "First S1_no_pain: 12 photographs with a label have no neonate,"),
        (three, "3 photographs are too few to train and to test a classifier;"),
        (two_neonates, "2 neonates are too few for 10 folds; choose fewer folds,"),
        (
            lambda one: replace(one, box=None, neonate=None),
            "ward.neopain: no photograph has a neonate, a label and a face (12 without a neonate, "
            "12 without a face); name neonates and mark faces.",
        ),
    ],
)
def test_studies_that_cannot_train_are_told_why(page_of, change, said):
    page = page_of(change)
    assert page.before.refusal.text().startswith(said)
    assert not page.before.button.isEnabled()


def test_photographs_that_are_left_out_are_named(page_of):
    page = page_of(lambda one: replace(one, label=None) if one.id == "S1_pain" else one)
    assert page.passed_over.label.text() == "1 photograph left out: 1 without a label."
    page.passed_over.more.click()
    assert "S1_pain: it has no label" in page.passed_over.label.text()


def test_too_small_a_disk_is_refused_before_anything_begins(page, type_in, settled, monkeypatch):
    monkeypatch.setattr(
        "neopain_gui.pipeline.training.takes.shutil.disk_usage",
        lambda _: type("usage", (), {"free": 10})(),
    )
    type_in(page, "division.folds", "3")
    settled(page)
    assert "and the disk has" in page.before.refusal.text()
    assert not page.before.button.isEnabled()
    assert page.before.estimate.text().startswith("It will take")


def test_a_protocol_is_written_and_read_again(qtbot, page, type_in, tmp_path, monkeypatch):
    file = tmp_path / "ours.toml"
    type_in(page, "optimiser.epochs", "33")
    monkeypatch.setattr(file_dialogs, "save_as", lambda *_: (str(file), ""))
    qtbot.mouseClick(page.presets.save, LEFT)
    assert read_protocol(str(file)).optimiser.epochs == 33
    qtbot.mouseClick(page.presets.reset, LEFT)
    monkeypatch.setattr(file_dialogs, "file", lambda *_: file)
    qtbot.mouseClick(page.presets.open, LEFT)
    assert shown(page, "optimiser.epochs") == "33"
    file.write_text("epoch = 3")
    told = []
    page._session.problem.connect(told.append)
    qtbot.mouseClick(page.presets.open, LEFT)
    assert "there is no setting “epoch”" in str(told[0])
    assert shown(page, "optimiser.epochs") == "33"


def test_what_is_begun_is_what_is_in_sight(qtbot, page, type_in, settled, monkeypatch):
    asked = []
    monkeypatch.setattr(training_job, "train_classifier", lambda job, **given: asked.append(given))
    type_in(page, "division.folds", "3")
    page.chosen.put("division.kind", Kind.FOLDS)
    settled(page)
    page.folds.move_to(["S1"], page.planning.found.plan.folds_of("S2")[0])
    settled(page)
    line = page.form.fields["optimiser.epochs"].control
    line.setText("4")  # typed, and never left
    with qtbot.waitSignal(page.begun) as begun:
        page.train()
        settled(page)
        qtbot.mouseClick(page.before.button, LEFT)
    folder, task = begun.args
    assert folder == page._session.study.path / "trainings" / "n_cnn-1"
    qtbot.waitUntil(lambda: task.over)
    (given,) = asked
    assert given["wanted"].protocol == page.chosen.protocol
    assert given["wanted"].protocol.optimiser.epochs == 4
    assert given["wanted"].held == page.planning.found.plan.held
    assert Path(given["run"]) == folder


def test_two_that_wait_do_not_share_a_folder(qtbot, page, type_in, settled, monkeypatch):
    monkeypatch.setattr(training_job, "train_classifier", lambda job, **_given: None)
    folders = []
    page.begun.connect(lambda folder, _task: folders.append(folder.name))
    type_in(page, "division.folds", "3")
    settled(page)
    page.train()
    page.train()
    assert folders == ["n_cnn-1", "n_cnn-2"]
    qtbot.waitUntil(lambda: not page._jobs.busy)


def test_a_training_that_is_done_is_evaluated(qtbot, page, type_in, settled, monkeypatch):
    """What a training itself does, the command's tests hold."""
    done, evaluated = [True, False], []
    monkeypatch.setattr(training_job, "train_on", lambda *_, **__: done.pop())
    monkeypatch.setattr(training_job, "evaluate_run", lambda *a: evaluated.append(a))
    type_in(page, "division.folds", "3")
    settled(page)
    for count in (0, 1):
        with qtbot.waitSignal(page.begun) as begun:
            qtbot.mouseClick(page.before.button, LEFT)
        folder, task = begun.args
        qtbot.waitUntil(lambda task=task: task.over)
        assert task.state is TaskState.DONE
        assert len(evaluated) == count, "only when all folds are done"
    assert evaluated == [(folder, [])]


def test_a_base_is_brought_in_on_the_page_classifiers(qtbot, window, study_of):
    window.open_study(study_of())
    setup = window.go("train").setup
    setup.chosen.choose_architecture("vgg_face")
    setup.chosen.choose_base("vgg_face_phantoms", half=False)
    qtbot.waitUntil(setup.network.bring_in.isVisible)
    assert "says nothing about children" in setup.network.note.text()
    qtbot.mouseClick(setup.network.bring_in, LEFT)
    assert type(window.pages.currentWidget()).__name__ == "ClassifiersPage"


def test_a_base_that_has_come_is_offered_and_taken_before_one_of_phantoms(page, monkeypatch):
    from neopain_gui.gui.train.setup import network_row

    known = network_row.available_bases()
    page.chosen.choose_architecture("vgg_face")
    assert [one.synthetic for one in known] == [True]
    assert page.chosen.base == known[0].id
    title = "VGG-Face as published by Oxford’s Visual Geometry Group"
    real = replace(known[0], id="oxford", title=title, synthetic=False, licence="CC BY-NC 4.0")
    monkeypatch.setattr(network_row, "available_bases", lambda: [real, *known])
    page._session.classifiers.changed.emit()
    assert page.network.base.count() == 2
    assert page.chosen.base == known[0].id, "what is chosen stays"
    row = page.network.base.findData("oxford")
    page.network.base.setCurrentIndex(row)
    page.network.base.activated.emit(row)
    assert page.network.base.currentText() == title
    assert page.network.note.text() == "Licence: CC BY-NC 4.0."
    assert page.chosen.wanted.base == "oxford"
    page.chosen.forget()
    page.chosen.choose_architecture("vgg_face")
    assert page.chosen.base == "oxford"


def test_a_study_that_can_only_be_read_trains_nothing(qtbot, jobs, study_of):
    with Study.open(study_of(), read_only=True) as study:
        session = Session()
        session.use_study(study)
        page = SetupPage(session, jobs)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page.planning.current)
        assert page.before.refusal.text().startswith("The study is open for reading only")
        assert not page.before.button.isEnabled()
        session.close_study()


def test_a_preset_that_does_not_go_with_what_stays_is_refused(qtbot, page, type_in):
    told = []
    page._session.problem.connect(told.append)
    page.chosen.choose_architecture("vgg_face")
    page.form.sections["search"].heading.setChecked(True)
    assert not page.form.fields["search.units"].isVisibleTo(page.form)
    type_in(page, "search.draws", "5")
    assert page.form.fields["search.units"].isVisibleTo(page.form)
    before = page.chosen.protocol
    qtbot.mouseClick(page.presets.presets.buttons["paper"], LEFT)
    assert len(told) == 1
    assert page.chosen.protocol == before
    assert page.presets.presets.buttons["honest"].isChecked()
    combo = page.form.fields["selection.by"]
    combo.control.setCurrentIndex(1)
    combo.control.activated.emit(1)
    assert combo.is_wrong
    assert page.before.refusal.text() == "Correct what stands in “Weights that are kept”."


def test_no_message_lies_over_the_button_or_why_it_is_grey(qtbot, window, study_of):
    window.open_study(study_of())
    before = window.go("train").setup.before
    qtbot.waitUntil(before.refusal.isVisible)
    window.messages.say("warning", "A recording has gaps. " * 6)
    settle(30)
    foot = window.messages.mapTo(window, QPoint(0, window.messages.height())).y()
    for widget in (before.button, before.refusal):
        assert 0 < foot <= widget.mapTo(window, QPoint(0, 0)).y()


def test_the_protocol_comes_back_where_it_was_left(qtbot, page):
    page.resize(700, 420)
    page.form.sections["optimiser"].heading.setChecked(True)
    page.form.fields["optimiser.l2"].control.setFocus()
    bar = page._protocol.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(40)
    for other in (page.folds, page.copies):
        page.tabs.setCurrentWidget(other)
        bar.setValue(300)  # as the window does for whatever gets the keyboard
        page.tabs.setCurrentIndex(0)
        qtbot.waitUntil(lambda: bar.value() == 40)


def test_a_setting_that_is_changed_moves_none_of_those_below(page, type_in):
    def places():
        settle(20)
        fields = page.form.fields
        return [
            fields[one].mapTo(page, fields[one].rect().topLeft()).y()
            for one in ("augmentation.copies", "optimiser.epochs", "seed")
        ]

    before = places()
    type_in(page, "division.folds", "3")
    type_in(page, "augmentation.copies", "2")
    type_in(page, "optimiser.epochs", "7")
    assert page.form.fields["optimiser.epochs"].note.isVisibleTo(page)
    assert places() == before
