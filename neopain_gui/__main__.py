"""NeoPain's entry: without arguments the window, with a subcommand the command line."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path


def open_window(paths: Sequence[Path] = (), *, demo: bool = False) -> int:
    """Open the window, on a study or on photographs if some are given; return the exit code."""
    from neopain_gui.gui.application import main as run_window

    return run_window(paths, demo=demo)


def screen() -> list[tuple[str, str]]:
    """Return what Qt knows of screens and fonts; Qt may end the program where it has no screen."""
    from neopain_gui.gui.application import screen_facts

    return screen_facts()


def to_open(words: Sequence[str]) -> list[Path] | None:
    """Return the files and folders that somebody opens with NeoPain; None where it is a command.

    No command has a dot or a separator in its name, and a file manager gives whole paths.

    Examples
    --------
    >>> to_open(["ward.neopain"]) == [Path("ward.neopain")]
    True
    >>> to_open(["gaze", "export.tsv"]) is None
    True
    """
    words = [word for word in words if not word.startswith("-psn_")]  # macOS' own
    if all(_names_file(word) for word in words):
        return [Path(word) for word in words]
    return None


def _names_file(word: str) -> bool:
    return not word.startswith("-") and any(sign in word for sign in "./\\")


def main() -> None:
    """Start NeoPain."""
    multiprocessing.freeze_support()
    paths = to_open(sys.argv[1:])
    if paths is not None:
        sys.exit(open_window(paths))
    from neopain_gui.cli import run_command
    from neopain_gui.engine.quiet import keep_libraries_off_the_terminal

    keep_libraries_off_the_terminal()
    sys.exit(run_command(sys.argv[1:], open_window, screen))


if __name__ == "__main__":
    main()
