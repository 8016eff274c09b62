"""What the numbers say, in sentences that claim no more than they do.

For each group of people: which extraction model agrees most with it, is that more than chance and
more than with other photographs, does it differ between pain and no pain, and where in the face.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

from neopain_gui.agreement.class_tests import ALPHA, Difference, Test
from neopain_gui.agreement.intervals import Interval
from neopain_gui.agreement.measures import COUNTED, measure_of
from neopain_gui.agreement.metrics import above_chance
from neopain_gui.counted import counted, matching
from neopain_gui.faces.regions import FEATURES
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.percentages import percent
from neopain_gui.reports.class_columns import higher_in
from neopain_gui.reports.inference_sentences import beyond_centre, equivalence_sentence
from neopain_gui.reports.shown_table import number, p_value
from neopain_gui.reports.summary_part import CHOSEN_BY, Part
from neopain_gui.reports.summary_raters import beside_raters

_SAID = 3


def summary(findings: Analysis, passed_over: Collection[str] = ()) -> list[Part]:
    """Return a part for each group of people; one that says why where there is nothing to say.

    Parameters
    ----------
    findings : Analysis
        What was found.
    passed_over : collection of str
        Extraction models of raters of which the summary says nothing: those of single raters.
    """
    models = findings.comparison.models
    people = [model.name for model in models if model.of_gaze]
    raters = [one.name for one in models if one.of_raters and one.name not in passed_over]
    networks = [model.name for model in models if model.of_classifier]
    if not findings.pairs:
        lead = "No photograph could be compared: see What is missing."
        return [Part(heading="", lead=lead)]
    made = [_on_group(findings, group, networks) for group in (*people, *raters) if networks]
    if not made:
        what = "map of a classifier" if people or raters else "group of people"
        lead = f"There is no {what}, so people and networks are not compared."
        made = [Part(heading="", lead=lead)]
    return made + beside_raters(findings, raters) + _on_people(findings, people)


def _on_group(findings: Analysis, group: str, networks: Sequence[str]) -> Part:
    pairs = {metric: _with(findings, group, networks, metric) for metric in COUNTED}
    found = _most(findings, group, CHOSEN_BY)
    if found is None or not found.best:
        lead = f"Nobody can be named that agrees most with {group}: {_nobody(found)}."
        return Part(heading=group, lead=lead)
    model = found.best
    if not found.value.value > 0:
        lead = (
            f"No classifier’s map agrees with {group} by more than chance: the largest of "
            f"Spearman’s coefficients of the contour masks, which is 0 at chance, is that of "
            f"{model} ({_with_interval(found.value)})."
        )
        return Part(heading=group, lead=lead)
    best = next(one for one in pairs[CHOSEN_BY] if _other(one, group) == model)
    overlap = [one for one in pairs["overlap"] if _other(one, group) == model]
    points = (
        ("How sure is that?", _sure(found)),
        ("By other metrics", _by_others(findings, pairs["overlap"], group, model)),
        ("Above chance?", _against_chance(overlap[0]) if overlap else ""),
        ("More than with other photographs?", _against_shuffled(best)),
        ("Pain and no pain", _between_classes(best)),
        ("Or equivalent?", equivalence_sentence(findings, best)),
        ("Beyond the centre of the face?", beyond_centre(findings, group, model)),
        ("Features of the face", _in_the_face(findings, group, model)),
    )
    lead = (
        f"{_named_first(networks, found)} {group} by Spearman’s coefficient of the contour masks, "
        f"which is 0 at chance ({_with_interval(found.value)}), on {_on_which(found)}."
    )
    return Part(heading=group, lead=lead, points=tuple(one for one in points if one[1]))


def _named_first(networks: Sequence[str], found: Any) -> str:
    """Begin the sentence on who agrees most; of a single one there is no most."""
    if not found.second:
        return f"{found.best} is the only extraction model of a classifier that is compared with"
    compared = len(networks) - len(found.undefined)
    return f"Of {compared} extraction models of classifiers, {found.best} agrees most with"


def _most(findings: Analysis, group: str, metric: str) -> Any | None:
    """Return which classifier's map agrees most with a group, on the photographs that all have."""
    key = (group, metric, "all", "classifiers")
    return next(
        (
            one.found
            for one in findings.winners
            if (one.model, one.metric, one.label, one.among) == key
        ),
        None,
    )


def _nobody(found: Any | None) -> str:
    if found is None:
        return "there is no map to compare with"
    if not found.lacking:
        return str(found.why)
    return f"{found.why}; {' and '.join(found.lacking)} lack some"


