"""Where the label comes from that counts for statistics and training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from neopain_gui.annotation.round import LABEL
from neopain_gui.annotation.scales import CutOff, Scale
from neopain_gui.errors import InputError
from neopain_gui.findings.comparison import DATA_SET_LABEL
from neopain_gui.pipeline.settings.instruments import study_scales
from neopain_gui.study import Study

COUNTED_LABEL = "counted label"
"""Key of the study's setting that says which label counts."""

Kind = Literal["data set", "rater", "majority", "cut-off", "adjudicated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSource:
    """Whose word on a photograph counts.

    Attributes
    ----------
    kind : {"data set", "rater", "majority", "cut-off", "adjudicated"}
        The data set's; one rater's; what more than half of the raters say; what more than half of
        the totals of a scale say by a cut-off; what was decided where raters disagree, else what
        all of them say.
    rater : str
        Whose; of a cut-off, empty for all raters.
    round : str
        In which round; empty for all rounds that count.
    scale, total : str
        Of a cut-off: ids; an empty total is the scale's main one.
    sign : {"at least", "more than"}
        Of a cut-off.
    value : float
        Of a cut-off.
    """

    kind: Kind = "data set"
    rater: str = ""
    round: str = ""
    scale: str = ""
    total: str = ""
    sign: Literal["at least", "more than"] = "at least"
    value: float = 0.0

    @property
    def of_data_set(self) -> bool:
        """Whether it is the data set's."""
        return self.kind == "data set"

    @property
    def cut_off(self) -> CutOff:
        """The cut-off."""
        return CutOff(sign=self.sign, value=self.value)

    @property
    def words(self) -> str:
        """Whose label counts, as a table names it."""
        where = f" in the round “{self.round}”" if self.round else ""
        whose = f" by {self.rater}" if self.rater else ""
        match self.kind:
            case "data set":
                return DATA_SET_LABEL
            case "rater":
                return f"{self.rater}'s label{where}"
            case "majority":
                return f"the label of most raters{where}"
            case "adjudicated":
                return f"the adjudicated label{where}"
            case "cut-off":
                total = f", {self.total}" if self.total else ""
                return f"{self.scale}{total} {self.cut_off.words}{whose}{where}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return asdict(self)


def label_source(study: Study) -> LabelSource:
    """Return whose label counts in a study; the data set's where what it says cannot be used."""
    stored = study.setting(COUNTED_LABEL, {})
    if not isinstance(stored, Mapping) or stored.get("kind", "") not in get_args(Kind):
        return LabelSource()
    try:
        made = LabelSource(**stored)
        check(study, made)
    except (TypeError, ValueError, InputError):
        return LabelSource()
    return made


def check(study: Study, source: LabelSource) -> None:
    """Refuse a source that a study does not have.

    Raises
    ------
    InputError
        There is no such rater, round, scale or total.
    """
    raters = [one.id for one in study.annotations.raters()]
    if source.kind == "rater" and not source.rater:
        raise InputError("it is not said which rater's label counts", remedy="name the rater")
    if source.rater and source.rater not in raters:
        known = f"there are {', '.join(raters)}" if raters else "nobody rates in this study"
        raise InputError(f"there is no rater {source.rater} in the study", remedy=known)
    if source.round:
        study.annotations.round(source.round)
    if source.kind == "cut-off":
        scale_of(study, source)


def scale_of(study: Study, source: LabelSource) -> Scale:
    """Return the scale of a cut-off.

    Raises
    ------
    InputError
        There is no such scale, or it has no such total.
    """
    scales = study_scales(study)
    scale = scales.get(source.scale)
    if scale is None:
        raise InputError(
            f"there is no scale “{source.scale}”", remedy=f"there are {', '.join(scales)}"
        )
    total = scale.total(source.total)
    if total is None:
        known = ", ".join(one.id for one in scale.totals) or "none"
        raise InputError(f"{scale.short} has no total “{source.total}”", remedy=f"it has {known}")
    if not total.low <= source.value <= total.high:
        raise InputError(
            f"{scale.short} lies between {total.low:g} and {total.high:g}, so that "
            f"{source.cut_off.words} tells nothing apart",
            remedy="choose a cut-off between them",
        )
    return scale


def with_cut_off(
    study: Study, source: LabelSource, *, at_least: float | None, more_than: float | None
) -> LabelSource:
    """Return a source with a cut-off: as it is said, or the scale's usual one.

    Raises
    ------
    InputError
        Both are said; or none is, and the scale has no usual one.
    """
    if at_least is not None and more_than is not None:
        raise InputError("a total is cut once", remedy="say “at least” or “more than”, not both")
    if at_least is not None:
        return replace(source, sign="at least", value=at_least)
    if more_than is not None:
        return replace(source, sign="more than", value=more_than)
    scales = study_scales(study)
    total = scales[source.scale].total(source.total) if source.scale in scales else None
    if total is None:
        # A value of no matter: whether there is such a total is looked at first.
        scale_of(study, source)
    if total is None or not total.cut_offs:
        raise InputError(
            "this total has no usual cut-off",
            remedy="say one: at least, or more than, a number",
            command="say one with --at-least or --more-than",
        )
    usual = total.cut_offs[0]
    return replace(source, sign=usual.sign, value=usual.value)


def label_sources(study: Study) -> list[LabelSource]:
    """Return whose label can count in a study: the data set's, and what rounds ask for."""
    rounds = study.annotations.rounds()
    asked = {instrument for one in rounds for instrument in one.instruments}
    made = [LabelSource()]
    if LABEL in asked:
        made += [LabelSource(kind="majority"), LabelSource(kind="adjudicated")]
        raters = [one.id for one in study.annotations.raters()]
        made += [LabelSource(kind="rater", rater=who) for who in raters]
    for scale in study_scales(study).values():
        if scale.instrument in asked:
            made += [
                LabelSource(
                    kind="cut-off", scale=scale.id, total=total.id, sign=cut.sign, value=cut.value
                )
                for total in scale.totals
                for cut in total.cut_offs
            ]
    return made
