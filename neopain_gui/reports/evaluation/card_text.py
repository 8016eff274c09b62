"""What every card of a trained classifier says."""

from __future__ import annotations

from neopain_gui.reports.drawing import NOTICE

OPTIMISTIC = (
    "These figures are optimistic: the photographs that were tested also chose which weights are "
    "kept (the dissertation’s rule, preset “paper”). Figures of the preset “honest” are lower."
)
SYNTHETIC = (
    "Everything here was learnt from and tested on synthetic phantoms. It says nothing about "
    "neonates."
)
SYNTHETIC_BASE = (
    "The convolutions come from a base that has seen synthetic phantoms only, not from VGG-Face "
    "as published."
)
NOT_ON_RECORD = "not on record"
INTENDED = (
    "To compare, in research, what networks and people look at when they judge neonatal pain. A "
    "fold's classifier explains fairly only photographs of neonates that it has not seen.",
    "Users: researchers who know how the figures below were found.",
)
OUT_OF_SCOPE = (
    f"{NOTICE} Not for deciding about analgesia, triage or monitoring of any child.",
    "Photographs unlike those below: other ages, cameras, lights, wards, skin tones, faces "
    "covered by tubes or tape. Video was not tested.",
    "A class score is not how likely pain is, unless the calibration below says so.",
)
ETHICS = (
    "Neonates cannot consent; photographs of their faces identify them. Weights may hold traces "
    "of the photographs that they were trained on, so they need the same care.",
    "The label is a judgement by people or by stimulus, not what the child felt.",
    "A missed pain and a false alarm do not cost the same; the threshold is a decision of people.",
)
LIMITS = (
    "Folds share most of what they are trained on: the standard deviation over folds is no "
    "interval. Intervals here are over neonates.",
    "Neonates of the same data sets are tested; another hospital’s may be harder. That needs an "
    "external validation, which this is not.",
    "Subgroups are small; a difference between them may be chance, and the absence of one too.",
)
MADE = (
    "Mean and population standard deviation over folds, as in the dissertation’s Tables 1 and 2; "
    "pooled figures with 95 % intervals from 2,000 draws of neonates with all their photographs "
    "inside each data set (of shares Student’s t on the logit’s scale; else percentiles, expanded "
    "for few neonates: Hesterberg 2015)."
)
AUC_MADE = (
    "Mann and Whitney’s. Pooled over the pairs that one network has judged. The dissertation "
    "prints balanced accuracy as AUC; here it has its own column."
)
CALIBRATION_MADE = (
    "Reliability in 10 bins of equal counts, Wilson’s interval with as many values as neonates; "
    "expected calibration error in 15 bins of equal widths and of equal counts; Brier score in "
    "Murphy’s parts; intercept and slope by logistic regression on the logit."
)
NO_INNER = (
    "not chosen: there are no predictions on inner validation, and nothing is chosen on what is "
    "tested"
)
