"""Doses of cells and vesicles in running text: read as number and unit, whatever became of their superscripts.

"1 x 10^6 cells/kg", "1×106 cells/kg" (the superscript lost, as PDFs and pasted abstracts print it), "2 million MSCs",
"10, 30 or 60 million cells", "100 µg of exosomes": each becomes the same kind of value, `Dose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mscref.jobs.number_words import NUMBER_WORD, number_of

_DIGITS = r"\d{1,3}(?:[,\u2009\u202f\u00a0 ]\d{3})+(?![\d.,]*\d)|\d+(?:[.·]\d+)?"
_TIMES = r"\s{0,2}(?:[x×✕*∙⋅•·]|\bby\b)\s{0,2}"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_BEFORE_EXPONENT = r"(?:\s?(?:\^|\*\*)\s?[{(]?\s?|\s?<sup>|\s?[(\[]|[eE]\+?|\s)?"
_EXPONENT = rf"10{_BEFORE_EXPONENT}(?:\d{{1,2}}|[{_RAISED}]{{1,2}})(?:[)}}\]]|</sup>)?"
_MARKED = (
    rf"10(?:\s?(?:\^|\*\*)\s?[{{(]?\s?\d{{1,2}}|<sup>\d{{1,2}}</sup>|[(\[]\d{{1,2}}[)\]]|[{_RAISED}]{{1,2}})[)}}]?"
)
_LOST = r"10[4-9](?=\s(?:[\w-]+\s){0,4}(?:cells?|MSCs?|\w*SCs)\b|\s?/\s?kg)"
_SCALE = {"thousand": 1e3, "million": 1e6, "mio": 1e6, "mln": 1e6, "billion": 1e9, "M": 1e6}
_SCALES = r"thousands?|millions?|mio|mln|billions?|M(?=\s)"
_NUMBER = rf"(?:{_DIGITS}|\b(?:{NUMBER_WORD})\b)"
# What multiplies a number: a power of ten, a word, the e of 1e6.
_AMOUNT = (
    rf"(?:(?P<power>(?P<mantissa>{_DIGITS}){_TIMES}(?P<exponent>{_EXPONENT})(?![\d]))"
    rf"|(?P<e>\d+(?:\.\d+)?[eE]\+?0?(?:[3-9]|1[0-4]))\b"
    rf"|(?P<bare>(?<![\d.,×xX*·])(?:{_MARKED}|{_LOST})(?!\d))"
    rf"|(?P<scaled>{_NUMBER})[\s-]?(?P<scale>{_SCALES})\b"
    r"|(?P<plain>(?<![\d.,])(?:\d{1,3}(?:[,\u2009\u202f\u00a0 ]\d{3})+|\d{1,7}(?:\.\d+)?)(?![\d.,]*\d)))"
)
_PER = (
    r"\s?(?:/|\bper\b|\beach\b|\ba\b)\s?(?:single\s)?(?P<{0}>kg|kilogram|m2|m²|cm2|cm²|cm\^2|cm<sup>2</sup>|ml|mL|"
    r"millilit(?:er|re)|injections?|doses?|infusions?|administrations?|treatments?|sites?|sessions?|eye|knees?|"
    r"joints?|limb|dis[ck]|legs?|lesion|wound|heart|hemisphere|mouse|mice|rat|rabbit|dog|pig|animal|patient|subject|"
    r"participant|individual)\b(?:\s(?:of\s)?(?:body\s?-?weight|b\.?w\.?\b))?"
    r"|[\s·∙.]{{0,2}}kg\s?(?:<sup>)?[-−–⁻][1¹](?:</sup>)?"
)
_CELLS = (
    r"(?:[\w'’/+-]*(?:MSC|MNC|HSC|NSC|SVF|ADSC|ASC|CDC|NP)s?(?:-?NTF)?\b(?:\s?cells)?|cells?\b|spheroids\b|"
    r"nuclei\b|progenitors\b|myoblasts\b|mesoangioblasts\b|cardiospheres?\b)"
)
_VESICLES = r"(?:(?:(?:s?EV|exosome)\s)?particles?\b|(?:nano|micro)?vesicles?\b|s?EVs?\b|exosomes?\b)"
_BETWEEN = r"(?:(?!(?:or|and|to|were|was|in|per|with|via)\b)[\w'’()/+-]+\s+){0,7}?"
_UNIT = (
    rf"\s?(?:total\s)?(?:(?P<mass>[µμu]g|mcg|mg)\b(?:(?:\s(?:of\s)?(?:[\w-]+\s){{0,3}}[\w-]+)??"
    rf"(?P<masses>{_PER.format('mass_per')}))?"
    rf"|(?:(?P<before>{_PER.format('per_before')})\s?(?:of\s)?)?{_BETWEEN}(?:of\s)?{_BETWEEN}"
    rf"(?:(?P<cells>{_CELLS})|(?P<vesicles>{_VESICLES}))(?P<after>{_PER.format('per_after')})?)"
)
_WEIGHED = re.compile(rf"{_AMOUNT}(?P<alone>{_PER.format('per_alone')})")
_DOSE = re.compile(_AMOUNT + _UNIT)
_EARLIER = re.compile(
    rf"{_AMOUNT}(?:\s?(?:cells?|MSCs)?(?:\s?/\s?kg)?)?"
    r"(?P<between>\s?[-–—−]\s?|\s(?:to|and|or)\s|,\s(?:and\s|or\s)?|\s?/\s?)$"
)
_TOTAL = re.compile(r"\b(?:total (?:dose |number )?of|in total|cumulative(?:ly)?(?: dose of)?)\s*$", re.IGNORECASE)
_IS_TOTAL = re.compile(r"^[^.;]{0,30}\b(?:in total|total dose)\b")
_BETWEEN_BEFORE = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)
_GIVEN_TIMES = re.compile(
    rf"\b(?P<n>{NUMBER_WORD}|\d{{1,2}}) (?:\w+ ){{0,3}}?(?:doses|injections|infusions|administrations) of\s*(?:\w+ )?$",
    re.IGNORECASE,
)
_ABOUT_VESICLES = re.compile(r"exosom|vesicle|\bs?EVs?\b|secretome|conditioned medium", re.IGNORECASE)
_ABOUT_CELLS = re.compile(r"\bcells?\b|MSC|SVF|MNC|stromal|transplant", re.IGNORECASE)
_UNITS = {
    "kilogram": "kg",
    "m2": "m²",
    "cm2": "cm²",
    "cm^2": "cm²",
    "cm<sup>2</sup>": "cm²",
    "ml": "mL",
    "millilitre": "mL",
    "milliliter": "mL",
    "mice": "mouse",
    "disk": "disc",
}
_SLASHED = ("kg", "mL", "cm²", "m²")
_RAISE = str.maketrans("0123456789", _RAISED)
_LOWER = str.maketrans(_RAISED, "0123456789")
_LEAST_CELLS = 500
_NEAR = (1e-3, 1e5)  # what stands between a dose and one named before it, as a ratio
_LEAST_EXPONENT, _MOST_EXPONENT = 2, 15


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose as number and unit, with its place in the text.

    `amounts` are one number, several alternatives, or the two ends of a range (`is_range`); `unit` is cells,
    particles, vesicles, µg or mg; `per` is kg, injection, knee, ..., "total", or "" when it is not said; `times` is
    how often it was given (0: not said).
    """

    amounts: tuple[float, ...]
    unit: str
    per: str
    start: int
    end: int
    is_range: bool = False
    times: int = 0

    @property
    def text(self) -> str:
        """The dose in one spelling: "1 × 10⁶ cells/kg", "1–2 × 10⁶ cells per injection", "100 µg"."""
        unit = f"{self.unit}/{self.per}" if self.per in _SLASHED else self.unit
        per = "" if not self.per or self.per in _SLASHED else " in total" if self.per == "total" else f" per {self.per}"
        often = f", {self.times} times" if self.times > 1 else ""
        return f"{_written(self.amounts, self.is_range)} {unit}{per}{often}"


