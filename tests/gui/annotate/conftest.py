"""A round's page, come to as a person does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from neopain_gui.annotation.round import LABEL, NOTE, SCORE
from neopain_gui.gui.annotate.rating.rating_page import RatingPage
from neopain_gui.pipeline.rounds.making import begin, made_now
from neopain_gui.study import Study

NFCS = "scale:nfcs-5"


@pytest.fixture
def rate(window, study_path, qtbot):
    """Make a round and go to its page as a person does; returns the page."""

    def go(**said):
        asked = {"instruments": (LABEL, SCORE, NFCS, NOTE), "repeats": 0.25, "seed": 3, **said}
        with Study.open(study_path) as study:
            images = tuple(image.id for image in study.images.all())
            begin(study, made_now(name="Ward", raters=("R1", "R2"), image_ids=images, **asked))
        window.open_study(study_path)
        rounds = window.go("annotate").pages["rounds"]
        qtbot.waitUntil(lambda: rounds.rater == "R1")
        qtbot.mouseClick(rounds.rate, Qt.MouseButton.LeftButton)
        page = window.pages.currentWidget()
        assert isinstance(page, RatingPage)
        qtbot.waitUntil(lambda: page.course.running, timeout=5000)
        return page

    return go
