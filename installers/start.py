"""Where both programs of a bundle begin, ``neopain`` and ``neopain-window``."""

from neopain_gui.__main__ import main

if __name__ == "__main__":
    main()
