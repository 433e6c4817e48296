// Vectorised Float32 kernels of RLFramework.
//
// Every kernel is compiled once for each instruction set from the same source and chosen at run time by a plain
// table of function pointers (no ifunc: those crash under the thread sanitizer). Matrices are row-major. No kernel
// allocates, none keeps state, and none depends on the number of threads.
#ifndef RLFRAMEWORK_CKERNELS_H
#define RLFRAMEWORK_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What follows a product. The derivative of each is a function of its output.
enum {
  RLK_IDENTITY = 0,
  RLK_RELU = 1,
  RLK_TANH = 2,
  RLK_SIGMOID = 3,
};

// Pointers to pure functions may cross threads.
#if defined(__has_attribute) && __has_attribute(swift_attr)
#define RLK_SENDABLE __attribute__((swift_attr("@Sendable")))
#else
#define RLK_SENDABLE
#endif

// The kernels of one instruction set.
typedef struct RLK_SENDABLE {
  const char *_Nonnull name;

  // C[m×n] (+)= op(A)·op(B) (+ bias), then the activation. `lda`, `ldb`, `ldc` are row strides as stored. Every
  // element is one chain of multiply-adds in the order of k, so that a row's bits do not depend on the batch it is in.
  // `workspace` holds rlk_gemm_workspace(m, n, k) floats.
  void (*_Nonnull gemm)(int transpose_a, int transpose_b, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                        const float *_Nonnull a, ptrdiff_t lda, const float *_Nonnull b, ptrdiff_t ldb,
                        float *_Nonnull c, ptrdiff_t ldc, const float *_Nullable bias, int activation,
                        int accumulate, float *_Nonnull workspace);

  // y = activation(x); in place where x == y.
  void (*_Nonnull activate)(int activation, const float *_Nonnull x, float *_Nonnull y, ptrdiff_t count);
  // gradient *= activation'(y), with the derivative taken from the output y.
  void (*_Nonnull activate_backward)(int activation, const float *_Nonnull y, float *_Nonnull gradient,
                                     ptrdiff_t count);
  // sums[columns] += column sums of x[rows×columns].
  void (*_Nonnull add_column_sums)(const float *_Nonnull x, ptrdiff_t rows, ptrdiff_t columns, float *_Nonnull sums);

  void (*_Nonnull exponential)(const float *_Nonnull x, float *_Nonnull y, ptrdiff_t count);
  void (*_Nonnull logarithm)(const float *_Nonnull x, float *_Nonnull y, ptrdiff_t count);

  // y = ½x(1 + tanh(√(2/π)(x + 0.044715x³))).
  void (*_Nonnull gelu)(const float *_Nonnull x, float *_Nonnull y, ptrdiff_t count);
  // dx += dy·gelu'(x).
  void (*_Nonnull gelu_backward)(const float *_Nonnull x, const float *_Nonnull dy, float *_Nonnull dx,
                                 ptrdiff_t count);

  // Row-wise log-softmax over the entries whose mask byte is not 0; the others become −∞. No mask: all.
  void (*_Nonnull log_softmax)(const float *_Nonnull x, const uint8_t *_Nullable mask, float *_Nonnull y,
                               ptrdiff_t rows, ptrdiff_t columns);
  // dx += dy − exp(y)·Σdy over the valid entries of each row; invalid entries are left alone.
  void (*_Nonnull log_softmax_backward)(const float *_Nonnull y, const uint8_t *_Nullable mask,
                                        const float *_Nonnull dy, float *_Nonnull dx, ptrdiff_t rows,
                                        ptrdiff_t columns);

  // y = (x − mean)/√(variance + epsilon)·gain + bias by row; keeps mean and 1/√(…) of each row.
  void (*_Nonnull layer_norm)(const float *_Nonnull x, const float *_Nonnull gain, const float *_Nonnull bias,
                              float epsilon, float *_Nonnull y, float *_Nonnull mean, float *_Nonnull inverse,
                              ptrdiff_t rows, ptrdiff_t columns);
  void (*_Nonnull layer_norm_backward)(const float *_Nonnull x, const float *_Nonnull gain,
                                       const float *_Nonnull mean, const float *_Nonnull inverse,
                                       const float *_Nonnull dy, float *_Nullable dx, float *_Nullable dgain,
                                       float *_Nullable dbias, ptrdiff_t rows, ptrdiff_t columns);

  // Scaled dot-product self-attention of `samples` sets of `slots` rows. qkv holds query, key and value of all heads
  // side by side: [samples·slots × 3·width]. Slots whose mask byte is 0 are neither queries nor keys; their output is 0.
  // probabilities: [samples × heads × slots × slots]. scratch: 6·(slots + 1)·(width/heads + 16)
  // + 2·(width/heads)·(slots + 16) floats.
  void (*_Nonnull attention)(const float *_Nonnull qkv, const uint8_t *_Nullable mask, float *_Nonnull y,
                             float *_Nonnull probabilities, ptrdiff_t samples, ptrdiff_t slots, ptrdiff_t heads,
                             ptrdiff_t width, float *_Nonnull scratch);
  void (*_Nonnull attention_backward)(const float *_Nonnull qkv, const uint8_t *_Nullable mask,
                                      const float *_Nonnull probabilities, const float *_Nonnull dy,
                                      float *_Nonnull dqkv, ptrdiff_t samples, ptrdiff_t slots, ptrdiff_t heads,
                                      ptrdiff_t width, float *_Nonnull scratch);

  // One step of long short-term memory cells. inputs and recurrent: what observations and the previous hidden state
  // add to the gates, [rows × 4·width] in the order i, f, g, o. Writes the gates after their functions, the cell, its
  // tanh and the hidden state, [rows × width] each.
  void (*_Nonnull lstm_cell)(const float *_Nonnull inputs, const float *_Nonnull recurrent,
                             const float *_Nonnull previous_cell, float *_Nonnull gates, float *_Nonnull cell,
                             float *_Nonnull cell_tanh, float *_Nonnull hidden, ptrdiff_t rows, ptrdiff_t width);
  // dgates: of the gates before their functions. dcell: of the cell on entry, of the previous cell on return.
  void (*_Nonnull lstm_cell_backward)(const float *_Nonnull gates, const float *_Nonnull cell_tanh,
                                      const float *_Nonnull previous_cell, const float *_Nonnull dhidden,
                                      float *_Nonnull dcell, float *_Nonnull dgates, ptrdiff_t rows, ptrdiff_t width);
  // One step of gated recurrent units, gates in the order r, z, n, [rows × 3·width].
  void (*_Nonnull gru_cell)(const float *_Nonnull inputs, const float *_Nonnull recurrent,
                            const float *_Nonnull previous, float *_Nonnull gates, float *_Nonnull hidden,
                            ptrdiff_t rows, ptrdiff_t width);
  // dhidden: of the hidden state on entry, on return what reaches the previous one past the gates.
  void (*_Nonnull gru_cell_backward)(const float *_Nonnull gates, const float *_Nonnull recurrent,
                                     const float *_Nonnull previous, float *_Nonnull dhidden,
                                     float *_Nonnull dinputs, float *_Nonnull drecurrent, ptrdiff_t rows,
                                     ptrdiff_t width);
  // Σᵢ meanⱼ |τᵢ − 1{tⱼ < pᵢ}|·Huber(tⱼ − pᵢ) with τᵢ = (i + ½)/count, and its derivatives by pᵢ.
  float (*_Nonnull quantile_huber)(const float *_Nonnull p, const float *_Nonnull t, float *_Nonnull slopes,
                                   ptrdiff_t count);

  // Σx², in Double, in a fixed order.
  double (*_Nonnull sum_of_squares)(const float *_Nonnull x, ptrdiff_t count);
  // y += a·x
  void (*_Nonnull add_scaled)(float a, const float *_Nonnull x, float *_Nonnull y, ptrdiff_t count);
  // y += share·(x − y)
  void (*_Nonnull approach)(float share, const float *_Nonnull x, float *_Nonnull y, ptrdiff_t count);
  // z = x·y, or z += x·y.
  void (*_Nonnull multiply)(const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z, int accumulate,
                            ptrdiff_t count);

  // One Adam step (Kingma and Ba 2015) in PyTorch's arrangement: p −= rate·m/(√v·inverse_root_correction + epsilon).
  void (*_Nonnull adam)(float *_Nonnull p, const float *_Nonnull g, float *_Nonnull m, float *_Nonnull v,
                        ptrdiff_t count, float gradient_scale, float rate, float beta1, float beta2,
                        float inverse_root_correction, float epsilon);
  // One RMSprop step; `epsilon_inside` adds epsilon under the root (TensorFlow) instead of after it (PyTorch).
  void (*_Nonnull rmsprop)(float *_Nonnull p, const float *_Nonnull g, float *_Nonnull v, ptrdiff_t count,
                           float gradient_scale, float rate, float decay, float epsilon, int epsilon_inside);
} rlk_table;

