import Tensors

extension Learner {
  /// Moves the parameters against the gradient that the lanes computed, as an agent does it.
  ///
  /// - Parameters:
  ///   - loss: The loss whose gradient it is, if it is to be finite too.
  ///   - rate: The learning rate.
  ///   - limit: Of the gradient's norm; `nil` never limits.
  ///   - owner: Whose gradient it is, for the error: `policy`; `nil` if the agent has one learner.
  ///   - progress: When it happens, for the error.
  /// - Returns: The norm before the limit.
  /// - Throws: ``AgentError`` if the norm or the loss is not finite; nothing has moved then.
  public func step(
    loss: Double = 0, rate: Float, limit: Double? = nil, of owner: String? = nil, at progress: TrainingProgress
  ) throws(AgentError) -> Double {
    do throws(NonFiniteGradient) {
      return try step(loss: loss, rate: rate, limit: limit)
    } catch {
      let suffix = owner.map { " of the \($0)" } ?? ""
      switch error {
      case .norm(let norm):
        throw AgentError(quantity: "the gradient norm\(suffix)", step: progress.steps, found: "\(norm)")
      case .loss(let loss): throw AgentError(quantity: "the loss\(suffix)", step: progress.steps, found: "\(loss)")
      }
    }
  }
}

extension [Learner] {
  /// Does gradient steps that may fail on the way, all of them or none.
  ///
  /// These are the learners that have moved when a later step can still fail. A step that fails moves nothing itself, so
  /// that the last learner of a single round need not be among them, and a single step of one learner needs no copy.
  ///
  /// - Parameters:
  ///   - keepsTargets: Whether targets move before the last step that can fail.
  ///   - body: Takes the steps.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws; parameters, targets and what the optimisers remember are then as before the call.
  /// - Complexity: One pass over the parameters for each buffer that is kept.
  public func allOrNothing<Result>(
    keepingTargets keepsTargets: Bool = true, _ body: () throws(AgentError) -> Result
  ) throws(AgentError) -> Result {
    for learner in self { learner.keep(target: keepsTargets) }
    do throws(AgentError) {
      return try body()
    } catch {
      for learner in self { learner.rollBack() }
      throw error
    }
  }
}
