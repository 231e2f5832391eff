// Package deploy checks what carries the API to servers, with the parsers and schemas of the tools that will read it, and
// without a container engine or a cluster:
//
//   - the Dockerfile, by BuildKit's parser; what its build stage runs is run, in exactly the files that .dockerignore lets
//     through, and the program starts in a root folder that holds what the image holds;
//   - the manifests, rendered by Kustomize and validated against the schemas of Kubernetes, unknown fields being errors.
//
// It has tests only. They need the packages of "scripts/packages.sh build".
package deploy
