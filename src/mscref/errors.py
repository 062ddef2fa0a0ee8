"""The two ways something can go wrong, kept apart because their cures differ."""


class UserError(Exception):
    """The world is not as it was asked to be; the message says what, where and what to do. Exit code 2."""


class Unreadable(UserError):
    """A whole input could not be read; the message names it and the reason."""


class QueryError(UserError):
    """A search query is malformed.

    `position` is the offset (code points) in the query at which reading stopped making sense.
    """

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


class LibraryError(UserError):
    """A library file is missing, foreign, newer, damaged, read-only or locked."""


class Interrupted(UserError):
    """A question to the library was cut off because a newer one has come (`Library.interrupt`)."""


class UndoIsStale(UserError):
    """A step cannot be taken back because something else has changed the same rows since."""


class NothingToUndo(UserError):
    """There is no step to take back (or to do again)."""


class UnknownTerm(UserError):
    """A facet or term that the vocabulary does not hold; the message names the nearest one."""


class NoSuchKey(UserError):
    """A citation key, document or mention that the library does not hold."""


class LookupFailed(UserError):
    """A service on the network gave no usable answer; the message names it and the reason."""


class LookupNotAllowed(LookupFailed):
    """The user has not allowed the network, or this service of it; nothing was asked."""


class Offline(LookupFailed):
    """A service could not be reached at all: what was asked can wait."""


class LookupCancelled(LookupFailed):
    """A look-up was stopped by whoever asked for it."""


class Bug(Exception):
    """We broke a rule of our own; the message is for a report. Exit code 70."""
