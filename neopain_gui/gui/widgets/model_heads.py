"""How extraction models are called where many stand side by side. Knows nothing of Qt.

Their whole names repeat themselves: *GradCAM|VGG-Face*, *I.G.|VGG-Face*. As heads of rows and
columns the classifier stands once, above its methods, and people stand in a group of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from neopain_gui.maps import KINDS, ExtractionModel

OTHERS = "Other maps"
_OF_NO_CLASSIFIER = frozenset({OTHERS, *(one.group for one in KINDS.values() if one.group)})
_ACTIVATION = "_relu"
"""How the names of some layers end; it would only take room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands for an extraction model at the head of its row or column.

    Attributes
    ----------
    name : str
        The whole name, as exports have it.
    group : str
        The classifier; for maps that are no classifier's, what they are.
    short : str
        What tells it apart from the others of its group.
    """

    name: str
    group: str
    short: str

    @property
    def spoken(self) -> str:
        """Both parts in one line, for where the group does not stand above."""
        return self.short if self.group in _OF_NO_CLASSIFIER else " · ".join(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """Both parts, for where they stand below each other."""
        if self.group in _OF_NO_CLASSIFIER:
            return (self.short,)
        return self.short, self.group


class Heads:
    """The heads of extraction models that stand together.

    A layer is named only where the models of a classifier differ in it.

    >>> from neopain_gui.maps import ExtractionModel
    >>> parts = (("N-CNN",), ("N-CNN", "merge"), ("VGG-Face",))
    >>> models = [ExtractionModel.of_method("GradCAM", *which) for which in parts]
    >>> heads = Heads([ExtractionModel(name="Experts", kind="gaze"), *models])
    >>> [(heads[name].group, heads[name].short) for name in heads.names]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('N-CNN', 'GradCAM'), ('N-CNN', 'GradCAM, merge'), ('VGG-Face', 'GradCAM'),
     ('People', 'Experts')]
    """

    def __init__(self, models: Iterable[ExtractionModel] = ()) -> None:
        found = sorted(models, key=lambda model: model.traits.order)
        kinds = {model.name: model.kind for model in found}
        layers: defaultdict[str, set[str]] = defaultdict(set)
        for model in {one.name: one for one in found}.values():
            if model.of_classifier:
                layers[model.maker].add(model.layer)
        made = [_head(model, layers) for model in {one.name: one for one in found}.values()]
        taken = Counter((head.group, head.short) for head in made)
        self._heads: Mapping[str, Head] = {
            head.name: head
            if taken[head.group, head.short] == 1
            else Head(name=head.name, group=head.group, short=head.name)
            for head in made
        }
        groups = list(dict.fromkeys((kinds[head.name], head.group) for head in made))
        self.names: tuple[str, ...] = tuple(
            sorted(kinds, key=lambda name: groups.index((kinds[name], self[name].group)))
        )
        """The whole names, those of a group beside each other; else in the order given."""

    def __getitem__(self, name: str) -> Head:
        """Return a model's head; that of an unknown one is its whole name."""
        return self._heads.get(name) or Head(name=name, group="", short=name)


def runs(groups: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the first and last place of neighbours of the same group.

    >>> runs(["N-CNN", "N-CNN", "People", "N-CNN"])
    ((0, 1), (2, 2), (3, 3))
    """
    found = []
    for _group, places in groupby(range(len(groups)), key=groups.__getitem__):
        run = list(places)
        found.append((run[0], run[-1]))
    return tuple(found)


def _head(model: ExtractionModel, layers: Mapping[str, set[str]]) -> Head:
    group = model.traits.group or model.maker or OTHERS
    if not model.of_classifier or not model.maker:
        return Head(name=model.name, group=group, short=model.name)
    told = model.layer and len(layers[model.maker]) > 1
    layer = model.layer.removesuffix(_ACTIVATION)
    return Head(
        name=model.name, group=group, short=f"{model.method}, {layer}" if told else model.method
    )
