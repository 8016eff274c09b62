"""The size of the screen is asked where gaze is a share of it, and never assumed."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gaze.trials import COLUMNS
from neopain_gui.gui.gaze.recordings.recording_tables import LEAVE_OUT
from neopain_gui.gui.gaze.recordings.recordings_page import RecordingsPage
from tests.gaze.looks import look
from tests.gaze.sdk_dump import write_sdk_dump


@pytest.fixture
def page(qtbot, session, jobs):
    page = RecordingsPage(session, jobs)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


@pytest.fixture
def dump(tmp_path, session):
    return write_sdk_dump(tmp_path / f"{session.images[0].id}.txt", (0.25, 0.5))


def listed(page, qtbot, file):
    page.open_files([file])
    qtbot.waitUntil(lambda: page.preview is not None and not page.waiting.busy, timeout=20_000)


def say_size(page, qtbot):
    """Type the size of the screen and press the button beside it."""
    qtbot.keyClicks(page.screen_form.width_field, "1920")
    qtbot.keyClicks(page.screen_form.height_field, "1080")
    qtbot.mouseClick(page.screen_form.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: not page.waiting.busy and page.preview.files[0].screen_size == (1920, 1080),
        timeout=20_000,
    )


def test_the_size_is_empty_and_required_and_what_is_said_counts(page, dump, session, qtbot):
    listed(page, qtbot, dump)
    assert page.screen_form.isVisible()
    assert (page.screen_form.width_field.text(), page.screen_form.height_field.text()) == ("", "")
    assert dump.name in page.screen_form.why.text()
    assert page.problem.text() == f"Say how large the screen of {dump.name} was."
    assert not page.importing.isEnabled()
    assert not page.screen_form.use.isEnabled()
    assert "screen not in the file" in page.report.toPlainText()

    say_size(page, qtbot)
    assert "screen 1920 × 1080" in page.report.toPlainText()
    assert page.problem.text() == f"Say where the photograph of {dump.name} was on the screen."
    for field, number in zip(page.place.fields, ("0", "0", "1920", "1080"), strict=True):
        qtbot.keyClicks(field, number)
    assert page.importing.isEnabled(), page.problem.text()
    with qtbot.waitSignal(session.gaze_changed, timeout=20_000):
        qtbot.mouseClick(page.importing, Qt.MouseButton.LeftButton)
    (trial,) = session.study.gaze.trials()
    values = session.study.gaze.values(trial)
    columns = [COLUMNS[trial.holds].index(name) for name in ("gaze_x", "gaze_y")]
    assert np.nanmedian(values[:, columns], axis=0) == pytest.approx((480, 540), abs=0.5)
    qtbot.waitUntil(lambda: not page.waiting.busy)
    assert not page.screen_form.isVisible()


def test_a_file_that_is_left_out_does_not_need_it(page, dump, session, qtbot, tmp_path):
    ward = tmp_path / "ward.tsv"
    write_prolab(ward, [look(f"{session.images[1].id}.bmp", participant="Ana")])
    page.open_files([dump, ward])
    qtbot.waitUntil(lambda: page.preview is not None and not page.waiting.busy, timeout=20_000)
    assert not page.importing.isEnabled()
    row = next(at for at, one in enumerate(page.stimuli.rows) if one.file == dump.name)
    choose = page.stimuli.cellWidget(row, 1)
    choose.setCurrentText(LEAVE_OUT)
    choose.textActivated.emit(LEAVE_OUT)
    assert page.importing.isEnabled(), page.problem.text()


def test_the_next_import_asks_again(page, dump, qtbot):
    listed(page, qtbot, dump)
    say_size(page, qtbot)
    qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    assert page.preview is None
    listed(page, qtbot, dump)
    assert page.screen_form.width_field.text() == ""
    assert not page.importing.isEnabled()
