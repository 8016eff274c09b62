"""What an import of recordings would do: files, people and stimuli, before anything is kept."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath, PureWindowsPath

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.dataset.names import near
from neopain_gui.dataset.photograph_names import find_photographs, known_names
from neopain_gui.errors import InputError
from neopain_gui.gaze.import_preview.stimulus_places import Collector, Shown
from neopain_gui.gaze.recordings import ColumnMapping, Dialect, Recording, iter_recordings
from neopain_gui.gaze.recordings.doubts import several_screens
from neopain_gui.gaze.trials import Place
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.provenance import sha256_file

WHOLE = "\0"
"""What the key of a file that names no stimulus begins with; its SHA-256 follows."""
NAMELESS = "This file names no stimulus"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFound:
    """A participant of a file.

    Attributes
    ----------
    name : str
        As the file calls them; to be shown, never to be kept.
    samples : int
        Of the eye tracker while a stimulus was shown.
    valid_share : float or None
        Share of these in which at least one eye was found; None without any.
    stimuli : tuple of str
        What they were shown.
    """

    name: str
    samples: int
    valid_share: float | None
    stimuli: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFound:
    """A recording that can be read.

    Attributes
    ----------
    file : Path
        Where it is.
    sha256 : str
        Of its content.
    dialect : Dialect
        How it was read.
    device : str
        The eye tracker; empty if the file does not say.
    rate_hz : float or None
        Samples per second.
    screen_size : tuple of int or None
        (width, height), pixels.
    screen_guessed : bool
        Whether a person has to say that size: gaze is a share of it, and the file does not.
    people : tuple of PersonFound
        By order of appearance.
    stimuli : tuple of str
        By order of appearance; ``("",)`` where the file names none.
    fixations : int
        Exported ones.
    shown : Mapping of str to Shown
        By stimulus, where it was on the screen and where people looked.
    warnings, personal : tuple of str
        As in :class:`~neopain_gui.gaze.recordings.Recording`.
    """

    file: Path
    sha256: str
    dialect: Dialect
    device: str
    rate_hz: float | None
    screen_size: tuple[int, int] | None
    people: tuple[PersonFound, ...]
    stimuli: tuple[str, ...]
    fixations: int
    shown: Mapping[str, Shown] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    screen_guessed: bool = False

    def key(self, stimulus: str) -> str:
        """Return how the import calls one of its stimuli: the file's whole is its own."""
        return stimulus or WHOLE + self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusFound:
    """A stimulus, and which photograph it is.

    Attributes
    ----------
    stimulus : str
        As the files call it; empty for the whole of a file that names none.
    key : str
        What an import calls it: the stimulus, or :data:`WHOLE` with the file's SHA-256.
    file : str
        Name of the file that names no stimulus; empty for a stimulus.
    image_id : str
        The photograph; empty where none or more than one is called so.
    note : str
        What was read into the name, or why there is no photograph.
    near : tuple of str
        Photographs that it may be, the most similar first.
    """

    stimulus: str
    key: str = ""
    file: str = ""
    image_id: str = ""
    note: str = ""
    near: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What a person reads: the stimulus, or the file that names none."""
        return self.stimulus or self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingsPreview:
    """What an import would do, for a person to confirm or correct."""

    files: tuple[FileFound, ...]
    stimuli: tuple[StimulusFound, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All participants' names, each once, by order of appearance."""
        return tuple(dict.fromkeys(one.name for file in self.files for one in file.people))

    def without_screen(self, wanted: Container[str]) -> tuple[str, ...]:
        """Return the names of files of which a person has to say how large the screen was.

        ``wanted`` are the keys of the stimuli to be imported: nobody asks about other files.
        """
        return tuple(
            file.file.name
            for file in self.files
            if file.screen_guessed and any(file.key(one) in wanted for one in file.stimuli)
        )

    def shown(self, key: str) -> list[Shown]:
        """Return what the files have of a stimulus."""
        return [
            one
            for file in self.files
            for stimulus, one in file.shown.items()
            if file.key(stimulus) == key
        ]

    def screen(self, key: str) -> tuple[int, int] | None:
        """Return (width, height) of the screen that showed a stimulus; None if no file says it."""
        sizes = (f.screen_size for f in self.files if key in {f.key(one) for one in f.stimuli})
        return next((size for size in sizes if size is not None), None)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know of all files together."""
        said = []
        for name in self.names:
            files = [f.file.name for f in self.files if any(one.name == name for one in f.people)]
            if len(files) > 1:
                said.append(
                    f"'{name}' is in {', '.join(files)} and is taken for one person; import the "
                    "files one after the other if these are different people."
                )
        return tuple(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What is to be taken in, and under which names.

    Attributes
    ----------
    pseudonyms : Mapping of str to str
        Each participant's, by the name in the files; who has none is left out.
    images : Mapping of str to str
        The photograph of each stimulus, by :attr:`StimulusFound.key`; what has none is left out.
    places : Mapping of str to tuple of float
        By the same keys, left, top, width and height on the screen where a file does not say it.
    screen_size : tuple of int, optional
        (width, height) of the screen where a file does not say it.
    mapping : ColumnMapping, optional
        Which column holds what, for tables of no program that is known.
    """

    pseudonyms: Mapping[str, str]
    images: Mapping[str, str]
    places: Mapping[str, Place] = field(default_factory=dict)
    screen_size: tuple[int, int] | None = None
    mapping: ColumnMapping | None = None


