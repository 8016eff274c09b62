"""From a training to a classifier that explains: brought in once, then chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.state.choosing import choose_classifier
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.training.trainings import Training

_TOPIC = "explained by a training"


def explain_with(session: Session, jobs: Jobs, training: Training) -> Task:
    """Bring a training in as one classifier, unless it is there, and choose it.

    Parameters
    ----------
    session, jobs
        Shared.
    training : Training
        One that is done.
    """
    study = session.study
    assert study is not None

    def choose(identity: str) -> None:
        if session.study is not study:
            return
        session.classifiers.read_now()
        choose_classifier(session, identity)
        made = session.classifiers.find(identity)
        called = f", called {made.short_name} in lists and tables" if made else ""
        session.tell(
            Message(
                level="success",
                text=f"Maps are made with {training.title} from now on{called}: each photograph "
                "is explained by the networks that have not seen its neonate. Run › Compute the "
                "whole study makes them all; Undo chooses the classifier of before.",
                topic=_TOPIC,
            )
        )

    return jobs.disk(
        _classifier_of,
        title=f"Make a classifier of {training.title}",
        kwargs={
            "training": training,
            "name": f"{study.path.stem}-{training.name}",
            "title": f"{training.title} ({study.path.stem})",
        },
        key=f"{_TOPIC} {training.folder}",
        on_done=choose,
    )


def _classifier_of(training: Training, name: str, title: str, job: Job = NULL_JOB) -> str:
    """Return the id of the classifier that a training's networks are, brought in if need be."""
    from neopain_gui.classifiers.free_name import free_name
    from neopain_gui.classifiers.registry import available
    from neopain_gui.pipeline.training.bring_in import bring_in, trained_folds

    job.progress(0, 0, f"Making a classifier of {training.title}")
    networks = trained_folds(training.folder).record.training
    for one in available():
        if one.folds is not None and one.folds.training == networks:
            return one.id
    return bring_in(training.folder, free_name(name), title).id