def _written(amounts: tuple[float, ...], is_range: bool) -> str:
    """Numbers with one power of ten when they are near one another, small ones as they are."""
    largest = max(amounts)
    if largest < 1_000:
        return _joined([f"{amount:g}" for amount in amounts], is_range)
    exponent = int(f"{min(amounts):e}".partition("e")[2])
    if largest / min(amounts) <= 100:
        mantissas = _joined([f"{amount / 10**exponent:.4g}" for amount in amounts], is_range)
        return f"{mantissas} × 10{str(exponent).translate(_RAISE)}"
    return _joined([_written((amount,), False) for amount in amounts], is_range)


def _joined(parts: list[str], is_range: bool) -> str:
    if is_range:
        return "–".join(parts)
    return f"{', '.join(parts[:-1])} or {parts[-1]}" if len(parts) > 1 else parts[0]


def find(text: str) -> Iterator[Dose]:
    """The doses in a text, in their order. What counts patients, weeks or millilitres is none."""
    found = [dose for match in _DOSE.finditer(text) if (dose := _dose(text, match))]
    if _ABOUT_CELLS.search(text):
        found += [dose for match in _WEIGHED.finditer(text) if (dose := _weighed(text, match))]
    end = 0
    for dose in sorted(found, key=lambda dose: (dose.start, -dose.end)):
        if dose.start >= end:
            yield dose
            end = dose.end


