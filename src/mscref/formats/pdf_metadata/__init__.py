"""A paper's reference out of its PDF, offline, each field with the place where it was seen."""

from mscref.formats.pdf_metadata.paper import read_pdf

__all__ = ["read_pdf"]
