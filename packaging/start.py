"""The entry point that PyInstaller freezes: the same as `python -m mscref`."""

import sys

from mscref.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
