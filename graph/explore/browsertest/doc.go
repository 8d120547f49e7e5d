// Package browsertest tests the explorer's page in a real Chromium, on real stores.
package browsertest
