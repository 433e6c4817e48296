import MarketData
import Randomness
import RLCore

/// A policy in an environment that shows opportunities in the units of the market: it scales them as its own training did.
///
/// Policies of several runs were trained with a scaler each, so that no environment can show all of them what they know.
/// The numbers are those of a table that was scaled beforehand, to the bit; empty slots stay zeros.
package final class SelfScalingPolicy: Policy {
  private let policy: any Policy<DiscreteAction>
  private let scaler: StandardScaler
  /// Where the first value of each slot lies in a row.
  private let slots: [Int]
  private let slotWidth: Int

  /// Wraps a policy.
  ///
  /// - Parameters:
  ///   - policy: Sees scaled opportunities.
  ///   - scaler: What it was trained with, validated.
  ///   - space: What the environment shows; the group `opportunities` is scaled.
  package init(_ policy: any Policy<DiscreteAction>, scaler: StandardScaler, seeing space: ObservationSpace) {
    self.policy = policy
    self.scaler = scaler
    var (slots, width, offset) = ([Int](), 0, 0)
    for group in space.groups {
      if group.name == "opportunities" {
        width = group.columns
        slots = (0..<group.rows).map { offset + $0 * group.columns }
      }
      offset += group.width
    }
    (self.slots, slotWidth) = (slots, width)
  }

  package var spaces: PolicySpaces<DiscreteAction>? { policy.spaces }

  package func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [DiscreteAction] {
    if let spaces { try observations.require(spaces.observations, spaces.actions, finite: mode != .explore) }
    var scaled = observations
    for row in 0..<observations.count {
      for slot in slots { scale(&scaled.values, from: row * observations.width + slot) }
    }
    return try policy.act(on: scaled, mode: mode, using: &random)
  }

  private func scale(_ values: inout [Float], from first: Int) {
    guard values[first + Feature.isValid.rawValue] != 0 else { return }
    for feature in Feature.allCases where feature.rawValue < slotWidth {
      values[first + feature.rawValue] = scaler.scaled(values[first + feature.rawValue], of: feature)
    }
  }
}
