// Eight floats a vector with fused multiply-adds: x86-64 since 2013.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define FN(name) rlk_avx2_##name
#define WIDTH 8
#define TILE_ROWS 6
#define FMA 1
#define SET_NAME "AVX2"
#include "instruction_set.inc"
#pragma clang attribute pop
#endif
