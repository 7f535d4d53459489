# Installs ForensicDesk from this folder, without any network: powershell -File install.ps1 FOLDER
# Prepared for Windows and NOT TESTED there. FOLDER is made and must not exist. $env:PYTHON chooses the interpreter.
param([Parameter(Mandatory = $true)][string]$Folder)
$ErrorActionPreference = 'Stop'

function Fail([int]$Code, [string]$Sentence) { [Console]::Error.WriteLine("install: $Sentence"); exit $Code }

if (Test-Path $Folder) { Fail 2 "$Folder exists already; name a folder that does not" }
$target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Folder)
Set-Location $PSScriptRoot

foreach ($line in Get-Content SHA256SUMS -Encoding UTF8) {
    $sum, $name = $line -split '  ', 2
    if (-not (Test-Path -LiteralPath $name) -or (Get-FileHash -LiteralPath $name -Algorithm SHA256).Hash -ne $sum) {
        Fail 3 "$name is not as it was made; copy the folder again"
    }
}

$version = (Get-Content python-version).Trim()
$python = if ($env:PYTHON) { @($env:PYTHON) } else { @('py', "-$version") }
$more = @($python | Select-Object -Skip 1)
$found = & $python[0] @more -c 'import sys; print("%d.%d" % sys.version_info[:2])'
if ($found -ne $version) { Fail 3 "Python $version was not found; `$env:PYTHON names it" }

& $python[0] @more -m venv $target
if ($LASTEXITCODE) { Fail 3 "no environment can be made in $target" }
$pip = @('-m', 'pip', '--isolated', '--quiet', '--disable-pip-version-check', 'install', '--no-index', '--no-deps')
& "$target\Scripts\python" @pip --find-links wheels --only-binary :all: --require-hashes --requirement requirements.lock
if ($LASTEXITCODE) { Fail 3 'the libraries cannot be installed; see the lines above' }
& "$target\Scripts\python" @pip (Get-Item program\*.whl).FullName
if ($LASTEXITCODE) { Fail 3 'the program cannot be installed; see the lines above' }
Copy-Item -Recurse manual "$target\manual"
Copy-Item LICENSE, NOTICE.md, CHANGELOG.md $target
& "$target\Scripts\forensicdesk" doctor
exit $LASTEXITCODE
