"""The measures that compute maps again and again: under noise, and without what was learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from neopain_gui.attribution.methods import find_method
from neopain_gui.faithfulness.randomisation import MapsOf, randomisation
from neopain_gui.faithfulness.sensitivity import Explain, sensitivity
from neopain_gui.jobs import Job, PartOfJob
from neopain_gui.pipeline.faithfulness.examined_maps import Asker, Examined
from neopain_gui.pipeline.faithfulness.findings import (
    Findings,
    RandomisationRow,
    SensitivityRow,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from neopain_gui.classifiers.loaded import Classifier


def measure_sensitivity(
    asker: Asker, examined: Sequence[Examined], findings: Findings, job: Job
) -> None:
    """Say how much small noise changes each method's map of a few faces."""
    plan = asker.plan
    work = [(one, method) for one in examined[: plan.few] for method in plan.methods]
    for done, (one, method) in enumerate(work):
        job.check()
        job.progress(done, len(work), f"Noise: {find_method(method).title}")
        found = sensitivity(
            _of_crops(asker, one, method),
            asker.classifier.preprocessing.resized(one.case.crop),
            radius=plan.radius,
            samples=plan.samples,
            seed=plan.seed,
            job=PartOfJob(job, done / len(work), (done + 1) / len(work)),
        )
        findings.sensitivity.append(
            SensitivityRow(
                classifier=asker.classifier.info.id,
                method=method,
                image=one.case.image_id,
                neonate=one.case.neonate,
                radius=found.radius,
                samples=found.samples,
                maximum=found.maximum,
                mean=found.mean,
            )
        )


def _of_crops(asker: Asker, one: Examined, method: str) -> Explain:
    def explain(crops: Sequence[NDArray[np.uint8]], job: Job) -> list[NDArray[np.float32]]:
        return asker.explained(asker.of(one.case), crops, one.case, method, one.target, job)

    return explain


def measure_randomisation(
    asker: Asker, examined: Sequence[Examined], findings: Findings, job: Job
) -> None:
    """Say how each method's map of a few faces changes while the classifier loses its learning.

    Each face has random weights of its own: one random network says little about the next.
    """
    few = examined[: asker.plan.few]
    for done, one in enumerate(few):
        for row in randomisation(
            asker.of(one.case),
            _of_classifier(asker, one),
            {method: masked.values for method, masked in one.maps.items()},
            settings=asker.plan.settings,
            by=asker.plan.by,
            seed=asker.plan.seed + done,
            job=PartOfJob(job, done / len(few), (done + 1) / len(few)),
        ):
            findings.randomisation.append(
                RandomisationRow(
                    classifier=asker.classifier.info.id,
                    method=row.method,
                    image=one.case.image_id,
                    neonate=one.case.neonate,
                    step=row.step,
                    stage=row.stage,
                    **asdict(row.likeness),
                )
            )


def _of_classifier(asker: Asker, one: Examined) -> MapsOf:
    def maps_of(classifier: Classifier, job: Job) -> dict[str, NDArray[np.float32]]:
        made = {}
        for done, method in enumerate(one.maps):
            part = PartOfJob(job, done / len(one.maps), (done + 1) / len(one.maps))
            crops = [one.case.crop]
            made[method] = asker.explained(classifier, crops, one.case, method, one.target, part)[0]
        return made

    return maps_of
