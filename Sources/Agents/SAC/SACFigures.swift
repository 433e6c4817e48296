import RLCore

/// What gradient steps of ``SAC`` did, summed.
struct SACFigures {
  var criticLoss = 0.0
  var policyLoss = 0.0
  /// Mean ln π of the policy's actions: the negative of its entropy.
  var logProbability = 0.0
  /// Mean of the smaller critic's values of the policy's actions.
  var value = 0.0
  var temperature = 0.0

  static func += (sum: inout SACFigures, part: SACFigures) {
    sum.criticLoss += part.criticLoss
    sum.policyLoss += part.policyLoss
    sum.logProbability += part.logProbability
    sum.value += part.value
    sum.temperature += part.temperature
  }

  func report(steps: Int, learningRate: Float) -> UpdateReport {
    let count = Double(steps)
    var report = UpdateReport()
    report.add("policyLoss", policyLoss / count)
    report.add("criticLoss", criticLoss / count)
    report.add("entropy", -logProbability / count)
    report.add("value", value / count)
    report.add("temperature", temperature / count)
    report.add("learningRate", Double(learningRate))
    report.add("gradientSteps", count)
    return report
  }
}
