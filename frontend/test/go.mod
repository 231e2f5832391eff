module wails-openid-oauth/frontend/test

go 1.26.0

require (
	github.com/chromedp/cdproto v0.159.0
	github.com/chromedp/chromedp v0.23.0
	github.com/google/go-cmp v0.7.0
)

require golang.org/x/image v0.46.0 // indirect

require (
	github.com/go-json-experiment/json v1.27.2 // indirect
	wails-openid-oauth v0.0.0
)

replace wails-openid-oauth => ../..
