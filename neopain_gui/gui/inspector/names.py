"""How the chosen classifier and method are called, and which steps of depth they have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from neopain_gui.errors import NeoPainError

if TYPE_CHECKING:
    from neopain_gui.classifiers.registry import ClassifierInfo
    from neopain_gui.gui.choices import Choice
    from neopain_gui.gui.session import Session


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
    """

    layer: str
    model: str
    title: str


INPUT = Step(layer="", model="", title="input")
"""The photograph itself, where every walk begins."""


@cache
def _found(classifier_id: str) -> ClassifierInfo:
    from neopain_gui.classifiers import registry

    return registry.find(classifier_id)


def classifier_of(choice: Choice) -> ClassifierInfo | None:
    """Return what is known of the chosen classifier; None if it is not there any more."""
    try:
        return _found(choice.classifier_id)
    except NeoPainError:
        return None


def steps(choice: Choice) -> tuple[Step, ...]:
    """Return the chosen classifier's layers from the input side, as Figures 14 and 15 show them."""
    from neopain_gui.attribution.methods import find_method
    from neopain_gui.pipeline.attribution import model_name

    info = classifier_of(choice)
    if info is None:
        return ()
    method = find_method(choice.method)
    if not method.by_layer:
        return (Step(layer="", model=model_name(info, method), title=method.title),)
    return tuple(
        Step(layer=layer.name, model=model_name(info, method, layer.name), title=layer.name)
        for layer in info.depth_layers
    )


def chosen_step(choice: Choice) -> Step | None:
    """Return the step that is chosen: the layer asked for, else the classifier's default."""
    all_steps = steps(choice)
    info = classifier_of(choice)
    if not all_steps or info is None:
        return None
    wanted = choice.layer or info.default_layer
    return next((step for step in all_steps if step.layer == wanted), all_steps[-1])


def walk(choice: Choice) -> tuple[Step, ...]:
    """Return the steps with the photograph before them; nothing if there is no classifier."""
    known = steps(choice)
    return (INPUT, *known) if known else ()


def step_depth(session: Session, by: int) -> None:
    """Put the map of a deeper layer, or of a shallower one, on the viewer."""
    way = walk(session.choice) if session.study is not None else ()
    if way:
        models = [step.model for step in way]
        shown = session.shown_model
        place = models.index(shown) + by if shown in models else len(models) - 1
        show_step(session, way[max(0, min(place, len(way) - 1))])


def show_step(session: Session, step: Step) -> None:
    """Put a step's map on the viewer."""
    if step.layer:
        session.choose(layer=step.layer)
    session.show_model(step.model)
