"""The measures that compute maps again and again: under noise, and without what was learnt."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from neopain_gui.attribution.methods import find_method
from neopain_gui.faithfulness.randomisation import randomisation
from neopain_gui.faithfulness.sensitivity import Explain, sensitivity
from neopain_gui.jobs import Job, PartOfJob
from neopain_gui.pipeline.faithfulness.findings import (
    Findings,
    RandomisationRow,
    SensitivityRow,
)
from neopain_gui.pipeline.faithfulness.maps import Asker, Examined

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
        return asker.explained(asker.classifier, crops, one.case, method, one.target, job)

    return explain


def measure_randomisation(
    asker: Asker, examined: Sequence[Examined], findings: Findings, job: Job
) -> None:
    """Say how each method's map of a few faces changes while the classifier loses its learning."""
    few = examined[: asker.plan.few]
    trained: dict[Hashable, NDArray[np.float32]] = {
        (number, method): masked.values
        for number, one in enumerate(few)
        for method, masked in one.maps.items()
    }
    work = [(number, method) for number in range(len(few)) for method in asker.plan.methods]

    def maps_of(classifier: Classifier, part: Job) -> dict[Hashable, NDArray[np.float32]]:
        made: dict[Hashable, NDArray[np.float32]] = {}
        for done, (number, method) in enumerate(work):
            one, share = few[number], PartOfJob(part, done / len(work), (done + 1) / len(work))
            crops = [one.case.crop]
            made[number, method] = asker.explained(
                classifier, crops, one.case, method, one.target, share
            )[0]
        return made

    def add(number: int, method: str, step: int, stage: str, alike: dict[str, float]) -> None:
        findings.randomisation.append(
            RandomisationRow(
                classifier=asker.classifier.info.id,
                method=method,
                image=few[number].case.image_id,
                neonate=few[number].case.neonate,
                step=step,
                stage=stage,
                **alike,
            )
        )

    for row in randomisation(
        asker.classifier,
        maps_of,
        trained,
        settings=asker.plan.settings,
        by=asker.plan.by,
        seed=asker.plan.seed,
        job=job,
    ):
        number, method = cast("tuple[int, str]", row.key)
        add(number, method, row.step, row.stage, asdict(row.likeness))
