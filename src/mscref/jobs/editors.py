"""Sending a citation to an editor by the command line that its makers document. No shell is involved.

TeXstudio: `texstudio --insert-cite KEYS`. Emacs: `emacsclient --no-wait --eval` with its server on. Vim and Neovim:
`--remote-send` to a running server. Visual Studio Code takes no text on its command line: the window that is open
is brought forward, and the citation waits on the clipboard.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from mscref.errors import UserError
from mscref.jobs import citation_forms

_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor: its name, its program, and whether it takes the citation itself or only comes forward."""

    name: str
    program: str
    takes_text: bool = True


EDITORS = {
    "texstudio": Editor("TeXstudio", "texstudio"),
    "emacs": Editor("Emacs", "emacsclient"),
    "vim": Editor("Vim", "vim"),
    "neovim": Editor("Neovim", "nvim"),
    "vscode": Editor("Visual Studio Code", "code", takes_text=False),
}


def arguments(editor: str, keys: Sequence[str], form: str | None = None) -> list[str]:
    """The command that hands the citation of `keys` to an editor; raises UserError when one is not safe to send."""
    text = citation_forms.cite(keys, form)
    unsafe = next((char for char in text if not char.isprintable()), "")
    if unsafe or any(set(key) & set('"\\<>{}') for key in keys):
        raise UserError("A key with quotes, brackets or control characters is not sent to an editor; rename it first.")
    program = EDITORS[editor].program
    match editor:
        case "texstudio":
            return [program, "--insert-cite", ",".join(keys)]
        case "emacs":
            quoted = text.replace("\\", "\\\\").replace('"', '\\"')
            lisp = f'(with-current-buffer (window-buffer (selected-window)) (insert "{quoted}"))'
            return [program, "--no-wait", "--eval", lisp]
        case "vim":
            typed = text.replace("<", "<lt>")
            return [program, "--servername", "VIM", "--remote-send", f"<C-\\><C-N>a{typed}<Esc>"]
        case "neovim":
            typed = text.replace("<", "<lt>")
            server = os.environ.get("NVIM_LISTEN_ADDRESS") or os.environ.get("NVIM") or "/tmp/nvimsocket"
            return [program, "--server", server, "--remote-send", f"<C-\\><C-N>a{typed}<Esc>"]
    return [program, "--reuse-window"]


def available() -> list[str]:
    """The editors that are installed here."""
    return [key for key, editor in EDITORS.items() if shutil.which(editor.program)]


def send(editor: str, keys: Sequence[str], form: str | None = None) -> None:
    """Hand the citation of `keys` to a running editor; raises UserError when it is not there or refuses."""
    command = arguments(editor, keys, form)
    name, program = EDITORS[editor].name, shutil.which(EDITORS[editor].program)
    if program is None:
        raise UserError(f"{name} is not installed, or its program {EDITORS[editor].program} is not on the PATH.")
    if editor == "texstudio":
        begun = subprocess.Popen([program, *command[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        threading.Thread(target=begun.wait, daemon=True).start()  # it runs on when no window of its was open
        return
    try:
        done = subprocess.run([program, *command[1:]], capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(f"{name} did not answer; is it running with its server on?") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[:1]
        raise UserError(f"{name} did not take the citation ({''.join(said) or 'no reason given'}); is its server on?")
