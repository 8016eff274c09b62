"""The options of a method: a form made from what the method says of itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.attribution.methods import METHODS, Method
from neopain_gui.attribution.parameters import Parameter
from neopain_gui.gui.inspector.method_list import CONTROLS, OTHERS, PAPER, fill_methods, grouped
from neopain_gui.gui.inspector.options_form import OptionsForm
from neopain_gui.gui.state.method_options import method_options
from neopain_gui.gui.state.session import Session
from tests.gui.made_maps import named


@pytest.fixture
def form(qtbot, session):
    session.choices.choose(method="integrated_gradients")
    form = OptionsForm(session)
    qtbot.addWidget(form)
    form.show()
    return form


def typed(field, text):
    field.lineEdit().selectAll()
    QTest.keyClicks(field.lineEdit(), text)
    QTest.keyClick(field.lineEdit(), Qt.Key.Key_Return)


def test_it_is_folded_away_and_opens_with_a_click(form, qtbot):
    assert not form.fields["steps"].isVisible()
    assert form.fold.text() == "&Options…"
    qtbot.mouseClick(form.fold, Qt.MouseButton.LeftButton)
    assert form.fields["steps"].isVisible()
    assert named(form) == []


def test_a_word_is_chosen_and_kept_in_the_study(form, session):
    form.fold.click()
    field = form.fields["score"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    field.activated.emit(field.currentIndex())
    assert method_options(session)["score"] == "logit"
    assert form.fold.text() == "&Options (1 changed)"
    path = session.study.path
    session.close_study()
    session.open_study(path)
    session.choices.choose(method="integrated_gradients")
    assert form.fields["score"].currentText() == "logit"


def test_a_number_is_typed_where_words_are_offered_too(form, session):
    form.fold.click()
    field = form.fields["steps"]
    assert [field.itemText(row) for row in range(field.count())] == ["auto", "paper"]
    typed(field, "32")
    assert method_options(session)["steps"] == 32
    assert form.wrong.text() == ""


@pytest.mark.parametrize("text", ["0", "9999", "12.5", "many", ""])
def test_a_wrong_value_is_one_sentence_and_changes_nothing(form, session, text):
    form.fold.click()
    before = method_options(session)
    field = form.fields["steps"]
    field.setEditText(text)
    field.lineEdit().editingFinished.emit()
    assert method_options(session) == before
    assert form.wrong.isVisible()
    assert form.wrong.text().startswith("Steps takes auto, paper or a whole number from 1 to 5000")
    typed(field, "8")
    assert not form.wrong.isVisible()
    assert method_options(session)["steps"] == 8


def test_reset_goes_back_to_the_usual(form, session, qtbot):
    form.fold.click()
    assert not form.reset.isVisible()
    typed(form.fields["steps"], "8")
    qtbot.mouseClick(form.reset, Qt.MouseButton.LeftButton)
    assert method_options(session) == METHODS["integrated_gradients"].resolved()
    assert form.fields["steps"].currentText() == "auto"
    assert not form.reset.isVisible()


def test_each_method_has_its_own_options(form, session):
    for method in METHODS.values():
        session.choices.choose(method=method.id)
        assert set(form.fields) == set(method.parameters)
        assert form.isVisible() == bool(method.parameters)


def test_a_study_that_can_only_be_read_shows_them_and_changes_nothing(qtbot, study_path):
    from neopain_gui.study import Study

    session = Session()
    session.use_study(Study.open(study_path, read_only=True))
    form = OptionsForm(session)
    qtbot.addWidget(form)
    form.fold.click()
    assert not any(field.isEnabled() for field in form.fields.values())
    session.close_study()


# The list of methods


def method(identity, **given):
    return Method(
        id=identity, title=identity, name=identity, paper="", version=1, module="x", **given
    )


def test_methods_are_grouped_and_headings_cannot_be_chosen(qtbot):
    from PySide6.QtWidgets import QComboBox

    methods = [method("grad_cam"), method("rise"), method("edges", control=True)]
    assert {title: [m.id for m in found] for title, found in grouped(methods).items()} == {
        PAPER: ["grad_cam"],
        OTHERS: ["rise"],
        CONTROLS: ["edges"],
    }
    combo = QComboBox()
    qtbot.addWidget(combo)
    fill_methods(combo, methods)
    combo.setCurrentIndex(combo.findData("grad_cam"))
    combo.show()
    combo.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(combo, Qt.Key.Key_Down)
        seen.append(combo.currentData())
    assert seen == ["rise", "edges", "edges"]


def test_every_method_is_in_the_list_once(qtbot):
    from PySide6.QtWidgets import QComboBox

    combo = QComboBox()
    qtbot.addWidget(combo)
    fill_methods(combo)
    listed = [combo.itemData(row) for row in range(combo.count()) if combo.itemData(row)]
    assert sorted(listed) == sorted(METHODS)


def test_a_number_alone_can_be_an_option_too(qtbot):
    from neopain_gui.gui.inspector.options_form import OptionField

    field = OptionField(Parameter(name="size", title="Size", default=0.25, low=0.1, high=1.0))
    qtbot.addWidget(field)
    given = []
    field.given.connect(given.append)
    field.show_value(0.5)
    assert field.currentText() == "0.5"
    typed(field, "0.75")
    assert given[-1] == "0.75"
