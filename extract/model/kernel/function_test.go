package kernel

import (
	"math"
	"testing"
)

func exactGELU(x float64) float64 { return 0.5 * x * math.Erfc(-x/math.Sqrt2) }

func TestGELU(t *testing.T) {
	var worst float64
	for x := -12.0; x <= 12; x += 1.0 / 4096 {
		worst = max(worst, math.Abs(float64(gelu(float32(x)))-exactGELU(float64(float32(x)))))
	}
	t.Logf("largest error %.2g", worst)
	if worst > 1e-5 {
		t.Errorf("largest error %.2g, want at most 1e-5", worst)
	}
	for _, x := range []float32{1e3, 1e15, math.MaxFloat32} {
		if got := gelu(x); math.Abs(float64(got/x)-1) > 1e-6 {
			t.Errorf("gelu(%g) = %g", x, got)
		}
		if got := gelu(-x); math.Abs(float64(got)) > 1e-5 {
			t.Errorf("gelu(%g) = %g, want 0 within 1e-5", -x, got)
		}
	}
}

func TestExp2(t *testing.T) {
	var worst float64
	for x := -125.0; x <= 0; x += 1.0 / 512 {
		worst = max(worst, math.Abs(float64(exp2(float32(x)))/math.Exp2(x)-1))
	}
	t.Logf("largest relative error %.2g", worst)
	if worst > 3e-7 {
		t.Errorf("largest relative error %.2g, want at most 3e-7", worst)
	}
	if got := exp2(0); got != 1 {
		t.Errorf("exp2(0) = %g, want 1", got)
	}
	for _, x := range []float32{-126, -1e9, -math.MaxFloat32, float32(math.Inf(-1))} {
		if got, want := exp2(x), float32(math.Exp2(-125)); got != want {
			t.Errorf("exp2(%g) = %g, want %g", x, got, want)
		}
	}
}

func TestRound(t *testing.T) {
	for _, x := range []float32{0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.49999, 63.50001, -127, 4194303} {
		if got, want := round(x), int32(math.RoundToEven(float64(x))); got != want {
			t.Errorf("round(%g) = %d, want %d", x, got, want)
		}
	}
}
