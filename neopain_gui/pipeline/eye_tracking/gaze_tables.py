"""A study's gaze as tables: fixations, facial regions, transitions, quality, participants."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from neopain_gui.errors import InputError
from neopain_gui.faces.drawn import Outlines
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gaze.trial_tables import tables_of
from neopain_gui.gaze.trials import Trial, Values
from neopain_gui.imaging.encode import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.eye_tracking.who_counts import left_out, valid_shares
from neopain_gui.pipeline.photographs.facial_regions import regions_on
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from neopain_gui.reports.cells import text, tidy_table
from neopain_gui.reports.decimal_comma import csv_bytes
from neopain_gui.reports.dictionary import dictionary_sheet
from neopain_gui.reports.frames import frame_csv
from neopain_gui.reports.sheet import sheet_csv
from neopain_gui.study import Study


def export_gaze_tables(
    study: Study,
    folder: Path,
    settings: GazeSettings | None = None,
    job: Job = NULL_JOB,
    *,
    decimal_comma: bool = False,
) -> list[Path]:
    """Write what is known of a study's recordings as CSV files.

    The areas of interest are the facial regions of each photograph, the template's on its face and
    those that were drawn on it; where there is neither, fixations have no area.

    Parameters
    ----------
    study : Study
        Open.
    folder : Path
        Made if need be.
    settings : GazeSettings, optional
        The study's own by default.
    job : Job, optional
        Told of progress; asked before each trial whether to stop.
    decimal_comma : bool
        Whether the CSV files are written for spreadsheets with a decimal comma.

    Returns
    -------
    list of Path
        ``fixations.csv``, ``regions.csv``, ``transitions.csv``, ``quality.csv``,
        ``participants.csv`` and ``dictionary.csv``, which says what their columns hold.

    Raises
    ------
    InputError
        The study has no recordings.
    """
    settings = gaze_settings(study) if settings is None else settings
    trials = study.gaze.trials()
    if not trials:
        raise InputError(
            "there are no recordings in it",
            file=study.path,
            remedy="import some",
            command="add some: neopain import-gaze",
        )
    drawn = study.regions.all()
    areas: dict[str, dict[str, Outlines]] = {**drawn}
    for image_id, face in study.faces.all().items():
        areas[image_id] = dict(regions_on(face, drawn.get(image_id, {})).outlines)
    tables = tables_of(_read(study, trials, job), areas, settings)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "fixations.csv": frame_csv(tables.fixations),
        "regions.csv": frame_csv(tables.areas),
        "transitions.csv": frame_csv(tables.transitions),
        "quality.csv": frame_csv(tables.quality),
        "participants.csv": _participants(study, trials, settings),
    }
    texts["dictionary.csv"] = _dictionary(study, texts)
    for name, written in csv_bytes(texts, comma=decimal_comma, kind="gaze").items():
        write_bytes_atomic(folder / name, written)
    return [folder / name for name in texts]


def _dictionary(study: Study, texts: Mapping[str, str]) -> str:
    """Return what the columns hold; those of participants' own as the study calls them."""
    heads = [
        (f"gaze/{name.removesuffix('.csv')}", next(csv.reader([content.partition("\n")[0]])))
        for name, content in texts.items()
    ]
    own = {text(name) for person in study.gaze.participants() for name in person.attributes}
    said = dict.fromkeys(own, "What the study keeps of the participant under this name.")
    return sheet_csv(dictionary_sheet(heads, said))


def _read(
    study: Study, trials: list[Trial], job: Job
) -> Iterator[tuple[Trial, Values, tuple[int, int]]]:
    sizes = {image.id: (image.height, image.width) for image in study.images.all()}
    for done, trial in enumerate(trials):
        job.check()
        job.progress(done, len(trials), f"Fixations of {trial.participant_id}")
        yield trial, study.gaze.values(trial), sizes[trial.image_id]
    job.progress(len(trials), len(trials))


def _participants(study: Study, trials: list[Trial], settings: GazeSettings) -> str:
    people = study.gaze.participants()
    attributes = sorted({name for person in people for name in person.attributes})
    shares, excluded = valid_shares(trials), left_out(trials, settings.pass_share)
    header = ["participant", "group", "trials", "valid_share", "left_out_because"]
    header += map(text, attributes)
    return tidy_table(
        header,
        (
            [
                person.id,
                person.group,
                sum(trial.participant_id == person.id for trial in trials),
                shares.get(person.id),
                excluded.get(person.id, ""),
                *(person.attributes.get(name, "") for name in attributes),
            ]
            for person in people
        ),
    )
