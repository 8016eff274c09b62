from pathlib import PureWindowsPath

import pytest

from neopain_gui.errors import EnvironmentFault
from neopain_gui.registration import windows

PROGRAM = "neopain-window.exe"


class Fake:
    """A registry of keys with their values by name."""

    def __init__(self, limit=1000):
        self.keys, self._left = {}, limit

    def put(self, key, name, value):
        self._left -= 1
        if self._left < 0:
            raise PermissionError(13, "denied")
        parts = key.split("\\")
        for number in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:number]), {})
        self.keys[key][name] = value

    def get(self, key):
        return self.keys[key].get("", "") if key in self.keys else None

    def remove(self, key):
        below = [one for one in self.keys if one == key or one.startswith(f"{key}\\")]
        for one in below:
            del self.keys[one]
        return bool(below)


def values(registry):
    return {
        f"{key}:{name}": value
        for key, named in registry.keys.items()
        for name, value in named.items()
    }


def test_a_study_opens_with_the_program_and_nothing_is_left_of_it_afterwards():
    registry = Fake()
    registry.put(r"Software\Classes\.png", "", "pictures")
    registry.put(r"Software\Classes\Applications\other.exe", "FriendlyAppName", "Other")
    before = values(registry)
    command = [rf"C:\Program Files\NeoPain\{PROGRAM}"]
    outcome = windows.register([command[0].replace("\\", "/")], registry)
    assert windows.is_registered(registry)
    kind = registry.get(r"Software\Classes\.neopain-study")
    line = registry.get(rf"Software\Classes\{kind}\shell\open\command")
    assert line == '"C:/Program Files/NeoPain/neopain-window.exe" "%1"'
    assert registry.get(r"Software\Classes\Directory\shell\NeoPain\command") == line
    supported = registry.keys[rf"Software\Classes\Applications\{PROGRAM}\SupportedTypes"]
    assert ".png" in supported
    assert registry.get(r"Software\Classes\.png") == "pictures", "nothing is taken from others"
    assert all(place.startswith("HKEY_CURRENT_USER\\") for place in outcome.places)
    assert PureWindowsPath(registry.get(rf"Software\Classes\{kind}\DefaultIcon")).suffix == ".ico"
    windows.unregister([command[0].replace("\\", "/")], registry)
    assert not windows.is_registered(registry)
    assert values(registry) == before
    assert "not registered" in windows.unregister(command, registry).text


def test_where_the_system_refuses_nothing_is_left():
    registry = Fake(limit=5)
    with pytest.raises(EnvironmentFault, match="The registry: the system does not permit it"):
        windows.register([PROGRAM], registry)
    assert values(registry) == {}


def test_files_of_another_program_are_said():
    registry = Fake()
    registry.put(r"Software\Classes\.neopain-study", "", "Other.File")
    assert any("Another program" in one for one in windows.register([PROGRAM], registry).remarks)


def test_the_icons_are_there():
    registry = Fake()
    windows.register([PROGRAM], registry)
    from pathlib import Path

    icons = [value for value in values(registry).values() if value.endswith(".ico")]
    assert len(icons) == 2
    assert all(Path(one).is_file() for one in icons)