def read(text: str) -> Dose | None:
    """The first dose of a short text such as a cell of the study table, None when it holds none."""
    return next(find(text), None)


def _dose(text: str, match: re.Match[str]) -> Dose | None:
    amount = _amount(match)
    if amount is None:
        return None
    if match["mass"]:
        near = text[max(0, match.start() - 150) : match.end() + 80]
        if not _ABOUT_VESICLES.search(near):
            return None
        unit = "mg" if match["mass"] == "mg" else "µg"
        return _with_company(text, match, amount, unit, _per(match["masses"], match["mass_per"]))
    unit = "cells" if match["cells"] else "particles" if "particle" in match["vesicles"] else "vesicles"
    if amount < _LEAST_CELLS or (match["plain"] and not _is_count(match)):
        return None
    said = match["after"] or match["before"]
    return _with_company(text, match, amount, unit, _per(said, match["per_after"] or match["per_before"]))


def _weighed(text: str, match: re.Match[str]) -> Dose | None:
    """A dose "per kg" that names no cells, in a text on cells."""
    amount = _amount(match)
    per = _per(match["alone"], match["per_alone"])
    if amount is None or match["plain"] or amount < _LEAST_CELLS or per in ("mL", ""):
        return None
    return _with_company(text, match, amount, "cells", per)


def _is_count(match: re.Match[str]) -> bool:
    """True when a plain number stands right before what it counts: "50,000 cells", "200 000 viable MSCs"."""
    return float(re.sub(r"\D", "", match["plain"].split(".")[0])) >= 10_000


def _amount(match: re.Match[str]) -> float | None:
    """The number that `_AMOUNT` matched; None for what cannot be a power of ten."""
    if match["power"]:
        exponent = _exponent(match["exponent"])
        return None if exponent is None else _float(match["mantissa"]) * 10.0**exponent
    if match["e"]:
        return float(match["e"])
    if match["bare"]:
        exponent = _exponent(match["bare"])
        return None if exponent is None else 10.0**exponent
    if match["scaled"]:
        scale = match["scale"]
        factor = _SCALE[scale if scale in _SCALE else scale.rstrip("s").lower()]
        return number_of(match["scaled"]) * factor
    return _float(match["plain"])


def _float(digits: str) -> float:
    return float(re.sub(r"[,\u2009\u202f\u00a0 ]", "", digits).replace("·", "."))


def _exponent(power: str) -> int | None:
    """The exponent of "10^6", "10(6)", "10⁶", "10e6", and of "106" whose superscript was lost."""
    digits = re.sub(r"\D", "", re.sub(r"</?sup>", "", power)[2:].translate(_LOWER))
    value = int(digits) if digits else 0
    return value if _LEAST_EXPONENT <= value <= _MOST_EXPONENT else None


def _per(said: str | None, named: str | None) -> str:
    if not said:
        return ""
    if not named:
        return "kg"
    word = named if named in _UNITS else named.rstrip("s").replace("millilitre", "mL")
    return _UNITS.get(word, word)


def _with_company(text: str, match: re.Match[str], amount: float, unit: str, per: str) -> Dose:
    """The dose with the numbers before it that share its unit: "1–2 × 10^6", "10, 30 or 60 million"."""
    amounts = [amount]
    start = match.start()
    factor = amount / _head(match)
    is_range = False
    while True:
        before = _EARLIER.search(text, max(0, start - 60), start)
        if before is None or len(amounts) > 5:
            break
        other = _float(before["plain"]) * factor if before["plain"] else _amount(before)
        if not other or not _NEAR[0] <= amounts[0] / other <= _NEAR[1]:
            break
        between = before["between"].strip()
        starts = _BETWEEN_BEFORE.search(text, 0, before.start())
        is_range = is_range or (len(amounts) == 1 and (between in "-–—−" or between == "to" or bool(starts)))
        amounts.insert(0, other)
        start = before.start()
    total = _TOTAL.search(text, max(0, start - 40), start) or _IS_TOTAL.search(text[match.end() : match.end() + 40])
    often = _GIVEN_TIMES.search(text, max(0, start - 60), start)
    return Dose(
        tuple(dict.fromkeys(amounts)),
        unit,
        per or ("total" if total else ""),
        start,
        match.end(),
        is_range and len(amounts) == 2,
        int(number_of(often["n"])) if often else 0,
    )


def _head(match: re.Match[str]) -> float:
    """The number as printed, before a power or a word multiplies it."""
    if match["power"]:
        return _float(match["mantissa"])
    if match["scaled"]:
        return number_of(match["scaled"])
    return _amount(match) or 1.0
