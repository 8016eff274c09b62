"""Alt and a letter go to a control: each letter means one thing in any view.

That the letters do what they say, and that F6 and Ctrl+K lead to what has none of its own, is in
``test_getting_about.py``.
"""

import re
from collections import defaultdict

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QMenuBar, QTabBar

from tests.gui.views import Walk, settle, walking

ABOUT = "neopain_gui.gui"

NAMES = [name.removeprefix("show_") for name in vars(Walk) if name.startswith("show_")]
WANTED = {
    "import": "abdgt",
    "inspect": "acdgiklmnopstuwy",
    "panes": "akntw",
    "steps": "ct",
    "trust": "cilmnpt",
    "gaze": "abgtwz",
    "gaze_groups": "gk",
    "gaze_settings": "dgx",
    "recordings": "abdgt",
    "heatmaps": "abdgt",
    "disagreements": "bd",
    "compare": "abdgktwx",
    "train": "adt",
    "train_every_setting": "abdt",
    "train_folds": "dx",
}
"""Letters that a view has at the least; nothing is lost by a later change of words."""


@pytest.fixture(scope="module")
def walk(qapp, tmp_path_factory):
    """The views, in a window of a study with everything in it."""
    with walking(tmp_path_factory.mktemp("access"), size=(1900, 1000)) as walk:
        yield walk


def letter_of(text):
    """Return what a text has underlined; empty where nothing is."""
    found = re.search(r"&([^&\s])", text.replace("&&", ""))
    return found[1].casefold() if found else ""


def letters(widget):
    """Return who is meant by each letter, of all that is in sight."""
    found = defaultdict(list)
    for one in widget.findChildren(QLabel) + widget.findChildren(QAbstractButton):
        meant = one.buddy() if isinstance(one, QLabel) else one
        if one.isVisible() and meant is not None and letter_of(one.text()):
            found[letter_of(one.text())].append(one.text())
    for bar in widget.findChildren(QTabBar):
        for place in range(bar.count()) if bar.isVisible() else ():
            if letter := letter_of(bar.tabText(place)):
                found[letter].append(bar.tabText(place))
    for bar in widget.findChildren(QMenuBar):
        for action in bar.actions() if bar.isVisible() else ():
            found[letter_of(action.text())].append(action.text())
    return found


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_means_two_things(walk, name):
    widget = walk.bring_up(name)
    settle(10)
    found = letters(widget)
    if isinstance(widget, QDialog):
        widget.close()
        settle(20)
    assert {key: who for key, who in found.items() if len(who) > 1} == {}
    assert set(WANTED.get(name, "")) - set(found) == set()
