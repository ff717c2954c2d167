#!/bin/sh
# Makes .venv and installs exactly what requirements.lock names. Says what to install where something is missing.
set -u

python=${PYTHON:-python3}

stop() {
    printf 'plenary: %s\n' "$1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    stop "no $python was found. Install Python 3.11, 3.12 or 3.13 (Debian: apt install python3 python3-venv), or name one: make PYTHON=python3.12 …"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' ||
    stop "$("$python" --version) is not supported. Install Python 3.11, 3.12 or 3.13, or name one: make PYTHON=python3.12 …"
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
    stop "$python has no venv module. Install it (Debian: apt install python3-venv) and try again."

echo "Setting up .venv (about a minute)…" >&2
"$python" -m venv --clear .venv || stop "the environment .venv could not be made. Is there room on the disk?"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock ||
    stop "the packages could not be installed. Is there a network, and can pip reach its package index? Nothing else is needed: try again."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ||
    stop "plenary itself could not be installed into .venv. The lines above say why."
