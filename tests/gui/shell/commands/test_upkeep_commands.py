"""Making a study smaller, from the menu to the message, and back."""

from tests.gui.state.test_session import put_result

ABOUT = "neopain_gui.gui.shell.commands.upkeep_commands"


def kept(study):
    return {one.key: study.maps.get(one.provenance).tobytes() for one in study.results.all()}


def texts(window):
    return [bar.text for bar in window.messages.messages()]


def test_the_study_is_made_smaller_and_undone(window, study_path, qtbot):
    window.open_study(study_path)
    qtbot.waitUntil(lambda: window.session.study.looked_through, timeout=5000)
    study = window.session.study
    for image in window.session.images:
        study.results.record(put_result(study, image.id))
    before = kept(study)
    assert study.results.in_single_files() == set(before)

    window.actions_table.by_id["make_smaller"].trigger()
    qtbot.waitUntil(lambda: any("were packed" in text for text in texts(window)), timeout=10_000)
    assert not study.results.in_single_files()
    assert kept(study) == before

    (bar,) = [one for one in window.messages.messages() if "were packed" in one.text]
    bar.button.click()
    qtbot.waitUntil(lambda: any("one by one" in text for text in texts(window)), timeout=10_000)
    assert study.results.in_single_files() == set(before)
    assert kept(study) == before


def test_where_there_is_nothing_to_do_that_is_said(window, study_path, qtbot):
    window.open_study(study_path)
    qtbot.waitUntil(lambda: window.session.study.looked_through, timeout=5000)
    window.actions_table.by_id["make_smaller"].trigger()
    qtbot.waitUntil(lambda: any("as small as it" in text for text in texts(window)), timeout=10_000)
