# shellcheck shell=sh disable=SC2034 # the lists are for whoever sources this file
# Debian and Ubuntu packages the project stands on, and how to install those that are missing.
# Sourced by ./demo and ./check; CONTRIBUTING.md says what each library is for.

packages_build="gcc libc6-dev cmake ninja-build pkg-config libcsv-dev libgsl-dev libsqlite3-dev
libjansson-dev libutf8proc-dev libuchardet-dev libsodium-dev nettle-dev libxxhash-dev uthash-dev
zlib1g-dev
libreadstat-dev libexpat1-dev libzip-dev libxlsxwriter-dev"
packages_run="gnuplot-nox fonts-liberation fontconfig"
packages_test="libcmocka-dev git man-db"
packages_full="r-base-core r-cran-survey r-cran-psych r-cran-lme4 r-cran-mass r-cran-data.table
r-cran-metafor r-cran-mvtnorm chromium
clang-format clang-tidy cppcheck shellcheck librsvg2-bin poppler-utils pspp python3-pandas"

# install_missing PACKAGE...: installs what dpkg does not know, as root or through sudo; asks nothing.
install_missing() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "These packages are needed and there is no apt-get to install them with:$missing" >&2
        return 1
    fi
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "These packages are needed; install them as root, then run this again:$missing" >&2
            return 1
        fi
        as_root="sudo"
    fi
    echo "Installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -q >/dev/null
    # shellcheck disable=SC2086 # one word a package
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
}
