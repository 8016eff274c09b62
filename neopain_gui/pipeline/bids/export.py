"""A study's recordings as a data set after BIDS: whole or not at all."""

from __future__ import annotations

import shutil
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from neopain_gui.counted import counted, listed, matching
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import EnvironmentFault, InputError, refusal
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gaze.trial_fixations import Array, fixations_of_trials
from neopain_gui.gaze.trials import SAMPLES, Trial
from neopain_gui.imaging import png_bytes, require_folder, sync_files
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.natural_order import natural_key
from neopain_gui.pipeline.bids import derived, events, samples
from neopain_gui.pipeline.bids.cells import json_text, put, table
from neopain_gui.pipeline.bids.check import check_bids
from neopain_gui.pipeline.bids.described import dataset_description, readme
from neopain_gui.pipeline.bids.known import (
    NEVER_KEPT,
    REQUIRED,
    Told,
    Unknown,
    presentation,
    screen_mm,
)
from neopain_gui.pipeline.bids.labels import checked_task, labels_of
from neopain_gui.pipeline.bids.people import participants
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING, gaze_settings
from neopain_gui.reports.how_made import fixation_words
from neopain_gui.study import Study

TrialId = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written.

    Attributes
    ----------
    folder : Path
        The data set.
    files : int
        How many it has.
    sentences : tuple of str
        What was written, and what should be known of it.
    unknown : tuple of str
        Fields that were left out and that somebody can say.
    """

    folder: Path
    files: int
    sentences: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(slots=True)
class _Noted:
    """What is found out while files are written."""

    unknown: Unknown = field(default_factory=Unknown)
    late: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    valid: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sampled: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """What is read once for all files."""

    study: Study
    folder: Path
    told: Told
    settings: GazeSettings
    trials: Sequence[Trial]
    images: dict[str, FaceImage]
    labels: dict[str, str]
    source: str
    shown: dict[str, events.Shown]
    scores: dict[str, dict[str, float]]
    fixations: dict[TrialId, Array]


def export_bids(
    study: Study, folder: Path, told: Told | None = None, job: Job = NULL_JOB
) -> Exported:
    """Write a study's recordings, and what was made of them, as a data set after BIDS.

    Parameters
    ----------
    study : Study
        Open.
    folder : Path
        To be made; an empty one is taken.
    told : Told, optional
        What a person says of screen, eyes and data set; whether photographs are written.
    job : Job, optional
        Told of progress; asked before each participant and photograph whether to stop.

    Raises
    ------
    InputError
        The study has no recordings, the folder is not empty, the task's name is none.
    EnvironmentFault
        It could not be written; nothing is left behind.
    """
    told = Told() if told is None else told
    checked_task(told.task)
    trials = study.gaze.trials()
    if not trials:
        raise InputError(
            "there are no recordings in it: a data set of eye tracking would be empty",
            file=study.path,
            remedy="import some; contour masks alone are exported by Export › Contour masks",
            command="add some: neopain import-gaze",
        )
    with _beside(folder) as unfinished:
        done = _write(study, unfinished, told, trials, job)
        files = [one for one in unfinished.rglob("*") if one.is_file()]
        sync_files(files)
    lacks = [one for one in done.lacks if not any(name in one for name in done.unknown)]
    return Exported(
        folder=folder,
        files=len(files),
        sentences=(
            f"{counted(len(files), 'file')} of {counted(len(done.people), 'participant')} in "
            f"{folder.name}/.",
            *done.sentences,
            *(f"The data set is not whole: {one}" for one in lacks),
        ),
        unknown=done.unknown,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    people: tuple[str, ...]
    sentences: tuple[str, ...]
    unknown: tuple[str, ...]
    lacks: tuple[str, ...]


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a folder beside the one that is wanted, which takes its place when all is written."""
    folder = folder.absolute()
    try:
        require_folder(folder)
        _refuse_full(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = folder.with_name(f".unfinished-{folder.name}-{uuid.uuid4().hex[:8]}")
        made.mkdir()
        try:
            yield made
            _refuse_full(folder)
            if folder.exists():
                folder.rmdir()  # Windows renames onto nothing
            made.rename(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        raise EnvironmentFault(refusal(error, folder)) from error


def _refuse_full(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(
            "is not empty, and a data set is written as a whole",
            file=folder,
            remedy="choose another folder",
        )


def _write(study: Study, folder: Path, told: Told, trials: Sequence[Trial], job: Job) -> _Done:
    material = _material(study, folder, told, trials, PartOfJob(job, 0.0, 0.3))
    noted = _Noted()
    by_person: dict[str, dict[str, list[Trial]]] = defaultdict(lambda: defaultdict(list))
    for trial in trials:
        by_person[trial.participant_id][trial.recording].append(trial)
    writing = PartOfJob(job, 0.3, 0.8)
    for done, (person, recordings) in enumerate(by_person.items()):
        for number, looks in enumerate(recordings.values(), start=1):
            job.check()
            writing.progress(done, len(by_person), f"Recordings of {person}")
            run = number if len(recordings) > 1 else None
            _recording(material, person, run, looks, noted)
    if told.photographs:
        _photographs(material)
    everybody = [one for one in study.gaze.participants() if one.id in by_person]
    everybody.sort(key=lambda one: natural_key(material.labels[one.id]))
    columns, said = participants(everybody, material.labels, trials, material.settings.pass_share)
    put(folder / "participants.tsv", table(columns))
    put(folder / "participants.json", json_text(said))
    masks = derived.write_derived(study, folder, material.images, PartOfJob(job, 0.8, 0.97))
    return _describe(material, noted, masks)


def _material(
    study: Study, folder: Path, told: Told, trials: Sequence[Trial], job: Job
) -> _Material:
    counting = CountedLabels.of(study)
    images = {one.id: counting.labelled(one) for one in study.images.all()}
    settings = gaze_settings(study)
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for one in study.gaze.scores():
        scores[one.participant_id][one.image_id] = one.score
    return _Material(
        study=study,
        folder=folder,
        told=told,
        settings=settings,
        trials=trials,
        images=images,
        labels=labels_of(trial.participant_id for trial in trials),
        source=counting.source.words,
        shown={
            image.id: events.Shown(
                label=image.label or "",
                neonate=image.neonate.id if image.neonate else "",
                size=(image.height, image.width),
            )
            for image in images.values()
        },
        scores=scores,
        fixations=_fixations(study, trials, images, settings, job),
    )


def _fixations(
    study: Study,
    trials: Sequence[Trial],
    images: dict[str, FaceImage],
    settings: GazeSettings,
    job: Job,
) -> dict[TrialId, Array]:
    """Find all fixations, photograph by photograph: together they take a quarter of the time."""
    by_image: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        by_image[trial.image_id].append(trial)
    found: dict[TrialId, Array] = {}
    for done, (image_id, some) in enumerate(by_image.items()):
        job.check()
        job.progress(done, len(by_image), f"Fixations on {image_id}")
        size = (images[image_id].height, images[image_id].width)
        pairs = [(trial, study.gaze.values(trial)) for trial in some]
        for trial, fixations in zip(some, fixations_of_trials(pairs, size, settings), strict=True):
            found[trial.id] = fixations
    return found


def _recording(
    material: _Material, person: str, run: int | None, looks: Sequence[Trial], noted: _Noted
) -> None:
    """Write the files of one recording."""
    label, task, viewing = material.labels[person], material.told.task, material.settings.viewing
    base = f"sub-{label}_task-{task}" + (f"_run-{run}" if run else "")
    folder = material.folder / f"sub-{label}" / "beh"
    folder.mkdir(parents=True, exist_ok=True)
    trials = [(trial, material.study.gaze.values(trial)) for trial in looks]
    looked = events.Looked(
        trials=trials,
        fixations=material.fixations,
        scores=material.scores.get(person, {}),
        shown=material.shown,
    )
    columns = events.events(looked, material.told.photographs)
    screen = presentation(trials, viewing, material.told, noted.unknown)
    about = events.events_sidecar(columns, screen, task, material.source)
    put(folder / f"{base}_events.tsv", table(columns))
    put(folder / f"{base}_events.json", json_text(about))
    sampled = [one for one in trials if one[0].holds == SAMPLES and len(one[1])]
    if not sampled:
        noted.bare.add(person)
        return
    noted.sampled.add(person)
    base += f"_recording-{samples.label_of_eye(samples.recorded_eye(sampled))}"
    written = samples.write_samples(folder / f"{base}_physio.tsv.gz", sampled, looked.zero_us)
    noted.late[person] += written.late
    noted.valid[person] += written.valid
    beside = samples.sidecar(sampled, written, task)
    if "SamplingFrequency" not in beside:
        noted.unknown.note("SamplingFrequency")
    put(folder / f"{base}_physio.json", json_text(beside))
    (folder / f"{base}_physioevents.tsv.gz").write_bytes(events.physio_events(looked))
    how = events.physio_sidecar(fixation_words(material.settings), task)
    put(folder / f"{base}_physioevents.json", json_text(how))


def _photographs(material: _Material) -> None:
    """Write the photographs that were looked at, encoded anew."""
    where = material.folder / "stimuli"
    where.mkdir()
    for image_id in dict.fromkeys(trial.image_id for trial in material.trials):
        png = png_bytes(material.study.images.pixels(image_id))
        (where / events.stimulus_file(image_id)).write_bytes(png)


def _describe(material: _Material, noted: _Noted, masks: int) -> _Done:
    study, told, folder = material.study, material.told, material.folder
    unknown = [*noted.unknown.counts]
    unknown += ["Authors"] * (not told.authors) + ["License"] * (not told.licence)
    renamed = {old: new for old, new in sorted(material.labels.items()) if old != new}
    sentences = _sentences(material, noted)
    put(folder / "dataset_description.json", json_text(dataset_description(study.name, told)))
    text = readme(
        study.name,
        counts=(len(material.labels), len(material.trials), masks),
        synthetic=bool(study.setting(SYNTHETIC_SETTING, False)),
        renamed=renamed,
        unknown=unknown,
        told=told,
        how=fixation_words(material.settings),
        more=sentences,
    )
    put(folder / "README.md", text)
    said = [_of_photographs(told)]
    if not masks:
        said.append("There are no maps in the study, and so no contour masks in the data set.")
    if renamed:
        who = listed([f"{old} → sub-{new}" for old, new in renamed.items()])
        said.append(f"BIDS takes letters and digits only in names of participants: {who}.")
    said += _left_out(unknown, noted.unknown.counts)
    return _Done(
        people=tuple(material.labels),
        sentences=(*said, *sentences),
        unknown=tuple(unknown),
        lacks=tuple(check_bids(folder)),
    )


def _left_out(unknown: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """Say which fields are not there, those first without which the data set is not whole."""
    needed = [
        f"{REQUIRED[one]} ({one}, of {counted(counts[one], 'recording')})"
        for one in unknown
        if one in REQUIRED
    ]
    rest = [one for one in unknown if one not in REQUIRED]
    more = f"{len(NEVER_KEPT)} fields that no study keeps, listed in README.md"
    made = [f"Left out because the study does not know it: {listed([*rest, more])}."]
    if needed:
        made.insert(0, f"BIDS requires what the study does not know: {listed(needed)}.")
    return made


def _of_photographs(told: Told) -> str:
    if told.photographs:
        return "The photographs are in it: neonates can be recognised in them."
    return "The photographs are not in it."


def _sentences(material: _Material, noted: _Noted) -> list[str]:
    """Return what README and reader should know of single people and of the settings."""
    made = []
    blind = [one for one in material.labels if one in noted.sampled and not noted.valid[one]]
    if blind:
        has = matching(len(blind), "has", "have")
        made.append(
            f"{listed(blind)} {has} no valid sample: only n/a stands for where they looked."
        )
    if noted.bare:
        made.append(
            f"Of {listed(sorted(noted.bare))} the study has fixations without samples in a "
            "recording: they stand in its table of events."
        )
    late = {who: count for who, count in noted.late.items() if count}
    if late:
        said = listed([f"{counted(count, 'sample')} of {who}" for who, count in late.items()])
        made.append(f"Left out because their time does not follow the one before: {said}.")
    told, own = screen_mm(material.settings.viewing, material.told), material.settings.viewing
    if told is not None and told != own.screen_mm:
        ours, theirs = (" × ".join(f"{side:g}" for side in one) for one in (own.screen_mm, told))
        made.append(
            f"The fixations are found with the study's screen of {ours} mm, the data set says "
            f"{theirs} mm: correct it in the study's gaze settings if that is right."
        )
    return made
