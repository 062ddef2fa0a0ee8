"""Put a question to a service over HTTPS: politely, within limits, kept for a while, and stopped at once when asked.

One GET at a time. Requests go to the addresses of `services` only; redirects are followed to the hosts named there.
An answer is untrusted: its size, its type and its time are limited, and whatever goes wrong is one LookupFailed.
"""

from __future__ import annotations

import contextlib
import json
import platform
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from mscref import __version__, settings
from mscref.errors import LookupCancelled, LookupFailed, Offline
from mscref.lookup import permission as permissions
from mscref.lookup.cache import Cache, Kept
from mscref.lookup.pace import Pace, retry_after
from mscref.lookup.permission import Permission
from mscref.lookup.services import Service

if TYPE_CHECKING:
    import asyncio

    import httpx

T = TypeVar("T")
_TRY_AGAIN = (429, 500, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_LOOK_SECONDS = 0.05
_FAILURES_TO_GIVE_UP = 2
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often is waited for a service (seconds, bytes); `haste` divides the waits between questions."""

    connect: float = 8.0
    silence: float = 15.0
    whole: float = 60.0
    tries: int = 3
    first_wait: float = 1.0
    longest_wait: float = 60.0
    most_bytes: int = 20_000_000
    haste: float = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: its name for messages, the media type, the body."""

    service: str
    media_type: str
    body: bytes

    def json(self) -> Any:
        """The body as JSON; LookupFailed when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise LookupFailed(f"{self.service} gave an answer that is damaged. Try again later.") from error

    def text(self) -> str:
        """The body as text; what is no UTF-8 is replaced."""
        return self.body.decode("utf-8", errors="replace")


class Web:
    """The way to all services, for one job: use it in a `with` block, from one thread.

    `cancelled` is looked at twenty times a second, also while an answer is on its way. With `fresh` nothing is taken
    from the cache; what comes is kept there all the same.
    """

    def __init__(
        self,
        permission: Permission,
        *,
        cache: Cache | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        patience: Patience | None = None,
        fresh: bool = False,
    ) -> None:
        self.permission = permission
        self._is_fresh = fresh
        self._cache = cache
        self._cancelled = cancelled
        self._patience = patience or Patience()
        self._pace = Pace(self._patience.haste)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient | None = None
        self._failed: dict[str, tuple[int, LookupFailed]] = {}

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._loop is not None:
            if self._client is not None:
                self._loop.run_until_complete(self._client.aclose())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()
        self._loop = self._client = None

    def allows(self, service: Service) -> bool:
        """True when the user lets this service be asked."""
        return self.permission.allows(service)

    def get(
        self,
        service: Service,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        kind: str = "json",
        accept: str = "",
        absent: tuple[int, ...] = (404,),
    ) -> Answer | None:
        """The answer to one GET below the service's address; None when what was asked for does not exist.

        `absent` are the statuses that say so. The media type of an answer must contain `kind`, and JSON must be JSON.
        Raises LookupNotAllowed (before anything is sent), Offline, LookupCancelled, else LookupFailed.
        """
        self.permission.required(service)
        url = self.permission.address(service) + path + (f"?{urlencode(params)}" if params else "")
        question = f"{accept} {url}"
        kept = None if self._is_fresh or self._cache is None else self._cache.find(question)
        if kept is None:
            self._refuse_what_failed(service)
            try:
                kept = self._run(self._asking(service, url, accept or f"application/{kind}", absent))
            except LookupCancelled:
                raise
            except LookupFailed as error:
                self._failed[service.key] = (self._failed.get(service.key, (0, error))[0] + 1, error)
                raise
            self._failed.pop(service.key, None)
            _check(service, kept, kind)
            if self._cache is not None:
                self._cache.keep(question, kept)
        return Answer(service.name, kept.media_type, kept.body) if kept.status == 200 else None

    def _refuse_what_failed(self, service: Service) -> None:
        """A service that failed twice in a row is left alone for the rest of the job."""
        times, error = self._failed.get(service.key, (0, None))
        if error is not None and (times >= _FAILURES_TO_GIVE_UP or isinstance(error, Offline)):
            raise error

    # --- waiting, cancelling ---------------------------------------------------------------------------------

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        import asyncio

        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(self._watched(work))

    async def _watched(self, work: Coroutine[Any, Any, T]) -> T:
        import asyncio

        task = asyncio.ensure_future(work)
        while not task.done():
            if self._cancelled():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, LookupFailed):
                    await task
                raise LookupCancelled("The look-up was stopped.")
            await asyncio.wait({task}, timeout=_LOOK_SECONDS)
        return task.result()

    async def _take_turn(self, service: Service) -> None:
        """Wait until the service may be asked again."""
        import asyncio

        await asyncio.sleep(self._pace.wait(service, time.monotonic()))

    # --- one question ----------------------------------------------------------------------------------------

    async def _asking(self, service: Service, url: str, accept: str, absent: tuple[int, ...]) -> Kept:
        """Ask, and again after a while where that may help."""
        import asyncio

        wait = self._patience.first_wait
        for left in reversed(range(self._patience.tries)):
            await self._take_turn(service)
            try:
                kept, pause = await self._followed(service, url, accept)
            except _Passing as passing:
                if not left:
                    raise passing.error from passing.__cause__
                pause = None
            else:
                if kept.status == 200 or kept.status in absent:
                    return kept
                if kept.status not in _TRY_AGAIN:
                    raise LookupFailed(f"{service.name} refused the question (HTTP {kept.status}).")
                if not left or (pause is not None and pause > self._patience.longest_wait):
                    raise LookupFailed(_busy(service, kept.status, pause))
            await asyncio.sleep(wait if pause is None else pause)
            wait *= 2
        raise LookupFailed(f"{service.name} was not asked.")

    async def _followed(self, service: Service, url: str, accept: str) -> tuple[Kept, float | None]:
        """One request and where it is sent on to; with the seconds that the service asks to wait."""
        import asyncio

        import httpx

        place = url
        try:
            async with asyncio.timeout(self._patience.whole):
                for _ in range(_MOST_REDIRECTS):
                    kept, headers = await self._fetched(service, place, accept)
                    if kept.status not in _REDIRECTS:
                        return kept, retry_after(headers.get("retry-after", ""))
                    place = self._checked(service, urljoin(place, headers.get("location", "")))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            offline = Offline(f"{service.name} cannot be reached. Check the network; what was asked can wait.")
            raise _Passing(offline) from error
        except (TimeoutError, httpx.TimeoutException) as error:
            raise _Passing(LookupFailed(f"{service.name} did not answer in time. Try again later.")) from error
        except httpx.TransportError as error:
            raise _Passing(LookupFailed(f"{service.name} broke off its answer. Try again later.")) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise LookupFailed(f"{service.name} gave an answer that cannot be read. Try again later.") from error
        raise LookupFailed(f"{service.name} sent us on too often. Try again later.")

    async def _fetched(self, service: Service, url: str, accept: str) -> tuple[Kept, Mapping[str, str]]:
        most = self._patience.most_bytes
        too_large = LookupFailed(
            f"{service.name} gave an answer of more than {most // 1_000_000 or 1} MB; it was left."
        )
        async with self._opened().stream("GET", url, headers={"Accept": accept}) as response:
            declared = response.headers.get("content-length", "")
            if declared.isdecimal() and int(declared) > most:
                raise too_large
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > most:
                    raise too_large
            media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            return Kept(response.status_code, media_type, bytes(body)), response.headers

    def _checked(self, service: Service, url: str) -> str:
        """A place we are sent on to, when it is one that the service may send us to; else LookupFailed."""
        parts, home = urlsplit(url), urlsplit(self.permission.address(service))
        is_home = (parts.scheme, parts.netloc) == (home.scheme, home.netloc)
        if is_home or (parts.scheme == "https" and parts.netloc in service.hosts):
            return url
        raise LookupFailed(f"{service.name} sent us on to a place that mscref does not ask ({parts.netloc[:60]}).")

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            import httpx

            wait = self._patience
            self._client = httpx.AsyncClient(
                headers={"User-Agent": user_agent(self.permission.contact), "Accept-Encoding": "gzip"},
                timeout=httpx.Timeout(wait.silence, connect=wait.connect),
                follow_redirects=False,
                mounts={f"all://{host}": httpx.AsyncHTTPTransport() for host in ("127.0.0.1", "localhost")}
                if any(map(permissions.is_loopback, self.permission.addresses.values()))
                else None,
            )
        return self._client


def _check(service: Service, kept: Kept, kind: str) -> None:
    """Raise LookupFailed for an answer of another type than was asked for, and for JSON that is damaged."""
    if kept.status != 200:
        return
    if kind not in kept.media_type:
        raise LookupFailed(
            f"{service.name} answered with {kept.media_type[:_MOST_SHOWN] or 'something unnamed'} where {kind} was "
            "expected; perhaps the network here wants you to sign in first."
        )
    if kind == "json":
        Answer(service.name, kept.media_type, kept.body).json()


class _Passing(Exception):
    """A failure that may pass: worth another try, and `error` when the tries are used up."""

    def __init__(self, error: LookupFailed) -> None:
        super().__init__(str(error))
        self.error = error


def open_web(*, online: bool = False, fresh: bool = False, cancelled: Callable[[], bool] = lambda: False) -> Web:
    """The way to the services as the settings allow it; `online` allows the network for this once.

    Nothing is sent before the first question; without permission every question raises LookupNotAllowed.
    """
    permission = permissions.load()
    if online:
        permission = permission.online()
    return Web(permission, cache=Cache(settings.cache_dir() / "lookup"), cancelled=cancelled, fresh=fresh)


def user_agent(contact: str) -> str:
    """Who asks: the program, its version, and the contact address if the user has given one."""
    told = f"mscref/{__version__} (reference manager; Python {platform.python_version()})"
    return f"{told[:-1]}; mailto:{contact})" if contact else told


def _busy(service: Service, status: int, pause: float | None) -> str:
    if status == 429:
        when = f"in {round(pause / 60) or 1} minutes" if pause and pause > 60 else "in a while"
        return f"{service.name} asks for fewer questions. Try again {when}."
    return f"{service.name} has a problem of its own (HTTP {status}). Try again later."
