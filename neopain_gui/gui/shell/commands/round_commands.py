"""Commands about rounds of raters: to other machines and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from neopain_gui.gui.annotate.annotate_tab import AnnotateTab
    from neopain_gui.gui.annotate.rounds.new_round_page import NewRoundPage
    from neopain_gui.gui.place.window import Window


def new_round(window: Window) -> None:
    """Show the page that makes a round."""
    from neopain_gui.gui.annotate.rounds.new_round_page import NewRoundPage

    study = window.session.study
    if study is None:
        return
    page = NewRoundPage(window.session, study)
    page.closed.connect(partial(window.leave_page, page))
    page.made.connect(partial(_show_round, window))
    page.form.instruments_wanted.connect(partial(_look_at_instruments, window, page))
    window.show_page(page)
    page.form.name.setFocus()
    page.form.name.selectAll()


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


def _look_at_instruments(window: Window, page: NewRoundPage) -> None:
    """Show scales and landmarks, and the new round with all its fields again afterwards."""
    from neopain_gui.gui.annotate.instruments.instruments_page import InstrumentsPage

    found = InstrumentsPage(window.session, closable=True)

    def back() -> None:
        window.leave_page(found)
        page.form.read_instruments()
        window.show_page(page)
        page.form.instruments.setFocus()

    found.closed.connect(back)
    window.show_page(found)
    found.list.setFocus()


def _show_round(window: Window, name: str) -> None:
    """Bring a round that was made to the front."""
    from neopain_gui.gui.annotate.place import PLACE

    cast("AnnotateTab", window.go(PLACE.id)).show_round(name)


def import_annotations(window: Window) -> None:
    """Show the page that looks at annotations of other programs."""
    from neopain_gui.gui.annotate.exchange.import_page import ImportAnnotationsPage

    page = ImportAnnotationsPage(window.session, window.jobs)
    page.closed.connect(partial(window.leave_page, page))
    window.show_page(page)
    page.add_files.setFocus()


def export_annotations(window: Window) -> None:
    """Ask in which format annotations are to be written, and write them."""
    from neopain_gui.gui.annotate.exchange.export_dialog import export

    export(window)
