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
	// Text is what an object says that has no name, and holds no others.
	Text string
	// States are those of named that the object has.
	States   []string
	Children []Object

	at reference
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

// Windows returns the windows of all programs on the bus that are on the screen, with the web pages in them, which another process
// offers. An object that goes away meanwhile is left out.
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

// read returns an object that is on the screen. WebKit says of a web view, its page and what scrolls there not even that: they are if
// something in them is.
func (b *Bus) read(r reference) (Object, bool) {
	object := b.conn.Object(r.Name, r.Path)
	o := Object{Role: role(object), at: r}
	var states []uint32
	err := object.Call(accessible+".GetState", 0).Store(&states)
	if err != nil || !has(states, showing) && slices.Max(states) != 0 && o.Role != scrolls {
		return o, false
	}
	o.Name, o.Description = text(object, "Name"), text(object, "Description")
	for _, state := range named {
		if has(states, state.number) {
			o.States = append(o.States, state.name)
		}
	}
	for _, child := range b.children(r) {
		if c, ok := b.read(child); ok {
			o.Children = append(o.Children, c)
		}
	}
	if o.Name == "" && len(o.Children) == 0 {
		o.Text = content(object)
	}
	return o, has(states, showing) || len(o.Children) > 0
}

// scrolls is the role of what scrolls.
const scrolls = "scroll pane"

// roles are those that WebKit gives as a number only.
var roles = map[uint32]string{
	29: "label", 33: "list", 32: "list item", 43: "push button", 49: scrolls, 61: "text", 73: "paragraph", 79: "entry", 83: "heading", 85: "section",
	88: "link", 95: "document web", 110: "landmark",
}

// role returns the name of an object's role.
func role(object dbus.BusObject) string {
	var name string
	if err := object.Call(accessible+".GetRoleName", 0).Store(&name); err != nil || name != "" {
		return name
	}
	var number uint32
	_ = object.Call(accessible+".GetRole", 0).Store(&number)
	if name = roles[number]; name == "" {
		name = fmt.Sprint("role ", number)
	}
	return name
}

// children returns what is right below an object. AT-SPI before 2.48 leaves a web page out of GetChildren, and gives it by its index.
func (b *Bus) children(r reference) []reference {
	var children []reference
	object := b.conn.Object(r.Name, r.Path)
	_ = object.Call(accessible+".GetChildren", 0).Store(&children)
	if count, err := object.GetProperty(accessible + ".ChildCount"); err == nil && len(children) == 0 && count.Value() == int32(1) {
		var page reference
		if object.Call(accessible+".GetChildAtIndex", 0, int32(0)).Store(&page) == nil {
			children = append(children, page)
		}
	}
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

// content returns the text of an object. In it, U+FFFC stands for pictures and the like.
func content(object dbus.BusObject) string {
	var all string
	if object.Call("org.a11y.atspi.Text.GetText", 0, int32(0), int32(-1)).Store(&all) != nil {
		return ""
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(all, "\ufffc", " ")), " ")
}

// Middle returns the place on the screen of the middle of an object, in pixels.
func (b *Bus) Middle(o Object) (x, y int) {
	var extents struct{ X, Y, Width, Height int32 }
	const onScreen = uint32(0)
	_ = b.conn.Object(o.at.Name, o.at.Path).Call("org.a11y.atspi.Component.GetExtents", 0, onScreen).Store(&extents)
	return int(extents.X + extents.Width/2), int(extents.Y + extents.Height/2)
}

// Has reports whether the object has a state.
func (o Object) Has(state string) bool { return slices.Contains(o.States, state) }

// Any reports whether the object, or one below it, is as asked.
func (o Object) Any(asked func(Object) bool) bool {
	return asked(o) || slices.ContainsFunc(o.Children, func(child Object) bool { return child.Any(asked) })
}

// String writes the tree: a line for each object with role, name or text, and description, those below it further to the right. Objects
// that only hold others, and say nothing, are left out.
func (o Object) String() string {
	var out strings.Builder
	o.write(&out, 0)
	return out.String()
}

func (o Object) write(out *strings.Builder, depth int) {
	silent := o.Name == "" && o.Text == "" && o.Description == "" && slices.Contains([]string{"panel", "filler", scrolls, "section"}, o.Role)
	if !silent {
		fmt.Fprintf(out, "%s%s", strings.Repeat("  ", depth), o.Role)
		if o.Name != "" {
			fmt.Fprintf(out, " %q", o.Name)
		}
		if o.Text != "" {
			fmt.Fprintf(out, ": %s", o.Text)
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
