"""How extraction models are called where many stand side by side. Knows nothing of Qt.

Their whole names repeat themselves: *GradCAM|VGG-Face*, *I.G.|VGG-Face*. As heads of rows and
columns the classifier stands once, above its methods, and people stand in a group of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

PEOPLE, ANNOTATIONS, OTHERS = "People", "Annotations", "Other maps"
_KINDS = {"gaze": PEOPLE, "annotation": ANNOTATIONS}
_ACTIVATION = "_relu"
"""How the names of some layers end; it would only take room."""
_ORDER = ("attribution", "gaze", "annotation")


class Model(Protocol):
    """Whatever has an extraction model's name and kind."""

    @property
    def name(self) -> str:
        """As in Tables 3 to 5."""

    @property
    def kind(self) -> str:
        """Of an attribution, of gaze, or of an annotation."""


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
        return self.short if self.group in (PEOPLE, ANNOTATIONS, OTHERS) else " · ".join(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """Both parts, for where they stand below each other."""
        if self.group in (PEOPLE, ANNOTATIONS, OTHERS):
            return (self.short,)
        return self.short, self.group


class Heads:
    """The heads of extraction models that stand together.

    A layer is named only where the models of a classifier differ in it.

    >>> from neopain_gui.maps import ExtractionModel
    >>> names = ("GradCAM|N-CNN", "GradCAM|N-CNN|merge", "GradCAM|VGG-Face")
    >>> models = [ExtractionModel(name=name, kind="attribution") for name in names]
    >>> heads = Heads([ExtractionModel(name="Experts", kind="gaze"), *models])
    >>> [(heads[name].group, heads[name].short) for name in heads.names]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('N-CNN', 'GradCAM'), ('N-CNN', 'GradCAM, merge'), ('VGG-Face', 'GradCAM'),
     ('People', 'Experts')]
    """

    def __init__(self, models: Iterable[Model] = ()) -> None:
        found = sorted(models, key=lambda model: _ORDER.index(model.kind))
        kinds = {model.name: model.kind for model in found}
        layers: defaultdict[str, set[str]] = defaultdict(set)
        for name, kind in kinds.items():
            if kind == "attribution":
                _method, classifier, layer = _parts(name)
                layers[classifier].add(layer)
        made = [_head(name, kind, layers) for name, kind in kinds.items()]
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


def _parts(name: str) -> tuple[str, str, str]:
    """Return method, classifier and layer; what a name does not say is empty."""
    method, _, rest = name.partition("|")
    classifier, _, layer = rest.partition("|")
    return method, classifier, layer


def _head(name: str, kind: str, layers: Mapping[str, set[str]]) -> Head:
    if kind != "attribution":
        return Head(name=name, group=_KINDS[kind], short=name)
    method, classifier, layer = _parts(name)
    if not classifier:
        return Head(name=name, group=OTHERS, short=name)
    told = layer and len(layers[classifier]) > 1
    short = f"{method}, {layer.removesuffix(_ACTIVATION)}" if told else method
    return Head(name=name, group=classifier, short=short)
