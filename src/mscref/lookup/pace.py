"""How fast a service is asked: never more often than its rules allow, and later when it says so."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mscref.lookup.services import Service


class Pace:
    """Remembers when each service was asked last; `haste` divides the waits (tests ask their own server faster)."""

    def __init__(self, haste: float = 1.0) -> None:
        self._haste = haste
        self._due: dict[str, float] = {}

    def wait(self, service: Service, now: float) -> float:
        """The seconds to wait before a service is asked, given a clock that only goes forward; it counts as asked."""
        at = max(now, self._due.get(service.key, now))
        self._due[service.key] = at + 1.0 / (service.per_second * self._haste)
        return at - now


def retry_after(told: str, now: datetime | None = None) -> float | None:
    """What Retry-After says, in seconds: a number, or a date (RFC 9110, 10.2.3); None when it says nothing."""
    told = told.strip()
    if told.isdecimal():
        return float(told[:9])
    try:
        at = parsedate_to_datetime(told)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - (now or datetime.now(UTC))).total_seconds())
