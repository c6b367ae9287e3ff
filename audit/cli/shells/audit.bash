# Completion of 'audit' for bash.
_audit_words() {
    local kind value help end="'\\''" typed=${COMP_WORDS[COMP_CWORD]} IFS=$'\n'
    COMPREPLY=()
    while IFS=$'\t' read -r kind value help; do
        case $kind in
            file) compopt -o default 2>/dev/null ;;
            dir) compopt -o dirnames 2>/dev/null ;;
            plain)
                # A word that was begun with a quote is ended with it by the shell.
                case $typed in
                    \'*) value=${value//\'/$end} ;;
                    \"*) value=$(printf %s "$value" | sed 's/[\\"$`]/\\&/g') ;;
                    *) printf -v value %q "$value" ;;
                esac
                COMPREPLY+=("$value")
                ;;
        esac
    done < <(AUDIT_COMPLETE=bash AUDIT_WORDS="${COMP_WORDS[*]:1:COMP_CWORD}" "$1" 2>/dev/null)
}
complete -o nosort -F _audit_words audit 2>/dev/null || complete -F _audit_words audit
