package main

const (
	baseCSS   = "frontend/css/base.css"
	homeCSS   = "frontend/css/home.css"
	signInCSS = "frontend/css/sign-in.css"
	inPages   = pages + "."
)

// inLook are the mutants of what the pages look like, and of whom their words address.
var inLook = []mutant{
	{inPages + "TestEveryState", "a button's text may take more lines", "base.css", `white-space: nowrap;`, ``},
	{inPages + "TestEveryState", "a button's text does not shrink", "base.css", `font: 600 var(--one-line) / 1.25`, `font: 600 1rem / 1.25`},
	{inPages + "TestEveryState", "a long name is cut off", "home.css", `-webkit-line-clamp: 6;`, `-webkit-line-clamp: 1;`},
	{inPages + "TestEveryState", "the focus shows nothing", "base.css", `outline: 3px solid var(--primary);`, `outline: none;`},
	{inPages + "TestNothingJumps", "a banner with a button is higher than one without", "home.css", "min-height: 4rem;\n  padding: 0.4rem", `padding: 0.4rem`},
	{inPages + "TestNothingJumps", "fewer words take fewer lines", "sign-in.css", `min-height: 3em;`, ``},
	{inPages + "TestRingComesLater", "the ring comes at once", "base.css", "infinite,\n    appear 1ms 400ms backwards;", `infinite;`},
	{inPages + "TestReducedMotion", "the ring turns", "base.css", "currentColor;\n    animation: appear 1ms 400ms backwards;", `currentColor;`},
	{inPages + "TestContrast", "the edge of a button is faint", "base.css", `--edge: #868f9c;`, `--edge: var(--line);`},
	{inPages + "TestContrast", "nobody gets more contrast", "base.css", `--muted: var(--text);`, ``},
	{inPages + "TestEveryState", "the panel has no edge", "home.css", `border: 1px solid transparent;`, ``},
	{inPages + "TestEveryState", "the ring has no gap", "base.css", `forced-color-adjust: none;`, ``},
	{inPages + "TestStates", "everybody is told what developers can do", "callFailure", `development ? {`, `development || true ? {`},
}
