"""Merging studies in the window: seen first, decided, made anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from neopain_gui.dataset import PainLabel
from neopain_gui.gui.importing.merge_page import MergePage
from neopain_gui.masks import MaskSettings
from neopain_gui.study import Study
from tests.gui.conftest import make_photographs
from tests.gui.test_window import trigger

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(window, study_path, qtbot):
    window.open_study(study_path)
    qtbot.waitUntil(lambda: window.session.study is not None)
    return window


@pytest.fixture
def other(tmp_path):
    """Three neonates, two of whom (with the same photographs) are in the open study too."""
    images = make_photographs(tmp_path / "others", subjects=3)
    with Study.create(tmp_path / "other") as study:
        study.images.add(images, root=tmp_path / "others")
        study.images.set_label("S1_pain", PainLabel.NO_PAIN)
        return study.path


def page_for(window, path, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))
    trigger(window, "merge_study")
    page = window.pages.currentWidget()
    assert isinstance(page, MergePage)
    qtbot.waitUntil(lambda: page._plan is not None and page._task is None, timeout=5000)
    return page


def test_two_studies_become_a_third(opened, other, tmp_path, monkeypatch, qtbot):
    page = page_for(opened, other, monkeypatch, qtbot)
    assert page.summary.text().startswith(
        "6 photographs: 4 of small, 2 that only other has; 4 are in both."
    )
    texts = [page.differences.item(row).text() for row in range(page.differences.count())]
    assert texts == ["S1_pain (S1_pain.png): label is pain in small and no pain in other"]
    page.where.folder = tmp_path
    before = (opened.session.study.path / "study.sqlite").read_bytes()
    mine = opened.session.study.path
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: opened.session.study.path.stem == "small and other", timeout=5000)
    assert len(opened.session.images) == 6
    assert opened.session.study.images.get("S1_pain").label is PainLabel.PAIN
    for image in opened.session.images:
        opened.session.study.images.pixels(image.id)
    assert (mine / "study.sqlite").read_bytes()[:100] == before[:100]
    with Study.open(other) as still:
        assert len(still.images.all()) == 6


def test_two_studies_of_one_name_are_told_apart(opened, other, tmp_path, monkeypatch, qtbot):
    same = tmp_path / "elsewhere" / opened.session.study.path.name
    same.parent.mkdir()
    other.rename(same)
    page = page_for(opened, same, monkeypatch, qtbot)
    choices = {page.counts.itemText(row) for row in range(page.counts.count())}
    assert choices == {"small (the open study)", "small (the other study)"}
    assert (
        page.differences.item(0)
        .text()
        .endswith("label is pain in small (the open study) and no pain in small (the other study)")
    )
    qtbot.mouseClick(page.cancel, LEFT)


def test_the_other_study_may_count(opened, other, tmp_path, monkeypatch, qtbot):
    page = page_for(opened, other, monkeypatch, qtbot)
    page.counts.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page._task is None and "of other" in page.summary.text(), timeout=5000)
    page.where.folder = tmp_path
    qtbot.waitUntil(page.button.isEnabled)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: opened.session.study.path.stem == "small and other", timeout=5000)
    assert opened.session.study.images.get("S1_pain").label is PainLabel.NO_PAIN


def test_what_nothing_decides_is_asked(opened, tmp_path, monkeypatch, qtbot):
    images = make_photographs(tmp_path / "all", subjects=4)[4:]
    from dataclasses import replace

    from neopain_gui.dataset import Neonate

    with Study.create(tmp_path / "other") as study:
        study.images.add([replace(one, neonate=Neonate(id="S1")) for one in images],
                         root=tmp_path / "all")  # fmt: skip
    page = page_for(opened, tmp_path / "other.neopain", monkeypatch, qtbot)
    assert not page.button.isEnabled()
    assert page.neonates.isVisible()
    assert not page.participants.isVisible()
    page.neonates.setCurrentIndex(2)
    qtbot.waitUntil(page.button.isEnabled, timeout=5000)
    page.where.folder = tmp_path
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: len(opened.session.images) == 8, timeout=5000)
    assert {image.neonate.id for image in opened.session.images} == {"S1", "S2", "S1-2"}


def test_settings_that_differ_are_listed_and_those_of_the_chosen_study_are_kept(
    opened, other, tmp_path, monkeypatch, qtbot
):
    with Study.open(other) as study:
        study.set_setting("masks", MaskSettings(c_gaze=0.2).as_dict())
    page = page_for(opened, other, monkeypatch, qtbot)
    said = "threshold c for gaze is 0.10 in small and 0.20 in other"
    assert page.differences.item(0).text() == said
    page.counts.setCurrentIndex(1)
    qtbot.waitUntil(
        lambda: (
            page.differences.item(0).text()
            == "threshold c for gaze is 0.20 in other and 0.10 in small"
        ),
        timeout=5000,
    )
    qtbot.waitUntil(page.button.isEnabled, timeout=5000)
    page.where.folder = tmp_path
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: opened.session.study.path.stem == "small and other", timeout=5000)
    assert opened.session.choices.mask_settings.c_gaze == 0.2


def test_the_open_study_and_what_is_none_are_refused(opened, tmp_path, monkeypatch, qtbot):
    path = opened.session.study.path
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))
    trigger(opened, "merge_study")
    assert opened.pages.currentWidget() is opened.workspace
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    trigger(opened, "merge_study")
    page = opened.pages.currentWidget()
    qtbot.waitUntil(lambda: page._task is None, timeout=5000)
    texts = [bar.text for bar in opened.messages.messages()]
    assert any("not a NeoPain study" in text for text in texts)
    QTest.qWait(20)
    qtbot.mouseClick(page.cancel, LEFT)
    assert opened.pages.currentWidget() is opened.workspace
