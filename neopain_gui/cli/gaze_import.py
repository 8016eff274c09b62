"""Command that takes recordings of gaze into a study."""

from __future__ import annotations

from dataclasses import replace as change
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import err, opened_to_write, out, plain, progress, warn
from neopain_gui.cli.gaze_columns import Columns, mapping_of
from neopain_gui.cli.gaze_people import (
    PeopleSaid,
    check_kept,
    check_same,
    people_said,
    say_of_tables,
)
from neopain_gui.cli.options import place_of, size_of
from neopain_gui.counted import counted, matching
from neopain_gui.errors import InputError
from neopain_gui.jobs import PartOfJob
from neopain_gui.people.participant_tables import (
    people_of,
    read_participants,
    read_scores,
    scores_of,
)
from neopain_gui.people.pseudonyms import pseudonyms_of
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neopain_gui.gaze.import_preview.importing import ImportPlan, RecordingsPreview
    from neopain_gui.gaze.trials import Place, Trial
    from neopain_gui.people.participant_tables import ParticipantRow
    from neopain_gui.people.participants import Participant
    from neopain_gui.study import Study

People = Annotated[
    Path | None,
    typer.Option(
        help="CSV with columns participant and group; further ones are listed, and kept only "
        "with --keep."
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        help="A further column of the participants' table that the study keeps, such as years "
        "of experience; repeatable."
    ),
]
Scores = Annotated[
    Path | None, typer.Option(help="CSV with columns participant, image and score (0 to 10).")
]
Stimuli = Annotated[
    list[str] | None,
    typer.Option(
        help="NAME=PHOTOGRAPH for a stimulus with another name, or FILE=PHOTOGRAPH for a "
        "recording that names no stimulus; repeatable."
    ),
]
Persons = Annotated[
    list[str] | None,
    typer.Option(
        help="NAME=PSEUDONYM for a participant of the files: a new pseudonym, or that of the "
        "study's participant who this is; NAME=OTHER NAME where two names of the files are one "
        "person; repeatable."
    ),
]
Places = Annotated[
    list[str] | None,
    typer.Option(
        help="Where the photographs were on the screen, in pixels, for files that do not say "
        "it: LEFT,TOP,WIDTH,HEIGHT for all, or NAME=LEFT,TOP,WIDTH,HEIGHT for one stimulus "
        "(FILE=… where a file names none); repeatable."
    ),
]
ScreenSize = Annotated[
    str | None, typer.Option(help="WIDTHxHEIGHT of the screen, for files that do not say it.")
]
Replace = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Import recordings again that the study has, in the place of the earlier import.",
    ),
]


def import_gaze(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    files: Annotated[
        list[Path], typer.Argument(help="Recordings, as eye trackers' programs export them.")
    ],
    participants: People = None,
    keep: Keep = None,
    scores: Scores = None,
    stimulus: Stimuli = None,
    person: Persons = None,
    place: Places = None,
    screen: ScreenSize = None,
    columns: Columns = None,
    replace: Replace = False,
) -> None:
    """Import recordings under pseudonyms; names of people are not kept."""
    from neopain_gui.gaze.import_preview.importing import look_into_recordings
    from neopain_gui.gaze.import_preview.on_picture import on_photographs, said_of_elsewhere
    from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings

    size = size_of(screen) if screen else None
    mapping = mapping_of(columns)
    with opened_to_write(study) as opened:
        rows = read_participants(participants) if participants else []
        check_kept(rows, keep or [])
        given = read_scores(scores, opened.images.all()) if scores else []
        with progress() as job:
            half = PartOfJob(job, 0.0, 0.5)
            found = look_into_recordings(
                files, opened.images.all(), half, screen_size=size, mapping=mapping
            )
            present = {one.id for one in opened.gaze.participants()}
            said = people_said(found, person or [], present)
            plan = _plan(opened, found, (stimulus or [], place or []), said, replace)
            plan = change(plan, screen_size=size, mapping=mapping)
            read = import_recordings(opened, files, plan, PartOfJob(job, 0.5, 1.0))
            trials, elsewhere = on_photographs(read)
        people = _people(opened, plan, rows, trials, keep or [])
        marks = [one for one in scores_of(plan.pseudonyms, given) if one.participant_id in people]
        opened.gaze.add(list(people.values()), trials, marks)
        _report(found, plan, list(people.values()), trials)
        say_of_tables(found, plan, (participants, rows, keep or []), (scores, given))
        for sentence in said_of_elsewhere(elsewhere):
            warn(sentence)
        _doubt(found, plan, _sizes(opened))


