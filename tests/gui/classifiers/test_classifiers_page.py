"""The page Classifiers, as a person uses it: drop, read, state, see, bring in, remove."""

from __future__ import annotations

import shutil
import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from neopain_gui import locations
from neopain_gui.classifiers.bringing import bring_in
from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
from neopain_gui.classifiers.inventory import Group
from neopain_gui.classifiers.registry import find
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.classifiers.classifiers_page import ClassifiersPage
from neopain_gui.gui.jobs import TaskState
from neopain_gui.pipeline.work import FIND_FACES
from neopain_gui.training.run_folder import RUN
from tests.classifiers.bases import keras_files, numbers
from tests.classifiers.foreign import networks
from tests.gui.test_window import trigger
from tests.training.made_up import done_run, protocol

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 30_000
DEMO = locations.models() / "n_cnn_phantoms.weights.h5"


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """A network with three outputs, as somebody else saved it."""
    path = tmp_path_factory.mktemp("theirs") / "their net.keras"
    return networks.saved(networks.fused(size=32), path)


@pytest.fixture
def page(window):
    trigger(window, "show_classifiers")
    page = window.pages.currentWidget()
    assert isinstance(page, ClassifiersPage)
    return page


@pytest.fixture
def demo(window, phantoms, tmp_path):
    """The window with the demo study of two neonates open."""
    path = shutil.copytree(phantoms / "demo.neopain", tmp_path / "demo.neopain")
    window.open_study(path)
    return window


