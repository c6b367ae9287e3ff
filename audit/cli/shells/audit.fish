# Completion of 'audit' for fish.
function __audit_words
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    test (count $typed) -eq 0; and set typed ""
    set -l asked (string join \n -- $words[2..-1] $typed | string collect --allow-empty --no-trim-newlines)
    for line in (AUDIT_COMPLETE=fish AUDIT_WORDS=$asked $words[1] 2>/dev/null)
        set -l parts (string split \t -- $line)
        switch $parts[1]
            case file
                __fish_complete_path $typed
            case dir
                __fish_complete_directories $typed
            case plain
                printf '%s\t%s\n' $parts[2] $parts[3]
        end
    end
end
complete --no-files --keep-order --command audit --arguments "(__audit_words)"
