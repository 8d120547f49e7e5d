//go:build !amd64

package kernel

var available = []*Kernels{portable}
