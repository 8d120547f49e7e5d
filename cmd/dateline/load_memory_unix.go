//go:build unix

package main

import (
	"runtime"
	"syscall"
)

// peakMemory returns the most memory that the process has had, in bytes.
func peakMemory() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	peak := int64(u.Maxrss)
	if runtime.GOOS != "darwin" {
		peak <<= 10 // all others count in KiB
	}
	return peak
}
