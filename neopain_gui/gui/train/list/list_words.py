"""A training in a line of a list. Knows no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.counted import counted
from neopain_gui.pipeline.training.trainings import DONE, UNREADABLE

if TYPE_CHECKING:
    from neopain_gui.gui.train.progress.course import Course
    from neopain_gui.pipeline.training.trainings import Training


def line(training: Training, course: Course, under_way: str = "") -> str:
    """Return title and state; ``under_way`` says how far the job is that trains it."""
    return f"{training.title}\n{_state(training, course, under_way)}"


def _state(training: Training, course: Course, under_way: str) -> str:
    if under_way:
        if course.at is None:
            return under_way
        fold, epoch, paused = course.place
        of = f" of {training.folds}" if training.folds else ""
        return f"{'paused' if paused else 'trains'}: fold {fold}{of}, epoch {epoch}"
    if training.state == UNREADABLE:
        return "cannot be read"
    if training.state == DONE:
        return f"{counted(training.folds, 'fold')}, {training.preset}"
    return f"{training.done} of {counted(training.folds, 'fold')}, can go on"


def explained(training: Training) -> str:
    """Return what else is known of it."""
    if training.state == UNREADABLE:
        return training.why
    known = ARCHITECTURES.get(training.architecture)
    network = known.short_name if known is not None else training.architecture
    begun = training.begun.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{network}, begun {begun}, in trainings/{training.name}"
