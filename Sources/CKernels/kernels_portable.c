// The fallback: four floats a vector, which every 64-bit machine has (SSE2, NEON).
#define FN(name) rlk_portable_##name
#define WIDTH 4
#define TILE_ROWS 6
#if defined(__aarch64__)
#define FMA 1
#define SET_NAME "NEON"
#else
#define FMA 0
#define SET_NAME "portable"
#endif
#include "instruction_set.inc"
