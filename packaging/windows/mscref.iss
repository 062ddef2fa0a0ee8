; Inno Setup 6: an installer for the one-dir bundle. On Windows, after `python packaging\build.py`:
;   iscc /DVersion=0.1.0 packaging\windows\mscref.iss

#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
AppName=mscref
AppVersion={#Version}
AppPublisher=the mscref authors
DefaultDirName={autopf}\mscref
DefaultGroupName=mscref
OutputDir=..\..\dist
OutputBaseFilename=mscref-{#Version}-setup
LicenseFile=..\..\LICENSE
Compression=lzma2
SolidCompression=yes
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
PrivilegesRequired=lowest

[Files]
Source: "..\..\dist\mscref\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\mscref"; Filename: "{app}\mscref.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.mscref"; ValueType: string; ValueData: "mscref.library"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\mscref.library"; ValueType: string; ValueData: "mscref library"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\mscref.library\shell\open\command"; ValueType: string; ValueData: """{app}\mscref.exe"" ""%1"""

[Run]
Filename: "{app}\mscref.exe"; Description: "Start mscref"; Flags: nowait postinstall skipifsilent
