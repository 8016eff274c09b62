; The installer for Windows: makensis installers\windows\neopain.nsi, after `make bundle` there.
; /DBUNDLE= names the bundle's folder, /DVERSION= the version, /DOUT= the installer to write.
; Silent: NeoPain-setup.exe /S [/AllUsers | /CurrentUser] [/D=C:\folder]; uninstall.exe /S.
Unicode true
SetCompressor /SOLID lzma
!ifndef BUNDLE
  !define BUNDLE "..\..\build\bundle\NeoPain"
!endif
!ifndef VERSION
  !define VERSION "0"
!endif
!ifndef OUT
  !define OUT "..\..\dist\NeoPain-${VERSION}-setup.exe"
!endif
!define ICONS "..\..\resources\desktop\icons"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\NeoPain"
!define TYPE "NeoPain.Study"

; Without an administrator's rights it installs for who runs it.
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "NeoPain"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh

Name "NeoPain"
OutFile "${OUT}"
!define MUI_ICON "${ICONS}/neopain.ico"
!define MUI_UNICON "${ICONS}/neopain.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\neopain-window.exe"
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function .onInit
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section "NeoPain"
  ; of an earlier version nothing stays beside the new one
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}/*"
  File "${ICONS}/neopain-study.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\NeoPain.lnk" "$INSTDIR\neopain-window.exe"

  WriteRegStr SHCTX "Software\Classes\.neopain-study" "" "${TYPE}"
  WriteRegStr SHCTX "Software\Classes\.neopain-study" "Content Type" "application/x-neopain-study+json"
  WriteRegStr SHCTX "Software\Classes\${TYPE}" "" "NeoPain study"
  WriteRegStr SHCTX "Software\Classes\${TYPE}\DefaultIcon" "" '"$INSTDIR\neopain-study.ico"'
  WriteRegStr SHCTX "Software\Classes\${TYPE}\shell\open\command" "" '"$INSTDIR\neopain-window.exe" "%1"'

  WriteRegStr SHCTX "${KEY}" "DisplayName" "NeoPain"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\neopain-window.exe"
  WriteRegStr SHCTX "${KEY}" "Publisher" "The NeoPain developers"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S /$MultiUser.InstallMode'
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" "$0"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  ; what the user keeps lies elsewhere, or in "NeoPain data" of a portable program, and stays
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\neopain.exe"
  Delete "$INSTDIR\neopain-window.exe"
  Delete "$INSTDIR\neopain-study.ico"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\NeoPain.lnk"
  DeleteRegKey SHCTX "Software\Classes\.neopain-study"
  DeleteRegKey SHCTX "Software\Classes\${TYPE}"
  DeleteRegKey SHCTX "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
