//go:build race

package browsertest

// slack is how many times longer things may take: the race detector slows the
// server down.
const slack = 20
