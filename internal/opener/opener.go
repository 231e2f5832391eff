// Package opener opens files and folders as a double click does: a web page in the browser, a folder in the file manager.
package opener
