"""What equivalence, mixed models and looks beyond the centre say, in sentences and references."""

from __future__ import annotations

import math
from collections.abc import Iterator

from neopain_gui.agreement.statistics.equivalence import Finding
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.inference import Between, EquivalenceRow
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.reports.shown_table import number, p_value

_EQUIVALENCE = (
    "Schuirmann DJ (1987). A comparison of the two one-sided tests procedure and the power "
    "approach for assessing the equivalence of average bioavailability. Journal of "
    "Pharmacokinetics and Biopharmaceutics 15, 657–680. doi:10.1007/BF01068419",
    "Rouder JN et al. (2009). Bayesian t tests for accepting and rejecting the null hypothesis. "
    "Psychonomic Bulletin & Review 16, 225–237. doi:10.3758/PBR.16.2.225",
)
_MIXED = (
    "Bates D et al. (2015). Fitting linear mixed-effects models using lme4. Journal of Statistical "
    "Software 67(1). doi:10.18637/jss.v067.i01",
    "Kuznetsova A, Brockhoff PB, Christensen RHB (2017). lmerTest package: Tests in linear mixed "
    "effects models. Journal of Statistical Software 82(13). doi:10.18637/jss.v082.i13",
)
_LOOKS = (
    "Nuthmann A, Einhäuser W, Schütz I (2017). How well can saliency models predict fixation "
    "selection in scenes beyond central bias? Frontiers in Human Neuroscience 11, 491. "
    "doi:10.3389/fnhum.2017.00491",
    "Kümmerer M, Wallis TSA, Bethge M (2015). Information-theoretic model comparison unifies "
    "saliency metrics. PNAS 112, 16054–16059. doi:10.1073/pnas.1510393112",
    "Cameron AC, Gelbach JB, Miller DL (2011). Robust inference with multiway clustering. Journal "
    "of Business & Economic Statistics 29, 238–249. doi:10.1198/jbes.2010.07136",
)


def equivalence_sentence(findings: Analysis, pair: PairSummary) -> str:
    """Say whether a pair's agreement is equivalent in pain and no pain; empty where untested."""
    one = next(
        (
            row
            for row in findings.equivalences
            if row.between is Between.CLASSES
            and (row.model_a, row.model_b, row.metric) == (pair.model_a, pair.model_b, pair.metric)
        ),
        None,
    )
    if one is None or not one.finding:
        return ""
    return f"{_found(one)} {_could(one)}"


def _found(one: EquivalenceRow) -> str:
    within = f"within ± {number(one.margin.value, 3)} ({one.margin.source})"
    verdict = {
        Finding.EQUIVALENT: f"Agreement in pain and no pain is equivalent {within}",
        Finding.DIFFERENT: f"It differs, and is not shown to be equivalent {within}",
        Finding.BOTH: f"It differs, by so little that it is equivalent {within}",
        Finding.UNDECIDED: f"Undecided: neither a difference nor equivalence {within} is shown",
    }[Finding(one.finding)]
    p = p_value(one.p_holm)
    return (
        f"{verdict}: mean difference over {one.neonates} neonates {number(one.difference, 3)}, "
        f"90 % interval {number(one.low, 3)} to {number(one.high, 3)}, two one-sided tests after "
        f"Holm p {p if p.startswith('<') else f'= {p}'}, Bayes factor "
        f"{number(one.bayes_factor, 2)}."
    )


def _could(one: EquivalenceRow) -> str:
    if math.isnan(one.smallest):
        return ""
    text = (
        f"Four of five studies of {one.neonates} neonates like these would find a difference of "
        f"{number(one.smallest, 3)}"
    )
    if one.needed is None:
        return f"{text}; the one observed would take more than 1,000."
    return f"{text}; the one observed takes {one.needed}."


def beyond_centre(findings: Analysis, group: str, model: str) -> str:
    """Say what a map tells of a group's fixations beyond the centre; empty where nothing is."""
    mine = {one.model: one for one in findings.gains if one.group == group}
    one, alone = mine.get(model), mine.get("")
    if one is None or alone is None or math.isnan(one.bits):
        return ""
    if one.bits_low > 0 and one.odds_low > 0:
        verdict = "it tells more of where they look than the centre does"
    elif math.isnan(one.bits_low):
        verdict = "there are too few neonates for an interval"
    else:
        verdict = "it is not shown to tell more of where they look than the centre does"
    interval = ""
    if not math.isnan(one.bits_low):
        interval = f" ({number(one.bits_low, 3)} to {number(one.bits_high, 3)} over neonates)"
    return (
        f"The centre of the face alone tells a fixation’s place by {number(alone.bits, 2)} bits; "
        f"with the map {number(one.bits, 3)} more{interval}: {verdict}."
    )


def inference_methods(findings: Analysis) -> list[str]:
    """Return the paragraphs on how these were worked out."""
    made = []
    if findings.equivalences:
        made.append(
            "Equivalence: two one-sided t tests over neonates (Schuirmann 1987), a neonate’s "
            "photographs of a class averaged first, Holm within the family of Table 5, and the "
            "Bayes factor of the paired t with a Cauchy prior of scale 0.7071 (Rouder 2009). "
            f"Margins: {_margins(findings)}. Power: 2,000 studies of each size, drawn from the "
            "neonates’ own differences about their mean."
        )
    if findings.mixed:
        made.append(
            "Mixed models: values of agreement (class × extraction model) and of the features’ "
            "density (class × feature) with neonates as a random effect, by restricted likelihood "
            "(Bates 2015), degrees of freedom by Satterthwaite (Kuznetsova 2017); contrasts of "
            "estimated means, Holm within each model."
        )
    if findings.gains:
        made.append(
            "Where people look: whether a participant fixated each cell of a grid of 8 × 8 over "
            "the face was explained by a map’s mean there, the distance from the centre of the "
            "face and its square (Nuthmann 2017), by a logistic model whose errors allow for "
            "participants and neonates (Cameron 2011); information gain in bits a fixation "
            "(Kümmerer 2015) of a density with the map over that of the centre alone, each "
            "neonate told by weights that were learned of the others. Where the cross stood "
            "before a photograph is not on record, so that the distance from it is not allowed "
            "for."
        )
    return made


def _margins(findings: Analysis) -> str:
    margins = {one.metric: one.margin for one in findings.equivalences}
    return "; ".join(
        f"{metric} ± {number(margin.value, 3)} ({margin.source})"
        for metric, margin in margins.items()
    )


def inference_references(findings: Analysis) -> Iterator[str]:
    """Yield the papers behind what was used."""
    if findings.equivalences:
        yield from _EQUIVALENCE
    if findings.mixed:
        yield from _MIXED
    if findings.gains:
        yield from _LOOKS
