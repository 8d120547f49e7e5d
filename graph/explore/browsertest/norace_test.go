//go:build !race

package browsertest

// slack is how many times longer things may take.
const slack = 1
