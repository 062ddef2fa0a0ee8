"""Build what people install: the one-dir bundle, and on Debian and Ubuntu a .deb; start it once to see that it runs.

`python packaging/build.py`, called by `make package`. Results go to dist/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
LINUX = ROOT / "packaging" / "linux"


def version() -> str:
    """The version that the package states."""
    text = (ROOT / "src" / "mscref" / "__init__.py").read_text("utf-8")
    return text.split('__version__ = "')[1].split('"')[0]


def bundle() -> Path:
    """Freeze the program; returns the folder."""
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", str(DIST)]
    work = ["--workpath", str(ROOT / "build" / "pyinstaller")]
    spec = str(ROOT / "packaging" / "mscref.spec")
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, *work, spec], check=True)
    return DIST / "mscref"


def deb(folder: Path) -> Path:
    """Wrap the bundle in a Debian package with its desktop file, icon, MIME type and metainfo."""
    machine = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    package = DIST / f"mscref_{version()}_{machine}.deb"
    with tempfile.TemporaryDirectory() as work:
        tree = Path(work)
        shutil.copytree(folder, tree / "opt" / "mscref", symlinks=True)
        share = tree / "usr" / "share"
        places = {
            LINUX / "mscref.desktop": share / "applications" / "mscref.desktop",
            LINUX / "org.mscref.mscref.metainfo.xml": share / "metainfo" / "org.mscref.mscref.metainfo.xml",
            LINUX / "mscref-mime.xml": share / "mime" / "packages" / "mscref.xml",
            ROOT / "resources" / "icons" / "mscref.svg": share
            / "icons"
            / "hicolor"
            / "scalable"
            / "apps"
            / "mscref.svg",
            ROOT / "LICENSE": share / "doc" / "mscref" / "copyright",
        }
        for source, target in places.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        link = tree / "usr" / "bin" / "mscref"
        link.parent.mkdir(parents=True)
        link.symlink_to("/opt/mscref/mscref")
        size = sum(f.lstat().st_size for f in tree.rglob("*") if f.is_file()) // 1024
        control = (LINUX / "control.in").read_text("utf-8")
        (tree / "DEBIAN").mkdir()
        (tree / "DEBIAN" / "control").write_text(control.format(version=version(), machine=machine, size=size), "utf-8")
        tree.chmod(0o755)
        subprocess.run(
            ["dpkg-deb", "-Zxz", "-z3", "--root-owner-group", "--build", str(tree), str(package)], check=True
        )
    return package


def try_out(folder: Path) -> None:
    """Start the frozen program: its command line, its worker (by reading a file), and its window."""
    program = folder / ("mscref.exe" if sys.platform == "win32" else "mscref")
    sample = ROOT / "resources" / "sample" / "documents" / "saved-record-gugliandolo-2019.txt"
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**os.environ, "MSCREF_HOME": home}
        subprocess.run([program, "--version"], check=True, env=surroundings, timeout=60)
        answer = subprocess.run(
            [program, "read", str(sample), "--json"],
            check=True,
            env=surroundings,
            timeout=60,
            capture_output=True,
            text=True,
        ).stdout
        if "10.1155/2019/3675627" not in answer:
            sys.exit("The frozen program did not read the sample document.")
        screen = ["xvfb-run", "--auto-servernum"] if shutil.which("xvfb-run") else []
        if not screen:
            surroundings["QT_QPA_PLATFORM"] = "offscreen"
        command = [*screen, str(program), "demo", str(Path(home) / "demo")]
        subprocess.run(command, check=True, env=surroundings, timeout=180, stdout=subprocess.DEVNULL)
    print("The frozen program starts: command line, worker and window.")


def main() -> None:
    """Build, try, and name what was made."""
    folder = bundle()
    try_out(folder)
    size = sum(f.lstat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
    print(f"{folder.relative_to(ROOT)}: {size:.0f} MB")
    if shutil.which("dpkg-deb"):
        package = deb(folder)
        print(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
