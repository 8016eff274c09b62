"""The agreement tables, whoever asks for them: of the models that the compare tab shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.jobs import Job, part

if TYPE_CHECKING:
    from neopain_gui.findings.analysis import Analysis
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.maps import ExtractionModel
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study


def compared_models(session: Session) -> list[ExtractionModel] | None:
    """Return the extraction models chosen in the session; None where that is left open."""
    chosen = session.choices.extraction_models
    if not chosen or session.study is None:
        return None
    return [model for model in session.study.results.models() if model.name in chosen]


def compared_names(session: Session) -> set[str]:
    """Return the names of the extraction models that are compared, whoever chose them."""
    from neopain_gui.pipeline.compare import default_models

    if session.choices.extraction_models or session.study is None:
        return set(session.choices.extraction_models)
    return {model.name for model in default_models(session.study)}


def filtered_ids(session: Session) -> list[str] | None:
    """Return the photographs that the filter lets through, in the study's order; None for all."""
    visible = {image.id for image in session.visible_images}
    ids = [image.id for image in session.images if image.id in visible]
    return None if len(ids) == len(session.images) else ids


def export(
    session: Session,
    jobs: Jobs,
    folder: Path,
    on_done: Callable[[int], object],
    image_ids: list[str] | None = None,
    *,
    decimal_comma: bool = False,
) -> None:
    """Compare the study as it is chosen now and write its tables; tells the number of files.

    Of some photographs, or of all.
    """
    jobs.disk(
        write_tables,
        title="Export the agreement tables",
        kwargs={
            "study": session.study,
            "where": folder,
            "settings": session.choices.mask_settings,
            "models": compared_models(session),
            "image_ids": image_ids,
            "decimal_comma": decimal_comma,
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
    image_ids: list[str] | None = None,
    decimal_comma: bool = False,
) -> int:
    """Compare a study's photographs and write the tables; returns the number of files."""
    from neopain_gui.pipeline.compare import compare_study
    from neopain_gui.pipeline.map_files.export import export_tables

    with part(job, 0.0, 0.95) as share:
        comparison = compare_study(study, settings, image_ids=image_ids, models=models, job=share)
    if not comparison.images:
        return 0
    return len(export_tables(comparison, where, decimal_comma=decimal_comma))


def write_statistics(
    job: Job, *, analysis: Analysis, where: Path, decimal_comma: bool = False
) -> int:
    """Write what was found, in a thread of the window; returns the number of files."""
    from neopain_gui.pipeline.report.tables import write_tables as write

    return len(write(analysis, where, job, decimal_comma=decimal_comma))
