"""Which of a photograph's maps may be shown beside each other, and why another may not.

The rules are those of the single viewer (:mod:`neopain_gui.gui.scene.loading`), asked of every
pane's own classifier and method instead of the chosen ones. Knows nothing of Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from neopain_gui.attribution.methods import METHODS
from neopain_gui.gui.scene.loading import MapRequest, Rows, explains, fits, on_this_face
from neopain_gui.gui.state.method_options import method_options
from neopain_gui.maps import ATTRIBUTION, ExtractionModel
from neopain_gui.pipeline.maps.choice import extraction_model
from neopain_gui.study.result_types import Result

if TYPE_CHECKING:
    from neopain_gui.classifiers.registry import ClassifierInfo
    from neopain_gui.gui.state.session import Session

MARK_FACE = "mark face"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a map has to have been made with, by extraction model.

    Attributes
    ----------
    target : str
        The class that is explained.
    makers : Mapping of model name to tuple of MapRequest
        Who makes a model now; empty for people and for what no known classifier makes.
    options : Mapping of method to its options
        The study's.
    models : Mapping of name to ExtractionModel
        All of the study, and all that a classifier that is there could make.
    there : frozenset of str
        Names of the study's.
    """

    target: str
    makers: Mapping[str, tuple[MapRequest, ...]]
    options: Mapping[str, Mapping[str, object]]
    models: Mapping[str, ExtractionModel]
    there: frozenset[str]

    @classmethod
    def of(cls, session: Session) -> Rules:
        """Return the rules that hold in a session now."""
        options = {method: method_options(session, method) for method in METHODS}
        makers: dict[str, list[MapRequest]] = {}
        possible = {}
        for model, classifier, method, weights in _models(_infos(session)):
            name = model.name
            possible[name] = model
            makers.setdefault(name, []).append(
                MapRequest(
                    classifier=classifier,
                    method=method,
                    target=session.choices.target,
                    options=options[method],
                    weights=weights,
                    shown=name,
                )
            )
        models = session.study.results.models() if session.study is not None else []
        return cls(
            target=session.choices.target,
            makers={
                n: _preferred(ways, session.choices.classifier_id) for n, ways in makers.items()
            },
            options=options,
            models=possible | {model.name: model for model in models},
            there=frozenset(model.name for model in models),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What may be shown of one extraction model, or why nothing may.

    Attributes
    ----------
    model : str
    result : Result or None
        The row whose map may be shown.
    why : str
        One sentence where there is none.
    remedy : str
        :data:`MARK_FACE` where that comes first.
    maker : MapRequest or None
        Who would compute it, where that helps.
    """

    model: str
    result: Result | None = None
    why: str = ""
    remedy: str = ""
    maker: MapRequest | None = None


def judge(rows: Rows, model: str, rules: Rules) -> Judged:
    """Say what may be shown of an extraction model on a photograph.

    Parameters
    ----------
    rows : Rows
        What the study knows of the photograph now.
    model : str
        Its name.
    rules : Rules
        Of this moment.
    """
    row = next((row for row in rows.rows if row.model.name == model), None)
    maker = next(iter(rules.makers.get(model, ())), None)
    if row is not None and not row.model.of_classifier:
        if fits(row, rows.image, rows.face, rules.target):
            return Judged(model=model, result=row)
        return Judged(model=model, why="It was made for a photograph of another size.")
    if row is None and maker is None:
        return _nobody(model, rules)
    if rows.face is None:
        why = "No face is marked on this photograph."
        return Judged(model=model, why=why, remedy=MARK_FACE)
    why = "There is no map of this photograph yet." if row is None else _why_not(row, rows, rules)
    if row is not None and not why:
        return Judged(model=model, result=row)
    return Judged(model=model, why=why, maker=maker)


def _nobody(model: str, rules: Rules) -> Judged:
    known = rules.models.get(model)
    kind = known.traits if known is not None else ATTRIBUTION
    return Judged(model=model, why=kind.how_to_get_one)


def _why_not(row: Result, rows: Rows, rules: Rules) -> str:
    """Say what is not as it has to be; nothing if all is."""
    if not on_this_face(row, rows.face):
        return "Its map was made on another face box."
    if not explains(row, rows.image, rules.target):
        return f"Its map explains another class: {row.facts.get('target', 'unknown')}."
    if not fits(row, rows.image, rows.face, rules.target):
        return "Its map was made for a photograph of another size."
    makers = rules.makers.get(row.model.name, ())
    if not makers:
        # The classifier is not there any more: its name and its weights cannot be compared.
        options = rules.options.get(str(row.facts.get("method")))
        same = options is not None and row.provenance.inputs.get("parameters") == options
        return "" if same else "Its map was made with other options."
    if any(maker.made(row) for maker in makers):
        return ""
    if not any(maker.by_classifier(row) for maker in makers):
        return "Its map was made by another classifier or with other weights."
    return "Its map was made with other options."


def _infos(session: Session) -> tuple[ClassifierInfo, ...]:
    """Return all classifiers, with the chosen one, which may be a file that no list knows."""
    known = session.classifiers.known
    chosen = session.classifiers.find(session.choices.classifier_id)
    return known if chosen is None or chosen in known else (*known, chosen)


@lru_cache(maxsize=4)
def _models(
    infos: tuple[ClassifierInfo, ...],
) -> tuple[tuple[ExtractionModel, str, str, str | None], ...]:
    """Return (extraction model, classifier, method, weights) of all that can be computed."""
    found = []
    for info in infos:
        for method in METHODS.values():
            if method.lacking(info.short_name, info.gives):
                continue
            layers = [layer.name for layer in info.layers] if method.by_layer else [None]
            for layer in layers:
                model = extraction_model(info, method, layer)
                found.append((model, info.id, method.id, info.sha256))
    return tuple(found)


def _preferred(ways: list[MapRequest], chosen: str) -> tuple[MapRequest, ...]:
    """Return the chosen classifier alone where it is one of several that share a name."""
    own = tuple(way for way in ways if way.classifier == chosen)
    return own or tuple(ways)
