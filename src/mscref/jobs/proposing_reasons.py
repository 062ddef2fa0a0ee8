"""Why a rule gives its term: the sentence that stands beside a suggestion."""

from __future__ import annotations

import functools
import tomllib

from mscref.settings import resource

_PRODUCT = "product-"


@functools.cache
def _sentences() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads(resource("rules", "reasons.toml").read_text("utf-8"))
    return found


def reason(rule: str) -> str:
    """The sentence that says why `rule` (the id in `Assignment.rule`) gives a term; "" for an unknown rule."""
    told = _sentences()
    if rule in told["rule"]:
        return told["rule"][rule]
    if rule.startswith(_PRODUCT):
        return f"{rule.removeprefix(_PRODUCT)} is a named product, and this is known of it."
    kinds = sorted((kind for kind in told["kind"] if rule.endswith(f"-{kind}")), key=len, reverse=True)
    return told["kind"][kinds[0]] if kinds else ""
