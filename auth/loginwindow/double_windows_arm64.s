#include "textflag.h"

// The parameters are in R0, R1 and R2, as in C on Windows.
TEXT callWithDouble<>(SB), NOSPLIT|NOFRAME, $0
	FMOVD R1, F0
	JMP   (R2)

// func withDouble() uintptr
TEXT ·withDouble(SB), NOSPLIT, $0-8
	MOVD $callWithDouble<>(SB), R0
	MOVD R0, ret+0(FP)
	RET
