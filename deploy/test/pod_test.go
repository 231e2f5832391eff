package deploy

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// TestPodIsLocked: the program has no rights, as the "restricted" pod security standard of Kubernetes requires, and no file
// that it can write.
func TestPodIsLocked(t *testing.T) {
	_, pod, container := deployment(t, render(t))
	yes, no, user := true, false, int64(65532)
	wantPod := &core.PodSecurityContext{
		RunAsNonRoot: &yes, RunAsUser: &user, RunAsGroup: &user,
		SeccompProfile: &core.SeccompProfile{Type: core.SeccompProfileTypeRuntimeDefault},
	}
	wantContainer := &core.SecurityContext{
		AllowPrivilegeEscalation: &no, ReadOnlyRootFilesystem: &yes,
		Capabilities: &core.Capabilities{Drop: []core.Capability{"ALL"}},
	}
	if diff := cmp.Diff(wantPod, pod.SecurityContext); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(wantContainer, container.SecurityContext); diff != "" {
		t.Error(diff)
	}
	if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken || len(pod.Volumes) > 0 {
		t.Error("the pod gets a service account token, or volumes")
	}
}

// TestPodStops: Kubernetes waits longer than the program needs to stop, and starts the new pods before it ends the old ones.
func TestPodStops(t *testing.T) {
	const underWay = 16 * time.Second // the time that the program gives running requests
	d, pod, container := deployment(t, render(t))
	drain, err := time.ParseDuration(variable(container, "DRAIN"))
	if err != nil || drain < 5*time.Second {
		t.Errorf("DRAIN is %v, want at least 5 s; %v", drain, err)
	}
	if grace := time.Duration(*pod.TerminationGracePeriodSeconds) * time.Second; grace <= drain+underWay {
		t.Errorf("the grace period %v is too short: the program would be killed while it stops", grace)
	}
	if rolling := d.Spec.Strategy.RollingUpdate; rolling.MaxUnavailable.IntValue() != 0 || rolling.MaxSurge.IntValue() < 1 {
		t.Errorf("an update ends old pods before new ones are ready: %+v", rolling)
	}
}

func variable(container core.Container, name string) string {
	for _, v := range container.Env {
		if v.Name == name {
			return v.Value
		}
	}
	return ""
}

// TestPodMemory: GOMEMLIMIT is below the limit of the pod, but not so low that Go collects garbage all the time.
func TestPodMemory(t *testing.T) {
	_, _, container := deployment(t, render(t))
	soft, err := resource.ParseQuantity(strings.TrimSuffix(variable(container, "GOMEMLIMIT"), "B"))
	if err != nil {
		t.Fatal(err)
	}
	hard := container.Resources.Limits[core.ResourceMemory]
	if share := float64(soft.Value()) / float64(hard.Value()); share < 0.75 || share > 0.95 {
		t.Errorf("GOMEMLIMIT is %.0f %% of the limit, want 75 to 95", share*100)
	}
}

// TestProbes: only readiness depends on the provider.
func TestProbes(t *testing.T) {
	_, _, container := deployment(t, render(t))
	got := map[string]string{}
	for name, probe := range map[string]*core.Probe{
		"startup": container.StartupProbe, "readiness": container.ReadinessProbe, "liveness": container.LivenessProbe,
	} {
		if probe == nil || probe.HTTPGet == nil {
			t.Fatalf("there is no %s probe", name)
		}
		got[name] = probe.HTTPGet.Port.String() + probe.HTTPGet.Path
	}
	want := map[string]string{"startup": "http/healthz", "readiness": "http/readyz", "liveness": "http/healthz"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
