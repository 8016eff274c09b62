"""The commands that lead to the page *Classifiers*."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.gui.base.drops import WEIGHTS

if TYPE_CHECKING:
    from neopain_gui.gui.classifiers.classifiers_page import ClassifiersPage
    from neopain_gui.gui.place.window import Window


def show_classifiers(window: Window) -> None:
    """Bring the page to the front; there is one."""
    window.show_page(_page(window))


def look_at_dropped(window: Window, paths: Sequence[Path]) -> bool:
    """Look at weight files that were dropped on the window; say whether they are such."""
    if not all(path.suffix.lower() in WEIGHTS for path in paths):
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
    page.closed.connect(partial(window.leave_page, page))
    return page
