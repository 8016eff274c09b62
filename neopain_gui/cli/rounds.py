"""Rounds of raters: making them, what is done and left, handing them over, collecting them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from neopain_gui.cli import round_options as opt
from neopain_gui.cli.console import open_study, opened_to_write, out, plain, progress, warn
from neopain_gui.cli.options import OutFolder
from neopain_gui.cli.upkeep import Ids, StudyArgument, pairs_of
from neopain_gui.counted import counted
from neopain_gui.errors import InputError
from neopain_gui.people.participants import Participant

if TYPE_CHECKING:
    from neopain_gui.study import Study


def new_round(
    study: StudyArgument,
    name: opt.NewName,
    instrument: opt.Instruments = None,
    rater: opt.Raters = None,
    photograph: opt.Photographs = None,
    neonate: opt.Neonates = None,
    data_set: opt.DataSets = None,
    label: opt.Label = None,
    pairs: opt.Pairs = False,
    repeats: opt.Repeats = 0.10,
    apart: opt.Apart = 5,
    blind: opt.Blind = True,
    face_only: opt.FaceOnly = False,
    seconds: opt.Seconds = None,
    score_by: opt.ScoreByOption = "numbers",
    region: opt.Regions = None,
    switch: opt.Switches = None,
    seed: opt.Seed = None,
    preview: opt.Preview = False,
) -> None:
    """Make a round: who rates which photographs with what, in which way."""
    from neopain_gui.annotation.scales.switches import switches_typed
    from neopain_gui.pipeline.rounds import making
    from neopain_gui.pipeline.settings.instruments import study_scales, with_switches

    with opened_to_write(study) as opened:
        switched = switches_typed(switch or (), study_scales(opened))
        raters = making.raters_of(opened, rater or [one.id for one in opened.annotations.raters()])
        wanted = making.Wanted(
            photographs=photograph or (),
            neonates=neonate or (),
            datasets=data_set or (),
            label=label,
            pairs_only=pairs,
        )
        said: dict[str, Any] = {} if seed is None else {"seed": seed}
        made = making.made_now(
            name=name,
            instruments=tuple(instrument or ("label", "score")),
            raters=tuple(one.id for one in raters),
            image_ids=making.photographs_of(opened, wanted),
            repeats=repeats,
            apart=apart,
            blind=blind,
            face_only=face_only,
            seconds=seconds,
            regions=tuple(region or ()),
            score_by=score_by,
            **said,
        )
        making.check_new(opened, made)
        said_of = making.switched_so(opened, made, switched)
        for sentence in (*making.comes_to(made, making.neonates_of(opened)), *said_of):
            out.print(plain(sentence), soft_wrap=True)
        if preview:
            return
        making.begin(opened, made)
        for key, value in with_switches(opened, switched).items():
            opened.set_setting(key, value)
    out.print(plain(f"The round “{made.name}” was made, with seed {made.seed}."), soft_wrap=True)


def rounds(
    study: StudyArgument,
    remove: Annotated[
        str, typer.Option("--remove", metavar="NAME", help="Remove a round with all answers.")
    ] = "",
    rater: Annotated[
        str,
        typer.Option("--rater", help="With --remove: only this rater of it, and what they said."),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """List the rounds, what is done in them and what is left; or remove one for good."""
    if rater and not remove:
        raise InputError("--rater alone says nothing", remedy="give --remove NAME with it")
    if remove:
        _remove(study, remove, rater, yes)
        return
    from neopain_gui.pipeline.settings.instruments import switch_sentences

    with open_study(study) as opened:
        everything = opened.annotations.rounds()
        for one in everything:
            how = "blind" if one.blind else "open"
            many = counted(len(one.image_ids), "photograph")
            asks = ", ".join(one.instruments)
            out.print(plain(f"{one.name}: {asks}; {many}, {how}"), soft_wrap=True)
            for sentence in switch_sentences(opened, one.instruments):
                out.print(plain(f"  {sentence}"), soft_wrap=True)
            for who in one.raters:
                out.print(plain(f"  {who}: {_progress(opened, one.name, who)}"), soft_wrap=True)
    if not everything:
        out.print("There is no round in this study; neopain new-round makes one.")


def raters(
    study: StudyArgument,
    add: Annotated[
        Ids, typer.Option("--add", help="Pseudonym of somebody who is to rate; repeat it.")
    ] = None,
    group: Annotated[
        str, typer.Option("--group", help="With --add: their group, if they are new.")
    ] = "",
    no_more: Annotated[
        Ids, typer.Option("--no-more", help="A participant who does not rate; repeat it.")
    ] = None,
) -> None:
    """List those who rate, or say of participants that they do."""
    with opened_to_write(study) if add or no_more else open_study(study) as opened:
        known = {one.id for one in opened.gaze.participants()}
        for name in no_more or ():
            opened.annotations.set_rater(name, False)
        new = [
            Participant(id=one, group=group, rater=True) for one in add or () if one not in known
        ]
        opened.gaze.add(new, []) if new else None
        for name in set(add or ()) & known:
            opened.annotations.set_rater(name, True)
        table = Table("rater", "group", "rounds", box=None)
        everything = opened.annotations.rounds()
        for one in opened.annotations.raters():
            asked = [round_.name for round_ in everything if one.id in round_.raters]
            table.add_row(plain(one.id), plain(one.group), plain(", ".join(asked)))
    out.print(table if table.row_count else "Nobody rates in this study.")


def export_round(
    study: StudyArgument, round_: opt.RoundName, rater: opt.RaterName, out_folder: OutFolder
) -> None:
    """Make a round for another machine: a study folder that is nothing but the round."""
    from neopain_gui.pipeline.rounds.handing_over import export_round as hand_over

    with open_study(study) as opened, progress() as job:
        made = hand_over(opened, round_, rater, out_folder, job=job)
    out.print(plain(made.sentence), soft_wrap=True)


def export_ratings(
    study: StudyArgument, round_: opt.RoundName, rater: opt.RaterName, out_folder: OutFolder
) -> None:
    """Write what a rater said in a round as a small file, for collect-rounds."""
    from neopain_gui.pipeline.rounds.ratings import left_of, write_ratings

    with open_study(study) as opened:
        out_folder.mkdir(parents=True, exist_ok=True)
        file = write_ratings(opened, round_, rater, out_folder)
        left = len(left_of(opened, round_, rater))
    if left:
        warn(f"{rater} has not done {counted(left, 'turn')} yet.")
    out.print(plain(f"{file.name} was written."))


def collect_rounds(
    study: StudyArgument,
    files: Annotated[
        list[Path],
        typer.Argument(help="Raters' files (ratings-….json), or folders that export-round made."),
    ],
    rater: Annotated[
        Ids,
        typer.Option("--rater", help="OLD=NEW where a rater is called otherwise here by now."),
    ] = None,
    theirs: Annotated[
        bool,
        typer.Option(
            "--theirs", help="Where answers differ let the files' count; the study's stay else."
        ),
    ] = False,
    preview: opt.Preview = False,
) -> None:
    """Take in what raters said on other machines, with a report of what differs."""
    from neopain_gui.pipeline.rounds.collecting import look_at, take_in

    with opened_to_write(study) as opened:
        found = look_at(opened, files, raters=pairs_of("--rater", rater), theirs=theirs)
        for conflict in found.conflicts:
            warn(conflict.sentence)
        for sentence in found.sentences:
            out.print(plain(sentence), soft_wrap=True)
        if not preview:
            take_in(opened, found.after)
    _say_conflicts(len(found.conflicts), theirs, preview)
    if preview:
        out.print("Nothing was taken in.")
    elif found.changes_nothing:
        out.print("The study knew all of it already.")


def _say_conflicts(count: int, theirs: bool, preview: bool) -> None:
    if count and theirs:
        counts = "would count" if preview else "count now"
        warn(
            f"Where {counted(count, 'turn differs', 'turns differ')}, the files’ answers {counts}."
        )
    elif count:
        warn(
            f"Where {counted(count, 'turn differs', 'turns differ')}, the study’s answers stay; "
            "add --theirs to let the files’ count."
        )


def _progress(study: Study, round_: str, rater: str) -> str:
    from neopain_gui.pipeline.rounds.ratings import left_of

    turns = len(study.annotations.turns(round_, rater))
    done = turns - len(left_of(study, round_, rater))
    at = study.annotations.handed_in(round_, rater)
    handed = f"handed in {at}" if at else "not handed in"
    return f"{done} of {counted(turns, 'turn')} done, {handed}"


def _remove(study: Path, round_: str, rater: str, yes: bool) -> None:
    from neopain_gui.cli.upkeep import ask
    from neopain_gui.pipeline.photographs.removal import what_goes

    with opened_to_write(study) as opened:
        what = opened.annotations.selection(round_, rater or None)
        lines = what_goes(opened.removal.would_take(what))
        if not yes:
            ask(lines, [])
        opened.removal.take_out(what)
        with progress() as job:
            opened.removal.purge(job=job)
    out.print("Removed for good:")
    for line in lines:
        out.print(f"  {line}", markup=False, soft_wrap=True)
