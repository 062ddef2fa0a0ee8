@echo off
rem Build the bundle and the installer on Windows: needs Python 3.11+ and Inno Setup 6 (iscc on PATH).
python -m venv .venv || exit /b 1
.venv\Scripts\python -m pip install --constraint constraints.txt .[package] || exit /b 1
.venv\Scripts\python packaging\build.py || exit /b 1
for /f "tokens=2 delims==" %%v in ('findstr __version__ src\mscref\__init__.py') do set VERSION=%%~v
set VERSION=%VERSION: =%
set VERSION=%VERSION:"=%
iscc /DVersion=%VERSION% packaging\windows\mscref.iss
