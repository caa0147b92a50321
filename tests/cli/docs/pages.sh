# A man page names every command and option of its program, and none that the program does not have; it is
# set without a warning.
commands_of() {
    "$1" completion | sed -n "s/^ *1:\*) words='\([^']*\)'.*/\1/p" | tr ' ' '\n' | grep '^[a-z]' | sort -u
}
options_of() {
    "$1" completion | grep -oE -e '--[a-z][a-z-]*' | sort -u
}
plain() {
    sed 's/\\-/-/g' "$1"
}
# missing TEXT FILE FILE: the lines of the first that the second lacks.
missing() {
    comm -23 "$2" "$3" | sed "s|^|$1: |"
}
for pair in collect/trig-collect analyze/trig-analyze; do
    program=${pair#*/} page="$SOURCE/$pair.1"
    commands_of "$program" >commands
    options_of "$program" >options
    sed -n '/^\.SH COMMANDS/,/^\.SH [^C]/p' "$page" | grep -A1 '^\.TP' | sed -n 's/^\.B //p' | sort -u >page_commands
    plain "$page" | grep -oE -e '--[a-z][a-z-]*' | sort -u >page_options
    [ -s commands ] && [ -s options ] || echo "the completion of $program could not be read"
    missing "$program.1 lacks the command" commands page_commands
    missing "$program.1 lacks the option" options page_options
    missing "$program has no command" page_commands commands
    missing "$program has no option" page_options options
    # Each option stands in the help of the commands that take it, as completion offers it.
    while read -r command; do
        case $command in help | completion) continue ;; esac
        "$program" help "$command" | grep -oE '^  --[a-z-]+' | tr -d ' ' | sort -u >help_options
        missing "help $command has what completion lacks" help_options options
        plain "$page" | grep -q "^\.B $program $command\$" || echo "$program.1: no synopsis of $command"
    done <commands
    if command -v man >/dev/null; then
        { MANWIDTH=80 man -l --warnings -E UTF-8 "$page" >/dev/null; } 2>&1
    fi
    echo "$program: compared"
done
