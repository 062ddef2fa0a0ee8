"""Completing references with what a look-up found: what the user has edited by hand stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mscref.library import field_sources, notices, trials
from mscref.library.completing import hang_on, write
from mscref.library.records import references
from mscref.model.lookups import USER, Completion, laid_over
from mscref.model.reference import Reference
from mscref.model.studies import TrialRecord

if TYPE_CHECKING:
    from mscref.library.session import Step


def complete(step: Step, completions: Sequence[Completion], registered: Sequence[TrialRecord] = ()) -> None:
    """Lay what look-ups found over held references; a reference that is gone by now is passed over."""
    held = references(step.conn, [one.reference for one in completions])
    for one in completions:
        number = one.reference
        if number in held:
            seen = field_sources.sources(step.conn, number)
            mine = {name for name, source in seen.items() if source.source == USER}
            write(step, number, held[number], laid_over(held[number], one, mine))
            hang_on(step, number, Reference(trials=one.trials))
            field_sources.keep(step, number, [told for told in one.sources if told.field not in mine])
            notices.keep(step, number, one.notices)
    for trial in registered:
        trials.keep_trial(step, trial)
