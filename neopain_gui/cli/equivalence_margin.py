"""Within which difference agreement counts as equivalent."""

from __future__ import annotations

from typing import Annotated

import typer

from neopain_gui.cli.console import open_study, opened_to_write, out, plain
from neopain_gui.cli.upkeep import StudyArgument
from neopain_gui.errors import InputError


def margin(
    study: StudyArgument,
    metric: Annotated[
        str | None, typer.Option(help="cosine, spearman or overlap; all are shown without it.")
    ] = None,
    value: Annotated[
        float | None, typer.Option("--value", help="The margin, above 0, in the metric's unit.")
    ] = None,
    default: Annotated[bool, typer.Option("--default", help="Go back to the default.")] = False,
) -> None:
    """Say or choose within which difference agreement counts as equivalent."""
    from neopain_gui.agreement.measures import FAMILY
    from neopain_gui.pipeline.analysis import cached_analysis
    from neopain_gui.pipeline.settings.margins import MARGINS, margin_of, with_margin
    from neopain_gui.pipeline.settings.study_settings import mask_settings

    if metric is not None and metric not in FAMILY:
        raise InputError(
            f"'{metric}' has no margin of equivalence", remedy=f"choose {', '.join(FAMILY)}"
        )
    if metric is None and (value is not None or default):
        raise InputError("it is not said of which metric", remedy="add --metric")
    if value is not None and default:
        raise InputError("both a margin and the default are asked for", remedy="leave one out")
    changes = value is not None or default
    with opened_to_write(study) if changes else open_study(study) as opened:
        found = cached_analysis(opened, mask_settings(opened))
        if changes and metric is not None:
            opened.set_setting(MARGINS, with_margin(opened, metric, value))
        ceilings = found.ceilings if found is not None else ()
        for name in FAMILY if metric is None else (metric,):
            one = margin_of(opened, name, ceilings)
            out.print(plain(f"{name}: ± {one.value:.3g} ({one.source})"), soft_wrap=True)
        if found is None:
            out.print(
                "The statistics are not worked out: the default follows from the human ceiling "
                "once they are."
            )
