"""Text, HTML and saved pages -> Document: what it is, what it cites, which studies it only names."""

from mscref.formats.documents.reading import document_from_text, read_document

__all__ = ["document_from_text", "extensions", "name", "read_document"]

name = "document"
extensions = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