def _on_which(found: Any) -> str:
    """Say which photographs a ranking is of, and who is why others are left out."""
    on = f"the {counted(found.photographs, 'photograph')} on which all have a value"
    if found.some == found.photographs:
        return on
    left = counted(found.some - found.photographs, "further photograph")
    lack = matching(len(found.lacking), "lacks", "lack")
    return f"{on}; {left} left out, on which {' or '.join(found.lacking)} {lack} it"


def _sure(found: Any) -> str:
    """Say how often the best would be the best again, and by how much it leads."""
    if not found.second:
        return ""
    lead = found.difference
    text = (
        f"Among resampled neonates it agrees most in {percent(found.share)} of the samples. It is "
        f"ahead of the next, {found.second}, by {number(lead.value)}"
    )
    if math.isnan(lead.low):
        return f"{text} (no interval: {lead.why})."
    text += f" ({number(lead.low)} to {number(lead.high)} over {lead.neonates} neonates)"
    return f"{text}." if lead.low > 0 else f"{text}: it is not shown to be ahead."


def _with(
    findings: Analysis, group: str, networks: Sequence[str], metric: str
) -> list[PairSummary]:
    return [
        one
        for one in findings.pairs
        if one.metric == metric and group in (one.model_a, one.model_b)
        and _other(one, group) in networks
    ]  # fmt: skip


def _other(pair: PairSummary, name: str) -> str:
    return pair.model_b if pair.model_a == name else pair.model_a


def _with_interval(mean: Interval) -> str:
    if math.isnan(mean.low):
        return f"mean {number(mean.value)}, no interval: {mean.why}"
    return (
        f"mean {number(mean.value)}, 95 % interval over neonates {number(mean.low)} to "
        f"{number(mean.high)}"
    )


def _by_others(findings: Analysis, overlaps: Sequence[PairSummary], group: str, model: str) -> str:
    """Say whether the other metrics of Table 3 choose the same model, where it is above chance."""
    others: dict[str, list[str]] = {}
    above = {
        _other(one, group) for one in overlaps if above_chance(one.all_images.value, one.chance)
    }
    for metric in ("cosine", "overlap"):
        found = _most(findings, group, metric)
        if found is not None and found.best in above:
            others.setdefault(found.best, []).append(measure_of(metric).spoken)
    if not others:
        return ""
    if set(others) == {model}:
        return f"By {' and '.join(others[model])} it is the same model."
    said = [f"by {' and '.join(by)} it is {top}" for top, by in others.items()]
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _against_chance(pair: PairSummary) -> str:
    mean, above, p = pair.all_images, pair.above_chance, pair.chance_p_holm
    if math.isnan(mean.value) or math.isnan(p):
        return ""
    if p < ALPHA and above.value > 0:
        verdict = "more than chance"
    elif p < ALPHA:
        verdict = "less than chance"
    else:
        verdict = "not shown to differ from chance"
    return (
        f"Their overlap is {number(mean.value)}, where independent masks of the same coverages "
        f"would have {number(pair.chance)}. Photograph by photograph it is {number(above.value)} "
        f"above that ({number(above.low)} to {number(above.high)} over {above.neonates} neonates; "
        f"t over neonates, p {_equal(above.p)}, {_corrected(p, pair.chance_family)}): {verdict}."
    )


def _against_shuffled(pair: PairSummary) -> str:
    found = pair.beyond_shuffled
    if math.isnan(found.p):
        return "There are too few neonates to compare it with masks of other neonates."
    p = pair.shuffled_p_holm
    if p < ALPHA and found.difference > 0:
        verdict = "so the agreement depends on the photograph"
    elif p < ALPHA:
        verdict = "so the two agree less on the same photograph than on different ones"
    else:
        verdict = (
            "so it is not shown that the agreement depends on the photograph: it may come from "
            "what "
            "all faces have in common"
        )
    return (
        f"On the same photograph the correlation is {number(pair.own)}, with the masks of other "
        f"neonates {number(pair.shuffled)} (both on a common grid over the face; p by "
        "exchange of neonates "
        f"{_equal(found.p)}, {_corrected(p, pair.shuffled_family)}), {verdict}."
    )


