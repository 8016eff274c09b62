"""Weight files that come, go or change while the window is open."""

import shutil

import pytest
from PySide6.QtCore import Qt

from neopain_gui import locations
from neopain_gui.classifiers.bringing import bring_in
from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
from neopain_gui.gui.panes.pane_rules import Rules
from neopain_gui.gui.state.classifiers import Classifiers
from neopain_gui.gui.state.depth import chosen_step, classifier_of, walk
from tests.classifiers.foreign import networks

DEMO = locations.models() / "n_cnn_phantoms.weights.h5"


@pytest.fixture
def folder():
    """The user's own folder of models, of this test."""
    folder = locations.user_models()
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def classifiers(qapp):
    there = Classifiers()
    yield there
    there.deleteLater()


def ids(classifiers):
    return [info.id for info in classifiers.known]


def test_a_file_that_is_put_into_the_folder_is_there_without_a_new_start(
    classifiers, folder, qtbot
):
    before = ids(classifiers)
    with qtbot.waitSignal(classifiers.changed, timeout=10_000):
        shutil.copy(DEMO, folder / "ward.weights.h5")
    assert ids(classifiers) == [*before, "ward"]
    assert classifiers.find("ward").file == folder / "ward.weights.h5"
    with qtbot.waitSignal(classifiers.changed, timeout=10_000):
        (folder / "ward.weights.h5").unlink()
    assert ids(classifiers) == before
    assert classifiers.find("ward") is None


def test_a_network_that_is_brought_in_is_there_at_once(classifiers, folder, tmp_path, qtbot):
    before = ids(classifiers)
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    how = preprocessing(size=24, colours="RGB", scale=255.0, mean=(0.0,), fit="stretched")
    with qtbot.waitSignal(classifiers.changed, timeout=10_000):
        bring_in(path, "ward", Declared(outputs=("pain", "no pain"), preprocessing=how))
    assert ids(classifiers) == [*before, "ward"]
    assert classifiers.odd == ()
    with qtbot.waitSignal(classifiers.changed, timeout=10_000):
        (folder / "ward.network.json").unlink()
    assert ids(classifiers) == before
    assert "not been declared" in str(classifiers.odd[0])


def test_the_folder_may_be_made_later(classifiers, qtbot):
    assert not locations.user_models().exists()
    before = ids(classifiers)
    with qtbot.waitSignal(classifiers.changed, timeout=10_000):
        locations.user_models().mkdir(parents=True)
        shutil.copy(DEMO, locations.user_models() / "ward.weights.h5")
        classifiers._came_back(Qt.ApplicationState.ApplicationActive)
    assert ids(classifiers) == [*before, "ward"]


def test_a_file_is_read_when_it_is_whole(classifiers, folder, qtbot):
    assert classifiers.odd == ()
    content = DEMO.read_bytes()
    changes = []
    classifiers.changed.connect(lambda: changes.append(classifiers.odd))
    with (folder / "ward.weights.h5").open("wb") as file:
        for start in range(0, 3):
            third = len(content) // 3 + 1
            file.write(content[start * third : (start + 1) * third])
            file.flush()
            classifiers.reread()
            qtbot.wait(200)  # shorter than what counts as whole
    qtbot.waitUntil(lambda: bool(changes), timeout=10_000)
    assert changes == [()]
    assert "ward" in ids(classifiers)


def test_a_file_that_is_replaced_counts_as_another(classifiers, folder, qtbot):
    file = folder / "ward.weights.h5"
    file.write_bytes(b"not HDF5")
    assert [error.file.name for error in classifiers.odd] == ["ward.weights.h5"]
    with qtbot.waitSignal(classifiers.changed, timeout=10_000):
        file.write_bytes(DEMO.read_bytes())
        classifiers.reread()
    assert classifiers.odd == ()
    assert "ward" in ids(classifiers)


def test_nothing_is_said_where_nothing_changed(classifiers, folder, qtbot):
    assert ids(classifiers)
    with qtbot.assertNotEmitted(classifiers.changed, wait=1500):
        (folder / "notes.txt").write_text("not a classifier")


def test_a_file_that_no_list_knows_is_found_by_its_path(classifiers, tmp_path):
    shutil.copy(DEMO, tmp_path / "elsewhere.weights.h5")
    assert classifiers.find(str(tmp_path / "elsewhere.weights.h5")).architecture == "n_cnn"
    assert classifiers.find("nobody") is None


def test_the_window_offers_it_and_uses_it(window, study_path, folder, qtbot):
    window.open_study(study_path)
    choosers, session = window.go("details").choosers, window.session
    combo = choosers.classifier
    before, chosen = combo.count(), combo.currentData()
    shutil.copy(DEMO, folder / "ward.weights.h5")
    qtbot.waitUntil(lambda: combo.count() == before + 1, timeout=10_000)
    assert combo.currentData() == chosen
    combo.setCurrentIndex(before)
    combo.activated.emit(before)
    assert session.choices.classifier_id == "ward"
    assert classifier_of(session).file == folder / "ward.weights.h5"
    assert [step.model for step in walk(session)[1:]] == [
        name.replace("N-CNN", "N-CNN ward") for name in _demo_steps(session)
    ]
    assert chosen_step(session).model == session.shown_model
    assert session.shown_model in Rules.of(session).makers
    (folder / "ward.weights.h5").unlink()
    qtbot.waitUntil(lambda: combo.count() == before, timeout=10_000)
    assert combo.currentIndex() == -1
    assert walk(session) == ()
    assert not choosers.compute.isEnabled()
    assert not choosers.impossible.isHidden()
    assert choosers.impossible.text() == (
        "The weights of the classifier ward are not there. Put their file back into the folder of "
        "models, or choose another classifier."
    )
    shutil.copy(DEMO, folder / "ward.weights.h5")
    qtbot.waitUntil(lambda: combo.currentIndex() == before, timeout=10_000)
    assert choosers.impossible.isHidden()


def _demo_steps(session):
    kept = session.choices.classifier_id
    session.choices.choose(classifier_id="n_cnn_phantoms")
    names = [step.model for step in walk(session)[1:]]
    session.choices.choose(classifier_id=kept)
    return names


def test_what_is_odd_about_a_file_is_said_until_it_is_gone(window, study_path, folder, qtbot):
    window.open_study(study_path)
    window.go("details")

    def said():
        return [one.text for one in window.messages.messages() if "Not among" in one.text]

    assert said() == []
    (folder / "ward.weights.h5").write_bytes(b"not HDF5")
    qtbot.waitUntil(lambda: bool(said()), timeout=10_000)
    assert "ward.weights.h5" in said()[0]
    (folder / "ward.weights.h5").unlink()
    qtbot.waitUntil(lambda: not said(), timeout=10_000)
