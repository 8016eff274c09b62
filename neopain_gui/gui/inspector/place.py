"""What the inspector has in the window: the dock Details, the steps, and the layers below."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.place.place import Place, Where
from neopain_gui.gui.widgets.focus import bring_to_front

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.inspector.depth_panel import InspectorPanel
    from neopain_gui.gui.inspector.details_panel import DetailsPanel
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.place.window import Window
    from neopain_gui.gui.state.session import Session


def _make_details(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.inspector.details_panel import DetailsPanel

    return DetailsPanel(session, jobs)


def _make_steps(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.inspector.stages_panel import StagesPanel

    return StagesPanel(session, jobs)


def _make_layers(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.inspector.depth_panel import InspectorPanel

    return InspectorPanel(session, jobs)


def _details(window: Window) -> DetailsPanel:
    window.show_study()
    return cast("DetailsPanel", window.go(DETAILS.id))


def _choose(window: Window, name: str) -> None:
    """Bring the keyboard to a list of Details."""
    choosers = _details(window).choosers
    bring_to_front(choosers)
    getattr(choosers, name).setFocus(Qt.FocusReason.ShortcutFocusReason)


def _play(window: Window) -> None:
    cast("InspectorPanel", window.go(LAYERS.id)).depth_bar.toggle()


DETAILS = Place(
    id="details",
    title="&Details",
    where=Where.RIGHT,
    panel=_make_details,
    scrolls=False,
    words="classifier method settings show hide dock preferences options",
    commands=(
        Command(
            id="choose_classifier",
            run=lambda window: _choose(window, "classifier"),
            menu="Run",
            before="compute_this",
            text="Choose the c&lassifier",
            when="study",
            tip="In Details; its weights belong to it",
            words="weights network model cnn vgg-face",
        ),
        Command(
            id="choose_method",
            run=lambda window: _choose(window, "method"),
            menu="Run",
            before="compute_this",
            text="Choose the &method",
            when="study",
            tip="In Details",
            words="attribution gradcam integrated gradients occlusion rise explain "
            "saliency options",
            after=True,
        ),
    ),
)

STEPS = Place(
    id="steps",
    title="Post-processing &steps",
    where=Where.VIEW,
    panel=_make_steps,
    icon="steps",
    key="S",
    short="Steps",
    on=("viewer", "layer", "map"),
    tip="The map's way to its contour mask: clusters, smoothing, alpha channel",
    words="clusters smoothing sigma alpha mask contour threshold",
)

LAYERS = Place(
    id="layers",
    title="&Layers",
    where=Where.BELOW,
    panel=_make_layers,
    scrolls=False,
    commands=(
        Command(
            id="play_depth",
            run=_play,
            menu="View",
            before="text_larger",
            text="&Play the layers",
            icon="play",
            keys=("L",),
            on=("layer",),
            words="animation depth film",
            when="image",
            tip="Show one layer after the other, round and round; again to stop",
            after=True,
        ),
    ),
)
