"""The commands that lead to the page *Classifiers*."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.gui.base.drops import WEIGHTS

if TYPE_CHECKING:
    from neopain_gui.gui.classifiers.classifiers_page import ClassifiersPage
    from neopain_gui.gui.place.window import Window


def show_classifiers(window: Window) -> None:
    """Bring the page to the front; there is one."""
    page = _page(window)
    window.show_page(page)
    page.begin()


def look_at_dropped(window: Window, paths: Sequence[Path]) -> bool:
    """Look at weight files or a training that were dropped; say whether they are such."""
    from neopain_gui.pipeline.weights_work import is_training

    if not all(path.suffix.lower() in WEIGHTS or is_training(path) for path in paths):
        return False
    page = _page(window)
    window.show_page(page)
    page.look_at_first(list(paths))
    return True


def _page(window: Window) -> ClassifiersPage:
    from neopain_gui.gui.classifiers.classifiers_page import ClassifiersPage

    for place in range(window.pages.count()):
        page = window.pages.widget(place)
        if isinstance(page, ClassifiersPage):
            return page
    page = ClassifiersPage(window.session, window.jobs)
    page.closed.connect(window.show_home)
    return page
