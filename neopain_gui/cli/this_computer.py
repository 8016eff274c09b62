"""Commands about this computer: what is good to know of it, and what its desktop knows of us."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from neopain_gui import registration
from neopain_gui.cli.console import out, plain, print_json, warn
from neopain_gui.crashes.report import crash_folder, reports

_PATIENCE = 30.0
_SCREEN = "--screen"
Fact = tuple[str, str]


def about(
    context: typer.Context,
    faults: Annotated[
        bool, typer.Option("--faults", help="Print the reports of faults that are kept here.")
    ] = False,
    screen: Annotated[bool, typer.Option(_SCREEN, hidden=True)] = False,
) -> None:
    """Say what helps whoever helps you: versions, memory, disk, folders, models; without names."""
    if screen:
        print_json(context.obj.screen())
    elif faults:
        _print_faults()
    else:
        from neopain_gui.computer.facts import facts, text_of

        out.print(plain_lines(text_of(facts(_screen()))), soft_wrap=True)


def plain_lines(text: str) -> str:
    """Escape a text of several lines."""
    return "\n".join(plain(line) for line in text.splitlines())


def _screen() -> Sequence[Fact]:
    """Ask a process of its own, which Qt may end where there is no screen."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, *([] if frozen else ["-m", "neopain_gui"]), "about", _SCREEN]
    try:
        done = subprocess.run(  # noqa: S603 - this program
            command, check=False, capture_output=True, text=True, timeout=_PATIENCE
        )
        return [(str(name), str(value)) for name, value in json.loads(done.stdout)]
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return [("Qt", "no window can be opened here")]


def _print_faults() -> None:
    found = reports()
    for file in found:
        out.print(plain_lines(file.read_text(encoding="utf-8", errors="replace")), soft_wrap=True)
    if found:
        out.print(plain(f"They lie in {crash_folder()}; NeoPain sends them to nobody."))
    else:
        out.print("There are no reports of faults on this computer.")


def register(
    remove: Annotated[bool, typer.Option("--remove", help="Take it back.")] = False,
) -> None:
    """Put NeoPain into your menu, and let a study open with a double-click; for you alone."""
    outcome = registration.unregister() if remove else registration.register()
    out.print(plain(outcome.text), soft_wrap=True)
    for place in outcome.places:
        out.print(plain(f"  {place}"), soft_wrap=True)
    for remark in outcome.remarks:
        warn(remark)
