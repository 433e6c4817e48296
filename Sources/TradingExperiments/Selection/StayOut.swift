import Persistence
import Randomness
import RLCore

/// The policy of a run in which none earned enough in validation: it holds, always.
package final class StayOut: Policy {
  /// What a policy's archive says where its run stays out.
  package static let key = "staysOut"

  /// What reports say of such a run.
  package static let remark =
    "No policy earned more in validation than the standard error of its profit, so this run stays out."

  package init() {}

  package func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) -> [DiscreteAction] {
    [DiscreteAction](repeating: DiscreteAction(0), count: observations.count)
  }
}
