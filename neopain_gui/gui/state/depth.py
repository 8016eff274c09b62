"""How the chosen classifier and method are called, and which steps of depth they have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neopain_gui.classifiers.registry import ClassifierInfo
    from neopain_gui.gui.state.session import Session

_ACTIVATION = "_relu"
"""How the names of some layers end; under a small picture it would only take room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of depth: a layer whose map can be looked at.

    Attributes
    ----------
    layer : str
        Empty for a method that explains the input itself.
    model : str
        Name of the extraction model whose results these are.
    title : str
        Under the thumbnail.
    name : str
        In full.
    block : str
        Which steps belong together; empty where that means nothing.
    """

    layer: str
    model: str
    title: str
    name: str
    block: str = ""


INPUT = Step(layer="", model="", title="input", name="The photograph without a map")
"""The photograph itself, where every walk begins."""


def classifier_of(session: Session) -> ClassifierInfo | None:
    """Return what is known of the chosen classifier; None if it is not there any more."""
    return session.classifiers.find(session.choices.classifier_id)


def steps(session: Session) -> tuple[Step, ...]:
    """Return the chosen classifier's layers from the input side, block by block.

    All convolutions of Figures 14 and 15, not only each block's last; branches that lie side by
    side come one after the other.
    """
    info = classifier_of(session)
    return _steps(info, session.choices.method) if info is not None else ()


@lru_cache(maxsize=64)
def _steps(info: ClassifierInfo, method_id: str) -> tuple[Step, ...]:
    from neopain_gui.attribution.methods import find_method
    from neopain_gui.pipeline.maps.choice import model_name

    method = find_method(method_id)
    if not method.by_layer:
        model = model_name(info, method)
        return (Step(layer="", model=model, title=method.title, name=method.name),)
    blocks = list(dict.fromkeys(layer.block for layer in info.layers))
    return tuple(
        Step(
            layer=layer.name,
            model=model_name(info, method, layer.name),
            title=layer.name.removesuffix(_ACTIVATION),
            name=layer.title,
            block=layer.block,
        )
        for layer in sorted(info.layers, key=lambda layer: blocks.index(layer.block))
    )


def chosen_step(session: Session) -> Step | None:
    """Return the step that is chosen: the layer asked for, else the classifier's default."""
    all_steps = steps(session)
    info = classifier_of(session)
    if not all_steps or info is None:
        return None
    wanted = session.choices.layer or info.default_layer
    return next((step for step in all_steps if step.layer == wanted), all_steps[-1])


def walk(session: Session) -> tuple[Step, ...]:
    """Return the steps with the photograph before them; nothing if there is no classifier."""
    known = steps(session)
    return (INPUT, *known) if known else ()


def step_number(session: Session) -> int | None:
    """Return which step of the walk is on the viewer; None for people's gaze."""
    models = [step.model for step in walk(session)]
    return models.index(session.shown_model) if session.shown_model in models else None


def step_depth(session: Session, by: int) -> None:
    """Put the map of a deeper layer, or of a shallower one, on the viewer."""
    way = walk(session) if session.study is not None else ()
    if way:
        now = step_number(session)
        place = now + by if now is not None else len(way) - 1
        show_step(session, way[max(0, min(place, len(way) - 1))])


def show_step(session: Session, step: Step) -> None:
    """Put a step's map on the viewer."""
    if step.layer:
        session.choices.follow(layer=step.layer)
    session.show_model(step.model)
