#!/usr/bin/env python3
"""Double-click this file to open NeoPain."""

import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - of any Python
OLDEST = (3, 11)


def start():
    """Open NeoPain, with the environment beside this file if this Python lacks its packages."""
    if sys.version_info < OLDEST:
        use_environment()
        explain(f"NeoPain needs Python 3.11 or newer; this one is {sys.version.split()[0]}.")
    try:
        from neopain_gui.__main__ import main

        main()
    except ModuleNotFoundError as missing:
        use_environment()
        explain(f"NeoPain needs the package {missing.name!r}, which this Python does not have.")


def use_environment():
    """Go on with the Python that 'make demo' has put beside this file, if it is there."""
    environment = os.path.join(FOLDER, ".venv")  # noqa: PTH118
    place = ("Scripts", "pythonw.exe") if os.name == "nt" else ("bin", "python")
    python = os.path.join(environment, *place)  # noqa: PTH118
    if os.path.realpath(sys.prefix) == os.path.realpath(environment):
        return  # it is this one
    if os.path.isfile(python):  # noqa: PTH113
        command = [python, os.path.abspath(__file__), *sys.argv[1:]]  # noqa: PTH100
        if os.name != "nt":
            os.execv(python, command)  # noqa: S606
        import subprocess

        sys.exit(subprocess.call(command))  # noqa: S603


def explain(what):
    """Say in a window and on the terminal what is missing and what to do, and end."""
    text = (
        f"{what} Open a terminal in this folder and run 'make demo' once; afterwards a "
        "double-click on main.py opens NeoPain. On a computer without make, the user guide in "
        "resources/help says how to install it."
    )
    if sys.stderr is not None:
        print(text, file=sys.stderr)  # noqa: T201
    try:
        from neopain_gui.said_in_a_window import say

        say(text)
    finally:
        sys.exit(1)


if __name__ == "__main__":
    start()
