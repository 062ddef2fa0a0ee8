"""Printed references of any common style: read one, find those of a list, print one as MEDLINE does."""

from mscref.formats.reference_strings.lists import split_list
from mscref.formats.reference_strings.medline import medline
from mscref.formats.reference_strings.parsing import parse

__all__ = ["medline", "parse", "split_list"]
