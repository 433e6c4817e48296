import RLCore

extension AgentError {
  /// Throws unless a quantity is finite.
  static func require(
    finite value: Double, _ quantity: String, at progress: TrainingProgress
  ) throws(AgentError) {
    guard value.isFinite else { throw AgentError(quantity: quantity, step: progress.steps, found: "\(value)") }
  }
}
