"""Choosing a classifier from elsewhere than the list of them: what it shows goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.state.depth import chosen_step

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

_PREDICTED, _LABELLED = "predicted", "labelled"


def choose_classifier(session: Session, identity: str) -> None:
    """Explain with a classifier from now on, and bring its map to the viewer."""
    changes = {"classifier_id": identity}
    info = session.classifiers.find(identity)
    if info is not None:
        classes = {str(name) for name in info.class_order}
        labelled = {_LABELLED} if classes & set(map(str, PainLabel)) else set()
        if session.choices.target not in classes | labelled | {_PREDICTED}:
            changes["target"] = _PREDICTED
    session.choices.choose(**changes)
    step = chosen_step(session)
    if step is not None:
        session.show_model(step.model)
