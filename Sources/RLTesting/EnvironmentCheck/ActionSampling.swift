import RLCore
import Randomness

/// A space that the check can draw from by itself.
protocol SampledSpace: ActionSpace {
  /// Draws an action from the valid ones; at least one flag of every choice is true.
  func sample(mask: [Bool], using random: inout RandomStream) -> ActionType
}

extension DiscreteAction.Domain: SampledSpace {
  func sample(mask: [Bool], using random: inout RandomStream) -> DiscreteAction {
    DiscreteAction(drawValid(from: mask[...], using: &random))
  }
}

extension MultiDiscreteAction.Domain: SampledSpace {
  func sample(mask: [Bool], using random: inout RandomStream) -> MultiDiscreteAction {
    var start = 0
    return MultiDiscreteAction(
      counts.map { count in
        defer { start += count }
        return drawValid(from: mask[start..<start + count], using: &random)
      })
  }
}

extension ContinuousAction.Domain: SampledSpace {
  /// Uniform within finite bounds, and each bound itself in one of ten draws: tasks often break at their bounds.
  func sample(mask: [Bool], using random: inout RandomStream) -> ContinuousAction {
    ContinuousAction(
      zip(low, high).map { low, high in
        switch (low.isFinite, high.isFinite) {
        case (true, true):
          let share = random.uniform() * 1.25 - 0.125
          let inner = min(max(share, 0), 1)
          return low * (1 - inner) + high * inner
        case (true, false): return low + Float(random.exponential(mean: 1))
        case (false, true): return high - Float(random.exponential(mean: 1))
        case (false, false): return Float(random.normal())
        }
      })
  }
}

/// The position of a flag that is true, within the slice.
private func drawValid(from mask: ArraySlice<Bool>, using random: inout RandomStream) -> Int {
  let valid = mask.indices.filter { mask[$0] }
  return valid[random.index(below: valid.count)] - mask.startIndex
}