def drop(widget, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    widget.dropEvent(event)  # Qt lets no event in that no drag has begun


def looked(page, qtbot):
    qtbot.waitUntil(lambda: not page.waiting.busy and page.waiting.task is not None,
                    timeout=PATIENCE)  # fmt: skip


def state(page, *outputs, colours="BGR", scale="255", mean="0.4, 0.5, 0.6"):
    form = page.file.form
    for combo, name in zip(form.outputs, outputs, strict=True):
        combo.setCurrentText(name)
    form.colours.setCurrentText(colours)
    form.scale.setText(scale)
    form.mean.setText(mean)


def names(page):
    return [(entry.group.value, entry.id) for entry in page.list.entries]


def messages(window):
    return [one.text for one in window.messages.messages()]


def test_what_is_there_is_listed_and_described_without_a_study(page, qtbot):
    assert names(page) == [
        ("Of the program", "n_cnn_phantoms"),
        ("Of the program", "vgg_face_phantoms"),
    ]
    facts = page.entry.facts
    assert "phantoms" in page.entry.warning.text()
    assert facts.words("Inputs") == (
        "120 × 120 pixels, RGB, 0 to 255 divided by 255, faces stretched"
    )
    assert facts.words("Licence") == "MIT"
    assert facts.words("SHA-256") == find("n_cnn_phantoms").sha256
    assert "phantoms" in page.entry.card.toPlainText()
    assert not page.entry.remove.isVisible()
    qtbot.mouseClick(page.close_button, LEFT)
    assert page.window().pages.currentWidget() is page.window().start


def test_a_network_from_elsewhere_is_stated_seen_and_brought_in(demo, theirs, qtbot):
    drop(demo, theirs)
    page = demo.pages.currentWidget()
    looked(page, qtbot)
    file, preview = page.file, page.file.preview
    assert file.title.text() == "their net.keras"
    assert file.facts.words("Outputs") == "3 outputs, after a softmax"
    assert file.uncertain.text() == ""  # but for what is asked below
    qtbot.mouseClick(file.more, LEFT)
    rows = [file.layers.item(row, 0).text() for row in range(file.layers.rowCount())]
    assert "second" in rows
    assert file.layers.item(rows.index("second"), 4).text() == "yes"

    assert not file.button.isEnabled()
    assert "what its output means" in file.preview.missing.text()
    state(page, "asleep", "pain", "no pain")
    qtbot.waitUntil(lambda: preview.preview is not None and not preview.waiting.busy,
                    timeout=PATIENCE)  # fmt: skip
    auc = preview.preview.auc
    assert {str(one): len(scores) for one, scores in preview.preview.scores.items()} == {
        "pain": 2,
        "no pain": 2,
    }
    assert f"AUC {auc:.2f}" in preview.said.text()
    assert "pain's share of pain and no pain" in preview.said.text()
    drawn = preview.plots[PainLabel.PAIN]._bars.opts["height"]
    assert drawn == preview.preview.histogram(PainLabel.PAIN)
    assert "from 0." in preview.plots[PainLabel.PAIN].accessibleDescription()

    state(page, "asleep", "no pain", "pain")  # the preview follows, and says which is wrong
    qtbot.waitUntil(lambda: preview.preview is not None and preview.preview.auc == 1 - auc
                    and not preview.waiting.busy, timeout=PATIENCE)  # fmt: skip
    assert ("wrong order" in preview.remarks.text()) == (1 - auc < 0.5)

    state(page, "asleep", "pain", "no pain")
    assert file.name.text() == "their_net"
    file.name.setText("ward")
    file.licence.setText("CC BY 4.0")
    assert file.button.isEnabled(), file.preview.missing.text()
    qtbot.mouseClick(file.button, LEFT)
    qtbot.waitUntil(lambda: ("Your own classifiers", "ward") in names(page), timeout=PATIENCE)
    info = find("ward")
    assert info.class_order == ("asleep", "pain", "no pain")
    assert (info.licence, info.network.preprocessing.channel_order) == ("CC BY 4.0", "BGR")
    assert info.network.preprocessing.mean == (0.4, 0.5, 0.6)
    assert page.list.chosen.id == "ward"
    assert QApplication.focusWidget() is page.list
    assert "ward" in [one.id for one in demo.session.classifiers.known]
    said = next(one for one in demo.messages.messages() if "ward is among" in one.text)
    assert said.button.text() == "Explain with it"
    said.button.click()
    assert demo.session.choices.classifier_id == "ward"
    assert demo.session.shown_model == "GradCAM|Network ward"
    assert demo.pages.currentWidget() is demo.workspace


def test_undeclared_it_stays_refused(page, theirs, qtbot):
    folder = locations.user_models()
    folder.mkdir(parents=True)
    shutil.copy(theirs, folder / "ward.keras")
    page.refresh()
    assert ("Cannot be read", "ward") in names(page)
    page.list.choose("ward", page.list.entries[-1].group)
    assert "has not been declared" in page.entry.about.text()
    page.look_at(theirs)
    looked(page, qtbot)
    assert not page.file.button.isEnabled()


WRONG = [
    (lambda form: form.outputs[0].setCurrentText("pain"), "Two outputs are called 'pain'"),
    (lambda form: form.outputs[0].setCurrentText(""), "1 of its 3 outputs has no name"),
    (lambda form: form.colours.setCurrentIndex(0), "RGB or BGR"),
    (lambda form: form.scale.setText("127,5"), "decimal point"),
    (lambda form: form.scale.setText(""), "divided"),
    (lambda form: form.scale.setText("-5"), "above 0"),
    (lambda form: form.mean.setText("nan"), "out of all proportion"),
    (lambda form: form.mean.setText("1, 2"), "2 numbers and the input 3"),
    (lambda form: form.mean.setText(""), "write 0 if nothing is"),
]


def test_what_is_missing_is_said_in_its_place(page, theirs, qtbot):
    page.look_at(theirs)
    looked(page, qtbot)
    for change, words in WRONG:
        state(page, "asleep", "pain", "no pain")
        assert page.file.button.isEnabled()
        change(page.file.form)
        assert words in page.file.preview.missing.text()
        assert not page.file.button.isEnabled()


def test_nothing_moves_under_the_hand_while_it_is_stated(demo, theirs, qtbot):
    drop(demo, theirs)
    page = demo.pages.currentWidget()
    looked(page, qtbot)
    qtbot.wait(50)
    places = {page.file.button.mapTo(page, QPoint()).y()}
    for name in ("", "pain"):
        state(page, "asleep", name, "no pain")
        qtbot.wait(50)
        places.add(page.file.button.mapTo(page, QPoint()).y())
    preview = page.file.preview
    qtbot.waitUntil(lambda: preview.preview is not None, timeout=PATIENCE)
    qtbot.wait(50)
    places.add(page.file.button.mapTo(page, QPoint()).y())
    page.file.name.setText("n_cnn_phantoms")
    qtbot.wait(50)
    places.add(page.file.button.mapTo(page, QPoint()).y())
    assert len(places) == 1


def test_a_file_that_falls_on_a_field_is_looked_at(page, theirs, qtbot):
    page.look_at(theirs)
    looked(page, qtbot)
    fields = page.file.findChildren(QLineEdit)
    assert len(fields) >= 8
    assert not any(field.acceptDrops() for field in fields)


def test_a_file_that_changed_since_it_was_looked_at_is_not_brought_in(page, tmp_path, qtbot):
    path = networks.saved(networks.fused(3), tmp_path / "theirs.keras")
    page.look_at(path)
    looked(page, qtbot)
    state(page, "asleep", "pain", "no pain")
    path.unlink()
    networks.trained(networks.fused(3), seed=8).save(path)
    qtbot.mouseClick(page.file.button, LEFT)
    qtbot.waitUntil(lambda: any("has changed since" in one for one in messages(page.window())),
                    timeout=PATIENCE)  # fmt: skip
    assert all(group != "Your own classifiers" for group, _ in names(page))
    assert page.file.form.outputs[1].currentText() == "pain"


def test_what_was_stated_is_there_when_the_file_is_looked_at_again(page, theirs, qtbot):
    page.look_at(theirs)
    looked(page, qtbot)
    state(page, "asleep", "pain", "", scale="127.5")
    page.look_at(DEMO)
    looked(page, qtbot)
    assert page.file.path == DEMO
    page.look_at(theirs)
    looked(page, qtbot)
    form = page.file.form
    assert [combo.currentText() for combo in form.outputs] == ["asleep", "pain", ""]
    assert (form.colours.currentText(), form.scale.text()) == ("BGR", "127.5")
    assert "1 of its 3 outputs has no name" in page.file.preview.missing.text()


def test_a_file_that_is_another_one_than_came_in_is_said(page, tmp_path, qtbot):
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    how = preprocessing(size=24, colours="RGB", scale=255.0, mean=(0.0,), fit="stretched")
    copy = bring_in(path, "ward", Declared(outputs=("pain", "no pain"), preprocessing=how))
    page.refresh()
    page.list.choose("ward", Group.OWN)
    qtbot.wait(200)
    assert page.entry.warning.text() == ""
    copy.write_bytes(networks.saved(networks.fused(3), tmp_path / "other.keras").read_bytes())
    page.entry.show_entry(page.list.chosen)
    qtbot.waitUntil(lambda: "another one now" in page.entry.warning.text(), timeout=PATIENCE)


def test_usual_settings_fill_in_what_they_say(page, theirs, qtbot):
    page.look_at(theirs)
    looked(page, qtbot)
    form = page.file.form
    form.usual.setCurrentIndex(4)
    form.usual.activated.emit(4)
    assert form.colours.currentText() == "BGR"
    assert (form.scale.text(), form.mean.text()) == ("1", "93.594, 104.7624, 129.1863")
    form.scale.clear()
    qtbot.keyClicks(form.scale, "2")
    assert form.usual.currentIndex() == 0  # it is no longer so
    assert not form.side.isEnabled()
    assert form.side.value() == 32


def test_without_a_study_the_preview_says_what_it_waits_for(page, theirs, qtbot):
    page.look_at(theirs)
    looked(page, qtbot)
    state(page, "asleep", "pain", "no pain")
    qtbot.waitUntil(lambda: "With a study open" in page.file.preview.said.text())


def test_a_single_sigmoid_takes_one_name(page, tmp_path, qtbot):
    page.look_at(networks.saved(networks.sequential(), tmp_path / "one.h5"))
    looked(page, qtbot)
    state(page, "", "pain", colours="RGB", scale="1", mean="0")
    assert page.file.form.declared().outputs == ("no pain", "pain")
    assert "single sigmoid becomes two classes" in page.file.uncertain.text()
    assert "layer 'rescaling" in page.file.uncertain.text()
    assert page.file.button.isEnabled()


def test_a_grey_network_of_any_size_is_asked_for_its_size(page, tmp_path, qtbot):
    path = networks.saved(networks.fused(2, channels=1, size=None), tmp_path / "grey.keras")
    page.look_at(path)
    looked(page, qtbot)
    form = page.file.form
    assert form.colours.currentText() == "grey"
    state(page, "no pain", "pain", colours="grey", scale="255", mean="0")
    assert "Its size is not stated" in page.file.preview.missing.text()
    form.side.setValue(40)
    assert page.file.button.isEnabled()
    qtbot.mouseClick(page.file.button, LEFT)
    qtbot.waitUntil(lambda: ("Your own classifiers", "grey") in names(page), timeout=PATIENCE)
    assert find("grey").input_size == 40
    assert find("grey").layers


def test_a_base_is_kept_for_trainings(page, tmp_path, qtbot):
    path = tmp_path / "rcmalli_vggface_tf_notop_vgg16.h5"
    keras_files.write_named(path, numbers.convolutions())
    page.look_at(path)
    looked(page, qtbot)
    assert page.file.lead.text().startswith("The convolutions of VGG-Face")
    assert not page.file.form.isVisible()
    assert "no scores to show" in page.file.preview.said.text()
    page.file.name.setText("oxford")
    qtbot.mouseClick(page.file.button, LEFT)
    qtbot.waitUntil(lambda: ("Bases of a training", "oxford") in names(page), timeout=PATIENCE)
    assert page.list.chosen.id == "oxford"
    assert "training begins with it" in page.entry.about.text()
    assert "oxford is among the bases of a training now." in messages(page.window())


def test_what_is_no_network_says_why(page, tmp_path, qtbot):
    path = tmp_path / "notes.h5"
    path.write_text("nothing")
    page.look_at(path)
    looked(page, qtbot)
    assert page.empty.isVisible()
    assert page.empty.heading.text() == "notes.h5 cannot be brought in"
    assert page.empty.text.text().startswith("notes.h5: ")


def test_a_name_that_is_taken_is_refused_as_it_is_written(page, qtbot):
    page.look_at(DEMO)
    looked(page, qtbot)
    assert page.file.name.text() == "n_cnn_phantoms-2"
    assert page.file.button.isEnabled()
    page.file.name.setText("n_cnn_phantoms")
    assert "already" in page.file.preview.missing.text()
    page.file.name.setText("two words")
    assert "up to 40 letters" in page.file.preview.missing.text()
    page.file.name.setText("mine")
    assert page.file.button.isEnabled()


def test_removed_put_back_and_deleted(page, qtbot, monkeypatch):
    window = page.window()
    page.look_at(DEMO)
    looked(page, qtbot)
    page.file.name.setText("mine")
    qtbot.mouseClick(page.file.button, LEFT)
    qtbot.waitUntil(lambda: ("Your own classifiers", "mine") in names(page), timeout=PATIENCE)
    file = locations.user_models() / "mine.weights.h5"
    content = file.read_bytes()
    qtbot.waitUntil(lambda: bool(page.entry.facts.words("SHA-256")), timeout=PATIENCE)

    qtbot.mouseClick(page.entry.remove, LEFT)
    assert not file.exists()
    assert ("Removed", "mine") in names(page)
    assert "mine" not in [one.id for one in window.session.classifiers.known]
    said = next(one for one in window.messages.messages() if "was removed" in one.text)
    said.button.click()
    assert file.read_bytes() == content
    assert ("Your own classifiers", "mine") in names(page)
    assert page.list.chosen.id == "mine"

    qtbot.mouseClick(page.entry.remove, LEFT)
    assert QApplication.focusWidget() is page.list
    page.list.choose("mine", page.list.entries[-1].group)
    assert page.entry.put_back.isVisible()
    monkeypatch.setattr("neopain_gui.gui.widgets.questions.may_delete", lambda *_: False)
    qtbot.mouseClick(page.entry.delete, LEFT)
    assert ("Removed", "mine") in names(page)
    monkeypatch.setattr("neopain_gui.gui.widgets.questions.may_delete", lambda *_: True)
    qtbot.mouseClick(page.entry.delete, LEFT)
    assert all(name != "mine" for _, name in names(page))
    assert list(locations.user_models().rglob("*.h5")) == []


def test_one_of_them_is_chosen_to_explain_with(page, phantoms, tmp_path, qtbot):
    window = page.window()
    page.list.choose("vgg_face_phantoms", Group.OF_THE_PROGRAM)
    assert not page.entry.use.isVisible()  # there is nothing to explain
    window.open_study(shutil.copytree(phantoms / "demo.neopain", tmp_path / "demo.neopain"))
    window.session.choices.choose(classifier_id="n_cnn_phantoms")
    trigger(window, "show_classifiers")
    qtbot.mouseClick(page.entry.use, LEFT)
    assert window.session.choices.classifier_id == "vgg_face_phantoms"
    assert window.pages.currentWidget() is window.workspace


def test_a_file_is_chosen_in_a_dialog(page, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(DEMO), ""))
    qtbot.mouseClick(page.look, LEFT)
    looked(page, qtbot)
    assert page.file.path == DEMO
    assert page.file.facts.words("File") == DEMO.name
    assert "phantoms" in page.file.to_know.text()
    assert page.file.facts.words("Licence") == "MIT"


