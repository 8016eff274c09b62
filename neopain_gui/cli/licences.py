"""neopain licences: what NeoPain is made of, and under which licences."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import out, plain
from neopain_gui.errors import InputError
from neopain_gui.licences import canonical
from neopain_gui.licences import licences as all_licences


def licences(
    name: Annotated[str, typer.Argument(help="Print the text of this part's licence.")] = "",
) -> None:
    """List what NeoPain is made of and under which licences, or print one licence's text."""
    parts = all_licences()
    if not name:
        table = Table("part", "version", "licence", box=None)
        for part in parts:
            table.add_row(plain(part.name), plain(part.version), plain(part.licence))
        out.print(table)
        return
    found = next((part for part in parts if canonical(part.name) == canonical(name)), None)
    if found is None:
        raise InputError(
            f"NeoPain has no part '{name[:40]}'",
            remedy="choose another one",
            command="see their names with: neopain licences",
        )
    if not found.texts:
        out.print(plain(f"{found.name} {found.version}: {found.licence}; its makers ship no text."))
    for text in found.texts:
        out.print(plain(text.read_text(encoding="utf-8", errors="replace")), soft_wrap=True)