def _between_classes(pair: PairSummary) -> str:
    found, side = pair.independent, higher_in(pair)
    if found.test is Test.NONE or side is None:
        why = found.why or "the means are equal"
        return f"Whether it differs between pain and no pain could not be tested: {why}."
    means = (
        f"{number(pair.pain.value)} for pain and {number(pair.no_pain.value)} for no pain "
        f"({_named(found.test)}, p {_equal(found.p)}, {_corrected(pair.p_holm, pair.family)}"
        f"{_paired(pair.paired)})"
    )
    if pair.p_holm < ALPHA:
        return f"It differs between the classes and is higher for {side}: {means}."
    if found.p < ALPHA:
        return (
            f"It is higher for {side} by the test of Table 5 alone; after correction for the "
            "number "
            f"of tests a difference is not shown: {means}."
        )
    return f"A difference between pain and no pain is not shown: {means}."


def _named(test: Test) -> str:
    return str(test).replace("'", "’")


def _equal(p: float) -> str:
    text = p_value(p)
    return text if text.startswith("<") else f"= {text}"


def _corrected(p: float, family: str) -> str:
    """Return a corrected p and over how many tests; which they are is in the methods."""
    return f"after Holm over {family.partition(':')[0]} p {_equal(p)}"


def _paired(found: Difference) -> str:
    if found.test is Test.NONE:
        return ""
    return f"; {_named(found.test)} over {counted(found.n[0], 'neonate')} p {_equal(found.p)}"


def _in_the_face(findings: Analysis, group: str, model: str) -> str:
    parts = []
    for name in (group, model):
        ranked = sorted(
            (one for one in findings.regions if (one.model, one.label) == (name, "all")
             and one.region in FEATURES and not math.isnan(one.density.value)),
            key=lambda one: -one.density.value,
        )  # fmt: skip
        if ranked:
            said = ", ".join(
                f"{one.region} ({number(one.density.value)})" for one in ranked[:_SAID]
            )
            parts.append(f"{name} on {said}")
    if len(parts) < 2:
        return ""
    within = {
        one.region: one.iou.value
        for one in findings.in_regions
        if {one.model_a, one.model_b} == {group, model}
        and one.region in FEATURES
        and not math.isnan(one.iou.value)
    }
    text = f"Relevance is most concentrated for {'; for '.join(parts)}; an even map has 1"
    if len(within) > 1:
        most, least = max(within, key=within.__getitem__), min(within, key=within.__getitem__)
        text += (
            f". Their masks agree most within the {most} (intersection over union "
            f"{number(within[most])}) and least within the {least} ({number(within[least])})"
        )
    tau = [
        f"{number(one.tau)} for {one.label} (p {_equal(one.p)})"
        for one in findings.ranks
        if {one.model_a, one.model_b} == {group, model}
        and one.label != "all"
        and not math.isnan(one.tau)
    ]
    if tau:
        text += f". Kendall’s τ between their rankings of the features is {' and '.join(tau)}"
    return f"{text}."


def _on_people(findings: Analysis, people: Sequence[str]) -> list[Part]:
    """Say how much groups of people agree, which is what a classifier is measured by."""
    made = []
    for one in findings.pairs:
        if one.metric == CHOSEN_BY and {one.model_a, one.model_b} <= set(people):
            if math.isnan(one.all_images.value):
                continue
            made.append(
                f"{one.model_a} and {one.model_b} have a correlation of "
                f"{number(one.all_images.value)} ({number(one.all_images.low)} to "
                f"{number(one.all_images.high)})"
            )
    said = [f"{'; '.join(made)}."] if made else []
    said += _bounds(findings)
    if not said:
        return []
    lead = f"This is what a classifier is measured by. {' '.join(said)}"
    return [Part(heading="People among themselves", lead=lead)]


def _bounds(findings: Analysis) -> list[str]:
    """Say between which bounds a map that shows what a group sees agrees with it."""
    found = {
        (one.group, str(one.bound)): one.value
        for one in findings.ceilings
        if one.metric == CHOSEN_BY and not math.isnan(one.value.value)
    }
    made = []
    for group in dict.fromkeys(group for group, _ in found):
        if (group, "half and half") in found and (group, "half and all") in found:
            low, high = found[group, "half and half"], found[group, "half and all"]
            made.append(
                f"A map that shows what all of {group} see can be expected to agree with them by "
                f"{number(low.value)} (one half of the group with the other half) to "
                f"{number(high.value)} (a half with the whole group)."
            )
        elif (group, "one and rest") in found:
            one = found[group, "one and rest"]
            made.append(
                f"One participant of {group} compared with the rest of the group: "
                f"{number(one.value)} ({number(one.low)} to {number(one.high)}); there are too few "
                "to compare halves."
            )
    return made
