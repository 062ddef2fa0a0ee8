#!/bin/sh
# Build mscref.app and a disk image on macOS: needs Python 3.11+. Signing and notarising are the distributor's.
set -eu
cd "$(dirname "$0")/../.."
python3 -m venv .venv
.venv/bin/python -m pip install --quiet --constraint constraints.txt '.[package]'
.venv/bin/python packaging/build.py
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' src/mscref/__init__.py)
rm -f "dist/mscref-$version.dmg"
hdiutil create -volname mscref -srcfolder dist/mscref.app -format UDZO "dist/mscref-$version.dmg"
