"""Commands about rounds of raters: to other machines and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window


def collect_rounds(window: Window) -> None:
    """Show the page that looks at what raters said on other machines."""
    from neopain_gui.gui.annotate.rounds.collect_page import CollectPage

    page = CollectPage(window.session, window.jobs)
    page.closed.connect(partial(window.leave_page, page))
    window.show_page(page)
    page.add_files.setFocus()


def hand_over_round(window: Window) -> None:
    """Ask which round goes to whom, and make its folder."""
    from neopain_gui.gui.annotate.rounds.hand_over import hand_over_round as ask

    ask(window)


def write_ratings_file(window: Window) -> None:
    """Ask whose answers are to be a file, and write it."""
    from neopain_gui.gui.annotate.rounds.hand_over import write_ratings_file as ask

    ask(window)
