"""Folds changed by hand, and what is odd about folds that can be used all the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from neopain_gui.counted import counted, listed, matching
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.training.cohort import Cohort, by_dataset, lacks, of_datasets
from neopain_gui.training.fold_plan import FoldPlan, checked
from neopain_gui.training.protocol import Kind, Protocol

_UNEVEN = 1.5
"""So many times as many photographs of one class as of the other are worth a word."""
Held = tuple[tuple[str, ...], ...]
"""The neonates that each fold holds out."""


def moved(plan: FoldPlan, neonate: str, fold: int) -> FoldPlan:
    """Return the plan with a neonate in another fold.

    Raises
    ------
    InputError
        It is no plan of folds, there is no such neonate or fold, or a class would be missing.
    """
    if plan.protocol.division.kind is not Kind.FOLDS:
        raise InputError(
            "a neonate can only be moved between folds", remedy="choose the division “folds”"
        )
    if neonate not in {member.neonate for member in plan.cohort}:
        raise InputError(f"there is no neonate {neonate}", remedy="choose another one")
    if not 1 <= fold <= len(plan):
        raise InputError(f"there is no fold {fold}", remedy=f"choose one from 1 to {len(plan)}")
    held = tuple(
        tuple(
            m.neonate
            for m in plan.cohort
            if (number == fold if m.neonate == neonate else m.neonate in names)
        )
        for number, names in enumerate(plan.held, start=1)
    )
    return checked(replace(plan, held=held))


def with_held(cohort: Cohort, protocol: Protocol, held: Held) -> FoldPlan:
    """Return a plan whose folds hold out whom somebody has put into them.

    Raises
    ------
    InputError
        They are other neonates' folds, or a class would be missing.
    """
    division = protocol.division
    there = {
        m.neonate
        for m in cohort
        if division.kind is not Kind.ONE_OUT or of_datasets(m, division.test_on)
    }
    named = {neonate for names in held for neonate in names}
    lacking = there - named if division.kind is not Kind.HOLD_OUT else set()
    if named - there or lacking:
        raise InputError(
            "the folds are those of other neonates than there are now", remedy="deal them again"
        )
    return checked(FoldPlan(cohort=cohort, protocol=protocol, held=held))


def _imbalance(plan: FoldPlan) -> list[str]:
    """Say that one class has far more photographs than the other, and what becomes of it."""
    division = plan.protocol.division
    some = [member for member in plan.cohort if of_datasets(member, division.train_from)]
    counts = {
        PainLabel.PAIN: sum(member.pain for member in some),
        PainLabel.NO_PAIN: sum(member.no_pain for member in some),
    }
    rare, common = sorted(counts, key=lambda label: counts[label])
    times = counts[common] / counts[rare] if counts[rare] else 1.0
    weighted = plan.protocol.optimiser.class_weights
    if times < _UNEVEN and not weighted:
        return []
    what = (
        f"each labelled “{rare}” counts {times:.1f} times as much"
        if weighted
        else "all count the same; class weights would make up for it"
    )
    return [
        f"{counted(counts[common], 'photograph')} labelled “{common}” and {counts[rare]} labelled "
        f"“{rare}” train: {what}."
    ]


def remarks(plan: FoldPlan) -> tuple[str, ...]:
    """Say what is odd about a plan that can be used, a sentence each."""
    found = _imbalance(plan)
    members = {member.neonate: member for member in plan.cohort}
    without: dict[PainLabel, list[int]] = {}
    for fold in range(1, len(plan) + 1):
        for label in lacks(members[name] for name in plan.parts(fold).test):
            without.setdefault(label, []).append(fold)
    for label, folds in without.items():
        found.append(
            f"{matching(len(folds), 'Fold', 'Folds')} {listed([str(fold) for fold in folds])} "
            f"{matching(len(folds), 'tests', 'test')} no photograph labelled “{label}”."
        )
    division = plan.protocol.division
    never = sum(
        of_datasets(member, division.test_on) and not plan.folds_of(member.neonate)
        for member in plan.cohort
    )
    if division.kind is Kind.HOLD_OUT and never:
        found.append(
            f"{counted(never, 'neonate')} {matching(never, 'was', 'were')} drawn for no test, so "
            f"{matching(never, 'it is', 'they are')} never tested."
        )
    if division.kind is not Kind.FOLDS:
        return tuple(found)
    for dataset, some in by_dataset(plan.cohort).items():
        counts = Counter(plan.folds_of(member.neonate)[0] for member in some)
        sizes = [counts[fold] for fold in range(1, len(plan) + 1)]
        if max(sizes) - min(sizes) > 1:
            named = f"of {dataset}" if dataset else "without a data set"
            found.append(f"Folds hold {min(sizes)} to {max(sizes)} neonates {named}.")
    return tuple(found)
