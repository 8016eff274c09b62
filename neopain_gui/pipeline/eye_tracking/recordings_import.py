"""Putting recordings of gaze into a study, trial by trial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from neopain_gui.errors import InputError
from neopain_gui.gaze.import_preview.importing import WHOLE, ImportPlan
from neopain_gui.gaze.import_preview.on_picture import looked_at, on_photographs
from neopain_gui.gaze.recordings import Recording, iter_recordings
from neopain_gui.gaze.same_gaze import same_gaze
from neopain_gui.gaze.trials import TRIAL_VERSION, CutTrial, Place, Trial, iter_cut, valid_samples
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.provenance import Provenance, sha256_file
from neopain_gui.study import Study

T = TypeVar("T")


def import_recordings(
    study: Study, files: Sequence[Path], plan: ImportPlan, job: Job = NULL_JOB
) -> list[Trial]:
    """Read several recordings; see :func:`import_recording`.

    Trials whose gaze is all beside the photograph are among them: see
    :func:`~neopain_gui.gaze.import_preview.on_picture.on_photographs`.

    Raises
    ------
    InputError
        A file cannot be read, its gaze is in the study (or in another of the files) already under
        another file's or person's name, or none of them has a trial that the plan wants, or any
        gaze on a photograph.
    """
    trials: list[Trial] = []
    for done, file in enumerate(files):
        part = PartOfJob(job, done / len(files), (done + 1) / len(files))
        read = list(import_recording(study, file, plan, part))
        _refuse_again(study, file, read, trials, job)
        trials += read
    if not trials:
        raise InputError(
            "none of the stimuli is a photograph of the study",
            file=files[0] if files else None,
            remedy="say which stimulus is which photograph",
            command="say which stimulus is which photograph with --stimulus NAME=PHOTOGRAPH",
        )
    if not on_photographs(trials)[0]:
        raise InputError(
            f"none of the gaze is on the photographs: {trials[0].facts['outside']}",
            file=files[0],
            remedy="correct the photographs' places, the screen's size or the unit",
            command="correct it with --place, or --screen",
        )
    return trials


def _refuse_again(
    study: Study, file: Path, read: Sequence[Trial], before: Sequence[Trial], job: Job
) -> None:
    """Refuse the same recording once more: in another file, or under another pseudonym.

    It would make two people of one, who then agree perfectly.
    """
    new = {trial.id for trial in read}
    known: dict[tuple[str, str, int], list[Trial]] = {}
    for trial in [*study.gaze.trials(), *before]:
        if trial.id not in new:  # that one will be replaced
            known.setdefault(_alike(trial), []).append(trial)
    for trial in read:
        job.check()
        candidates = known.get(_alike(trial), ())
        values = study.gaze.values(trial) if candidates else None
        for other in candidates:
            if values is not None and same_gaze(values, study.gaze.values(other), trial.holds):
                who = other.participant_id
                raise InputError(
                    f"the gaze of {trial.participant_id} on {trial.image_id} is that of {who} from "
                    "the same recording, in another file or under another pseudonym; nothing was "
                    "imported",
                    file=file,
                    remedy=f"leave this file out; if {who} is to be called otherwise, rename {who}",
                )


def _alike(trial: Trial) -> tuple[str, str, int]:
    return (trial.image_id, trial.holds, int(trial.facts.get("rows", -1)))


def import_recording(
    study: Study, file: Path, plan: ImportPlan, job: Job = NULL_JOB
) -> Iterator[Trial]:
    """Read a recording's trials into the study's blob store; the caller records the rows.

    Parameters
    ----------
    study : Study
        Open.
    file : Path
        An export of an eye tracker's program.
    plan : ImportPlan
        Who and what is taken in.
    job : Job, optional
        Told of progress; asked whether to stop.

    Raises
    ------
    InputError
        The file cannot be read, or does not say where its stimuli were shown.
    """
    file = Path(file)
    source = sha256_file(file)
    wanted = _of_file(plan.images, source)
    images = {image_id: study.images.get(image_id) for image_id in set(wanted.values())}
    sizes = {
        stimulus: (images[image_id].height, images[image_id].width)
        for stimulus, image_id in wanted.items()
    }
    places = _of_file(plan.places, source)
    people: dict[str, int] = {}
    recordings: dict[str, int] = {}
    seen: set[tuple[str, str, int]] = set()
    for part in iter_recordings(
        file, job, keep_names=True, screen_size=plan.screen_size, mapping=plan.mapping
    ):
        # A recording's own name may be a person's: numbers within the file will do.
        for names, numbers in ((part.participants, people), (part.recordings, recordings)):
            for name in names:
                numbers.setdefault(name, len(numbers) + 1)
        for trial in _cut(file, part, sizes, places):
            if trial.participant not in plan.pseudonyms:
                continue
            job.check()
            image_id = wanted[trial.stimulus]
            person, number = people[trial.participant], recordings[trial.recording]
            which = f"{source[:8]}-{person:02}-{number:02}"
            shared = _shared(part, source, which, images[image_id].sha256)
            kept = _trial(trial, plan.pseudonyms[trial.participant], image_id, which, shared)
            looked = looked_at(trial, sizes[trial.stimulus], part.screen_size)
            kept = replace(kept, facts={**kept.facts, **looked})
            if kept.id in seen:
                raise InputError(
                    f"'{trial.stimulus}' is there twice from the same moment on: two recordings "
                    "have the same participant's and recording's names",
                    file=file,
                    remedy="export them with names that differ, or each to its own file",
                )
            seen.add(kept.id)
            study.blobs.put(kept.key, trial.values)
            yield kept
        del part  # else it would be in memory beside the next one


def _of_file(by_key: Mapping[str, T], source: str) -> dict[str, T]:
    """Return by stimulus what a plan has by key: a file's own whole is ``""`` there."""
    found = {key: one for key, one in by_key.items() if not key.startswith(WHOLE)}
    if (whole := by_key.get(WHOLE + source)) is not None:
        found[""] = whole
    return found


def _cut(
    file: Path,
    part: Recording,
    sizes: Mapping[str, tuple[int, int]],
    places: Mapping[str, Place],
) -> Iterator[CutTrial]:
    try:
        yield from iter_cut(part, sizes, places)
    except InputError as error:
        raise InputError(
            error.problem, file=file, remedy=error.remedy, command=error.command
        ) from error


def _shared(recording: Recording, source: str, which: str, image: str) -> dict[str, Any]:
    size = recording.screen_size
    return {
        "file": source,
        "recording": which,
        "image": image,
        "rate_hz": None if recording.rate_hz is None else round(recording.rate_hz, 3),
        "screen": None if size is None else list(size),
        "dialect": recording.dialect.name,
        "device": recording.device,
    }


def _trial(
    trial: CutTrial, pseudonym: str, image_id: str, which: str, shared: dict[str, Any]
) -> Trial:
    return Trial(
        participant_id=pseudonym,
        recording=which,
        start_us=trial.start_us,
        image_id=image_id,
        stimulus=trial.stimulus,
        provenance=Provenance(
            stage="gaze.recording",
            version=TRIAL_VERSION,
            inputs={
                **shared,
                "start_us": trial.start_us,
                "holds": trial.holds,
                "place": None if trial.place is None else [round(x, 3) for x in trial.place],
            },
        ),
        facts={"rows": len(trial.values), "valid": valid_samples(trial)},
    )
