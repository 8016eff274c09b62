"""The tab Train as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.place.place import Place, Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.place.window import Window
    from neopain_gui.gui.state.session import Session
    from neopain_gui.gui.train.panel import TrainPanel


def _make(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.train.panel import TrainPanel

    return TrainPanel(session, jobs)


def _new(window: Window) -> None:
    cast("TrainPanel", window.go(PLACE.id)).show_new()


PLACE = Place(
    id="train",
    title="T&rain",
    where=Where.TAB,
    panel=_make,
    icon="train",
    tip="Train classifiers on the study's photographs, and see what they achieve",
    words="training learn cross-validation folds protocol epochs network fit classifier tab",
    scrolls=False,
    commands=(
        Command(
            id="new_training",
            run=_new,
            menu="Run",
            before="stop",
            text="T&rain a classifier…",
            icon="train",
            when="study",
            tip="Protocol, folds and the start of a training on this study",
            words="learn fit cross-validation n-cnn vgg-face folds new",
            after=True,
        ),
    ),
)
