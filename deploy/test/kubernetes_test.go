package deploy

import (
	"strings"
	"testing"

	"sigs.k8s.io/kubectl-validate/pkg/openapiclient"
	"sigs.k8s.io/kubectl-validate/pkg/validator"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// schemas is the version of Kubernetes whose schemas are used. It is the newest one that the validator contains.
const schemas = "1.30"

// render returns what "kubectl apply -k" would send, one document per kind.
func render(t *testing.T) map[string]string {
	t.Helper()
	return renderFolder(t, root+"/deploy/kubernetes")
}

func renderFolder(t *testing.T, folder string) map[string]string {
	t.Helper()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		t.Fatal(err)
	}
	documents := map[string]string{}
	for _, resource := range resources.Resources() {
		text, err := resource.AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		if documents[resource.GetKind()] != "" {
			t.Errorf("there are two documents of kind %s", resource.GetKind())
		}
		documents[resource.GetKind()] = string(text)
	}
	return documents
}

// validate checks a document against its schema. A field that the schema does not know is an error.
func validate(t *testing.T, document string) error {
	t.Helper()
	v, err := validator.New(openapiclient.NewOverlay(
		openapiclient.HardcodedPatchLoader(schemas), openapiclient.NewHardcodedBuiltins(schemas)))
	if err != nil {
		t.Fatal(err)
	}
	_, object, err := v.Parse([]byte(document))
	if err != nil {
		return err
	}
	return v.Validate(object)
}

func TestManifests(t *testing.T) {
	documents := render(t)
	for _, kind := range []string{"ConfigMap", "Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceAccount"} {
		t.Run(kind, func(t *testing.T) {
			if documents[kind] == "" {
				t.Fatal("there is no document of this kind")
			}
			if err := validate(t, documents[kind]); err != nil {
				t.Error(err)
			}
			delete(documents, kind)
		})
	}
	for kind := range documents {
		t.Errorf("the kind %s is not tested", kind)
	}
}

// TestValidatorIsAwake: the validator refuses each manifest that is broken in one place.
func TestValidatorIsAwake(t *testing.T) {
	documents := render(t)
	tests := []struct{ name, kind, old, new string }{
		{"an unknown field", "Deployment", "minReadySeconds:", "minReadySecond:"},
		{"an unknown field, deep down", "Deployment", "readOnlyRootFilesystem:", "readOnlyRootFileSystem:"},
		{"a text for a number", "Deployment", "failureThreshold: 30", "failureThreshold: often"},
		{"a field twice", "Deployment", "minReadySeconds: 5", "minReadySeconds: 5\n  minReadySeconds: 6"},
		{"a required field left out", "Deployment", "  selector:\n    matchLabels:\n      app.kubernetes.io/name: backend-api\n", ""},
		{"a version that is gone", "HorizontalPodAutoscaler", "autoscaling/v2", "autoscaling/v2beta2"},
		{"a number for a text", "HorizontalPodAutoscaler", "name: cpu", "name: 7"},
		{"an unknown kind", "PodDisruptionBudget", "kind: PodDisruptionBudget", "kind: PodDisruptionBudgets"},
		{"an unknown field of a rule", "NetworkPolicy", "podSelector:", "podSelectors:"},
		{"a text for a list", "NetworkPolicy", "policyTypes:\n  - Ingress\n  - Egress", "policyTypes: Ingress"},
		{"an unknown field of a port", "Service", "targetPort:", "target:"},
		{"a text for yes or no", "ServiceAccount", "automountServiceAccountToken: false", "automountServiceAccountToken: never"},
		{"a number among the settings", "ConfigMap", "TOKEN_PROFILE: auth0", "TOKEN_PROFILE: 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			broken := strings.Replace(documents[tt.kind], tt.old, tt.new, 1)
			if broken == documents[tt.kind] {
				t.Fatalf("%q is not in the document", tt.old)
			}
			if err := validate(t, broken); err == nil {
				t.Errorf("the document was accepted with %q in place of %q", tt.new, tt.old)
			}
		})
	}
}
