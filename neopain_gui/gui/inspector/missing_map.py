"""What to say, and to offer, where the viewer has no map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.gui.work.submit import under_way

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.scene.current_scene import CurrentScene
    from neopain_gui.gui.state.session import Session


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
    if _of_people(session, model):
        return (
            f"No heatmap picture of {model}",
            "For this photograph none was imported. The tab Gaze reads them.",
            [],
        )
    if scene.face is None:
        return (
            "No face is marked",
            "Nothing can be computed on this photograph before its face is marked.",
            [("Find face", "find_faces"), ("Draw by hand", "draw_face")],
        )
    wanted = scenes.wanted
    if under_way(
        jobs,
        session.image_id,
        classifier_id=wanted.classifier,
        method=wanted.method,
        target=wanted.target,
        options=wanted.options,
    ):
        return f"Computing {model}", "Its steps appear as soon as the map is there.", []
    return (
        f"No map of {model}",
        "This photograph has none that was made as is chosen now.",
        [("Compute the chosen map", "compute_this")],
    )


def _of_people(session: Session, model: str) -> bool:
    models = session.study.results.models() if session.study is not None else []
    return any(one.name == model and not one.of_classifier for one in models)
