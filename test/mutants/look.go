package main

const (
	baseCSS   = "frontend/css/base.css"
	homeCSS   = "frontend/css/home.css"
	signInCSS = "frontend/css/sign-in.css"
	inPages   = pages + "."
)

// inLook are the mutants of what the pages look like, and of whom their words address.
var inLook = []mutant{
	{inPages + "TestEveryState", "a button's text may take more lines", baseCSS, `white-space: nowrap;`, ``},
	{inPages + "TestEveryState", "a button's text does not shrink", baseCSS, `font: 600 var(--one-line) / 1.25`, `font: 600 1rem / 1.25`},
	{inPages + "TestEveryState", "a long name is cut off", homeCSS, `-webkit-line-clamp: 6;`, `-webkit-line-clamp: 1;`},
	{inPages + "TestEveryState", "the focus shows nothing", baseCSS, `outline: 3px solid var(--primary);`, `outline: none;`},
	{inPages + "TestNothingJumps", "a banner with a button is higher than one without", homeCSS, "min-height: 4rem;\n  padding: 0.4rem", `padding: 0.4rem`},
	{inPages + "TestNothingJumps", "fewer words take fewer lines", signInCSS, `min-height: 3em;`, ``},
	{inPages + "TestRingComesLater", "the ring comes at once", baseCSS, "infinite,\n    appear 1ms 400ms backwards;", `infinite;`},
	{inPages + "TestReducedMotion", "the ring turns", baseCSS, "currentColor;\n    animation: appear 1ms 400ms backwards;", `currentColor;`},
	{inPages + "TestContrast", "the edge of a button is faint", baseCSS, `--edge: #868f9c;`, `--edge: var(--line);`},
	{inPages + "TestContrast", "nobody gets more contrast", baseCSS, `--muted: var(--text);`, ``},
	{inPages + "TestEveryState", "the panel has no edge", homeCSS, `border: 1px solid transparent;`, ``},
	{inPages + "TestEveryState", "the ring has no gap", baseCSS, `forced-color-adjust: none;`, ``},
	{inPages + "TestStates", "everybody is told what developers can do", "frontend/js/words.js", `development ? {`, `development || true ? {`},
}