def _sizes(study: Study) -> dict[str, tuple[int, int]]:
    return {image.id: (image.height, image.width) for image in study.images.all()}


def _plan(
    study: Study,
    found: RecordingsPreview,
    given: tuple[Sequence[str], Sequence[str]],
    said: PeopleSaid,
    replace: bool,
) -> ImportPlan:
    """Return what is to be imported.

    ``given`` are stimuli and places, ``said`` who is who.

    Raises
    ------
    InputError
        Something is in the study already, or it is not known where a photograph was shown.
    """
    from neopain_gui.gaze.import_preview.import_checks import known_people, places_of, with_trials
    from neopain_gui.gaze.import_preview.importing import ImportPlan

    sizes = _sizes(study)
    stimulus, place = given
    images = _photographs(found, stimulus, set(sizes))
    if not images:
        raise _no_photograph(found)
    if unsized := found.without_screen(images):
        raise InputError(
            f"how large the screen was is not said by {', '.join(unsized)}, with gaze as shares "
            "of it",
            remedy="say it: --screen WIDTHxHEIGHT, in pixels",
        )
    places, lacking = places_of(found, images, sizes, _places(found, images, place))
    if lacking:
        names = ", ".join(f"'{one.title}'" for one in lacking[:5])
        more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
        raise InputError(
            f"no file says where on the screen {names}{more} "
            f"{matching(len(lacking), 'was', 'were')} shown",
            remedy="say it: --place LEFT,TOP,WIDTH,HEIGHT, or --place NAME=LEFT,TOP,WIDTH,HEIGHT "
            "for each, in pixels of the screen",
        )
    known = {**known_people(found, study.gaze.trials())}
    check_same(known, said.pseudonyms)
    if known and not replace:
        raise InputError(
            f"recordings of {', '.join(sorted(set(known.values())))} are in the study already; "
            "nothing was imported",
            remedy="leave these files out, or put them in the place of the earlier import with "
            "--replace",
        )
    shown = with_trials(found, images) if images else frozenset(found.names)
    wanted = [name for name in found.names if name in shown]
    called = {**said.pseudonyms, **known}
    taken = {one.id for one in study.gaze.participants()} | set(called.values())
    return ImportPlan(
        pseudonyms=pseudonyms_of(wanted, said.first, called, taken),
        images=images,
        places=places,
    )


def _no_photograph(found: RecordingsPreview) -> InputError:
    """Say that no stimulus is a photograph of the study, and which stimuli or files there are."""
    names = [f"'{one.title}'" for one in found.stimuli]
    listed = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    file = found.files[0].file if len(found.files) == 1 else None
    if not any(one.stimulus for one in found.stimuli):
        whole = "" if file else f" ({listed})"
        return InputError(
            f"no stimulus is named{whole}, so nothing says which photograph was shown",
            file=file,
            remedy=f"say it with --stimulus '{found.stimuli[0].title}=PHOTOGRAPH'",
        )
    return InputError(
        f"none of the stimuli is a photograph of the study: {listed}",
        file=file,
        remedy="say which stimulus is which photograph with --stimulus NAME=PHOTOGRAPH",
    )


def _people(
    study: Study,
    plan: ImportPlan,
    rows: Sequence[ParticipantRow],
    trials: Sequence[Trial],
    keep: Sequence[str],
) -> dict[str, Participant]:
    """Return those who have a trial, by pseudonym; what the study knows of them stays."""
    before = {one.id: one for one in study.gaze.participants()}
    with_trial = {trial.participant_id for trial in trials}
    people = {one.id: one for one in people_of(plan.pseudonyms, rows, keep) if one.id in with_trial}
    for name, one in people.items():
        if name in before:
            group = one.group or before[name].group
            attributes = {**before[name].attributes, **one.attributes}
            people[name] = change(one, group=group, attributes=attributes)
    return people


