"""Double-click this file to open NeoPain."""

import sys

if __name__ == "__main__":
    try:
        from neopain_gui.__main__ import main

        main()
    except ModuleNotFoundError as missing:
        sys.exit(
            f"NeoPain needs the package {missing.name!r}, which this Python does not have: "
            "run 'make demo' in this folder once, then start it with .venv/bin/python main.py"
        )
