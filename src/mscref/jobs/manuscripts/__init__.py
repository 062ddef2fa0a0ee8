"""Manuscripts: which references they cite and where, how that compares with a library, and the .bib of just those."""

from mscref.jobs.manuscripts.cited import EVERYTHING, Citation, Cited, Mark, Place
from mscref.jobs.manuscripts.comparing import Guess, Missing, Report, compare
from mscref.jobs.manuscripts.readers import ENDINGS, cited_in

__all__ = [
    "ENDINGS",
    "EVERYTHING",
    "Citation",
    "Cited",
    "Guess",
    "Mark",
    "Missing",
    "Place",
    "Report",
    "cited_in",
    "compare",
]
