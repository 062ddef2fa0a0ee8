"""What the user allows: whether the network may be asked at all, which services, and under which contact address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from mscref import settings
from mscref.errors import LookupNotAllowed
from mscref.lookup.services import SERVICES, Service

_CONTACT = re.compile(r"[^\s@<>\"'\\,;:()\x00-\x1f]+@[^\s@<>\"'\\,;:()\x00-\x1f]+\.[^\s@<>\"'\\,;:()\x00-\x1f]+")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Permission:
    """Off unless `is_allowed`; `refused` are keys of services that are switched off; `contact` is sent if it is given.

    `addresses` puts a mirror in the place of a service: https, or plain http on this machine.
    """

    is_allowed: bool = False
    refused: frozenset[str] = frozenset()
    contact: str = ""
    addresses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def allows(self, service: Service) -> bool:
        """True when this service may be asked."""
        lacks_contact = service.needs_contact and not self.contact
        return self.is_allowed and service.key not in self.refused and not lacks_contact

    def address(self, service: Service) -> str:
        """What the URLs for a service begin with."""
        return self.addresses.get(service.key, service.address)

    def online(self) -> Permission:
        """The same with the network allowed, for one call."""
        return replace(self, is_allowed=True)

    def required_at_all(self) -> None:
        """Raise LookupNotAllowed, which says what to do, when nothing may be asked."""
        if not self.is_allowed:
            raise LookupNotAllowed(
                "Look-ups on the network are off. Allow them in the preferences, or add --online to a command."
            )

    def required(self, service: Service) -> None:
        """Raise LookupNotAllowed, which says what to do, when a service may not be asked."""
        self.required_at_all()
        if service.needs_contact and not self.contact:
            raise LookupNotAllowed(f"{service.name} wants a contact address: give one in the preferences.")
        if service.key in self.refused:
            raise LookupNotAllowed(f"{service.name} is switched off in the preferences.")


def load() -> Permission:
    """What the settings say; whatever is no valid choice there counts as not made."""
    held = settings.load().get("network")
    chosen: Mapping[str, Any] = held if isinstance(held, Mapping) else {}
    refused = chosen.get("refused")
    addresses = chosen.get("addresses")
    contact = chosen.get("contact")
    return Permission(
        is_allowed=chosen.get("allowed") is True,
        refused=frozenset(key for key in refused if key in SERVICES) if isinstance(refused, list) else frozenset(),
        contact=contact if isinstance(contact, str) and is_contact(contact) else "",
        addresses=_addresses(addresses if isinstance(addresses, Mapping) else {}),
    )


def save(permission: Permission) -> None:
    """Keep what was chosen."""
    chosen: dict[str, Any] = {"allowed": permission.is_allowed, "refused": sorted(permission.refused)}
    chosen["contact"] = permission.contact
    if permission.addresses:
        chosen["addresses"] = dict(permission.addresses)
    settings.save({"network": chosen})


def is_contact(text: str) -> bool:
    """True for what looks like an e-mail address and can stand in a header."""
    return len(text) < 200 and text.isascii() and _CONTACT.fullmatch(text) is not None


def is_loopback(address: str) -> bool:
    """True for an address on this machine."""
    return urlsplit(address).hostname in _LOOPBACK


def _addresses(given: Mapping[str, Any]) -> Mapping[str, str]:
    found = {
        key: address.rstrip("/")
        for key, address in given.items()
        if key in SERVICES and isinstance(address, str) and _is_usable(address)
    }
    return MappingProxyType(found)


def _is_usable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return is_whole and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(address)))
