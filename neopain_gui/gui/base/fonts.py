"""A font where the system has none: else every letter would be a box."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf")
_POINTS = 10
_NAMES_ALONE = frozenset({"Monospace", "Sans Serif", "Serif"})
"""What Qt lists where no font stands behind a name."""
NONE_INSTALLED = (
    "No fonts are installed on this computer, so NeoPain uses one of its own; install one, such as "
    "the package fonts-dejavu-core, and other programs can write too."
)


def bring_own() -> bool:
    """Load the font that comes with the figures' library if there is no other; say whether."""
    if set(QFontDatabase.families()) - _NAMES_ALONE:
        return False
    loaded = [QFontDatabase.addApplicationFont(str(file)) for file in _own_files()]
    families = [name for one in loaded for name in QFontDatabase.applicationFontFamilies(one)]
    if not families:
        return False
    QGuiApplication.setFont(QFont(families[0], _POINTS))
    return True


def _own_files() -> list[Path]:
    """Return the files, found without loading the library."""
    found = find_spec("matplotlib")
    folders = list(found.submodule_search_locations or ()) if found is not None else []
    fonts = [Path(folder) / "mpl-data" / "fonts" / "ttf" for folder in folders]
    return [folder / name for folder in fonts for name in _FILES if (folder / name).is_file()]
