"""What agreement is worth as people read it: beside chance, other neonates, people."""

from __future__ import annotations

from collections.abc import Sequence

from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.agreement.measures import COUNTED, FAMILY, measure_of
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.reports.analysis_tables import ON_GRID, spread
from neopain_gui.reports.chance import beside_chance
from neopain_gui.reports.shown_means import by_chance, by_metric, pair_cell
from neopain_gui.reports.shown_table import (
    MEAN,
    ShownCell,
    ShownTable,
    ends,
    mean_cells,
    number,
    p_cell,
    table_of,
)


def chance_table(findings: Analysis, metrics: Sequence[str] = FAMILY) -> ShownTable:
    """Return agreement on all photographs beside what independent masks would reach."""
    everywhere = beside_chance(findings.comparison)

    def row(one: PairSummary) -> tuple[ShownCell, ...]:
        above, beside = one.above_chance, everywhere[one.model_a, one.model_b]
        return (
            pair_cell(one),
            by_chance(number(one.all_images.value, 3), beside, one.metric),
            ShownCell(text=number(one.all_images.sd, 3)),
            ShownCell(text=ends(one.all_images)),
            ShownCell(text=number(one.chance, 3)),
            ShownCell(text=number(above.value, 3)),
            ShownCell(text=number(above.sd, 3)),
            ShownCell(text=ends(above)),
            ShownCell(text=number(above.statistic, 2)),
            ShownCell(text=number(above.df, 0)),
            p_cell(above.p),
            p_cell(one.chance_p_holm),
            ShownCell(text=str(above.n)),
            ShownCell(text=str(above.neonates)),
        )

    family = next((one.chance_family for one in findings.pairs if one.chance_family), "none")
    return table_of(
        "chance",
        "Agreement on all photographs compared with chance",
        ("Pair", "Agreement", "SD", "95 % interval", "Chance", "Above chance", "SD",
         "95 % interval", "t", "df", "p", "Holm", "Photographs", "Neonates"),
        by_metric(findings, row, metrics),
        (
            "Chance: what independent masks of the same coverages would reach; grey: the two "
            "overlap by no more. Above chance: each photograph’s value less its own chance level, "
            f"tested by Student’s t over neonates; Holm within a family ({family}). Bold: "
            f"p < {ALPHA:g}.",
        ),
    )  # fmt: skip


def baselines_table(findings: Analysis, metrics: Sequence[str] = FAMILY) -> ShownTable:
    """Return agreement beside that with other neonates and what every face gets."""

    def row(one: PairSummary) -> tuple[ShownCell, ...]:
        beyond = one.beyond_shuffled
        means = [
            ShownCell(text=number(value, 3))
            for place, mean in enumerate((one.own, one.shuffled, one.mean_map))
            for value in (mean, spread(one, place))
        ]
        return (
            pair_cell(one),
            *means,
            ShownCell(text=number(beyond.difference, 3)),
            p_cell(beyond.p),
            p_cell(one.shuffled_p_holm),
            ShownCell(text=str(beyond.n)),
            ShownCell(text=str(beyond.neonates)),
        )

    family = next((one.shuffled_family for one in findings.pairs if one.shuffled_family), "none")
    heads = ("Same photograph", "Other neonates", "Average face")
    assert len(heads) == len(ON_GRID)
    return table_of(
        "baselines",
        "Agreement compared with other neonates and the average face",
        ("Pair", *(head for name in heads for head in (name, "SD")), "Same less other", "p",
         "Holm", "Photographs", "Neonates"),
        by_metric(findings, row, metrics),
        (
            "Agreement that depends on the photograph is higher on the same photograph than with "
            "other neonates. Other neonates: with the other model’s masks of "
            "photographs of other neonates of the same class (shuffled baseline). Average face: "
            "with what the other model marks on the faces of other neonates in general (mean-map "
            "baseline). All on a common grid over the face. p: by exchange of neonates, which has "
            "neither degrees of freedom nor an interval: photographs share the masks that they are "
            f"compared with. Holm within a family ({family}). Bold: p < {ALPHA:g}.",
        ),
    )  # fmt: skip


BOUNDS = {
    "half and half": "Lower bound with the group: one half and the other half",
    "half and all": "Upper bound with the group: one half and the whole group",
    "one and rest": "Lower bound with a person: one person and the rest of the group",
    "one and all": "Upper bound with a person: one person and the whole group",
}
"""Who is compared with whom, and what that bounds."""


def ceiling_table(findings: Analysis, metrics: Sequence[str] = COUNTED) -> ShownTable:
    """Return how much people of a group agree with each other."""
    sections = [
        (
            heading,
            tuple(
                (
                    ShownCell(text=f"{one.group}, {measure_of(one.metric).title}"),
                    *mean_cells(one.value),
                    ShownCell(text=str(one.participants)),
                    ShownCell(text=str(one.comparisons)),
                )
                for one in findings.ceilings
                if one.bound == bound and one.metric in metrics
            ),
        )
        for bound, heading in BOUNDS.items()
    ]
    return table_of(
        "ceiling",
        "The human ceiling: how much people of a group agree with each other",
        ("Group", *MEAN[:4], "Values", "Neonates", "Participants", "Comparisons"),
        [one for one in sections if one[1]],
        (
            "A map that shows what the whole group sees can be expected to agree with the group’s "
            "map at least as two halves of the group do with each other, and at most as "
            "a half does with the whole that it is part of. The bounds with a single person are "
            "those of Nili et al. (2014). Values: photographs, or people on photographs, in the "
            "mean and its SD; 95 % intervals over neonates, with single people over neonates and "
            "people.",
        ),
    )
