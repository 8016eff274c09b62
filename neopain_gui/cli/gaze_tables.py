"""Command that writes a study's gaze as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.cli.console import out, progress
from neopain_gui.cli.options import DecimalComma, OutFolder


def gaze_tables(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: OutFolder,
    decimal_comma: DecimalComma = False,
) -> None:
    """Write fixations, facial regions, transitions, quality and participants as CSV."""
    from neopain_gui.pipeline.eye_tracking.gaze_tables import export_gaze_tables
    from neopain_gui.study import Study

    with progress() as job, Study.open(study, read_only=True) as opened:
        files = export_gaze_tables(opened, folder, job=job, decimal_comma=decimal_comma)
    out.print(f"{', '.join(file.name for file in files)} in {folder.name}/.")
