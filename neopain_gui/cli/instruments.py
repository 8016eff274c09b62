"""What raters can be asked: scales and sets of landmarks, NeoPain's and a study's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli import round_options as opt
from neopain_gui.cli.console import open_study, opened_to_write, out, plain, warn
from neopain_gui.cli.upkeep import Ids
from neopain_gui.errors import InputError
from neopain_gui.imaging import write_bytes_atomic

if TYPE_CHECKING:
    from neopain_gui.pipeline.settings.instrument_kinds import InstrumentKind
    from neopain_gui.study import Study

_Study = Annotated[
    Path | None,
    typer.Argument(metavar="[STUDY]", help="A study (folder ending in .neopain)."),
]
_Files = Annotated[
    list[Path] | None,
    typer.Option("--add", help="A definition (JSON) that the study is to have; repeat it."),
]
_Check = Annotated[
    list[Path] | None,
    typer.Option("--check", help="Say whether a definition (JSON) can be used; repeat it."),
]
_Remove = Annotated[
    Ids, typer.Option("--remove", metavar="ID", help="Take one of the study's own out; repeat it.")
]
_Export = Annotated[
    Ids,
    typer.Option("--export", metavar="ID", help="Write one as a JSON file to --out; repeat it."),
]
_Out = Annotated[Path | None, typer.Option("--out", help="Folder for --export.")]


def scales(
    study: _Study = None,
    add: _Files = None,
    check: _Check = None,
    remove: _Remove = None,
    export: _Export = None,
    out_folder: _Out = None,
    switch: opt.Switches = None,
) -> None:
    """List the scales, NeoPain's and a study's own; check, add, remove or export some."""
    from neopain_gui.pipeline.settings.instrument_kinds import SCALES

    _checked(SCALES, check, study)
    if not (check and not study):
        _done(SCALES, study, (add, remove, export, switch), out_folder)


def landmark_sets(
    study: _Study = None,
    add: _Files = None,
    check: _Check = None,
    remove: _Remove = None,
    export: _Export = None,
    out_folder: _Out = None,
) -> None:
    """List the sets of landmarks, NeoPain's and a study's own; check, add, remove or export."""
    from neopain_gui.pipeline.settings.instrument_kinds import SETS

    _checked(SETS, check, study)
    if not (check and not study):
        _done(SETS, study, (add, remove, export, None), out_folder)


def _checked(kind: InstrumentKind, files: list[Path] | None, study: Path | None) -> None:
    """Say of each file that it can be used, and what taking it in would call otherwise."""
    if not files:
        return
    opened = open_study(study) if study is not None else None
    try:
        for file in files:
            one = kind.read(file)
            said = f"{file.name} can be used: {one.title}, {kind.about(one)}."
            if opened is not None:
                said = f"{said} {kind.taken_in(opened, one)[1]}".rstrip()
            out.print(plain(said), soft_wrap=True)
    finally:
        if opened is not None:
            opened.close()


def _done(
    kind: InstrumentKind,
    study: Path | None,
    asked: tuple[list[Path] | None, Ids, Ids, Ids],
    folder: Path | None,
) -> None:
    add, remove, export, switch = asked
    if export and folder is None:
        raise InputError("it is not said where to", remedy="give --out FOLDER with --export")
    if study is None:
        if add or remove or switch:
            raise InputError("it is not said which study", remedy="name the study")
        things = dict(kind.shipped())
        _write(kind, things, export, folder)
        if not export:
            _list(kind, things, None)
        return
    changing = bool(add or remove or switch)
    with opened_to_write(study) if changing else open_study(study) as opened:
        _change(kind, opened, add or [], remove or [])
        _switch(opened, switch)
        _write(kind, kind.there(opened), export, folder)
        if not (changing or export):
            _list(kind, kind.there(opened), opened)


def _change(kind: InstrumentKind, opened: Study, add: list[Path], remove: list[str]) -> None:
    for file in [kind.read(one) for one in add]:
        made, said = kind.taken_in(opened, file)
        _keep(opened, kind.keep(opened, made))
        out.print(plain(f"The study has the {kind.word} “{made.id}”. {said}".rstrip()))
    for name in remove:
        settings = kind.without(opened, name)
        if not settings:
            raise InputError(
                f"the study has no {kind.word} of its own called “{name}”", file=opened.path
            )
        _keep(opened, settings)
        out.print(plain(f"Taken out: the study’s own {kind.word} “{name}”."))


def _switch(opened: Study, given: Ids) -> None:
    from neopain_gui.annotation.scales.switches import how_switched, switches_typed
    from neopain_gui.pipeline.settings.instruments import (
        study_scales,
        switches_of,
        switching_changes,
        with_switches,
    )

    there = study_scales(opened)
    switched = switches_typed(given or (), there)
    for sentence in switching_changes(opened, switched):
        warn(sentence)
    _keep(opened, with_switches(opened, switched))
    for name in switched:
        for sentence in how_switched(there[name], switches_of(opened, there[name])):
            out.print(plain(sentence), soft_wrap=True)


def _keep(opened: Study, settings: dict[str, object]) -> None:
    for key, value in settings.items():
        opened.set_setting(key, value)


def _write(
    kind: InstrumentKind, things: dict[str, object], export: Ids, folder: Path | None
) -> None:
    for name in export or ():
        if name not in things:
            raise InputError(
                f"there is no {kind.word} “{name}”", remedy=f"there is {', '.join(things)}"
            )
    for name in export or ():
        assert folder is not None
        folder.mkdir(parents=True, exist_ok=True)
        write_bytes_atomic(folder / f"{name}.json", kind.text(things[name]).encode())
        out.print(plain(f"{name}.json was written."))


def _list(kind: InstrumentKind, things: dict[str, object], opened: Study | None) -> None:
    from neopain_gui.annotation.scales.switches import how_switched
    from neopain_gui.pipeline.settings.instruments import SCALE_WORDINGS, mapping_of, switches_of
    from neopain_gui.pipeline.settings.own_instruments import asking

    words = mapping_of(opened.setting(SCALE_WORDINGS, {})) if opened is not None else {}
    table = Table(box=None)
    table.add_column("id", no_wrap=True, min_width=max(map(len, things), default=2))
    for head in ("what it is", "whose", "rounds"):
        table.add_column(head)
    switches: list[str] = []
    for name, one in things.items():
        own = name not in kind.shipped()
        whose = "the study's own" if own else "the study's words" if name in words else ""
        rounds = asking(opened, f"{kind.prefix}{name}") if opened is not None else []
        title = f"{getattr(one, 'title', name)}: {kind.about(one)}"
        table.add_row(plain(name), plain(title), whose, plain(", ".join(rounds)))
        for each in getattr(one, "switches", ()):
            how = switches_of(opened, one) if opened is not None else {}  # type: ignore[arg-type]
            (said,) = [
                sentence
                for sentence in how_switched(one, how)  # type: ignore[arg-type]
                if f"“{each.title}”" in sentence
            ]
            switches.append(f"{name}.{each.id}: {said}")
    out.print(table)
    for sentence in switches:
        out.print(plain(sentence), soft_wrap=True)
    for name, definition in (kind.unfinished(opened) if opened is not None else {}).items():
        fault = kind.read_draft(definition, things.values())[1]
        wrong = fault.sentence if fault is not None else ""
        warn(f"The {kind.word} “{name}” cannot be used yet. {wrong}".rstrip())