// Transitions in memory: a ring of rows for each environment, one ring behind the other. A row is observation, action,
// reward, end (0: goes on, below 0: terminated, above 0: truncated).
typedef struct {
  const float *_Nonnull rows;
  ptrdiff_t row_width, width, action_width;
  // Rows of a ring, and the one in each that is written next.
  ptrdiff_t ring_rows, head;
  // Rewards added up, and what each step is discounted by.
  ptrdiff_t steps;
  float discount;
} rlk_replay;

// Where transitions are gathered, side by side. `behind` is the place of the observation after the last step, which
// `next_observations` gets only where the episode continues (`ends` is 0).
typedef struct {
  float *_Nonnull observations;
  float *_Nonnull actions;
  float *_Nonnull rewards;
  float *_Nonnull next_observations;
  float *_Nonnull discounts;
  float *_Nonnull ends;
  ptrdiff_t *_Nonnull behind;
} rlk_transitions;

// Copies the transitions at `places` (row numbers over all rings, below 2³²).
void rlk_gather_transitions(const rlk_replay *_Nonnull replay, const ptrdiff_t *_Nonnull places, ptrdiff_t count,
                            const rlk_transitions *_Nonnull out);

// Walks from the root of a tree of sums (nodes[1]; the children of n are 2n and 2n + 1) to the leaf at which the running
// sum passes `sums`, which are overwritten. `leaves` (a power of two) are the last nodes; `found` gets their numbers.
void rlk_find_sums(const float *_Nonnull nodes, ptrdiff_t leaves, double *_Nonnull sums, ptrdiff_t *_Nonnull found,
                   ptrdiff_t count);

// The kernels of the best instruction set of this machine.
const rlk_table *_Nonnull rlk_best(void);
// The kernels of one instruction set by rank (0 is the portable fallback), or NULL where the machine lacks it.
const rlk_table *_Nullable rlk_at(int rank);
// How many instruction sets were compiled in.
int rlk_count(void);
// Floats that a product needs as workspace.
ptrdiff_t rlk_gemm_workspace(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k);
// 1 where the kernels were compiled with optimisation; without it OpenBLAS is much faster than `gemm`.
int rlk_is_optimized(void);

#ifdef __cplusplus
}
#endif
#endif
