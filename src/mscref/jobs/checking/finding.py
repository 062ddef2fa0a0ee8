"""What a check finds: the values that its rules give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mscref.model.reference import Contributor


@dataclass(frozen=True)
class Mend:
    """How a finding can be mended without judgement: what an edit of the reference would set."""

    fields: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    key: str | None = None
    contributors: tuple[Contributor, ...] | None = None
    incomplete_roles: tuple[str, ...] | None = None

    def with_later(self, later: Mend) -> Mend:
        """Both in one; of what both set, the first is kept."""
        return Mend(
            {**later.fields, **self.fields},
            later.title if self.title is None else self.title,
            later.key if self.key is None else self.key,
            later.contributors if self.contributors is None else self.contributors,
            later.incomplete_roles if self.incomplete_roles is None else self.incomplete_roles,
        )


@dataclass(frozen=True)
class Finding:
    """Something wrong with one record: `rule` names the kind, `message` says what, `advice` what to do.

    `field` is the CSL name of what is concerned, empty when it is the record as a whole.
    """

    rule: str
    message: str
    advice: str
    field: str = ""
    mend: Mend | None = None
    id: int = 0
    key: str = ""
