"""The agreement tables, whoever asks for them: of the models that the compare tab shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.jobs import Job, part

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.session import Session
    from neopain_gui.maps import ExtractionModel
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study


def compared_models(session: Session) -> list[ExtractionModel] | None:
    """Return the extraction models chosen in the session; None where that is left open."""
    chosen = session.extraction_models
    if not chosen or session.study is None:
        return None
    return [model for model in session.study.extraction_models() if model.name in chosen]


def compared_names(session: Session) -> set[str]:
    """Return the names of the extraction models that are compared, whoever chose them."""
    from neopain_gui.pipeline.compare import default_models

    if session.extraction_models or session.study is None:
        return set(session.extraction_models)
    return {model.name for model in default_models(session.study)}


def export(session: Session, jobs: Jobs, folder: Path, on_done: Callable[[int], object]) -> None:
    """Compare the study as it is chosen now and write its tables; tells the number of files."""
    jobs.local(
        write_tables,
        title="Export the agreement tables",
        kwargs={
            "study": session.study,
            "where": folder,
            "settings": session.mask_settings,
            "models": compared_models(session),
        },
        on_done=on_done,
    )


def write_tables(
    job: Job,
    *,
    study: Study,
    where: Path,
    settings: MaskSettings,
    models: list[ExtractionModel] | None,
) -> int:
    """Compare the whole study and write its tables; returns the number of files."""
    from neopain_gui.pipeline.compare import compare_study
    from neopain_gui.pipeline.export import export_tables

    with part(job, 0.0, 0.95) as share:
        comparison = compare_study(study, settings, models=models, job=share)
    if not comparison.images:
        return 0
    return len(export_tables(comparison, where))
