import RLCore
import Settings

/// The way between the bounds of an action space and ±1, which is where networks, noise and the replay buffer live.
///
/// Bounds that are not symmetric or far from 1 would otherwise cut off what a tanh can reach or drown the noise.
struct ActionScale: Sendable {
  private let space: ContinuousAction.Domain
  private let center: [Float]
  private let halfWidth: [Float]

  /// - Throws: `ConfigurationError` if a bound is infinite.
  init(_ space: ContinuousAction.Domain) throws(ConfigurationError) {
    try require(
      (space.low + space.high).allSatisfy(\.isFinite), "the action space", must: "have finite bounds",
      found: space.description)
    self.space = space
    // Halved first: high − low can overflow, so halve first.
    center = zip(space.low, space.high).map { $0 / 2 + $1 / 2 }
    halfWidth = zip(space.low, space.high).map { $1 / 2 - $0 / 2 }
  }

  var dimensions: Int { center.count }

  /// The actions that the environments get for stored values in ±1, [rows × dimensions].
  func actions(_ stored: [Float]) -> [ContinuousAction] {
    stride(from: 0, to: stored.count, by: dimensions).map { start in
      // Clamped at last, since rounding may lead beyond a bound.
      space.clamp(ContinuousAction(center.indices.map { center[$0] + halfWidth[$0] * stored[start + $0] }))
    }
  }
}
