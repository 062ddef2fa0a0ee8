"""Write any script in ASCII letters, well enough for a citation key.

Accents are dropped, letters without a decomposition are spelled out, Greek and Cyrillic follow common scientific
romanisation, and other alphabets and syllabaries use the letter names of the Unicode standard. Ideographs have no
reading that Unicode knows: they give their code point (`u738b`), which is at least stable, save that the common
Chinese family names are read in pinyin.
"""

from __future__ import annotations

import functools
import unicodedata

_SPELLED = {
    **dict(zip("łøđħŧıŋĸƒəɛɔ", ["l", "o", "d", "h", "t", "i", "ng", "k", "f", "e", "e", "o"], strict=True)),
    **dict(zip("ßæœðþĳ", ["ss", "ae", "oe", "d", "th", "ij"], strict=True)),
}
_GREEK_LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_SOUNDS = "a b g d e z i th i k l m n x o p r s s t u f ch ps o"
_CYRILLIC_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщыэюяіїєґўђјљњћџѓќѕ"
_CYRILLIC_SOUNDS = (
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch y e yu ya i i ie g u dj j lj nj c dz gj kj dz"
)
_GREEK = dict(zip(_GREEK_LETTERS, _GREEK_SOUNDS.split(), strict=True))
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_SOUNDS.split(), strict=True))
_SILENT = dict.fromkeys("ъь", "")
_LETTERS = {**_SPELLED, **_GREEK, **_CYRILLIC, **_SILENT}
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa"})
_SURNAMES = (
    "王Wang 李Li 张張Zhang 刘劉Liu 陈陳Chen 杨楊Yang 黄黃Huang 赵趙Zhao 吴吳Wu 周Zhou 徐Xu 孙孫Sun 马馬Ma 朱Zhu "
    "胡Hu 郭Guo 何He 林Lin 高Gao 罗羅Luo 郑鄭Zheng 梁Liang 谢謝Xie 宋Song 唐Tang 许許Xu 邓鄧Deng 韩韓Han 冯馮Feng "
    "曹Cao 彭Peng 曾Zeng 肖蕭萧Xiao 田Tian 董Dong 潘Pan 袁Yuan 蔡Cai 蒋蔣Jiang 余Yu 于Yu 杜Du 叶葉Ye 程Cheng "
    "魏Wei 苏蘇Su 吕呂Lv 丁Ding 任Ren 卢盧Lu 姚Yao 沈Shen 钟鍾Zhong 姜Jiang 崔Cui 谭譚Tan 陆陸Lu 范範Fan 汪Wang "
    "廖Liao 石Shi 金Jin 韦韋Wei 贾賈Jia 夏Xia 付Fu 方Fang 邹鄒Zou 熊Xiong 白Bai 孟Meng 秦Qin 邱Qiu 侯Hou 江Jiang "
    "尹Yin 薛Xue 闫閆Yan 雷Lei 龙龍Long 黎Li 史Shi 陶Tao 贺賀He 毛Mao 郝Hao 顾顧Gu 龚龔Gong 邵Shao 万萬Wan 覃Qin "
    "武Wu 钱錢Qian 戴Dai 严嚴Yan 莫Mo 孔Kong 向Xiang 常Chang"
)
_A_TO_Z = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ALPHABETIC_NAMES = ("ARABIC", "HEBREW", "ARMENIAN", "SYRIAC", "THAANA")
_UNSPELLED = ("HYPHEN", "PROLONGED", "ITERATION", "SIGN", "MARK", "TATWEEL")


def to_ascii(text: str) -> str:
    """`text` in ASCII, letter by letter; what has no letter value (signs, emoji) is left out."""
    return text if text.isascii() else "".join(map(_letter, text))


def to_german_ascii(text: str) -> str:
    """`text` in ASCII as German spells it without dots: ä as ae, ö as oe, ü as ue (and å as aa)."""
    return to_ascii(unicodedata.normalize("NFC", text).translate(_GERMAN))


def surname(name: str) -> str:
    """A family name, read in pinyin when it is one of the common Chinese ones (of one character), else as it is."""
    return _pinyin().get(name, name) if len(name) == 1 else name


@functools.cache
def _pinyin() -> dict[str, str]:
    """The common Chinese family names by their characters."""
    return {char: entry.lstrip(entry.rstrip(_A_TO_Z)) for entry in _SURNAMES.split() for char in entry.rstrip(_A_TO_Z)}


@functools.lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    if char.isascii():
        return char
    spelled = _spelled(char)
    if spelled is None and unicodedata.name(char, "").startswith(("HANGUL SYLLABLE", "HIRAGANA", "KATAKANA")):
        spelled = _by_name(char)
    if spelled is not None:
        return spelled
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    if plain.isascii():
        return plain
    if plain != char:
        return to_ascii(plain)
    return _by_name(char)


def _spelled(char: str) -> str | None:
    small = _LETTERS.get(char.lower())
    if small is None:
        return None
    return small if char.islower() or not small else small[0].upper() + small[1:]


def _by_name(char: str) -> str:
    """A letter by its Unicode name: "HIRAGANA LETTER KA" -> ka, "HEBREW LETTER BET" -> b, an ideograph by number."""
    name = unicodedata.name(char, "")
    if "IDEOGRAPH" in name:
        return f"u{ord(char):x}"
    if unicodedata.category(char) == "Pd":
        return "-"
    script, _, letter = name.replace(" SMALL", "").replace(" CAPITAL", "").partition(" LETTER ")
    if name.startswith("HANGUL SYLLABLE "):
        return name.removeprefix("HANGUL SYLLABLE ").lower()
    if not letter or any(word in letter for word in _UNSPELLED):
        return ""
    last = letter.split()[-1].lower()
    return last[:1] if script in _ALPHABETIC_NAMES else last
