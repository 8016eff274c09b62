"""NeoPain's entry: without arguments the window, with a subcommand the command line."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path


def open_window(study: Path | None = None, *, demo: bool = False) -> int:
    """Open the window, on a study if one is given; return the exit code."""
    from neopain_gui.gui.application import main as run_window

    return run_window(study=study, demo=demo)


def main() -> None:
    """Start NeoPain."""
    multiprocessing.freeze_support()
    if len(sys.argv) == 1:
        sys.exit(open_window())
    if len(sys.argv) == 2 and sys.argv[1].rstrip("/\\").endswith(".neopain"):
        sys.exit(open_window(Path(sys.argv[1])))
    from neopain_gui.cli import run_command
    from neopain_gui.engine.quiet import keep_libraries_off_the_terminal

    keep_libraries_off_the_terminal()
    sys.exit(run_command(sys.argv[1:], open_window))


if __name__ == "__main__":
    main()
