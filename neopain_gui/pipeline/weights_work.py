"""What the page *Classifiers* asks the engine for: looking, trying, bringing in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.jobs import Job

if TYPE_CHECKING:
    from neopain_gui.classifiers.foreign.declared import Declared
    from neopain_gui.classifiers.foreign.findings import Findings
    from neopain_gui.pipeline.classifier_preview import Preview


def look_at_weights(job: Job, *, path: Path) -> Findings:
    """Say what a weight file is; nothing is done with it."""
    from neopain_gui.classifiers.looking import look_at

    job.progress(0, 1, f"Looking at {path.name}")
    return look_at(path)


def try_weights(
    job: Job, *, study_path: Path, path: Path, declared: Declared | None = None
) -> Preview:
    """Ask a weight file, as it was declared, about a study's labelled photographs.

    Messages are :class:`~neopain_gui.pipeline.classifier_preview.Previewed`.
    """
    from neopain_gui.classifiers.trying import try_out
    from neopain_gui.pipeline.classifier_preview import preview
    from neopain_gui.study import Study

    job.progress(0, 1, f"Loading {path.name}")
    classifier = try_out(path, declared)
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        return preview(study, classifier, job)


def bring_in_weights(
    job: Job,
    *,
    path: Path,
    kind: str,
    identity: str,
    declared: Declared | None = None,
    title: str = "",
    licence: str = "",
    colours: str = "",
) -> Path:
    """Copy a weight file that was looked at into the user's folder of models; return the copy."""
    from neopain_gui.classifiers.bringing import bring_in, bring_in_base, bring_in_own
    from neopain_gui.classifiers.looking import BASE
    from neopain_gui.classifiers.trying import forget

    job.progress(0, 1, f"Bringing {path.name} in")
    forget()
    if kind == BASE:
        return bring_in_base(path, identity, colours=colours, title=title, licence=licence)
    if declared is None:
        return bring_in_own(path, identity)
    return bring_in(path, identity, declared)
