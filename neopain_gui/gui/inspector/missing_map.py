"""What to say, and to offer, where the viewer has no map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.gui.work.submit import UnderWay, under_way

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.scene.current_scene import CurrentScene
    from neopain_gui.gui.state.session import Session
    from neopain_gui.maps import Kind

_ON_ITS_WAY = {
    UnderWay.COMPUTING: ("Computing {}", "Its steps appear as soon as the map is there."),
    UnderWay.WAITING: (
        "{} is waiting",
        "It is computed after what was asked for before. Its steps appear as soon as the map is "
        "there.",
    ),
    UnderWay.PAUSED: (
        "{} is waiting",
        "Computing is paused: go on with it in the list of jobs.",
    ),
}


def why_no_map(
    session: Session, scenes: CurrentScene, jobs: Jobs
) -> tuple[str, str, list[tuple[str, str]]]:
    """Say why there is no map on the viewer, and what helps.

    Returns
    -------
    heading, sentence : str
    buttons : list of (caption, command)
        Commands of the table.
    """
    scene, model = scenes.scene, session.shown_model
    if scenes.error is not None:
        return "The photograph could not be read", str(scenes.error), []
    if scene is None:
        return "No photograph", "Choose a photograph in the list.", []
    if not model:
        return (
            "The photograph alone is chosen",
            "Choose a layer in the strip below, or press 1 to 6 for an extraction model.",
            [],
        )
    kind = _of_people(session, model)
    if kind is not None:
        return f"No map of {model}", kind.how_to_get_one, []
    if scene.face is None:
        return (
            "No face is marked",
            "Nothing can be computed on this photograph before its face is marked.",
            [("Find face", "find_faces"), ("Draw by hand", "draw_face")],
        )
    state = under_way(jobs, session.image_id, scenes.wanted)
    if state in _ON_ITS_WAY:
        heading, sentence = _ON_ITS_WAY[state]
        return heading.format(model), sentence, []
    return (
        f"No map of {model}",
        "This photograph has none that was made as is chosen now.",
        [("Compute the chosen map", "compute_this")],
    )


def _of_people(session: Session, model: str) -> Kind | None:
    """Return what a model is that people made; None where it is a classifier's."""
    models = session.study.results.models() if session.study is not None else []
    return next((one.traits for one in models if one.name == model and not one.of_classifier), None)
