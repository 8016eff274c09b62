"""How far raters agree, and a rater with themselves: coefficients with intervals over neonates.

``ratings`` is an array (raters, items): a row for each rater, a column for each photograph, NaN
where nothing was said. Every function returns a :class:`Value`; with ``neonates``, whose each
photograph is, it has an interval of 95 % from bootstrap samples of neonates, because what raters
say of two photographs of a neonate is alike.
"""

from neopain_gui.annotation.agreement.chance import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    per_cent_agreement,
)
from neopain_gui.annotation.agreement.cohen import cohen_kappa
from neopain_gui.annotation.agreement.differences import Limits, bland_altman
from neopain_gui.annotation.agreement.intraclass import icc
from neopain_gui.annotation.agreement.krippendorff import krippendorff_alpha
from neopain_gui.annotation.agreement.ranks import kendall_w
from neopain_gui.annotation.agreement.value import Value

__all__ = [
    "Limits",
    "Value",
    "bland_altman",
    "brennan_prediger",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "icc",
    "kendall_w",
    "krippendorff_alpha",
    "per_cent_agreement",
]
