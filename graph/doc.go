// Package graph holds what articles say of the world.
//
// A Graph is what one article contributes: itself, its mentions of entities,
// and its claims, each a fact with the sentence that states it. A store is a
// set of such graphs and nothing else; what a node or a fact has in the world
// (its name, its status, how often it is reported) is derived from that set by
// Merge, so that adding and withdrawing articles commute, loading twice changes
// nothing, and no order of loading matters.
//
// Keys are computed from content alone and never looked up, so that many
// machines can extract without talking to each other.
package graph
