"""The headless command line: the same functions as the window, the same bytes.

Exit codes: 0 done, 1 a bug, 2 something to mend in what was given or a repetition that differs,
3 the machine could not, 130 stopped.
"""

from neopain_gui.cli.entry import (
    EXIT_BUG,
    EXIT_INPUT,
    EXIT_MACHINE,
    EXIT_STOPPED,
    OpenWindow,
    run_command,
)

__all__ = [
    "EXIT_BUG",
    "EXIT_INPUT",
    "EXIT_MACHINE",
    "EXIT_STOPPED",
    "OpenWindow",
    "run_command",
]