def test_the_page_stays_as_it_is_while_the_study_is_looked_at(demo, theirs, qtbot):
    trigger(demo, "show_classifiers")
    page = demo.pages.currentWidget()
    drop(page, theirs)
    looked(page, qtbot)
    state(page, "asleep", "pain", "no pain")
    demo.show_study()
    trigger(demo, "show_classifiers")
    assert demo.pages.currentWidget() is page
    assert page.file.form.outputs[0].currentText() == "asleep"


def test_the_keyboard_goes_through_what_is_to_be_stated(page, theirs, qtbot):
    page.look_at(theirs)
    looked(page, qtbot)
    assert QApplication.focusWidget() is page.list
    seen = []
    for _ in range(12):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().accessibleName())
    assert [one for one in seen if one] == [
        *("Output 1 means", "Output 2 means", "Output 3 means"),
        *("Usual settings", "Colours", "Divided by", "Then less", "Faces are"),
        *("Title", "Licence", "Name"),
    ]


def test_closed_in_the_middle_of_looking_nothing_goes_wrong(page, theirs, qtbot):
    page.look_at(theirs)
    qtbot.mouseClick(page.close_button, LEFT)
    looked(page, qtbot)
    assert page.file.path == theirs
    assert not page.isVisible()
    trigger(page.window(), "show_classifiers")
    assert page.isVisible()
    qtbot.keyClick(page.file.form.scale, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_hours_of_maps_hold_up_no_look_at_a_file(page, qtbot, jobs, monkeypatch):
    waits = threading.Event()
    monkeypatch.setattr(
        "neopain_gui.pipeline.jobs.find_faces", lambda job, **_asked: waits.wait(20)
    )
    maps = jobs.start(FIND_FACES, title="hours", kwargs={"study_path": None, "image_ids": ()})
    qtbot.waitUntil(lambda: maps.state is TaskState.RUNNING)
    page.look_at(DEMO)
    looked(page, qtbot)
    assert page.file.path == DEMO
    assert not maps.over
    waits.set()
    qtbot.waitUntil(lambda: maps.over)


def test_a_study_that_is_opened_gives_the_preview_its_photographs(window, page, theirs, phantoms,
                                                                  tmp_path, qtbot):  # fmt: skip
    page.look_at(theirs)
    looked(page, qtbot)
    state(page, "asleep", "pain", "no pain")
    window.open_study(shutil.copytree(phantoms / "demo.neopain", tmp_path / "demo.neopain"))
    trigger(window, "show_classifiers")
    assert window.pages.currentWidget() is page
    preview = page.file.preview
    qtbot.waitUntil(lambda: preview.preview is not None, timeout=PATIENCE)
    window.session.close_study()
    assert preview.preview is None


def test_a_card_shows_no_picture_and_leads_nowhere(page, tmp_path):
    path = tmp_path / "card.md"
    path.write_text("# Mine\n\n![x](/etc/hostname)\n\n<b>bold</b> [link](https://example.org)")
    page.entry.card.show_card(path)
    text = page.entry.card.toPlainText()
    assert "Mine" in text
    assert page.entry.card.loadResource(2, QUrl("file:///etc/hostname")) is None
    assert not page.entry.card.openLinks()


def test_the_folds_of_a_training_come_in_as_one_classifier(window, tmp_path, qtbot, monkeypatch):
    run = tmp_path / "n_cnn-1"
    done_run(run, [DEMO], protocol(folds=2))
    drop(window, run)
    page = window.pages.currentWidget()
    looked(page, qtbot)
    assert page.file.lead.text().startswith("The folds of a training")
    assert page.file.facts.words("Folds").startswith("2 networks")
    assert page.file.more.isHidden()
    assert "tab Train" in page.file.preview.said.text()
    page.file.name.setText("mine")
    page.file.titled.setText("My training")
    qtbot.mouseClick(page.file.button, LEFT)
    qtbot.waitUntil(lambda: ("Your own classifiers", "mine") in names(page), timeout=PATIENCE)
    assert find("mine").folds is not None
    assert page.entry.title.text() == "My training"
    qtbot.mouseClick(page.entry.remove, LEFT)
    assert ("Removed", "mine") in names(page)
    page.list.choose("mine", Group.REMOVED)
    qtbot.mouseClick(page.entry.put_back, LEFT)
    assert find("mine").folds is not None

    # a dialog for files shows no folders, but what lies in them
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(run / RUN), ""))
    qtbot.mouseClick(page.look, LEFT)
    qtbot.waitUntil(lambda: page.file.looked is not None, timeout=PATIENCE)
    assert page.file.path == run
