# shellcheck shell=dash
# Sourced by the Makefile and other scripts. Says which commit this is, so that a build can name it. It prints nothing where there is
# no git.

# stamp_commit prints the commit, with a plus if the files are others than those of the commit.
stamp_commit() {
  local commit
  commit=$(git rev-parse --short=12 HEAD 2>/dev/null) || return 0
  git -c core.fileMode=false diff --quiet HEAD 2>/dev/null || commit=$commit+
  echo "$commit"
}

# stamp_time prints when the commit was made, in seconds since 1970. Whatever a build says of a time is this one. So two builds of
# the same commit are the same, bit by bit.
stamp_time() { git log -1 --format=%ct 2>/dev/null || true; }

# stamp_date prints the day of that time, in the form that git's --date takes, such as %Y-%m-%d.
stamp_date() { TZ=UTC git log -1 --format=%cd --date="format-local:$1" 2>/dev/null || true; }

# stamp_flags prints the linker's flags that put commit and day into the app.
stamp_flags() { echo "-X main.commit=$(stamp_commit) -X main.date=$(stamp_date %Y-%m-%d)"; }
