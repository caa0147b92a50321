# need PROGRAM: leaves the test as skipped, visibly, where PROGRAM is not installed.
need() {
    command -v "$1" >/dev/null 2>&1 && return 0
    echo "SKIPPED: $1 is not installed; ./check --full installs it"
    exit 77
}

# The project's C files, one a line.
c_files() {
    find surveys collect analyze plots tests -name '*.[ch]' | sort
}
