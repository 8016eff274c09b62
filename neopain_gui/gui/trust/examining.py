"""Asking the engine to examine a map, and keeping what it finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from neopain_gui.errors import NeoPainError
from neopain_gui.jobs import JobMessage
from neopain_gui.pipeline.faithfulness import one_map
from neopain_gui.pipeline.faithfulness.examination import Examined
from neopain_gui.pipeline.work import EXAMINE_MAP

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Study
    from neopain_gui.study.result_types import Result


def examine(
    session: Session, jobs: Jobs, study: Study, result: Result, found: Callable[[], None]
) -> Task:
    """Examine a map; ``found`` is called after each measure that was kept.

    What arrives is kept in the study for which it was found, never in one opened since.
    """
    path = study.path
    refused: list[NeoPainError] = []

    def keep(message: JobMessage) -> None:
        now = session.study
        if now is None or now.path != path or not isinstance(message, Examined):
            return
        try:
            one_map.keep(now, message.examination)
        except NeoPainError as error:
            refused.append(error)
        found()

    def tell() -> None:
        if refused:
            session.problem.emit(refused[0])
        refused.clear()

    return jobs.start(
        EXAMINE_MAP,
        title=f"Test {result.model.name} of {result.image_id}",
        kwargs={
            "study_path": path,
            "image_id": result.image_id,
            "model_name": result.model.name,
        },
        key="examine",
        on_partial=keep,
        on_end=tell,
    )
