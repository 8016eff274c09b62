"""What a reader must know before anything else."""

from __future__ import annotations

from collections.abc import Iterable

DEMO_ON_PHOTOGRAPHS = "Demo weights on photographs that are no phantoms: "
"""How the sentence begins that stands in red above all others."""


def demo_on_photographs(models: Iterable[str]) -> str:
    """Say what maps of demo weights on real photographs are worth."""
    return (
        f"{DEMO_ON_PHOTOGRAPHS}{', '.join(models)} learned from synthetic drawings alone. No "
        "figure of theirs says anything about pain, neonates or classifiers in use."
    )


def alarms(cautions: Iterable[str]) -> list[str]:
    """Return the cautions that stand in red at the top."""
    return [one for one in cautions if one.startswith(DEMO_ON_PHOTOGRAPHS)]
