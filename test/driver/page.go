//go:build linux

package driver

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// visible is a script that returns the element of a selector if a user could use it, and null otherwise.
const visible = `(() => {
	const element = document.querySelector(%s);
	return element && element.checkVisibility() && !element.disabled ? element : null;
})()`

// WaitFor waits until a JavaScript condition is true. The error contains the URL, the title and the text of the last page.
func (v *View) WaitFor(ctx context.Context, condition string) error {
	return v.await(ctx, condition, "Boolean("+condition+"\n)")
}

// Click waits until the element can be used, and clicks it with a script.
func (v *View) Click(ctx context.Context, selector string) error {
	script := fmt.Sprintf(`((element) => { element?.click(); return element !== null; })(`+visible+`)`, quote(selector))
	return v.await(ctx, "an enabled "+selector+" to click", script)
}

// Fill waits until the field can be used, and sets its value as typing would.
func (v *View) Fill(ctx context.Context, selector, value string) error {
	script := fmt.Sprintf(`((element) => {
		if (!element) return false;
		element.value = %s;
		element.dispatchEvent(new Event("input", {bubbles: true}));
		element.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})(`+visible+`)`, quote(value), quote(selector))
	return v.await(ctx, "an enabled "+selector+" to fill", script)
}

// await waits until a script returns true. what describes the condition in the error.
func (v *View) await(ctx context.Context, what, script string) error {
	err := poll(ctx, func(ctx context.Context) error {
		raw, err := v.Eval(ctx, script)
		if err == nil && string(raw) != "true" {
			err = errPoll
		}
		return err
	})
	if err != nil {
		return v.app.desktop.failed(what, v.describe(context.WithoutCancel(ctx)), err)
	}
	return nil
}

// Text returns the visible text of the first element that matches, or an error if there is none.
func (v *View) Text(ctx context.Context, selector string) (string, error) {
	return v.evalString(ctx, "document.querySelector("+quote(selector)+").innerText.trim()")
}

// URL returns the URL of the page.
func (v *View) URL(ctx context.Context) (string, error) { return v.evalString(ctx, "location.href") }

// State returns the attribute data-state of the page's root element. It is the state of the session.
func (v *View) State(ctx context.Context) (string, error) {
	return v.evalString(ctx, `document.documentElement.dataset.state ?? ""`)
}

// WaitState waits until the page's root element has the given data-state.
func (v *View) WaitState(ctx context.Context, state string) error {
	return v.await(ctx, "state "+state, "document.documentElement.dataset.state === "+quote(state))
}

// Reload reloads the page and waits until the new one is complete.
func (v *View) Reload(ctx context.Context) error {
	if _, err := v.Eval(ctx, "(window.beforeReload = true, setTimeout(() => location.reload()), null)"); err != nil {
		return err
	}
	return v.await(ctx, "the page to reload", `!window.beforeReload && document.readyState === "complete"`)
}

// drawn is a script that waits until the page has drawn two frames, which a hidden page never does.
const drawn = `document.visibilityState === "hidden" || Promise.race([
	new Promise((done) => setTimeout(done, 500)),
	new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
])`

// letDraw waits briefly until the views that were used before have drawn their content.
func (a *App) letDraw(ctx context.Context) {
	if a.process.exited() != nil {
		return
	}
	targets, err := a.Targets(ctx)
	if err != nil {
		return // there is no inspector, or no longer
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for _, t := range targets {
		a.mu.Lock()
		view, used := a.views[t.path]
		a.mu.Unlock()
		if used {
			_, _ = view.Eval(ctx, drawn) // an early picture is better than none
		}
	}
}

// evalString evaluates a script that returns a string.
func (v *View) evalString(ctx context.Context, script string) (string, error) {
	raw, err := v.Eval(ctx, script)
	if err != nil {
		return "", err
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", fmt.Errorf("driver: %s: %w", script, err)
	}
	return text, nil
}

// describe returns what the page shows, for an error.
func (v *View) describe(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, evalTimeout)
	defer cancel()
	raw, err := v.Eval(ctx, `[location.href, document.title, document.documentElement.dataset.state ?? "",
		(document.body?.innerText ?? "").replace(/\s+/g, " ").slice(0, 600)]`)
	var page [4]string
	if err == nil {
		err = json.Unmarshal(raw, &page)
	}
	if err != nil {
		return fmt.Sprintf("no page (%v)", err)
	}
	return fmt.Sprintf("%s, title %q, state %q, text %q", withoutQuery(page[0]), page[1], page[2], page[3])
}

// quote makes a JavaScript string literal, which every JSON string is.
func quote(s string) string {
	literal, _ := json.Marshal(s) // a string can always be encoded
	return string(literal)
}
