import Accounting
import Foundation
import Population
import Synchronization
import Tensors
import Training
import TextFormats

/// Counts how fast a population trains, and sets it beside what the machine can do.
package final class PopulationSpeed: PopulationObserver {
  private let start = ContinuousClock.now
  private let steps = Mutex(0)
  private let configuration: PopulationConfiguration

  package init(_ configuration: PopulationConfiguration) { self.configuration = configuration }

  package func memberDidFinish(_ result: MemberResult) {
    let end = configuration.endStep(of: result.generation)
    let begin = result.generation == 0 ? 0 : configuration.endStep(of: result.generation - 1)
    steps.withLock { $0 += end - begin }
  }

  /// The speed so far.
  ///
  /// - Parameters:
  ///   - run: The settings of the members.
  ///   - weights: Weights of policy and value network, by which the arithmetic of a step is counted.
  ///   - workers: Members that train at once.
  /// - Returns: One sentence.
  package func text(_ run: RunConfiguration, weights: Int, workers: Int) -> String {
    let seconds = max((ContinuousClock.now - start) / .seconds(1), 1e-9)
    let taken = steps.withLock { $0 }
    let rate = Double(taken) / seconds
    let line =
      "\(taken) steps in \(NumberText.fixed(seconds, decimals: 0)) s, judging included: "
      + "\(NumberText.fixed(rate, decimals: 0)) steps a second"
    guard run.hasAgentKeys, case .mlp = run.resolvedNetwork else { return line + "." }
    // Two operations a weight forwards, four backwards; forwards once more for acting and values.
    let operations = Double(weights) * Double(6 * run.epochs + 2)
    let peak = Kernels.measureProductPeak() * Double(workers)
    let share = rate * operations / 1e9 / peak * 100
    return line + ", \(NumberText.fixed(share, decimals: 0)) % of the sgemm peak of \(workers) cores "
      + "(\(NumberText.fixed(peak, decimals: 0)) GFLOP/s)."
  }
}
