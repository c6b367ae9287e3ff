# Completion of 'audit' for PowerShell 5.1 and later.
Register-ArgumentCompleter -Native -CommandName audit -ScriptBlock {
    param($typed, $line, $place)
    $words = @($line.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.StartOffset -lt $place } |
        ForEach-Object { if ($null -ne $_.Value) { "$($_.Value)" } else { $_.Extent.Text } })
    if (-not $typed) { $words += '' }
    $before = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $env:AUDIT_COMPLETE = 'powershell'
        $env:AUDIT_WORDS = ($words -join "`n") + "`n"
        $answers = @(& audit 2>$null)
    } finally {
        Remove-Item Env:AUDIT_COMPLETE, Env:AUDIT_WORDS
        [Console]::OutputEncoding = $before
    }
    foreach ($answer in $answers) {
        $kind, $value, $help = $answer -split "`t"
        # Where nothing is given back, PowerShell itself completes the names of files.
        if ($kind -ne 'plain') { continue }
        $text = if ($value -match '[^\w./:\\-]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        $told = if ($help) { $help } else { $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $told)
    }
}
