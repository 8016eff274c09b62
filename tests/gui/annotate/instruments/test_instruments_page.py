"""Somebody makes a scale and a set of landmarks of their own, as a person does, and undoes it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.annotation.landmarks import landmark_set_text, sets
from neopain_gui.annotation.scales import scale_text, scales
from neopain_gui.gui.annotate.instruments.instruments_page import InstrumentsPage
from neopain_gui.gui.annotate.rounds.new_round_page import NewRoundPage
from neopain_gui.pipeline.settings.instruments import study_landmark_sets, study_scales
from tests.gui.test_window import trigger
from tests.pipeline.rounds.material import make

LEFT = Qt.MouseButton.LeftButton
FILES = "neopain_gui.gui.annotate.instruments.own_files.file_dialogs"


@pytest.fixture
def page(window, tmp_path, qtbot):
    with make(tmp_path) as study:
        path = study.path
    window.open_study(path)
    qtbot.waitUntil(lambda: window.session.study is not None)
    tab = window.go("annotate")
    QTest.mouseClick(tab.switch.buttons["instruments"], LEFT)
    found = tab.pages["instruments"]
    qtbot.waitUntil(lambda: found.current is not None)
    return found


def typed(field, text):
    """Type a text over what a field has, as a person does."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def clicked(button):
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def lines(page):
    return [page.list.item(row).text() for row in range(page.list.count())]


def test_a_scale_is_made_from_nothing_checked_while_typed_and_undone(page, window):
    study = window.session.study
    clicked(page.new_scale)
    editor = page.panel.scale.editor
    assert lines(page)[0] == "Own scale\nthe study’s own"
    typed(editor.item.title, "Brow bulge")
    assert editor.item.name.text() == "brow_bulge"
    clicked(editor.items.buttons["add"])
    typed(editor.item.title, "Cry")
    clicked(editor.item.levels.add)
    editor.item.seen.setFocus()
    QTest.keyClick(editor.item.seen, Qt.Key.Key_Space)
    assert "does not say why a photograph cannot show it" in page.panel.wrong.text()
    assert "own" not in study_scales(study)
    assert lines(page)[0].endswith("cannot be used yet")
    QTest.keyClicks(editor.item.why_not, "No sound.")
    assert page.panel.wrong.isHidden() or not page.panel.wrong.isVisible()
    scale = study_scales(study)["own"]
    assert [one.title for one in scale.items] == ["Brow bulge", "Cry"]
    assert [one.value for one in scale.items[1].levels] == [0.0, 1.0, 2.0]
    assert scale.totals[0].high == 3.0
    clicked(editor.parts.buttons["totals"])
    typed(editor.total.rule, "brow_bulge + 2 * crj")
    assert "refers to “crj”, which is no item" in editor.total.rule_says.text()
    assert page.panel.wrong.isVisible()
    QTest.keyClick(editor.total.rule, Qt.Key.Key_Backspace)
    QTest.keyClicks(editor.total.rule, "y")
    clicked(editor.total.cuts.add)
    assert study_scales(study)["own"].totals[0].rule == "brow_bulge + 2 * cry"
    assert len(study_scales(study)["own"].totals[0].cut_offs) == 1
    window.session.edits.undo()
    assert study_scales(study)["own"].totals[0].cut_offs == ()
    window.session.edits.undo()  # what was typed is one step
    assert editor.total.rule.text() == "sum(items)"
    while window.session.edits.undo_stack.canUndo():
        window.session.edits.undo()
    assert study.setting("own scales", {}) == {}
    assert "Own scale" not in lines(page)[0]
    while window.session.edits.undo_stack.canRedo():
        window.session.edits.redo()
    assert study_scales(study)["own"].totals[0].rule == "brow_bulge + 2 * cry"


