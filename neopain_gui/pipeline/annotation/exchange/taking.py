"""Taking in what files of other programs say, and undoing it."""

from __future__ import annotations

from neopain_gui.pipeline.annotation.exchange.into import Brought
from neopain_gui.pipeline.rounds.making import raters_of
from neopain_gui.study import Selection, Study, Taken


class Taking:
    """Takes in what was looked at, and undoes it, as often as is asked."""

    def __init__(self, study: Study, brought: Brought) -> None:
        self._study, self._brought = study, brought
        self._taken: Taken | None = None

    def put(self, done: bool) -> None:
        """Make the study say it, or what it said before."""
        if not done:
            self._undo()
            return
        if self._taken is not None:
            self._study.removal.put_back(self._taken)
            self._taken = None
        else:
            self._begin()
        try:
            self._study.annotations.put_all(self._brought.after, {})
        except BaseException:
            self._undo()
            raise

    def _begin(self) -> None:
        known = {one.id for one in self._study.gaze.participants()}
        names = sorted({rater for _, rater in self._brought.orders})
        new = [one for one in raters_of(self._study, names) if one.id not in known]
        before = {one.token: set(one.raters) for one in self._study.annotations.rounds()}
        self._selection = Selection(
            participants=frozenset(one.id for one in new),
            rounds=frozenset(one.token for one in self._brought.rounds if one.token not in before),
            round_raters=frozenset(
                (one.token, rater)
                for one in self._brought.rounds
                for rater in one.raters
                if one.token in before and rater not in before[one.token]
            ),
        )
        if new:
            self._study.gaze.add(new, [])
        for one in self._brought.rounds:
            orders = {who: t for (name, who), t in self._brought.orders.items() if name == one.name}
            self._study.annotations.put_round(one, orders=orders)

    def _undo(self) -> None:
        new = self._brought.orders
        before = [one for one in self._brought.before if (one.round, one.rater) not in new]
        self._study.annotations.put_all(before, {})
        self._taken = self._study.removal.take_out(self._selection)