def look_into_recordings(
    files: Sequence[Path],
    images: Sequence[FaceImage],
    job: Job = NULL_JOB,
    *,
    screen_size: tuple[int, int] | None = None,
    mapping: ColumnMapping | None = None,
) -> RecordingsPreview:
    """Read recordings and say what they hold; names of people are among it, and only here.

    Parameters
    ----------
    files : sequence of Path
        Exports of eye trackers' programs.
    images : sequence of FaceImage
        The study's photographs.
    job : Job, optional
        Told of progress; asked whether to stop.
    screen_size, mapping : optional
        See :func:`~neopain_gui.gaze.recordings.read_recording`.

    Raises
    ------
    InputError
        A file cannot be read, or two are the same.
    Cancelled
        The job was stopped.
    """
    found: dict[str, FileFound] = {}
    for done, file in enumerate(files):
        share = PartOfJob(job, done / len(files), (done + 1) / len(files))
        parts = iter_recordings(
            file, share, keep_names=True, screen_size=screen_size, mapping=mapping
        )
        one = _found(file, parts)
        if one.sha256 in found:
            raise InputError(
                f"is the same recording as {found[one.sha256].file.name}",
                file=file,
                remedy="choose it once",
            )
        found[one.sha256] = one
    every = dict.fromkeys(
        (name, "" if name else one.file.name, one.key(name))
        for one in found.values()
        for name in one.stimuli
    )
    return RecordingsPreview(
        files=tuple(found.values()), stimuli=tuple(match_stimuli(every, images))
    )


def match_stimuli(
    stimuli: Iterable[tuple[str, str, str]], images: Sequence[FaceImage]
) -> list[StimulusFound]:
    """Say which photograph each stimulus has the name of; they are (stimulus, file, key).

    The recording of a file that names no stimulus goes by the file's name.
    """
    known = known_names(images)
    return [
        replace(_match(stimulus, file, known), key=key, file=file)
        for stimulus, file, key in stimuli
    ]


def _found(file: Path, parts: Iterable[Recording]) -> FileFound:
    """Go through a file's recordings; one at a time is in memory."""
    people: dict[str, _Person] = {}
    stimuli: dict[str, None] = {}
    shown, fixations, last = Collector(), 0, None
    screens: dict[tuple[int, int] | None, None] = {}
    for part in parts:
        for name in part.participants:
            people.setdefault(name, _Person()).see(part, name)
        stimuli.update(dict.fromkeys(part.stimuli))
        shown.see(part)
        fixations += len(part.fixations)
        screens[part.screen_size] = None
        last = part.without_samples()
        del part  # else it would be in memory beside the next one
    assert last is not None  # a file without recordings is an error of the reader
    return FileFound(
        file=file,
        sha256=sha256_file(file),
        dialect=last.dialect,
        device=last.device,
        rate_hz=last.rate_hz,
        screen_size=last.screen_size,
        people=tuple(person.found(name) for name, person in people.items()),
        stimuli=tuple(stimuli) or ("",),
        fixations=fixations,
        shown={name: one for name, one in shown.shown().items() if name or not stimuli},
        warnings=(*last.warnings, *several_screens(screens)),
        personal=last.personal,
        screen_guessed=last.screen_guessed,
    )


@dataclass(slots=True)
class _Person:
    """What was seen of somebody until now."""

    samples: int = 0
    valid: int = 0
    stimuli: dict[str, None] = field(default_factory=dict)

    def see(self, recording: Recording, name: str) -> None:
        """Count what a recording has of them."""
        if not len(recording.table):
            part = recording.fixations
            part = part[part["participant"].to_numpy(dtype=object) == name]
            stimuli = [str(one) for one in part["stimulus"].unique()]
            self.stimuli.update(
                dict.fromkeys(one for one in stimuli if one or not recording.stimuli)
            )
            return
        mine = [run for run in recording.table.runs() if run[1][0] == name]
        for rows, (_, _, stimulus) in mine:
            if not stimulus and recording.stimuli:
                continue
            self.samples += rows.stop - rows.start
            self.valid += recording.valid_in(rows)
            self.stimuli[stimulus] = None

    def found(self, name: str) -> PersonFound:
        """Return it."""
        return PersonFound(
            name=name,
            samples=self.samples,
            valid_share=self.valid / self.samples if self.samples else None,
            stimuli=tuple(self.stimuli),
        )


def _match(stimulus: str, file: str, known: dict[str, set[str]]) -> StimulusFound:
    if not stimulus:
        stem = PurePath(file).stem
        _, ids, note = find_photographs([stem], known)
        if len(ids) == 1:
            note = f"{NAMELESS}: taken for the photograph with the file's name" + (
                f"; {note}" if note else ""
            )
            return StimulusFound(stimulus="", image_id=next(iter(ids)), note=note)
        every = sorted({image_id for some in known.values() for image_id in some})
        similar = tuple(sorted(ids)) or near(stem, every)
        return StimulusFound(
            stimulus="", note=f"{NAMELESS}: choose the photograph that was shown", near=similar
        )
    _, ids, note = find_photographs([stimulus, PureWindowsPath(stimulus).name], known)
    if len(ids) == 1:
        return StimulusFound(stimulus=stimulus, image_id=next(iter(ids)), note=note)
    if ids:
        return StimulusFound(
            stimulus=stimulus, note="several photographs have this name", near=tuple(sorted(ids))
        )
    every = sorted({image_id for some in known.values() for image_id in some})
    return StimulusFound(
        stimulus=stimulus,
        note="no photograph of the study has this name",
        near=near(PureWindowsPath(stimulus).stem, every),
    )
