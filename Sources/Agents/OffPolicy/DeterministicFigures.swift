import RLCore

/// What gradient steps of a deterministic actor-critic did, summed.
struct DeterministicFigures {
  private var criticLoss = 0.0
  private var criticSteps = 0
  private var value = 0.0
  private var policySteps = 0

  mutating func add(criticLoss loss: Double) {
    criticLoss += loss
    criticSteps += 1
  }

  /// - Parameter value: Mean value of the policy's actions: the negative of its loss.
  mutating func add(value: Double) {
    self.value += value
    policySteps += 1
  }

  func report(learningRate: Float) -> UpdateReport {
    var report = UpdateReport()
    if policySteps > 0 { report.add("policyLoss", -value / Double(policySteps)) }
    report.add("criticLoss", criticLoss / Double(max(criticSteps, 1)))
    report.add("learningRate", Double(learningRate))
    report.add("gradientSteps", Double(criticSteps))
    report.add("policySteps", Double(policySteps))
    return report
  }
}
