"""What raters say beside gaze and networks: the regions that they mark, the scales that they code.

Whether a scale stresses the features of the face that people look at is the question of Tamanaka et
al. (2022), who compared rankings of the features by Kendall's τ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from neopain_gui.counted import counted, listed
from neopain_gui.faces.regions import FEATURES
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.findings.regions import RankAgreement
from neopain_gui.reports.shown_table import number, p_value
from neopain_gui.reports.summary_part import CHOSEN_BY, Part

_MOST_NETWORKS = 3
_FEATURES_SAID = 3


def beside_raters(findings: Analysis, raters: Sequence[str]) -> list[Part]:
    """Return a part on what raters marked and coded; none where no map is of raters.

    Parameters
    ----------
    findings : Analysis
        What was found.
    raters : sequence of str
        The extraction models of raters that are spoken of.
    """
    points = [(name, text) for name in raters if (text := _on_raters(findings, name, raters))]
    if not points:
        return []
    lead = (
        "What raters marked, and what a scale says of the features of the face, is compared as "
        "gaze and networks are: contour masks by Spearman’s coefficient, and by Kendall’s τ how "
        "alike two of them rank the features by the density of their relevance, over all "
        "photographs."
    )
    return [Part(heading="What raters say, beside gaze and networks", lead=lead, points=(*points,))]


def _on_raters(findings: Analysis, name: str, raters: Sequence[str]) -> str:
    models = findings.comparison.models
    people = [one.name for one in models if one.of_gaze]
    people += [one for one in raters if one != name]
    networks = [one.name for one in models if one.of_classifier]
    said = [
        _masks(findings, name, people),
        _features(findings, name),
        _ranks(findings, name, people, networks),
    ]
    return " ".join(filter(None, said))


def _masks(findings: Analysis, name: str, people: Sequence[str]) -> str:
    pairs = {
        _other(one, name): one.all_images
        for one in findings.pairs
        if one.metric == CHOSEN_BY and name in (one.model_a, one.model_b)
    }
    said = []
    for other in people:
        found = pairs.get(other)
        if found is not None and not math.isnan(found.value):
            ends = (
                f"no interval: {found.why}"
                if math.isnan(found.low)
                else f"{number(found.low)} to {number(found.high)}"
            )
            said.append(
                f"{number(found.value)} with {other} ({ends}; {counted(found.n, 'photograph')})"
            )
    return f"Its masks have a correlation of {listed(said)}." if said else ""


def _features(findings: Analysis, name: str) -> str:
    ranked = sorted(
        (
            one
            for one in findings.regions
            if (one.model, one.label) == (name, "all")
            and one.region in FEATURES
            and one.density.value > 0
        ),
        key=lambda one: -one.density.value,
    )
    some = [f"{one.region} ({number(one.density.value)})" for one in ranked[:_FEATURES_SAID]]
    return f"It stresses {listed(some)} most, where an even map has 1." if some else ""


def _ranks(findings: Analysis, name: str, people: Sequence[str], networks: Sequence[str]) -> str:
    found = {
        _other(one, name): one
        for one in findings.ranks
        if one.label == "all" and name in (one.model_a, one.model_b) and not math.isnan(one.tau)
    }
    of_people = [one for one in people if one in found]
    of_networks = sorted((one for one in networks if one in found), key=lambda one: -found[one].tau)
    nearest = of_networks[:_MOST_NETWORKS]
    said = [_tau(found[one], one) for one in (*of_people, *nearest)]
    if not said:
        return ""
    more = (
        f", the nearest of {len(of_networks)} maps of classifiers"
        if len(nearest) < len(of_networks)
        else ""
    )
    return f"Kendall’s τ of its ranking of the features is {listed(said)}{more}."


def _tau(one: RankAgreement, other: str) -> str:
    p = p_value(one.p)
    return f"{number(one.tau)} with {other} (p {p if p.startswith('<') else f'= {p}'})"


def _other(pair: PairSummary | RankAgreement, name: str) -> str:
    return pair.model_b if pair.model_a == name else pair.model_a
