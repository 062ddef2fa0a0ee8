"""Markdown as the blocks of a .docx."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mscref.jobs.docx_writer import Block, Paragraph, Run, Table

if TYPE_CHECKING:
    from markdown_it.token import Token


def blocks(markdown: str) -> list[Block]:
    """The paragraphs and tables of a Markdown text; HTML in it stands as it was typed."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    made: list[Block] = []
    lists: list[str] = []
    quotes = 0
    heading = ""
    rows: list[tuple[tuple[Run, ...], ...]] = []
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append("ListBullet" if token.type.startswith("bullet") else "ListNumber")
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "blockquote_open" | "blockquote_close":
                quotes += 1 if token.nesting > 0 else -1
            case "heading_open":
                heading = f"Heading{min(int(token.tag[1]), 3)}"
            case "heading_close":
                heading = ""
            case "table_open":
                rows = []
            case "tr_open":
                rows.append(())
            case "table_close":
                made.append(Table(tuple(rows)))
                rows = []
            case "inline" if rows:
                rows[-1] = (*rows[-1], runs(token.children or ()))
            case "inline":
                style = heading or (lists[-1] if lists else "Quote" if quotes else "Normal")
                made.append(Paragraph(runs(token.children or ()), style, max(len(lists) - 1, 0)))
            case "fence" | "code_block":
                made.append(Paragraph((Run(token.content.rstrip("\n"), code=True),)))
    return made


def runs(tokens: Sequence[Token]) -> tuple[Run, ...]:
    """Words with their look; a picture stands as its words."""
    made: list[Run] = []
    bold = italic = 0
    link = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                link = str(token.attrGet("href") or "")
            case "link_close":
                link = ""
            case "softbreak":
                made.append(Run(" "))
            case "hardbreak":
                made.append(Run("\n"))
            case "code_inline":
                made.append(Run(token.content, code=True, link=link))
            case _ if token.content:
                made.append(Run(token.content, bold > 0, italic > 0, link=link))
    return tuple(made)
