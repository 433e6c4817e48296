import Agents
import Foundation
import Persistence
import RLCore
import Training

/// The policy of an earlier run that training begins with, and what of it stays as it is.
package struct Inheritance {
  private let run: EarlierRun
  private let freeze: [String]

  /// What the settings say; `nil` if training begins afresh.
  package init?(_ settings: RunConfiguration) throws {
    guard let path = settings.initializeFrom else { return nil }
    run = try EarlierRun(path)
    freeze = settings.freeze ?? []
  }

  /// Loads the policy into an agent and freezes parts of it.
  ///
  /// - Returns: What has to be said of it: the features are not scaled as it knew them, and the final window may be one
  ///   that it has seen.
  /// - Throws: Where the policy cannot be read or does not fit, and where there is nothing to freeze.
  package func hand(to agent: any Agent<DiscreteAction>, on market: PreparedMarket) throws -> [String] {
    let policy = try TensorArchive.read(run.directory.policy)
    do {
      try agent.adopt(policy, freezing: freeze)
    } catch let error as ArchiveError {
      throw FileError.unusable(path: run.directory.policy.path, problem: error.problem)
    }
    let name = run.directory.folder.lastPathComponent
    let parts = agent as? any FreezableAgent<DiscreteAction>
    let frozen = parts?.frozenParameterNames ?? []
    let count = parts.map { " \($0.parameterNames.count)" } ?? ""
    return [
      "Training begins with the policy of \(name), its weights and its observation normaliser; features are scaled anew "
        + "by the training window of this run.",
      frozen.isEmpty
        ? "All\(count) blocks of parameters learn."
        : "\(frozen.count) of\(count) blocks of parameters stay as they are: "
          + "\(frozen.joined(separator: ", ")).",
    ] + (try run.overlaps("The policy of \(name)", of: market.windows.final, on: market))
  }
}
