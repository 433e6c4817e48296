#include "include/ckernels.h"

extern const rlk_table rlk_portable_table;
#if defined(__x86_64__)
extern const rlk_table rlk_avx2_table;
extern const rlk_table rlk_avx512_table;
#endif

int rlk_count(void) {
#if defined(__x86_64__)
  return 3;
#else
  return 1;
#endif
}

const rlk_table *rlk_at(int rank) {
  if (rank == 0) return &rlk_portable_table;
#if defined(__x86_64__)
  if (rank == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &rlk_avx2_table;
  if (rank == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    return &rlk_avx512_table;
#endif
  return 0;
}

const rlk_table *rlk_best(void) {
  for (int rank = rlk_count() - 1; rank > 0; rank--) {
    const rlk_table *table = rlk_at(rank);
    if (table) return table;
  }
  return &rlk_portable_table;
}

ptrdiff_t rlk_gemm_workspace(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k) {
  // One panel of a depth block at the widest vector, and the turned result of a narrow weight gradient.
  ptrdiff_t depth = k < 256 ? k : 256;
  return 32 * depth + (n < 16 ? n * m : 0) + 16;
}

int rlk_is_optimized(void) {
#ifdef __OPTIMIZE__
  return 1;
#else
  return 0;
#endif
}
