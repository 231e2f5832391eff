; The installer for Windows: for one user, without an administrator. scripts/make-packages.sh gives the names that are in ${…}:
; NAME, TITLE, PUBLISHER, COPYRIGHT, NUMBER (1.2.3), VERSION (as shown), ARCH, FILES (the folder with the files), SIDE (a picture),
; OUT, and SIGN, a command that signs a file, if there is a certificate.
Unicode true
; An emulated 32-bit installer runs on each Windows for arm64. A 64-bit one does not.
!if "${ARCH}" == "amd64"
  Target amd64-unicode
!endif
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

Name "${TITLE}"
OutFile "${OUT}"
!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"' = 0
!endif
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${NUMBER}.0"
VIFileVersion "${NUMBER}.0"
VIAddVersionKey "ProductName" "${TITLE}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${NUMBER}"
VIAddVersionKey "FileDescription" "${TITLE} Setup"
VIAddVersionKey "CompanyName" "${PUBLISHER}"
VIAddVersionKey "LegalCopyright" "${COPYRIGHT}"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define RUNTIME "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define RUNTIME_AT "https://developer.microsoft.com/microsoft-edge/webview2"

!define MUI_ICON "icon.ico"
!define MUI_UNICON "icon.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${NAME}.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open ${TITLE}"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; AwaitEnd asks the user to close the app for as long as Windows does not let its file be written. A silent run gives up.
!macro AwaitEnd
  ${DoWhile} ${FileExists} "$INSTDIR\${NAME}.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\${NAME}.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${TITLE} is open. Close it, and choose Retry." /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Abort "${TITLE} is open."
  ${Loop}
!macroend

; RemoveFolder removes a folder, and waits for the processes of a web view: they end a moment after the app, and hold files until then.
!macro RemoveFolder FOLDER
  ${For} $0 1 40
    RMDir /r "${FOLDER}"
    ${IfNot} ${FileExists} "${FOLDER}\*.*"
      ${ExitFor}
    ${EndIf}
    Sleep 250
  ${Next}
!macroend

; HasRuntime sets $1 to the version of the WebView2 Runtime, or to nothing.
Function HasRuntime
  StrCpy $1 ""
  ${For} $2 1 3
    ${Select} $2
    ${Case} 1
      SetRegView 32
      ReadRegStr $1 HKLM "Software\${RUNTIME}" "pv"
    ${Case} 2
      SetRegView 64
      ReadRegStr $1 HKLM "Software\${RUNTIME}" "pv"
    ${Case} 3
      ReadRegStr $1 HKCU "Software\${RUNTIME}" "pv"
    ${EndSelect}
    ${If} $1 == "0.0.0.0" ; what stays behind when the runtime is removed
      StrCpy $1 ""
    ${EndIf}
    ${If} $1 != ""
      ${ExitFor}
    ${EndIf}
  ${Next}
  SetRegView default
FunctionEnd

Function .onInit
  SetShellVarContext current
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "${TITLE} needs Windows 10 or newer." /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
!if "${ARCH}" == "arm64"
  ${IfNot} ${IsNativeARM64}
    MessageBox MB_OK|MB_ICONSTOP "This is ${TITLE} for Windows on ARM. Take the installer for amd64 instead." /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
!endif
FunctionEnd

Section
  !insertmacro AwaitEnd
  SetOutPath "$INSTDIR"
  File "${FILES}\${NAME}.exe"
  File "${FILES}\licences.txt"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${NAME}.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${NAME}.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0

  ; Windows 11 has the runtime. On Windows 10 it may be missing, and then Microsoft's own installer fetches it.
  Call HasRuntime
  ${If} $1 == ""
!if /FileExists "${FILES}\MicrosoftEdgeWebview2Setup.exe"
    DetailPrint "Installing Microsoft's WebView2 Runtime, which shows the pages of ${TITLE} ..."
    InitPluginsDir
    File "/oname=$PLUGINSDIR\MicrosoftEdgeWebview2Setup.exe" "${FILES}\MicrosoftEdgeWebview2Setup.exe"
    ExecWait '"$PLUGINSDIR\MicrosoftEdgeWebview2Setup.exe" /silent /install' $0
    DetailPrint "Its installer ended with $0."
    Call HasRuntime
  ${EndIf}
  ${If} $1 == ""
!endif
    DetailPrint "Microsoft's WebView2 Runtime is missing: ${RUNTIME_AT}"
    MessageBox MB_YESNO|MB_ICONEXCLAMATION "${TITLE} is installed. It also needs Microsoft's WebView2 Runtime, which is missing on this computer.$\r$\n$\r$\nOpen ${RUNTIME_AT}, where Microsoft offers it?" /SD IDNO IDNO +2
    ExecShell "open" "${RUNTIME_AT}"
  ${EndIf}
SectionEnd

; The uninstaller takes away the program, and what the program has written for this user: settings, log, and the data of its web views.
; It does not ask about the session, which is in the Credential Manager and stays there: a log-out before it ends it.
Section "Uninstall"
  SetShellVarContext current
  !insertmacro AwaitEnd
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$INSTDIR\${NAME}.exe"
  Delete "$INSTDIR\licences.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  !insertmacro RemoveFolder "$LOCALAPPDATA\${NAME}"
  !insertmacro RemoveFolder "$APPDATA\${NAME}"
  !insertmacro RemoveFolder "$APPDATA\${NAME}.exe"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
