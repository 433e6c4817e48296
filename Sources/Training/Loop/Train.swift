import RLCore
import Randomness

/// Trains an agent, where nothing needs to be archived in between: ``Trainer`` in one call.
///
/// - Parameters:
///   - agent: Acts and learns.
///   - environments: Where it acts.
///   - progress: How far the run is; continues where it stands.
///   - callbacks: Watch in this order.
///   - random: The source of all draws.
/// - Returns: Why training ended.
/// - Throws: `AgentError` if numbers are no longer finite, `MaskError` where nothing can be done, and what environments and callbacks throw.
@discardableResult
public func train<E: Environments>(
  _ agent: any Agent<E.ActionType>, in environments: E, progress: inout TrainingProgress,
  callbacks: [any Callback] = [], random: RandomStream
) throws -> String {
  let trainer = Trainer(agent, in: environments, progress: progress, callbacks: callbacks, random: random)
  defer { progress = trainer.progress }
  return try trainer.run()
}
