"""Which of the settings that results follow from differ between two studies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from neopain_gui.pipeline.settings.study_settings import SUBGROUPS
from neopain_gui.pipeline.settings.usual import between
from neopain_gui.study import MergePlan, Study

_HUMAN_MASK = "human_mask"


def with_settings(plan: MergePlan, first: Study, second: Study) -> MergePlan:
    """Return a plan that says first which settings of the second study do not come along.

    The first study's count, also where it has the usual ones.
    """
    return replace(plan, left_out=(*_settings(first, second), *plan.left_out))


def _settings(first: Study, second: Study) -> Iterator[str]:
    for one in between(first, second):
        yield f"{one.name} is {one.value} in the first study and {one.usual} in the second"
    ours, theirs = (study.setting(_HUMAN_MASK, None) for study in (first, second))
    if ours and theirs and ours != theirs:
        yield f"human mask is {ours} in the first study and {theirs} in the second"
    groups = _own_groups(first)
    for name, group in _own_groups(second).items():
        if groups.get(name, group) != group:
            yield f"the group {name} is put together in another way in the second study"


def _own_groups(study: Study) -> dict[str, object]:
    stored = study.setting(SUBGROUPS, [])
    return {str(one["name"]): one for one in stored if isinstance(one, Mapping) and "name" in one}