def test_a_copy_is_changed_part_by_part_with_the_keyboard(page, window):
    study = window.session.study
    page.choose("scale", "nfcs-5")
    clicked(page.panel.copy)
    editor = page.panel.scale.editor
    name = page.current[1]
    items = study_scales(study)[name].items
    editor.items.list.setFocus()
    QTest.keyClick(editor.items.list, Qt.Key.Key_Down)
    assert editor.item.title.text() == items[1].title
    clicked(editor.items.buttons["up"])
    assert [one.id for one in study_scales(study)[name].items][:2] == [items[1].id, items[0].id]
    assert editor.items.list.currentRow() == 0
    clicked(editor.items.buttons["copy"])
    assert study_scales(study)[name].items[1].id == f"{items[1].id}_2"
    clicked(editor.items.buttons["remove"])
    assert len(study_scales(study)[name].items) == len(items)
    editor.item.key.setFocus()
    QTest.keyClick(editor.item.key, "L")
    assert study_scales(study)[name].items[1].key == "L"
    typed(editor.item.weight, "2")
    editor.item.features.tick(("chin",))
    cell = editor.item.levels.table
    cell.setCurrentCell(1, 1)
    cell.item(1, 1).setText("Strong")
    cell.item(1, 0).setText("0,5")
    item = study_scales(study)[name].items[1]
    assert (item.weight, item.features) == (2.0, ("chin",))
    assert (item.levels[1].value, item.levels[1].title) == (0.5, "Strong")
    cell.item(1, 0).setText("half")
    assert "level 2, value: it is no number" in page.panel.wrong.text()
    assert cell.item(1, 0).text() == "half"
    clicked(editor.parts.buttons["head"])
    typed(editor.head.lines["title"], "Ours")
    clicked(page.panel.show_wrong)
    assert editor.items.isVisible()
    window.session.edits.undo()
    window.session.edits.undo()
    assert study_scales(study)[name].items[1].levels[1].value == 0.5


def test_the_preview_asks_as_a_round_does_and_adds_up(page):
    page.choose("scale", "nfcs")
    preview = page.panel.scale.preview
    assert list(preview.rows) == [one.id for one in scales()["nfcs"].items]
    assert preview.rows["brow"].letter == "Q"
    clicked(preview.ends["high"])
    assert "Nine items that a photograph shows: 9 of 9" in preview.totals.text()
    assert "Total: not known (Chin quiver: not coded)" in preview.totals.text().replace(
        "\u200b", ""
    )
    (box,) = page.panel.scale.switches.boxes.values()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    clicked(preview.ends["high"])
    assert "8 of 9" in preview.totals.text()


def test_what_a_round_asks_stays_and_is_changed_as_a_new_version(page, window, qtbot):
    study = window.session.study
    clicked(page.new_scale)
    first = study.annotations.rounds()[0]
    asks = replace(first, name="Second", token="2d", instruments=("scale:own",))
    study.annotations.put_round(asks)
    window.session.annotations_changed.emit()
    panel = page.panel
    assert panel.scale.views.buttons["change"].isHidden()
    assert "“Second” asks it. What was rated stays as it is" in panel.says.text()
    assert not panel.remove.isEnabled()
    clicked(panel.newer)
    assert page.current == ("scale", "own-v2")
    assert not panel.scale.views.buttons["change"].isHidden()
    typed(panel.scale.editor.item.title, "Changed")
    assert study_scales(study)["own"].items[0].title == "Item 1"
    made = study_scales(study)["own-v2"]
    assert (made.items[0].title, made.version, made.short) == ("Changed", "2", "Own v2")


def test_the_words_of_a_scale_are_the_study_s_and_numbers_stay(page, window):
    study = window.session.study
    page.choose("scale", "nips")
    clicked(page.panel.scale.views.buttons["words"])
    form = page.panel.scale.wording
    typed(form.fields["items", "face", "title"], "Rosto")
    typed(form.fields["items", "face", "levels", "1"], "Careta")
    item = study_scales(study)["nips"].items[0]
    assert (item.title, item.levels[1].title) == ("Rosto", "Careta")
    assert study_scales(study)["nips"].totals == scales()["nips"].totals
    typed(form.fields["language",], "Portuguese")
    assert page.panel.wrong.isVisible()
    window.session.edits.undo()
    window.session.edits.undo()
    assert study_scales(study)["nips"].items[0].levels[1].title == "Grimace"
    clicked(page.panel.remove)
    assert study_scales(study)["nips"] == scales()["nips"]
    assert form.fields["items", "face", "title"].text() == ""


