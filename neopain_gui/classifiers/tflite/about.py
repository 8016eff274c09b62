"""What lies beside a TFLite file, so that whoever uses it need not guess: JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neopain_gui import __version__
from neopain_gui.classifiers.loaded import Classifier
from neopain_gui.classifiers.tflite.convert import Kind
from neopain_gui.classifiers.worth import what_to_know
from neopain_gui.dataset.face_image import PainLabel

FORMAT = 1
EVEN = 0.5
NOTICE = "Research use only. Not a medical device."


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How a TFLite file compares with the network that it was made of.

    Attributes
    ----------
    largest : float
        Of the differences of class scores.
    pictures : int
        That were compared.
    limit : float
        Above which nothing is written.
    """

    largest: float
    pictures: int
    limit: float


def about(
    classifier: Classifier,
    kind: Kind,
    content: bytes,
    checked: Checked,
    threshold: float | None,
    card: Path | None,
) -> dict[str, Any]:
    """Return what has to be known to use a TFLite file, as plain JSON types."""
    info, how = classifier.info, classifier.preprocessing
    return {
        "format": FORMAT,
        "title": info.title,
        "notice": " ".join(filter(None, (NOTICE, what_to_know(info)))),
        "architecture": info.network.short_name,
        "weights": str(kind),
        "sha256": hashlib.sha256(content).hexdigest(),
        "made_of_sha256": classifier.weights_sha256,
        "licence": info.licence or "not on record",
        "input": {
            "what": "one face, cut out of the photograph",
            "shape": [1, how.size, how.size, how.channels],
            "type": "float32",
            "size": how.size,
            "colours": how.channel_order.upper() if how.channels == 3 else "grey",
            "scale": how.scale,
            "mean": list(how.mean),
            "how": "pixel values from 0 to 255, divided by the scale, then less the mean of each "
            "channel, in the order of the colours",
            "fit": how.fit,
            "resampling": how.as_dict()["resampling"],
        },
        "output": {
            "shape": [1, len(info.class_order)],
            "type": "float32",
            "order": list(map(str, info.class_order)),
            "what": "class scores that sum to 1; how likely pain is only if the card says so",
        },
        "threshold": _threshold(info.class_order, threshold),
        "chosen_on_inner_validation": _chosen(card),
        "tested": not info.untested,
        "synthetic": info.synthetic,
        "checked_against_keras": {
            "largest_difference_of_class_scores": checked.largest,
            "pictures": checked.pictures,
            "limit": checked.limit,
        },
        "card": card.name if card else "none",
        "made_by": f"NeoPain {__version__}",
    }


def _threshold(order: Sequence[str], threshold: float | None) -> dict[str, Any]:
    if PainLabel.PAIN not in order:
        return {"class": "none", "why": "no output stands for pain"}
    return {
        "class": str(PainLabel.PAIN),
        "at_least": EVEN if threshold is None else threshold,
        "why": "the higher of two class scores"
        if threshold is None
        else "given by whoever exported it",
    }


def _chosen(card: Path | None) -> Any:
    """Return what a training's inner validations chose, of which its card tells."""
    nothing = "not on record"
    if card is None or not card.is_file():
        return nothing
    try:
        found = json.loads(card.read_text("utf-8"))["results"]["chosen_on_inner_validation"]
        return [
            {"rule": one["rule"], "threshold_by_fold": one["by_fold"]}
            for one in found["thresholds"]
        ]
    except (OSError, ValueError, LookupError, TypeError):
        return nothing
