# Read in by examples/run and tests/run.

say() { printf '\n== %s\n' "$*"; }

# need PACKAGE...: installs those Debian packages that are missing. With all of them here it does nothing, and needs no network.
need() {
  if ! command -v dpkg-query >/dev/null; then
    say "This is not Debian, so nothing is installed for you. What the build needs, by its names in Debian: $*"
    return
  fi
  local package missing=() as_root=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      printf '%s\n' "These packages are missing, and installing them takes root or sudo. As root, run:" \
        "  apt-get install ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  say "Installing with apt-get: ${missing[*]}"
  "${as_root[@]}" apt-get -q update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}"
}
