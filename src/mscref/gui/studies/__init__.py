"""The views of a review: the study table, claims and their evidence, trials, the PRISMA diagram."""

from __future__ import annotations

from mscref.gui.studies.claims import ClaimsView
from mscref.gui.studies.dialogs import AddClaimDialog, EvidenceDialog, ReasonDialog, SourceDialog
from mscref.gui.studies.prisma import PrismaDialog
from mscref.gui.studies.table import StudyTableView
from mscref.gui.studies.trials import TrialsView

__all__ = [
    "AddClaimDialog",
    "ClaimsView",
    "EvidenceDialog",
    "PrismaDialog",
    "ReasonDialog",
    "SourceDialog",
    "StudyTableView",
    "TrialsView",
]
