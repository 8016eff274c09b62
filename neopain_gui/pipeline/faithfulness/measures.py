"""The measures that need each map once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.attribution.methods import find_method
from neopain_gui.faithfulness.contributions import (
    Contributions,
    contributions,
    effect_ranks,
    effects,
    kendall,
    ranks,
    region_relevance,
)
from neopain_gui.faithfulness.curves import (
    CHANCE,
    Curves,
    chance_order,
    deletion_insertion,
    order_of,
)
from neopain_gui.faithfulness.localisation import localisation
from neopain_gui.faithfulness.methods_agree import method_agreement
from neopain_gui.jobs import Job, PartOfJob, track
from neopain_gui.pipeline.faithfulness import findings as rows
from neopain_gui.pipeline.faithfulness.cases import Case
from neopain_gui.pipeline.faithfulness.examined_maps import Asker, Examined
from neopain_gui.pipeline.faithfulness.findings import Findings

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIFFERING_REGIONS, CHANGED_PIXELS = "differing regions", "changed pixels"
"""The features that pain changes, drawn around everything that may move; and the pixels that it
does change in this photograph."""
SHADOW = 8
"""Grey levels of 255 up to which a pixel counts as unchanged: what a shadow does."""


def measure_localisation(
    asker: Asker, examined: Sequence[Examined], findings: Findings, job: Job
) -> None:
    """Say how much of each map lies where pain and rest truly differ, where that is known."""
    for one in track(examined, job, total=len(examined), text="Comparing with what is known"):
        for truth, inside in _known(asker, one.case).items():
            for method, values in one.maps.items():
                found = localisation(values, inside)
                findings.localisation.append(
                    rows.LocalisationRow(
                        classifier=asker.classifier.info.id,
                        method=method,
                        control=find_method(method).control,
                        image=one.case.image_id,
                        neonate=one.case.neonate,
                        truth=truth,
                        share=found.share,
                        mask_share=found.mask_share,
                        area=found.area,
                        gain=found.gain,
                    )
                )


def _known(asker: Asker, case: Case) -> dict[str, NDArray[np.bool_]]:
    """Return what is known of where pain shows; nothing for a photograph."""
    if not case.differing or case.at_rest is None:
        return {}
    resized = asker.classifier.preprocessing.resized
    change = np.abs(resized(case.crop).astype(np.int16) - resized(case.at_rest)).max(axis=2)
    return {
        DIFFERING_REGIONS: asker.masks(case, {"differing": case.differing})["differing"],
        CHANGED_PIXELS: change > SHADOW,
    }


def measure_regions(
    asker: Asker, examined: Sequence[Examined], findings: Findings, job: Job
) -> None:
    """Cover each feature of each face, and compare the ranking with what each map gives it."""
    for done, one in enumerate(examined):
        case, masks = one.case, asker.masks(one.case)
        found = contributions(
            asker.of(case),
            asker.input_of(case.crop),
            masks,
            target=asker.classifier.class_index(one.target),
            at_rest=None if case.at_rest is None else asker.input_of(case.at_rest),
            job=PartOfJob(job, done / len(examined), (done + 1) / len(examined)),
        )
        findings.contributions += _contribution_rows(asker, one, found)
        _add_ranks(asker, one, masks, found, findings)


def _contribution_rows(
    asker: Asker, one: Examined, found: Contributions
) -> list[rows.ContributionRow]:
    return [
        rows.ContributionRow(
            classifier=asker.classifier.info.id,
            image=one.case.image_id,
            neonate=one.case.neonate,
            placed_by=str(one.case.regions.source_of(region)),
            region=region,
            area=found.areas[region],
            fill=fill,
            score=found.score,
            change=change,
            rank=places[region],
        )
        for fill, changes in found.changes.items()
        for places in [effect_ranks(changes)]
        for region, change in changes.items()
    ]


def _add_ranks(
    asker: Asker,
    one: Examined,
    masks: Mapping[str, NDArray[np.bool_]],
    found: Contributions,
    findings: Findings,
) -> None:
    classifier, image, neonate = asker.classifier.info.id, one.case.image_id, one.case.neonate
    for method, masked in one.maps.items():
        given = region_relevance(masked.values, masks)
        shares = {region: each.share for region, each in given.items()}
        densities = {region: each.density for region, each in given.items()}
        share_ranks, density_ranks = ranks(shares), ranks(densities)
        findings.regions += [
            rows.RegionRow(
                classifier=classifier,
                method=method,
                image=image,
                neonate=neonate,
                region=region,
                share=each.share,
                density=each.density,
                rank_share=share_ranks[region],
                rank_density=density_ranks[region],
            )
            for region, each in given.items()
        ]
        findings.rank_agreement += [
            rows.RankRow(
                classifier=classifier,
                method=method,
                image=image,
                neonate=neonate,
                fill=fill,
                tau_share=kendall(effects(changes), shares),
                tau_density=kendall(effects(changes), densities),
            )
            for fill, changes in found.changes.items()
        ]


def measure_curves(
    asker: Asker, examined: Sequence[Examined], findings: Findings, job: Job
) -> None:
    """Delete and insert each face's pixels in the order of each map, and in orders of chance."""
    plan, size = asker.plan, asker.classifier.info.input_size
    for done, one in enumerate(examined):
        orders = {method: order_of(m.values, seed=plan.seed) for method, m in one.maps.items()}
        # drawn anew for each photograph: the mean over photographs is one over draws too
        orders |= {kind: chance_order(kind, size, seed=plan.seed + done) for kind in CHANCE}
        found = deletion_insertion(
            asker.of(one.case),
            asker.input_of(one.case.crop),
            orders,
            target=asker.classifier.class_index(one.target),
            fill=plan.fill,
            step=plan.step,
            job=PartOfJob(job, done / len(examined), (done + 1) / len(examined)),
        )
        _add_curves(asker, one, found, findings)


def _add_curves(
    asker: Asker, one: Examined, found: Mapping[str, Curves], findings: Findings
) -> None:
    classifier, image = asker.classifier.info.id, one.case.image_id
    for order, curves in found.items():
        findings.curves.append(
            rows.CurveRow(
                classifier=classifier,
                order=order,
                image=image,
                neonate=one.case.neonate,
                deletion_auc=curves.deletion.auc,
                insertion_auc=curves.insertion.auc,
            )
        )
        findings.curve_points += [
            rows.PointRow(
                classifier=classifier, order=order, image=image, curve=name, area=area, score=score
            )
            for name, curve in (("deletion", curves.deletion), ("insertion", curves.insertion))
            for area, score in zip(curve.areas, curve.scores, strict=True)
        ]


def measure_agreement(
    asker: Asker, examined: Sequence[Examined], findings: Findings, job: Job
) -> None:
    """Compare every two methods' maps: the dissertation's question b."""
    maps = [one.maps for one in examined]
    for pair in method_agreement(maps, seed=asker.plan.seed, job=job):
        findings.agreement += [
            rows.AgreementRow(
                classifier=asker.classifier.info.id,
                method_a=pair.method_a,
                method_b=pair.method_b,
                measure=measure,
                mean=mean.value,
                low=mean.low,
                high=mean.high,
                n=mean.n,
                undefined=mean.undefined,
                shuffled=pair.shuffled[measure].value,
            )
            for measure, mean in pair.measures.items()
        ]
