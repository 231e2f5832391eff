package atspi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

// Object is an accessible object, with what of it is on the screen.
type Object struct {
	Role, Name, Description string
	// States are those of named that the object has.
	States   []string
	Children []Object
}

const (
	accessible   = "org.a11y.atspi.Accessible"
	registry     = "org.a11y.atspi.Registry"
	registryRoot = "/org/a11y/atspi/accessible/root"
)

// The numbers of states, as AT-SPI 2 defines them.
const showing = 25

// named are the states that matter for a person, beside showing.
var named = []struct {
	number int
	name   string
}{{3, "busy"}, {12, "focused"}, {11, "focusable"}, {8, "enabled"}}

// reference is how AT-SPI names an object: the name on the bus of its program, and its path there.
type reference struct {
	Name string
	Path dbus.ObjectPath
}

// Windows returns the windows of all programs on the bus that are on the screen. The content of web pages is left out: it is
// offered by another process. An object that goes away meanwhile is left out, too.
func (b *Bus) Windows() []Object {
	var windows []Object
	for _, program := range b.children(reference{registry, registryRoot}) {
		for _, window := range b.children(program) {
			if o, ok := b.read(window); ok {
				windows = append(windows, o)
			}
		}
	}
	return windows
}

// read returns an object that is on the screen.
func (b *Bus) read(r reference) (Object, bool) {
	object := b.conn.Object(r.Name, r.Path)
	var o Object
	var states []uint32
	if object.Call(accessible+".GetState", 0).Store(&states) != nil || !has(states, showing) {
		return o, false
	}
	if object.Call(accessible+".GetRoleName", 0).Store(&o.Role) != nil {
		return o, false
	}
	o.Name, o.Description = text(object, "Name"), text(object, "Description")
	for _, state := range named {
		if has(states, state.number) {
			o.States = append(o.States, state.name)
		}
	}
	for _, child := range b.children(r) {
		if child.Name != r.Name {
			continue // a web page
		}
		if c, ok := b.read(child); ok {
			o.Children = append(o.Children, c)
		}
	}
	return o, true
}

func (b *Bus) children(r reference) []reference {
	var children []reference
	_ = b.conn.Object(r.Name, r.Path).Call(accessible+".GetChildren", 0).Store(&children)
	return children
}

func has(states []uint32, number int) bool {
	return number/32 < len(states) && states[number/32]&(1<<(number%32)) != 0
}

func text(object dbus.BusObject, property string) string {
	value, err := object.GetProperty(accessible + "." + property)
	if err != nil {
		return ""
	}
	found, _ := value.Value().(string)
	return found
}

// Has reports whether the object has a state.
func (o Object) Has(state string) bool { return slices.Contains(o.States, state) }

// Any reports whether the object, or one below it, is as asked.
func (o Object) Any(asked func(Object) bool) bool {
	return asked(o) || slices.ContainsFunc(o.Children, func(child Object) bool { return child.Any(asked) })
}

// String writes the tree: a line for each object with role, name and description, those below it further to the right. Objects that
// only hold others, and say nothing, are left out.
func (o Object) String() string {
	var out strings.Builder
	o.write(&out, 0)
	return out.String()
}

func (o Object) write(out *strings.Builder, depth int) {
	silent := o.Name == "" && o.Description == "" && (o.Role == "panel" || o.Role == "filler")
	if !silent {
		fmt.Fprintf(out, "%s%s", strings.Repeat("  ", depth), o.Role)
		if o.Name != "" {
			fmt.Fprintf(out, " %q", o.Name)
		}
		if o.Description != "" {
			fmt.Fprintf(out, " (%s)", o.Description)
		}
		fmt.Fprintln(out)
		depth++
	}
	for _, child := range o.Children {
		child.write(out, depth)
	}
}

// Focused returns role and name of what has the keyboard, or "".
func Focused(windows []Object) string {
	for _, o := range windows {
		if found := Focused(o.Children); found != "" {
			return found
		}
		if o.Has("focused") {
			return strings.TrimSpace(fmt.Sprintf("%s %q", o.Role, o.Name))
		}
	}
	return ""
}
