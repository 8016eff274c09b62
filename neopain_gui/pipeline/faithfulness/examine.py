"""Taking the measures of a plan, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from neopain_gui.attribution.methods import find_method
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.pipeline.faithfulness import measures, repeated
from neopain_gui.pipeline.faithfulness.cases import Case
from neopain_gui.pipeline.faithfulness.examined_maps import Asker, Examined
from neopain_gui.pipeline.faithfulness.findings import Findings, MapRow

Measure = Callable[[Asker, Sequence[Examined], Findings, Job], None]

_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "localisation": measures.measure_localisation,
        "regions": measures.measure_regions,
        "curves": measures.measure_curves,
        "agreement": measures.measure_agreement,
        "sensitivity": repeated.measure_sensitivity,
        "randomisation": repeated.measure_randomisation,
    }
)
_MAPS = 0.3
"""Share of the work that the maps themselves are taken for, where all measures are wanted."""


def examine(
    asker: Asker,
    cases: Sequence[Case],
    findings: Findings,
    *,
    on_measure: Callable[[str], None] | None = None,
    job: Job = NULL_JOB,
) -> None:
    """Take every measure of the plan on every case.

    Parameters
    ----------
    asker : Asker
        Asks the classifier.
    cases : sequence of Case
        At least one.
    findings : Findings
        Where the rows go as they are found: what is stopped keeps those that are there.
    on_measure : callable, optional
        Told the name of each measure once it is taken.
    job : Job, optional
        Checked between passes of the classifier.
    """
    examined = asker.examined(cases, PartOfJob(job, 0.0, _MAPS))
    findings.maps += [row for one in examined for row in _map_rows(asker, one)]
    wanted = [name for name in _MEASURES if name in asker.plan.measures]
    for number, name in enumerate(wanted):
        start, width = _MAPS + (1 - _MAPS) * number / len(wanted), (1 - _MAPS) / len(wanted)
        _MEASURES[name](asker, examined, findings, PartOfJob(job, start, start + width))
        if on_measure is not None:
            on_measure(name)
    job.progress(1, 1)


def _map_rows(asker: Asker, one: Examined) -> list[MapRow]:
    return [
        MapRow(
            classifier=asker.classifier.info.id,
            method=method,
            control=find_method(method).control,
            image=one.case.image_id,
            neonate=one.case.neonate,
            label=str(one.case.label or ""),
            target=str(one.target),
            score=one.score,
            empty=not masked.values.any(),
            seconds=one.seconds.get(method),
        )
        for method, masked in one.maps.items()
    ]
