#include "include/ckernels.h"

#include <string.h>

// How many transitions ahead of the one being copied memory is asked for: enough to keep every request that a core can
// have under way busy, since each row lies somewhere else.
#define AHEAD 16
#define LINE 16

static inline void copy_values(float *restrict target, const float *restrict source, ptrdiff_t count) {
  ptrdiff_t i = 0;
  for (; i + 4 <= count; i += 4) memcpy(target + i, source + i, 16);
  for (; i < count; i++) target[i] = source[i];
}

static inline void ask_for(const rlk_replay *replay, ptrdiff_t place, ptrdiff_t span) {
  const float *start = replay->rows + place * replay->row_width;
  for (ptrdiff_t offset = 0; offset < span; offset += LINE) __builtin_prefetch(start + offset, 0, 3);
  __builtin_prefetch(start + span - 1, 0, 3);
}

void rlk_gather_transitions(const rlk_replay *replay, const ptrdiff_t *places, ptrdiff_t count,
                            const rlk_transitions *out) {
  const ptrdiff_t width = replay->width, actions = replay->action_width, row_width = replay->row_width;
  const ptrdiff_t reward = width + actions, end = reward + 1, ring = replay->ring_rows;
  // The row, those whose rewards are added, and the observation behind them.
  ptrdiff_t span = replay->steps * row_width + width;
  if (span > 32 * LINE) span = 32 * LINE;
  for (ptrdiff_t i = 0; i < count && i < AHEAD; i++) ask_for(replay, places[i], span);
  for (ptrdiff_t i = 0; i < count; i++) {
    if (i + AHEAD < count) ask_for(replay, places[i + AHEAD], span);
    const ptrdiff_t place = places[i];
    const ptrdiff_t first = place < ring ? 0 : (ptrdiff_t)((uint32_t)place / (uint32_t)ring) * ring;
    const float *row = replay->rows + place * row_width;
    copy_values(out->observations + i * width, row, width);
    for (ptrdiff_t column = 0; column < actions; column++) out->actions[i * actions + column] = row[width + column];
    ptrdiff_t behind = place - first == ring - 1 ? first : place + 1;
    float sum = row[reward], factor = replay->discount;
    // The newest transition has nothing behind it yet; fewer steps are as true.
    for (ptrdiff_t step = 1; step < replay->steps && row[end] == 0 && behind - first != replay->head; step++) {
      row = replay->rows + behind * row_width;
      behind = behind - first == ring - 1 ? first : behind + 1;
      sum += factor * row[reward];
      factor *= replay->discount;
    }
    out->rewards[i] = sum;
    out->ends[i] = row[end];
    out->discounts[i] = row[end] < 0 ? 0 : factor;
    out->behind[i] = behind;
    if (row[end] == 0) copy_values(out->next_observations + i * width, replay->rows + behind * row_width, width);
  }
}

void rlk_find_sums(const float *nodes, ptrdiff_t leaves, double *sums, ptrdiff_t *found, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) found[i] = 1;
  // A level at a time, so that one memory access does not wait for another, and without branches, since half of them
  // would be guessed wrong.
  for (ptrdiff_t width = 1; width < leaves; width *= 2) {
    for (ptrdiff_t i = 0; i < count; i++) {
      const ptrdiff_t left = 2 * found[i];
      const double share = nodes[left];
      // Rounded sums may promise a right half a little more than it has, down to one that has nothing.
      const ptrdiff_t goes_right = (ptrdiff_t)(sums[i] >= share) & (ptrdiff_t)(nodes[left + 1] > 0);
      sums[i] -= share * (double)goes_right;
      found[i] = left + goes_right;
    }
  }
  for (ptrdiff_t i = 0; i < count; i++) found[i] -= leaves;
}
