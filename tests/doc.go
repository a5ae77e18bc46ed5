// Package tests holds the tests of the whole program, over the graph that it
// registers: what has to hold for every resource of every stack, and what the
// program says to whoever runs it.
package tests
