"""What the page *Classifiers* asks the engine for: looking, trying, bringing in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.errors import WeightsError, reason
from neopain_gui.jobs import Job
from neopain_gui.provenance import sha256_file

if TYPE_CHECKING:
    from neopain_gui.classifiers.foreign.declared import Declared
    from neopain_gui.classifiers.foreign.findings import Findings
    from neopain_gui.pipeline.classifier_preview import Preview


TRAINING = "training"
"""A kind beside those of files (:mod:`~neopain_gui.classifiers.looking`): a training's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What a weight file or the folder of a training is.

    Attributes
    ----------
    path : Path
    kind : str
    facts : tuple of (str, str)
        Names and words.
    found : Findings or None
        Of a file.
    to_know : str
        What has to be said wherever it shows.
    """

    path: Path
    kind: str
    facts: tuple[tuple[str, str], ...]
    found: Findings | None = None
    to_know: str = ""


def is_training(path: Path) -> bool:
    """Say whether a path is the folder of a training."""
    from neopain_gui.training.run_folder import RUN

    return (path / RUN).is_file()


def look_at_weights(job: Job, *, path: Path) -> LookedAt:
    """Say what a weight file is, or what the folds of a training are as one classifier."""
    from neopain_gui.classifiers.folds.words import facts as of_folds
    from neopain_gui.classifiers.looking import look_at
    from neopain_gui.classifiers.looking_words import facts
    from neopain_gui.classifiers.worth import DEMO
    from neopain_gui.pipeline.training.bring_in import trained_folds

    job.progress(0, 1, f"Looking at {path.name}")
    if is_training(path):
        record = trained_folds(path, "").record
        return LookedAt(
            path=path,
            kind=TRAINING,
            facts=tuple(of_folds(record)),
            to_know=DEMO if record.synthetic else "",
        )
    found = look_at(path)
    return LookedAt(
        path=path,
        kind=found.kind,
        facts=tuple(facts(found)),
        found=found,
        to_know=" ".join(found.to_know),
    )


def try_weights(
    job: Job, *, study_path: Path, path: Path, sha256: str, declared: Declared | None = None
) -> Preview:
    """Ask a weight file, as it was declared, about a study's labelled photographs.

    It is the file that was looked at: its SHA-256 is what it was then.

    Messages are :class:`~neopain_gui.pipeline.classifier_preview.Previewed`.
    """
    from neopain_gui.classifiers.trying import try_out
    from neopain_gui.pipeline.classifier_preview import preview
    from neopain_gui.study import Study

    job.progress(0, 1, f"Loading {path.name}")
    _check_same(path, sha256)
    classifier = try_out(path, declared)
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        return preview(study, classifier, job)


def bring_in_weights(
    job: Job,
    *,
    path: Path,
    kind: str,
    identity: str,
    sha256: str = "",
    declared: Declared | None = None,
    title: str = "",
    licence: str = "",
    colours: str = "",
) -> Path:
    """Copy what was looked at into the user's folder of models; return the copy."""
    from neopain_gui.classifiers.bringing import bring_in, bring_in_base, bring_in_own
    from neopain_gui.classifiers.looking import BASE
    from neopain_gui.classifiers.trying import forget

    job.progress(0, 1, f"Bringing {path.name} in")
    forget()
    if kind == TRAINING:
        from neopain_gui.pipeline.training.bring_in import bring_in as bring_folds_in

        return bring_folds_in(path, identity, title).file
    _check_same(path, sha256)
    if kind == BASE:
        return bring_in_base(path, identity, colours=colours, title=title, licence=licence)
    if declared is None:
        return bring_in_own(path, identity)
    return bring_in(path, identity, declared)


def _check_same(path: Path, sha256: str) -> None:
    """Refuse a file that is another one than when it was looked at: it was declared then."""
    try:
        now = sha256_file(path)
    except OSError as error:
        raise WeightsError(
            f"the file cannot be read any more: {reason(error)}",
            file=path,
            remedy="choose it again",
        ) from error
    if now != sha256:
        raise WeightsError(
            "the file has changed since it was looked at", file=path, remedy="look at it again"
        )
