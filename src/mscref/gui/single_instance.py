"""One window per user: a second start hands its files to the first and ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1000
_MAX_MESSAGE = 1_000_000


class SingleInstance(QObject):
    """`is_first` tells whether this process is the one; `called` carries the paths that a later start hands over."""

    called = Signal(list)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._name = "mscref-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self.is_first = self._lock.tryLock(0)
        self._server: QLocalServer | None = None
        self._callers: list[QLocalSocket] = []
        if self.is_first:
            self._listen()

    def hand_over(self, paths: Sequence[str]) -> bool:
        """Give paths to the first window; says whether it took them."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(json.dumps([str(Path(path).resolve()) for path in paths]).encode() + b"\n")
        sent = socket.waitForBytesWritten(_WAIT_MS)
        socket.disconnectFromServer()
        return bool(sent)

    def release(self) -> None:
        """Let another process be the first."""
        if self._server is not None:
            self._server.newConnection.disconnect(self._greet)
            self._server.close()
        if self.is_first:
            self._lock.unlock()

    def _listen(self) -> None:
        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._greet)
        server.listen(self._name)
        self._server = server

    def _greet(self) -> None:
        """Take a caller in; it stays with the server, which ends with this object."""
        socket = self._server.nextPendingConnection() if self._server is not None else None
        if socket is not None:
            self._callers.append(socket)
            socket.readyRead.connect(self._listen_to_callers)
            self._listen_to_callers()

    def _listen_to_callers(self) -> None:
        """Read every whole line that a caller has sent; a line is a JSON list of paths, all else is passed over."""
        for socket in self._callers:
            while socket.canReadLine():
                line = bytes(socket.readLine(_MAX_MESSAGE).data())
                try:
                    paths = json.loads(line)
                except ValueError:
                    continue
                if isinstance(paths, list):
                    self.called.emit([str(path) for path in paths])
        self._callers = [one for one in self._callers if one.state() != QLocalSocket.LocalSocketState.UnconnectedState]
