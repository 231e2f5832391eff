package main

// inPackages are the mutants of what makes packages, and of what they say of themselves.
var inPackages = []mutant{
	{"test/packaging.TestNames", "the program of the desktop's entry is another", "build/linux/wails-openid-oauth.desktop", `Exec=wails-openid-oauth`, `Exec=wails-app`},
	{"test/packaging.TestNames", "a dock does not find the entry of the window", "build/linux/wails-openid-oauth.desktop", `StartupWMClass=wails-openid-oauth`, `StartupWMClass=Wails`},
	{"test/packaging.TestNames", "a software centre does not find the app", "metainfo.xml", `wails-openid-oauth.desktop`, `wails.desktop`},
	{"test/packaging.TestNames", "macOS knows the app by another name", "build/darwin/Info.plist", `com.example.wails-openid-oauth`, `com.wails.wails-openid-oauth`},
	{"test/packaging.TestInfoPlist", "macOS finds no icon", "build/darwin/Info.plist", `iconfile`, `icon`},
	{"test/packaging.TestInfoPlist", "pages may come over http from anywhere", "build/darwin/Info.plist", `NSAllowsLocalNetworking`, `NSAllowsArbitraryLoads`},
	{"test/packaging.TestInfoPlist", "the windows are blurred", "build/darwin/Info.plist", `<key>NSHighResolutionCapable</key> <true/>`, `<key>NSHighResolutionCapable</key> <false/>`},
	{"test/packaging.TestEntitlements", "the app may run code that nobody signed", "build/darwin/entitlements.plist", `<dict/>`, `<dict><key>com.apple.security.cs.disable-library-validation</key><true/></dict>`},

	{"test/packaging.TestInstaller", "an installation replaces the program that runs", "installer.nsi", `!insertmacro AwaitEnd SetOutPath`, `SetOutPath`},
	{"test/packaging.TestInstaller", "there is no entry in the Start menu", "installer.nsi", `CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${NAME}.exe"`, ``},
	{"test/packaging.TestInstaller", "a silent removal asks", "installer.nsi", `uninstall.exe" /S'`, `uninstall.exe"'`},
	{"test/packaging.TestInstaller", "the program is left", "installer.nsi", `Delete "$INSTDIR\${NAME}.exe"`, ``},
	{"test/packaging.TestInstaller", "the entry in the Start menu is left", "installer.nsi", `Delete "$SMPROGRAMS\${TITLE}.lnk"`, ``},
	{"test/packaging.TestInstaller", "the log and the data of the web views are left", "installer.nsi", `!insertmacro RemoveFolder "$LOCALAPPDATA\${NAME}"`, ``},
	{"test/packaging.TestInstaller", "the settings are left", "installer.nsi", `!insertmacro RemoveFolder "$APPDATA\${NAME}"`, ``},
	{"test/packaging.TestInstaller", "the data of the main window's web view are left", "installer.nsi", `!insertmacro RemoveFolder "$APPDATA\${NAME}.exe"`, ``},
	{"test/packaging.TestInstaller", "a web view that ends late keeps its data", "installer.nsi", `${For} $0 1 40`, `${For} $0 1 1`},
	{"test/packaging.TestInstaller", "Windows lists an app that is gone", "installer.nsi", `DeleteRegKey HKCU "${UNINSTALL}"`, ``},
	{"test/packaging.TestInstaller", "an administrator is needed", "installer.nsi", `RequestExecutionLevel user`, `RequestExecutionLevel admin`},

	{"test/architecture.TestRename", "people read the old title", "rename.sh", `s#$old_title#$title#g;`, ``},
	{"test/architecture.TestRename", "files keep the old name", "rename.sh", `git mv "$file"`, `true "$file"`},
	{"test/architecture.TestRename", "macOS takes the app for the old one", "rename.sh", `s#${old_id//./\\.}#$id#g;`, ``},
	{"test/architecture.TestRename", "the environment keeps the old name", "rename.sh", `s#\b${old_variable}_#${variable//-/_}_#g`, ``},

	{"test/architecture.TestSecrets", "a push gets the certificates", "ci.yml", `uses: ./.github/workflows/packages.yml`, "uses: ./.github/workflows/packages.yml\n    secrets: inherit"},
	{"test/architecture.TestSecrets", "the packages are made with the right to write", "packages.yml", `contents: read`, `contents: write`},
	{"test/architecture.TestSecrets", "without a certificate there is no package for Windows", "packages.yml", `if: env.CERTIFICATE != '' run: | sudo`, "run: |\n          sudo"},
	{"test/architecture.TestSecrets", "a stranger's request runs with our rights", "ci.yml", `pull_request:`, `pull_request_target:`},
	{"test/architecture.TestGoInCI", "the packages are built with another Go", "packages.yml", `go-version-file: go.mod - run: scripts/make-packages.sh deb`, "go-version: \"1.26.0\"\n      - run: scripts/make-packages.sh deb"},
}
