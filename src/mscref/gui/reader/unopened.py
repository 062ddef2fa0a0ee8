"""What stands in place of the pages while a file opens, when it is locked, and when it cannot be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mscref.gui import words


class Unopened(QWidget):
    """`password_given` carries what was typed; `outside_asked` that another program should open the file."""

    password_given = Signal(str)
    outside_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("No pages"))
        self._says = words.label(name=self.tr("Why there are no pages"))
        self._says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setPlaceholderText(self.tr("Password of the file"))
        self._password.setAccessibleName(self.tr("Password of the file"))
        self._password.setFixedWidth(220)
        self._password.returnPressed.connect(lambda: self.password_given.emit(self._password.text()))
        self._outside = QPushButton(self.tr("Open in another program"))
        self._outside.setAccessibleName(self._outside.text())
        self._outside.clicked.connect(self.outside_asked)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._password)
        row.addWidget(self._outside)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 20, 40, 60)
        column.addStretch()
        column.addWidget(self._says)
        column.addLayout(row)
        column.addStretch()
        self.say_opening("")

    def say_opening(self, name: str) -> None:
        """A file is on its way."""
        self._tell(self.tr("Opening {file}…").format(file=name) if name else "")

    def ask_password(self, sentence: str) -> None:
        """The file is locked."""
        self._tell(sentence, locked=True)
        self._password.clear()
        self._password.setFocus()

    def say_refused(self, sentence: str) -> None:
        """The file cannot be read here."""
        self._tell(sentence, refused=True)

    def _tell(self, text: str, *, locked: bool = False, refused: bool = False) -> None:
        words.set_text(self._says, text, text or self.tr("Why there are no pages"))
        self._password.setVisible(locked)
        self._outside.setVisible(refused or locked)
