# Installs the app on a real Windows with the installer in the folder packages, opens it, and removes it. No file may be left.
$ErrorActionPreference = "Stop"
$name = "wails-openid-oauth"
$folder = "$env:LOCALAPPDATA\Programs\$name"
$program = "$folder\$name.exe"
$entry = "$([Environment]::GetFolderPath('Programs'))\Wails OpenID Connect.lnk"
$key = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\$name"
function Assert($holds, $words) { if (-not $holds) { throw $words } }

# What the installer carries is Microsoft's.
$module = go list -m -f '{{.Dir}}' github.com/wailsapp/wails/v2
$signature = Get-AuthenticodeSignature "$module\internal\webview2runtime\MicrosoftEdgeWebview2Setup.exe"
Assert ($signature.Status -eq "Valid" -and $signature.SignerCertificate.Subject -match "O=Microsoft Corporation") "Microsoft's installer is $($signature.Status), $($signature.SignerCertificate.Subject)"

$installer = (Get-ChildItem packages -Filter "*-amd64-installer.exe").FullName
foreach ($time in "first", "second") { # the second time it is an upgrade
    $run = Start-Process -Wait -PassThru $installer -ArgumentList "/S"
    Assert ($run.ExitCode -eq 0) "the $time installation ended with $($run.ExitCode)"
    Assert (Test-Path $program) "$program is missing"
    Assert (Test-Path $entry) "$entry is missing"
    Assert (Test-Path $key) "$key is missing"
}

$app = Start-Process -PassThru $program
for ($i = 0; $i -lt 120 -and -not $app.MainWindowHandle; $i++) { Start-Sleep -Milliseconds 500; $app.Refresh() }
Assert (-not $app.HasExited) "the app has ended with $($app.ExitCode)"
Assert ($app.MainWindowHandle) "the app has no window"
$busy = Start-Process -Wait -PassThru $installer -ArgumentList "/S"
Assert ($busy.ExitCode -eq 2) "an installation beside the running app ended with $($busy.ExitCode)"
$app.CloseMainWindow() | Out-Null
Assert ($app.WaitForExit(30000)) "the app does not end"

# With this argument, which is the last and has no quotes, the uninstaller works in its place, and can be waited for.
$run = Start-Process -Wait -PassThru "$folder\uninstall.exe" -ArgumentList "/S", "_?=$folder"
Assert ($run.ExitCode -eq 0) "the removal ended with $($run.ExitCode)"
Remove-Item "$folder\uninstall.exe" -ErrorAction SilentlyContinue
Remove-Item $folder -ErrorAction SilentlyContinue
foreach ($left in $folder, $entry, $key, "$env:LOCALAPPDATA\$name", "$env:APPDATA\$name", "$env:APPDATA\$name.exe") {
    Assert (-not (Test-Path $left)) "$left is left"
}
"Installed, opened and removed."
