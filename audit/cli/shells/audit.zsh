#compdef audit
# Completion of 'audit' for zsh.
_audit() {
    local line kind value help
    local -a values shown
    while IFS=$'\t' read -r kind value help; do
        case $kind in
            file) _files ;;
            dir) _files -/ ;;
            plain)
                values+=("$value")
                shown+=("$value${help:+  -- $help}")
                ;;
        esac
    done < <(AUDIT_COMPLETE=zsh AUDIT_WORDS="${(F)words[2,CURRENT]}" "${words[1]}" 2>/dev/null)
    (( $#values )) && compadd -U -l -V audit -d shown -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _audit "$@"
else
    compdef _audit audit
fi
