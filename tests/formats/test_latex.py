"""LaTeX to Unicode and back: accents, symbols, math, markup."""

from __future__ import annotations

import pytest

from mscref.formats.latex_decode import decode
from mscref.formats.latex_encode import encode
from mscref.formats.latex_math import is_kept


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ('M{\\"o}nch and M\\"onch and M{\\"{o}}nch', "Mönch and Mönch and Mönch"),
        ("{\\v C}aslav, \\v{S}imek, Dvo\\v r\\'ak", "Časlav, Šimek, Dvořák"),
        ("\\'\\i \\'{\\i} \\={\\i} \\i", "íí ī ı"),
        ("Nguy{\\~{\\^e}}n, b{\\u{a}}\\'{\\u{a}}", "Nguyễn, băắ"),
        ("\\c{s} \\c s \\k{a} \\H{o} \\r{a} \\.z \\d{t}", "ş ş ą ő å ż ṭ"),
        ("S{\\o}ren \\L{}ukasz \\AE sir Stra{\\ss}e \\aa", "Søren Łukasz Æsir Straße å"),
        ("CO$_2$, CD34$^+$, 10$^{6}$, Ca$^{2+}$", "CO₂, CD34⁺, 10⁶, Ca²⁺"),
        ("\\textsuperscript{3}H and 37$^{\\circ}$C", "³H and 37°C"),
        ("$\\alpha$-synuclein, IFN-$\\gamma$, APOE $\\epsilon$4, $\\beta$", "α-synuclein, IFN-γ, APOE ε4, β"),
        ("$p < 0.05$ and $n$", "$p < 0.05$ and $n$"),
        ("$2 \\times 10^{6}$ cells, $\\pm$5, $\\leq$3", "2 × 10⁶ cells, ±5, ≤3"),
        ("\\textit{in vivo} {\\em et al.} \\textbf{b} {\\it c}", "in vivo et al. b c"),
        (
            "\\url{http://x.org/a_b%20~c} and \\href{http://x.org}{here}",
            "http://x.org/a_b%20~c and here (http://x.org)",
        ),
        ("``quoted'' -- and --- so", "“quoted” – and — so"),
        ("Fig.~1, 5\\,mg, 50\\%, A \\& B, a\\_b, \\#1, \\$5", "Fig.\u00a01, 5\u2009mg, 50%, A & B, a_b, #1, $5"),
        ("{The {Nested} {{Title}}}", "The Nested Title"),
        ("\\unknown{kept {as} typed}", "\\unknown{kept as typed}"),
        ("\\ce{H2O} and $\\frac{n}{2}$", "\\ce{H2O} and $\\frac{n}{2}$"),
        ("10 \\textmu m, 5~{\\textmu}m, $\\mu$m, \\texttrademark", "10 µm, 5\u00a0µm, μm, ™"),
    ],
)
def test_latex_is_decoded(typed: str, plain: str) -> None:
    assert decode(typed) == plain


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("\\emph{In vivo} and {\\it in vitro}", "<i>In vivo</i> and <i>in vitro</i>"),
        ("O\\textsubscript{2}, 10\\textsuperscript{6}, T$_{reg}$", "O<sub>2</sub>, 10<sup>6</sup>, T<sub>reg</sub>"),
        ("{{{pH}}} of {{Blood}}", '<span class="nocase">pH</span> of Blood'),
    ],
)
def test_markup_in_titles_becomes_csl_markup(typed: str, marked: str) -> None:
    assert decode(typed, is_rich=True) == marked


def test_paragraphs_and_line_ends_stay_where_a_text_has_them() -> None:
    typed = "One\n  two.\n\n\nThree\\\\\nfour."
    assert decode(typed, has_paragraphs=True) == "One two.\n\nThree\nfour."
    assert decode(typed) == "One two. Three four."
    assert encode("One.\n\nTwo\nthree", is_prose=True) == "One.\n\nTwo\\\\\nthree"


@pytest.mark.parametrize("char", "ÖéñçåøłßđıŞțőűýžąėūķďễắạỹαβγΔΩ≤≥±×°µ²³⁺₂™®€–—‘’“”…†‡•¿¡§¶½№")
def test_every_common_character_survives_ascii_and_back(char: str) -> None:
    assert decode(encode(f"a{char}b", ascii=True)) == f"a{char}b"


@pytest.mark.parametrize("char", "ÖéñçåøłßđıŞőűýžąėūķďễắạỹαβγΔΩ≤≥±×°µ²³⁺₂™®€–—‘’“”…†‡•¿¡§¶½")
def test_ascii_means_ascii_for_what_latex_can_name(char: str) -> None:
    assert encode(char, ascii=True).isascii()


@pytest.mark.parametrize("math", ["\\frac n 2", "x_{1}", "n", "k", "p<0.05", "\\mathcal{O}(n)", "x^2 + y^2"])
def test_formulas_that_text_cannot_say_are_kept(math: str) -> None:
    assert is_kept(math)


@pytest.mark.parametrize(
    "math",
    ["\\input{x}", "^^5cinput", "x^2^3", "\\frac n", "\\left(", "{x",
        "x}", "a_", "\\alpha", "5", "\\def\\x{}", "word", "x~y"],
)  # fmt: skip
def test_formulas_that_could_harm_or_fail_are_not(math: str) -> None:
    assert not is_kept(math)


def test_ligatures_are_written_as_their_letters_and_lone_accents_as_commands() -> None:
    assert encode("Veriﬁed eﬃcacy") == "Verified efficacy"
    assert encode("a˛", ascii=True) == "a{\\k{}}"
    assert decode("a{\\k{}}") == "a˛"