def test_files_come_in_are_saved_and_what_cannot_be_used_is_said(
    page, window, tmp_path, monkeypatch
):
    study = window.session.study
    own = json.loads(scale_text(scales()["nips"])) | {"id": "ours", "short": "Ours"}
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(own), encoding="utf-8")
    monkeypatch.setattr(f"{FILES}.file", lambda *_: file)
    clicked(page.bring)
    assert page.current == ("scale", "ours")
    again = tmp_path / "again.json"
    monkeypatch.setattr(f"{FILES}.save_as", lambda *_: (str(again), ""))
    clicked(page.panel.save)
    assert json.loads(again.read_text(encoding="utf-8"))["items"] == own["items"]
    clicked(page.panel.remove)
    assert "ours" not in study_scales(study)
    own["totals"][0]["rule"] = "face + heart"
    file.write_text(json.dumps(own), encoding="utf-8")
    with_problem = []
    window.session.problem.connect(with_problem.append)
    clicked(page.bring)
    assert "refers to “heart”, which is no item of the scale" in str(with_problem[0])
    assert "ours" not in study_scales(study)
    mine = sets()["5"].model_copy(update={"id": "mine", "title": "Mine"})
    file.write_text(landmark_set_text(mine))
    clicked(page.bring)
    assert page.current == ("set of landmarks", "mine")
    assert study_landmark_sets(study)["mine"] == mine


def test_landmarks_are_placed_by_hand_and_keys_mirrored_and_measured(page, window):
    study = window.session.study
    clicked(page.new_set)
    details = page.panel.set
    face = details.face
    face.setFocus()
    QTest.mouseDClick(face, LEFT, pos=face._across().map(face._across().inverted()[0].map(
        face.rect().center())))  # fmt: skip
    assert len(study_landmark_sets(study)["own"].points) == 3
    assert details.points.list.currentRow() == 2
    typed(details.point.title, "Corner")
    before = study_landmark_sets(study)["own"].points[2]
    face.setFocus()
    QTest.keyClick(face, Qt.Key.Key_Right)
    QTest.keyClick(face, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    after = study_landmark_sets(study)["own"].points[2]
    assert (after.u, after.v) == (round(before.u + 0.01, 3), round(before.v + 0.05, 3))
    clicked(details.points.buttons["copy"])
    made = study_landmark_sets(study)["own"]
    assert made.mirror_of(made.points[3].name) == made.points[2].name
    assert made.points[3].u == -made.points[2].u
    pairs = details.pairs["distances"]
    pairs.ends[0].setCurrentIndex(2)
    pairs.ends[1].setCurrentIndex(3)
    clicked(pairs.add)
    assert study_landmark_sets(study)["own"].distances == ((made.names[2], made.names[3]),)
    start, end = face._on_screen(face.points[2]).toPoint(), face.rect().center()
    QTest.mousePress(face, LEFT, pos=start)
    QTest.mouseMove(face, end)
    QTest.mouseRelease(face, LEFT, pos=end)
    assert study_landmark_sets(study)["own"].points[2].u != made.points[2].u
    window.session.edits.undo()
    assert study_landmark_sets(study)["own"].points[2].u == made.points[2].u
    details.photograph.click()
    assert face._behind is not None
    details.points.list.setCurrentRow(0)
    clicked(details.points.buttons["remove"])
    assert "each eye is the mean of one point at least" in page.panel.wrong.text().lower()
    assert "own" not in study_landmark_sets(study)


def test_a_new_round_leads_there_and_keeps_its_fields(page, window, qtbot):
    trigger(window, "new_round")
    made = window.pages.currentWidget()
    made.form.name.setText("Ours")
    made.form.instruments.tick(("score",))
    QTest.mouseClick(made.form.own, LEFT)
    there = window.pages.currentWidget()
    assert isinstance(there, InstrumentsPage)
    qtbot.waitUntil(lambda: there.current is not None)
    clicked(there.new_scale)
    clicked(there.close_page)
    assert window.pages.currentWidget() is made
    assert isinstance(made, NewRoundPage)
    made.form.instruments.tick(("score", "scale:own"))
    assert made.form.instruments.chosen() == ("score", "scale:own")
    assert made.form.name.text() == "Ours"
