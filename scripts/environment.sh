# Makes .venv in the project and installs Marsad into it. Sourced by scripts/demo and scripts/test, not run.

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo "$@"
    else say "This step needs root, and sudo is not here. Run as root: $*"; return 1
    fi
}

apt_install() {
    command -v apt-get >/dev/null 2>&1 || { say "Please install these with your package manager: $*"; return 1; }
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

find_python() {
    for candidate in python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            printf '%s' "$candidate"
            return 0
        fi
    done
    return 1
}

python=$(find_python) || {
    apt_install python3 python3-venv
    python=$(find_python) || { say "Marsad needs Python 3.11 or newer; none was found."; exit 1; }
}

if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv 2>/dev/null || { rm -rf .venv; apt_install python3-venv; "$python" -m venv .venv; }
fi

# pip runs again only when the project's dependencies or the kind of installation changed
install_project() {
    want="$1 $(cksum pyproject.toml)"
    if [ ! -f .venv/installed ] || [ "$(cat .venv/installed)" != "$want" ]; then
        say "Installing Marsad into .venv …"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable "$1"
        printf '%s' "$want" >.venv/installed
    fi
}
