"""Where no bar can move, progress is said in lines, forwards only, on the error stream."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from neopain_gui.cli import console

ABOUT = "neopain_gui.cli.console"


def said(monkeypatch, steps, *, terminal=False):
    stream = io.StringIO()
    shown = Console(file=stream, force_terminal=terminal, width=100, highlight=False)
    monkeypatch.setattr(console, "err", shown)
    with console.progress() as job:
        for done, total, text in steps:
            job.progress(done, total, text)
    return stream.getvalue()


def test_each_tenth_is_a_line_said_once_and_never_backwards(monkeypatch):
    steps = [(n, 40, f"step {n}") for n in (*range(21), *range(10), *range(41))]
    lines = [line for line in said(monkeypatch, steps).splitlines() if " % step" in line]
    shares = [int(line.split(" %")[0]) for line in lines if line[0].isdigit()]
    assert shares == list(range(10, 100, 10))


@pytest.mark.parametrize("name", ["[red]photo[/red]", "[/]", "line\nbreak"])
def test_names_in_it_are_plain_text(monkeypatch, name):
    assert "photo" in said(monkeypatch, [(5, 10, f"photo {name}")])


def test_a_terminal_has_its_bar_and_no_lines(monkeypatch):
    text = said(monkeypatch, [(n, 10, "step") for n in range(11)], terminal=True)
    assert "50 % step" not in text
