"""The methods part of a report: what was compared and how, from what is on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from neopain_gui.agreement.crossing import OTHERS
from neopain_gui.agreement.crossing import SEED as OTHERS_SEED
from neopain_gui.agreement.effect_sizes import FEWEST_NEONATES
from neopain_gui.agreement.faces import GRID
from neopain_gui.agreement.resampling import PERMUTATIONS
from neopain_gui.findings.analysis import Analysis
from neopain_gui.maps import ANNOTATION, GAZE
from neopain_gui.masks import MaskSettings
from neopain_gui.reports.cautions import alarms
from neopain_gui.reports.how_made import (
    FROM_RECORDINGS,
    ModelFacts,
    differing_sentences,
    fold_sentences,
    gaze_sentences,
    gaze_words,
    rater_sentences,
)
from neopain_gui.reports.inference_sentences import inference_methods


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFacts:
    """What a report says of a study besides its findings.

    Attributes
    ----------
    title : str
        What people call the study.
    synthetic : bool
        Whether the photographs are phantoms.
    photographs : bool
        Whether photographs are shown.
    models : tuple of ModelFacts
        Those compared.
    software : Mapping of str to str
        Versions of what wrote the report.
    gaze : Mapping
        The study's present settings of gaze, with which the human ceiling and the agreement with
        fixations are computed; the maps say themselves with which they were made. Empty without
        recordings.
    left_out : tuple of (str, str)
        Participants who are in no map of a group, each with the reason.
    """

    title: str
    synthetic: bool
    photographs: bool
    models: tuple[ModelFacts, ...]
    software: Mapping[str, str]
    gaze: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[tuple[str, str], ...] = ()


def methods(findings: Analysis, facts: StudyFacts) -> list[str]:
    """Return the paragraphs of the methods part."""
    return [
        _material(findings, facts),
        mask_words(findings.comparison.settings, raters=any(map(_of_raters, facts.models))),
        *_gaze(findings, facts),
        *_raters(facts),
        *fold_sentences(facts.models),
        *differing_sentences(facts.models),
        _measures(),
        _tests(findings),
        *inference_methods(findings),
        _regions(findings),
        "Software: " + ", ".join(f"{name} {version}" for name, version in facts.software.items())
        + ".",
    ]  # fmt: skip


def _material(findings: Analysis, facts: StudyFacts) -> str:
    images = findings.comparison.images
    labels = [str(image.label) if image.label else "without a label" for image in images]
    counts = ", ".join(f"{labels.count(one)} {one}" for one in dict.fromkeys(sorted(labels)))
    source = findings.comparison.label_source.replace("'", "’")
    neonates = len({image.neonate.id for image in images if image.neonate})
    kinds = [model.kind for model in facts.models]
    gaze, raters = kinds.count(GAZE.id), sum(map(_of_raters, facts.models))
    people = f"{gaze} of them from people’s gaze"
    if raters:
        people += f" and {raters} from what raters marked or coded"
    what = "synthetic phantoms" if facts.synthetic else "photographs"
    return (
        f"{len(images)} {what} of {neonates} neonates ({counts}, by {source}) were compared in "
        f"{len(facts.models)} extraction models, {people}. Every pair was compared over the face "
        "crop, in the photograph’s pixels."
    )


def _of_raters(model: ModelFacts) -> bool:
    return model.kind == ANNOTATION.id


def mask_words(settings: MaskSettings, *, raters: bool = False) -> str:
    """Return how contour masks are cut with some settings; maps of raters are cut otherwise."""
    marked = "; maps of raters are cut at a share instead, as said below" if raters else ""
    clustered = (
        f"clustered by k-means into {settings.clusters} clusters, each pixel taking its cluster’s "
        "centre"
        if settings.clusters
        else "not clustered"
    )
    smoothed = (
        f"smoothed by a Gaussian of {settings.size} × {settings.size} with σ = {settings.sigma:g}"
        if settings.sigma
        else "not smoothed"
    )
    return (
        f"Contour masks (dissertation, 3.4.3 and 3.5): maps of classifiers were {clustered}, and "
        f"{smoothed}; they are kept where they are at least mean + {settings.c_attribution:g} "
        f"standard deviations, maps of gaze where they are at least mean + {settings.c_gaze:g} "
        f"standard deviations{marked}. Masks are binary. A constant map gives an empty mask; "
        "cosine similarity and Spearman’s coefficient with it are undefined and left out of means, "
        "and its overlap is its chance level; that of two empty masks is undefined too."
    )


def _gaze(findings: Analysis, facts: StudyFacts) -> list[str]:
    """Return how the maps of people were made, who is in none, and what else used recordings."""
    said = gaze_sentences(facts.models)
    if facts.left_out:
        who = "; ".join(f"{name} ({why})" for name, why in facts.left_out)
        said.append(f"In no map of a group: {who}.")
    elif any(way.stage == FROM_RECORDINGS for model in facts.models for way in model.ways):
        said.append("No participant whose recordings were made into maps was left out.")
    if facts.gaze and findings.ceilings:
        used = gaze_words(facts.gaze)
        same = any(used in sentence for sentence in said)
        said.append(
            "The human ceiling and the agreement with fixations are of the recordings, with the "
            + (
                "same settings."
                if same
                else f"study’s present settings, which are not those of the maps: {used}."
            )
        )
    return [" ".join(said)] if said else []


def _raters(facts: StudyFacts) -> list[str]:
    said = rater_sentences(facts.models)
    return [" ".join(said)] if said else []


def _measures() -> str:
    return (
        "Cosine similarity, Spearman’s coefficient and overlap are equations 10 to 13 of the "
        "dissertation. Chance is what independent masks of the same coverages p and q would reach: "
        "an overlap of pq + (1 − p)(1 − q), a cosine of √(pq), 0 for Spearman’s coefficient and "
        "kappa; each photograph’s value less its own chance level is tested by Student’s t over "
        "neonates. For the baselines all masks are sampled on "
        f"{GRID} × {GRID} cells over the face: the shuffled baseline compares with up to {OTHERS} "
        f"photographs of other neonates and of the same class (seed {OTHERS_SEED}), the mean-map "
        "baseline with the region that the other model marks on the faces of other neonates in "
        "general. Intervals are of 95 % over neonates: of means Student’s t on what each neonate "
        "adds to the mean, of effect sizes Student’s t on the jackknife’s error, each neonate with "
        f"its photographs of both classes left out in turn (none below {FEWEST_NEONATES} "
        "neonates). Permutation tests exchange neonates, in all ways or in "
        f"{PERMUTATIONS:,} random ones."
    )


def _tests(findings: Analysis) -> str:
    families = [one.family for one in findings.pairs if one.family]
    within = f" ({families[0]})" if families else ""
    return (
        "Pain against no pain (4.2.2): Student’s t-test where Shapiro and Wilk’s test gives p ≥ "
        "0.05 in both classes, otherwise Mann and Whitney’s U, two-sided. In addition: the paired "
        "t-test or Wilcoxon’s by neonate, Hedges’ g and Cliff’s δ, and p-values after Holm and "
        "after Benjamini and Hochberg. The family that these correct for is that of the "
        f"dissertation, all pairs by cosine, Spearman’s coefficient and overlap{within}; kappa, "
        "intersection over union and Dice’s coefficient nearly repeat the overlap and are in no "
        "family. How agreement goes with being right, with confidence and with people’s scores is "
        "tested over neonates: Student’s t on the jackknife’s error, of correlations on Fisher’s "
        "scale, each neonate left out with all its photographs."
    )


def _drawn(findings: Analysis) -> str:
    which = sorted({name for regions in findings.drawn.values() for name in regions})
    return f"by hand on {len(findings.drawn)} of the photographs ({', '.join(which)})"


def _regions(findings: Analysis) -> str:
    placed = [
        _drawn(findings) if one == "hand" else f"by the {one}" for one in findings.region_sources
    ]
    sources = " and ".join(placed) or "nowhere, because no face was known"
    return (
        f"Features of the face were placed {sources}. A feature’s density is its share of the "
        "relevance in the face divided by its share of the face’s area."
    )


LIMITS = (
    "Overlap counts pixels outside both masks as agreement, so that two unrelated masks easily "
    "reach 0.5 to 0.6: read it beside chance and the shuffled baseline.",
    "The tests of Table 5 treat photographs with and without pain as if they were of different "
    "neonates. Where they are of the same neonates the paired tests fit better.",
    "Many tests are made: at p < 0.05 one in twenty is significant by chance alone. The corrected "
    "p-values allow for that.",
    "A difference that is not significant is not shown to be absent.",
    "A map says what changes a classifier’s output, not that the classifier sees what a person "
    "sees; a fixation says where somebody looked, not why.",
)
"""What holds for every report."""


def limits(findings: Analysis) -> list[str]:
    """Return what must be known of this study before a number is read, the gravest first."""
    made: list[str] = []
    red = alarms(findings.comparison.cautions)
    made += [one for one in findings.comparison.cautions if one not in red]
    counts: Sequence[int] = [
        sum(str(image.label) == label for image in findings.comparison.images)
        for label in ("pain", "no pain")
    ]
    if min(counts) < 3:
        made.append(
            f"There are {counts[0]} photographs of pain and {counts[1]} of no pain: too few to "
            "compare the classes."
        )
    return made
