package deploy

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"
)

// The schemas do not check how the manifests refer to each other and to the program. The tests of this file do.

func read[T any](t *testing.T, documents map[string]string, kind string) T {
	t.Helper()
	var object T
	if err := yaml.UnmarshalStrict([]byte(documents[kind]), &object); err != nil {
		t.Fatal(err)
	}
	return object
}

func deployment(t *testing.T, documents map[string]string) (apps.Deployment, core.PodSpec, core.Container) {
	t.Helper()
	d := read[apps.Deployment](t, documents, "Deployment")
	if len(d.Spec.Template.Spec.Containers) != 1 {
		t.Fatalf("the pod has %d containers, want 1", len(d.Spec.Template.Spec.Containers))
	}
	return d, d.Spec.Template.Spec, d.Spec.Template.Spec.Containers[0]
}

// TestSelectors: every selector selects the pods of the Deployment, and every name refers to something that exists.
func TestSelectors(t *testing.T) {
	documents := render(t)
	d, pod, container := deployment(t, documents)
	budget := read[policy.PodDisruptionBudget](t, documents, "PodDisruptionBudget")
	network := read[networking.NetworkPolicy](t, documents, "NetworkPolicy")
	service := read[core.Service](t, documents, "Service")
	selectors := map[string]*meta.LabelSelector{
		"Deployment": d.Spec.Selector, "PodDisruptionBudget": budget.Spec.Selector, "NetworkPolicy": &network.Spec.PodSelector,
		"Service": {MatchLabels: service.Spec.Selector},
	}
	for _, spread := range pod.TopologySpreadConstraints {
		selectors[spread.TopologyKey] = spread.LabelSelector
	}
	for name, selector := range selectors {
		s, err := meta.LabelSelectorAsSelector(selector)
		if err != nil || s.Empty() || !s.Matches(labels.Set(d.Spec.Template.Labels)) {
			t.Errorf("%s: its selector %v does not fit the pods", name, selector)
		}
	}
	target := read[autoscaling.HorizontalPodAutoscaler](t, documents, "HorizontalPodAutoscaler").Spec.ScaleTargetRef
	port := []core.ContainerPort{{Name: "http", ContainerPort: 3000, Protocol: ""}}
	http := intstr.FromString("http")
	got := []any{target.Kind, target.Name, pod.ServiceAccountName, container.EnvFrom[0].ConfigMapRef.Name, container.Ports,
		service.Spec.Ports[0].TargetPort, *network.Spec.Ingress[0].Ports[0].Port}
	want := []any{"Deployment", d.Name, read[core.ServiceAccount](t, documents, "ServiceAccount").Name,
		read[core.ConfigMap](t, documents, "ConfigMap").Name, port, http, http}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestNetwork: the ingress and the monitoring can connect to the one port. The pods can connect to DNS and to https.
func TestNetwork(t *testing.T) {
	policy := read[networking.NetworkPolicy](t, render(t), "NetworkPolicy").Spec
	var got []string
	note := func(direction string, peers []networking.NetworkPolicyPeer, ports []networking.NetworkPolicyPort) {
		for _, port := range ports {
			line := fmt.Sprintf("%s %s %s", direction, *port.Protocol, port.Port)
			for _, peer := range peers {
				line += " " + peer.NamespaceSelector.MatchLabels[core.LabelMetadataName]
			}
			got = append(got, line)
		}
	}
	for _, rule := range policy.Ingress {
		note("in", rule.From, rule.Ports)
	}
	for _, rule := range policy.Egress {
		note("out", rule.To, rule.Ports)
	}
	want := []string{"in TCP http ingress-nginx monitoring", "out UDP 53 kube-system", "out TCP 53 kube-system", "out TCP 443"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]networking.PolicyType{"Ingress", "Egress"}, policy.PolicyTypes); diff != "" {
		t.Error(diff)
	}
}

// TestVariables: the manifests set no variable that the program does not read. The program would ignore a misspelt variable
// silently.
func TestVariables(t *testing.T) {
	documents := render(t)
	_, _, container := deployment(t, documents)
	text, err := os.ReadFile(root + "/internal/config/setting.go")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"GOMEMLIMIT": true}
	for _, match := range regexp.MustCompile(`setting\{"\w+", "([A-Z0-9_]+)"`).FindAllStringSubmatch(string(text), -1) {
		known[match[1]] = true
	}
	set := read[core.ConfigMap](t, documents, "ConfigMap").Data
	for _, v := range container.Env {
		set[v.Name] = v.Value
	}
	for _, pair := range environment(dockerfile(t)[1]) {
		name, value, _ := strings.Cut(pair, "=")
		set[name] = value
	}
	for name := range set {
		if !known[name] {
			t.Errorf("the program does not read %s", name)
		}
	}
	for _, name := range []string{"ISSUER", "API_IDENTIFIER", "HOST"} {
		if set[name] == "" {
			t.Errorf("%s is not set", name)
		}
	}
}
