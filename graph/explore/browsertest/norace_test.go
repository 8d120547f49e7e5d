//go:build !race

package browsertest

// slack is how many times longer things may take than is wanted: those who test may
// have slow and busy computers, and a hub in Neo4j takes twice what is wanted even
// on two idle cores. What is measured is logged.
const slack = 5
