"""In words: what is odd about maps, so that nobody takes it for a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neopain_gui.agreement import AgreementTable
    from neopain_gui.study import Result

_FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFacts:
    """A map, as far as it can be odd.

    Attributes
    ----------
    photograph, model : str
        Whose map it is.
    facts : Mapping
        The figures beside it.
    empty_mask : bool
        Whether its contour mask is empty; False where that was not looked at.
    """

    photograph: str
    model: str
    facts: Mapping[str, Any]
    empty_mask: bool = False

    @classmethod
    def of(cls, result: Result) -> MapFacts:
        """Return what a study has on record of a map."""
        return cls(photograph=result.image_id, model=result.model.name, facts=result.facts)


def odd_maps(maps: Iterable[MapFacts]) -> list[str]:
    """Say which maps are empty and where a classifier's scores tie; nothing where none is odd.

    >>> odd_maps([MapFacts(photograph="p1", model="GradCAM|N-CNN", facts={"empty": True})])
    ['GradCAM|N-CNN: the map is empty on p1: no pixel speaks for what is explained.']
    """
    empty: dict[str, list[str]] = {}
    unmasked: dict[str, list[str]] = {}
    tied: dict[tuple[str, str], list[str]] = {}
    for one in maps:
        if one.facts.get("empty"):
            empty.setdefault(one.model, []).append(one.photograph)
        elif one.empty_mask:
            unmasked.setdefault(one.model, []).append(one.photograph)
        if _tie(one.facts):
            key = (str(one.facts.get("classifier")), str(one.facts.get("target")))
            tied.setdefault(key, []).append(one.photograph)
    said = [
        f"{model}: the map is empty on {_names(where)}: no pixel speaks for what is explained."
        for model, where in empty.items()
    ]
    said += [
        f"{model}: the contour mask is empty on {_names(where)}: most measures are undefined there."
        for model, where in unmasked.items()
    ]
    said += [
        f"{classifier}: the scores of both classes tie on {_names(where)}, so the class predicted "
        f"there, {target}, is merely the first."
        for (classifier, target), where in tied.items()
    ]
    return said


def _tie(facts: Mapping[str, Any]) -> bool:
    """Say whether the class explained was to be the likelier one, and none is."""
    scores = facts.get("scores") or {}
    alike = len(scores) > 1 and len(set(scores.values())) == 1
    return alike and facts.get("target_choice") == "predicted"


def empty_masks(table: AgreementTable) -> list[str]:
    """Say whose contour masks are empty on the face, and on which photographs.

    Parameters
    ----------
    table : AgreementTable
        What was compared.
    """
    found: dict[str, list[str]] = {}
    for row, image_id in enumerate(table.image_ids):
        empty = set()
        for place, (a, b) in enumerate(table.pairs):
            if table.counts.pixels[row, place]:
                empty |= {a} if not table.counts.in_a[row, place] else set()
                empty |= {b} if not table.counts.in_b[row, place] else set()
        for model in sorted(empty):
            found.setdefault(model, []).append(image_id)
    return [
        f"{model} is empty on {_names(where)}: cosine and Spearman's coefficient are undefined "
        "there and leave these photographs out."
        for model, where in sorted(found.items())
    ]


def _names(names: Iterable[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = len(unique) - _FEW
    return ", ".join(unique[:_FEW]) + (f" and {more} more" if more > 0 else "")
