"""What is put together on the page is there again, whoever closed the window."""

from neopain_gui.gui.state.session import Session
from neopain_gui.gui.train.setup.draft import SETTING
from neopain_gui.gui.train.setup.setup_page import SetupPage
from neopain_gui.study.holdings import SETTINGS, Present

HELD = (("S1", "S2"), ("S3", "S4"), ("S5", "S6"))


def opened_again(page, qtbot, jobs):
    path = page._session.study.path
    page._session.close_study()
    session = Session()
    said = []
    session.notice.connect(said.append)
    session.open_study(path)
    again = SetupPage(session, jobs)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.planning.current)
    return again, said


def test_closing_the_study_loses_nothing(page, qtbot, jobs, type_in, settled):
    type_in(page, "division.folds", "3")
    type_in(page, "optimiser.epochs", "7")
    settled(page)
    page.chosen.hold(HELD)
    again, said = opened_again(page, qtbot, jobs)
    assert again.form.fields["optimiser.epochs"].control.text() == "7"
    assert again.chosen.held == HELD
    assert "is here again" in said[0]
    assert again.planning.found.problem is None
    again._session.close_study()


def test_what_is_reset_leaves_nothing_behind(page, qtbot, jobs, type_in):
    type_in(page, "optimiser.epochs", "7")
    study = page._session.study
    assert study.setting(SETTING) is not None
    page.presets.reset.click()
    assert study.setting(SETTING) is None
    again, said = opened_again(page, qtbot, jobs)
    assert said == []
    again._session.close_study()


def test_a_base_that_was_chosen_is_there_again_with_vgg_face(page, qtbot, jobs):
    page.chosen.choose_architecture("vgg_face")
    page.chosen.choose_base("vgg_face_phantoms", half=True)
    wanted = page.chosen.wanted
    again, _said = opened_again(page, qtbot, jobs)
    assert again.chosen.wanted == wanted
    assert again.network.half.isChecked()
    again._session.close_study()


def test_folds_that_name_a_removed_neonate_are_dealt_anew():
    kept = {"protocol": "", "held": [["S1"], ["S2"]]}
    cleaned = SETTINGS[SETTING]
    there = Present(images=frozenset(), neonates=frozenset({"S1", "S2"}), keys=frozenset())
    gone = Present(images=frozenset(), neonates=frozenset({"S1"}), keys=frozenset())
    assert cleaned(kept, there) == kept
    assert cleaned(kept, gone) == {"protocol": "", "held": None}
    assert cleaned({"protocol": "", "held": None}, gone)["held"] is None
