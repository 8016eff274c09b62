"""A report cites what it used, each paper with its DOI."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from neopain_gui.attribution.methods import METHODS
from neopain_gui.reports.how_made import FROM_RECORDINGS, ModelFacts, Way
from neopain_gui.reports.methods_text import StudyFacts
from neopain_gui.reports.references import references

DOI = re.compile(r"doi:10\.\d{4,9}/\S+$")


def cited(*stages, regions=(), ceilings=()):
    ways = tuple(Way(inputs={"stage": f"{stage} version 1"}, maps=1) for stage in stages)
    facts = StudyFacts(
        title="s", synthetic=False, photographs=False, software={},
        models=(ModelFacts(name="A", kind="attribution", maps=1, ways=ways),),
    )  # fmt: skip
    found = SimpleNamespace(regions=regions, ceilings=ceilings, equivalences=(), mixed=(), gains=())
    return references(found, facts)


@pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
def test_every_method_has_its_paper(method):
    added = set(cited(f"attribution.{method.id}")) - set(cited())
    assert added
    first = method.paper.partition(" ")[0]
    assert any(text.startswith(first) for text in added), "the paper that the method names"


def test_each_has_a_doi_and_only_what_was_used_is_there():
    everything = cited(
        *(f"attribution.{one}" for one in METHODS), FROM_RECORDINGS, regions=[1], ceilings=[1]
    )
    assert len(everything) == len(set(everything)) > 20
    assert everything == sorted(everything, key=str.casefold)
    for text in everything:
        assert DOI.search(text) or "no DOI" in text, text
        assert re.search(r"\(\d{4}\)", text), text
    few = cited()
    assert any(text.startswith("Holm S (1979)") for text in few)
    assert not any("Kendall" in text or "Nili" in text or "Salvucci" in text for text in few)
