"""The viewer as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from neopain_gui.gui.place.command import Command, Condition
from neopain_gui.gui.place.place import Place, Where
from neopain_gui.gui.work.face_work import next_face

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.place.window import Window
    from neopain_gui.gui.state.session import Session
    from neopain_gui.gui.viewer.viewer_panel import ViewerPanel


def _make(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.viewer.viewer_panel import ViewerPanel

    return ViewerPanel(session, jobs)


def _panel(window: Window) -> ViewerPanel:
    return cast("ViewerPanel", window.go(PLACE.id))


def _next_face(window: Window) -> None:
    next_face(window.session)


def _draw_face(window: Window) -> None:
    _panel(window).draw_face()


def _show_regions(window: Window) -> None:
    _panel(window).toggle_regions()


def _several_faces(window: Window) -> bool:
    study = window.session.study
    return study is not None and len(study.faces.candidates(window.session.image_id)) > 1


_SEVERAL_FACES = Condition(
    needs="editable_image", holds=_several_faces, missing="only one face was found on it"
)

PLACE = Place(
    id="viewer",
    title="&Viewer",
    where=Where.VIEW,
    panel=_make,
    keys=(("Space", "Hide the overlay while held"),),
    conditions={"several_faces": _SEVERAL_FACES},
    commands=(
        Command(
            id="next_face",
            run=_next_face,
            menu="Edit/&Face",
            before="clear_face",
            text="&Other face",
            keys=("O",),
            when="several_faces",
            tip="Where several faces were found: take the next one as the neonate's",
            words="several second wrong face nurse parent",
            on=("thumbnail", "viewer"),
        ),
        Command(
            id="draw_face",
            run=_draw_face,
            menu="Edit/&Face",
            before="clear_face",
            text="&Draw the face by hand",
            icon="face-draw",
            keys=("D",),
            on=("viewer",),
            words="box rectangle mark",
            when="editable_image",
            tip="Draw the face's box on the photograph",
            toolbar=True,
        ),
        Command(
            id="show_regions",
            run=_show_regions,
            menu="View",
            before="text_larger",
            text="Facial &regions",
            icon="regions",
            keys=("R",),
            on=("viewer",),
            words="features eyes mouth nose brow outline annotate template polygon "
            "areas of interest",
            when="image",
            tip="Where the features of the face lie; correct them by hand, add some of one's own",
        ),
    ),
)
