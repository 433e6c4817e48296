// Sixteen floats a vector and 32 registers: x86-64 servers since 2017, all of Zen 4.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma"))), \
                             apply_to = function)
#define FN(name) rlk_avx512_##name
#define WIDTH 16
#define TILE_ROWS 12
#define FMA 1
#define SET_NAME "AVX-512"
#include "instruction_set.inc"
#pragma clang attribute pop
#endif
