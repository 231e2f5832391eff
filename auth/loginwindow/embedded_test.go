package loginwindow

import "testing"

func TestRefusesEmbedded(t *testing.T) {
	tests := map[string]bool{
		"https://accounts.google.com/signin/oauth/error/v2?authError=ChRkaXNhbGxvd2VkX3VzZXJhZ2VudBIKWW91IGNhbid0&client_id=x": true,
		"https://accounts.google.com/signin/oauth/error?authError=ChRkaXNhbGxvd2VkX3VzZXJhZ2VudA%3D%3D":                        true,
		"https://op.example/error?error=disallowed_useragent":                                                                  true,
		"https://op.example/error?error=access_denied":                                                                         false,
		"https://op.example/disallowed_useragent":                                                                              false,
		"https://op.example/?x=ChRkaXNhbGxvd2Vk":                                                                               false,
		"https://op.example/%zz":                                                                                               false,
	}
	for raw, want := range tests {
		if got := refusesEmbedded(raw); got != want {
			t.Errorf("refusesEmbedded(%q) = %v, want %v", raw, got, want)
		}
	}
}
