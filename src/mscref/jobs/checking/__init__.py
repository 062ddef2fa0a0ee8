"""The quality of records: what is missing, broken or odd, what to do about it, and what can be mended by rule."""

from mscref.jobs.checking.finding import Finding, Mend
from mscref.jobs.checking.library_checks import RULES, check, mend

__all__ = ["RULES", "Finding", "Mend", "check", "mend"]