def _report(  # noqa: C901 - one line for each thing that may be said
    found: RecordingsPreview,
    plan: ImportPlan,
    people: Sequence[Participant],
    trials: Sequence[Trial],
) -> None:
    """Say who became whom: the terminal is the only place where names stand beside pseudonyms."""
    names: dict[str, str] = {}
    for name, pseudonym in plan.pseudonyms.items():
        names[pseudonym] = f"{names[pseudonym]}, {name}" if pseudonym in names else name
    from neopain_gui.gaze.import_preview.on_picture import shares

    heads = ("name in the file", "pseudonym", "group", "trials", "on screen", "on photographs")
    table = Table(*heads, box=None)
    for person in people:
        own = [trial for trial in trials if trial.participant_id == person.id]
        said = ["unknown" if share is None else percent(share) for share in shares(own)]
        row = (plain(names[person.id]), person.id, plain(person.group), str(len(own)), *said)
        table.add_row(*row)
    out.print(table)
    looks = counted(len(trials), "trial")
    persons = counted(len(people), "participant")
    out.print(f"{looks} of {persons}. Names were not kept.")
    for one in found.stimuli:
        if one.key not in plan.images:
            why = one.note if one.stimulus else "it names no stimulus; --stimulus FILE=PHOTOGRAPH"
            meant = f" (perhaps {', '.join(one.near)})" if one.near else ""
            warn(f"'{one.title}' left out: {why}{meant}")
        elif one.note and one.image_id == plan.images[one.key]:
            warn(f"'{one.title}' taken for {one.image_id}: {one.note}")
    known = {person.id for person in people}
    for name in found.names:
        if plan.pseudonyms.get(name) not in known:
            shown = name in plan.pseudonyms
            why = "none of the gaze is on" if shown else "was shown none of"
            err.print(plain(f"'{name}' left out: {why} these photographs"), style="yellow")
    alone = [person.id for person in people if not person.group]
    if alone:
        who = f"{', '.join(alone)} {matching(len(alone), 'has', 'have')}"
        err.print(f"{who} no group: they count in All participants only.", style="yellow")
    for sentence in found.warnings:
        err.print(plain(sentence), style="yellow")
    for file in found.files:
        for sentence in file.warnings:
            warn(f"{file.file.name}: {sentence}")
        for guess in file.dialect.guesses:
            warn(f"{file.file.name}: guessed: {guess}")


def _doubt(
    found: RecordingsPreview, plan: ImportPlan, sizes: Mapping[str, tuple[int, int]]
) -> None:
    """Say what is strange about places and photographs."""
    from neopain_gui.gaze.import_preview.import_checks import doubts_of, shared_photographs

    titles = {one.key: one.title for one in found.stimuli}
    for key, place in plan.places.items():
        for sentence in doubts_of(found, key, place, sizes[plan.images[key]]):
            err.print(plain(f"'{titles[key]}': {sentence}"), style="yellow")
    for image_id, keys in shared_photographs(plan.images).items():
        names = " and ".join(f"'{titles[key]}'" for key in keys)
        err.print(plain(f"{names} are both imported as {image_id}."), style="yellow")


def _keys(found: RecordingsPreview, name: str) -> list[str]:
    """Return the keys of the stimuli, or files without one, of this name."""
    return [one.key for one in found.stimuli if name == one.title]


def _places(
    found: RecordingsPreview, images: Mapping[str, str], given: Sequence[str]
) -> dict[str, Place]:
    """Return what ``--place`` says, by key; one without a name is for all that have none."""
    places: dict[str, Place] = {}
    for text in sorted(given, key=lambda one: "=" in one):
        name, equals, numbers = text.rpartition("=")
        keys = _keys(found, name) if equals else [k for k in images if not _said(found, k)]
        if equals and not keys:
            raise InputError(
                f"'{text}' names no stimulus of these files",
                remedy="write it like --place NAME=LEFT,TOP,WIDTH,HEIGHT",
            )
        places.update(dict.fromkeys(keys, place_of(numbers)))
    return places


def _said(found: RecordingsPreview, key: str) -> bool:
    return all(part.known for part in found.shown(key))


def _photographs(found: RecordingsPreview, given: Sequence[str], known: set[str]) -> dict[str, str]:
    images = {one.key: one.image_id for one in found.stimuli if one.image_id}
    for text in given:
        name, equals, image_id = text.rpartition("=")
        keys = _keys(found, name)
        if not equals or not keys or image_id not in known:
            wrong = "stimulus of these files" if equals and not keys else "photograph"
            raise InputError(
                f"'{text}' names no {wrong}", remedy="write it like --stimulus NAME=PHOTOGRAPH"
            )
        images.update(dict.fromkeys(keys, image_id))
    return images
