"""Encodings are told apart by marks, declarations and bytes; characters that break things never enter."""

from __future__ import annotations

import pytest

from mscref.formats import text_encoding

GERMAN = "Müller, Jörg und Weiß: Über Stammzellen in der Größe von 10 µm – naïve façade\n" * 3
CHINESE = "余敏 朱江 丁照蕾 参考文献管理工具研究 现代情报 2009\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_western_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert text_encoding.decode(GERMAN.encode(encoding))[0] == GERMAN


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk"])
def test_chinese_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert text_encoding.decode(CHINESE.encode(encoding))[0] == CHINESE


def test_what_a_file_says_of_itself_counts_when_it_is_not_utf_8() -> None:
    assert text_encoding.decode("% Encoding: ISO-8859-2\nŁódź".encode("iso-8859-2")) == (
        "% Encoding: ISO-8859-2\nŁódź",
        "iso8859-2",
    )
    assert text_encoding.decode(b"% Encoding: Cp1252\n\x93quoted\x94")[0].endswith("“quoted”")
    assert text_encoding.decode('<?xml version="1.0" encoding="latin2"?><a>Ł</a>'.encode("latin2"))[0].endswith(
        "<a>Ł</a>"
    )


def test_a_false_declaration_does_not_spoil_utf_8() -> None:
    text = "% Encoding: Cp1252\nMüller"
    assert text_encoding.decode(text.encode("utf-8")) == (text, "utf-8")


def test_one_damaged_byte_does_not_turn_utf_8_into_something_else() -> None:
    data = GERMAN.encode("utf-8") + b"caf\xe9"
    assert text_encoding.decode(data) == (GERMAN + "café", "utf-8")


def test_every_string_of_bytes_is_read() -> None:
    assert text_encoding.decode(bytes(range(1, 256)))[0]
    assert text_encoding.decode(b"% Encoding: nonsense\n\xff")[0].endswith("ÿ")
    assert text_encoding.decode(b"% Encoding: base64\n\xff")[0].endswith("ÿ")


def test_nul_and_lone_surrogates_are_dropped_and_nothing_else() -> None:
    assert text_encoding.clean("a\x00b\ud800c e\u0301 \u00e9\u202e\u200b") == "abc e\u0301 \u00e9\u202e\u200b"


def test_only_line_ends_end_lines() -> None:
    assert text_encoding.lines("a\r\nb\rc\nd\x0b\x85\u2028e") == ["a", "b", "c", "d\x0b\x85\u2028e"]


def test_one_line_keeps_no_break_spaces_within() -> None:
    assert text_encoding.one_line("  a\r\n\t b\u00a0c \n") == "a b\u00a0c"
