; The installer for Windows: for one person or for everybody, in English and Hindi. `installer.py` compiles it.
; Silently: karmadesk-….exe /S /CurrentUser, or /S /AllUsers (as administrator); /D=C:\somewhere stands last.

Unicode True
SetCompressor /SOLID lzma
; Two programs that differ in one flag are compressed as one when the window spans both.
SetCompressorDictSize 64

!define NAME "KarmaDesk"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\KarmaDesk"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "Software\KarmaDesk"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Folder"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "Software\KarmaDesk"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "Folder"
!include MultiUser.nsh
!include MUI2.nsh
!include x64.nsh
!include LogicLib.nsh

Name "${NAME}"
OutFile "${SETUP}"
BrandingText "${NAME} ${VERSION}"
ManifestDPIAware true
ManifestSupportedOS all

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "Software\KarmaDesk"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!define MUI_FINISHPAGE_RUN "$INSTDIR\karmadesk-window.exe"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Hindi"
!insertmacro MUI_RESERVEFILE_LANGDLL

LangString COMMENT ${LANG_ENGLISH} "Learn assigned iGOT courses where there is no network"
LangString COMMENT ${LANG_HINDI} "बिना नेटवर्क के भी iGOT के सौंपे गए पाठ्यक्रम सीखें"
LangString ONLY_64 ${LANG_ENGLISH} "KarmaDesk needs a 64-bit Windows 10 or newer. Nothing was changed."
LangString ONLY_64 ${LANG_HINDI} "KarmaDesk के लिए 64-बिट Windows 10 या उससे नया चाहिए। कुछ भी बदला नहीं गया।"
LangString IS_OPEN ${LANG_ENGLISH} "KarmaDesk is still open. Please close it and try again; what was learnt is safe."
LangString IS_OPEN ${LANG_HINDI} "KarmaDesk अभी खुला है। कृपया उसे बंद करके फिर कोशिश करें; जो सीखा गया है वह सुरक्षित है।"
LangString KEPT ${LANG_ENGLISH} "What was learnt on this computer stays here, for each person, and is there again after a new installation."
LangString KEPT ${LANG_HINDI} "इस कंप्यूटर पर जो सीखा गया है वह हर व्यक्ति के लिए यहीं रहता है, और दोबारा इंस्टॉल करने पर फिर मिल जाता है।"

VIProductVersion "${VERSION_OF_FOUR}"
VIFileVersion "${VERSION_OF_FOUR}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductName" "${NAME}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileDescription" "${NAME}: learn where there is no network"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "CompanyName" "${NAME}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "LegalCopyright" "Apache-2.0"
VIAddVersionKey /LANG=${LANG_HINDI} "ProductName" "${NAME}"
VIAddVersionKey /LANG=${LANG_HINDI} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_HINDI} "FileDescription" "${NAME}: जहाँ नेटवर्क नहीं, वहाँ भी सीखें"
VIAddVersionKey /LANG=${LANG_HINDI} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_HINDI} "CompanyName" "${NAME}"
VIAddVersionKey /LANG=${LANG_HINDI} "LegalCopyright" "Apache-2.0"

; A program that runs keeps its file: it cannot be opened for writing.
!macro STOP_IF_OPEN
  ${If} ${FileExists} "$INSTDIR\karmadesk-window.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\karmadesk-window.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(IS_OPEN)" /SD IDOK
      SetErrorLevel 1
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; Only what an installation put there: a folder that somebody chose may hold other things.
!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\karmadesk.exe"
  Delete "$INSTDIR\karmadesk-window.exe"
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(ONLY_64)" /SD IDOK
    SetErrorLevel 1
    Quit
  ${EndIf}
  SetRegView 64
  !insertmacro MULTIUSER_INIT
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section
  !insertmacro STOP_IF_OPEN
  ; An older version's files must not mix with this one's.
  !insertmacro REMOVE_PROGRAM
  SetOutPath "$INSTDIR"
  File /r "${FILES}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\karmadesk-window.exe" "" "$INSTDIR\karmadesk-window.exe" 0 SW_SHOWNORMAL "" "$(COMMENT)"

  WriteRegStr SHCTX "Software\KarmaDesk" "Folder" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\karmadesk-window.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

; What people learnt lies in each person's own profile (%LOCALAPPDATA%\karmadesk) and is not touched.
Section "Uninstall"
  !insertmacro STOP_IF_OPEN
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "Software\KarmaDesk"
  DetailPrint "$(KEPT)"
SectionEnd
