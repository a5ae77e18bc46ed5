// Package facts holds what is true of Azure, as plain data with its source
// and date. It decides nothing and imports nothing of this program.
package facts
