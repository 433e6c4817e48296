import Foundation
import Persistence
import Randomness
import Training

/// Trains, selects and tests within one fold: scaler, weights and choice know its own windows only.
package struct FoldRun: Sendable {
  package let settings: RunConfiguration
  package let source: MarketSource
  package let plan: FoldPlan
  package let folder: URL
  /// Callbacks beside those that keep the files.
  package let watchers: RunWatchers

  private var resultFile: URL { folder.appendingPathComponent("result.json") }

  /// The result, from the folder where the fold was finished before.
  ///
  /// - Throws: ``ExperimentStopped`` if someone stopped it; it resumes from its checkpoint.
  package func result() throws -> FoldResult {
    if let kept = try readResult() { return kept }
    let market = PreparedMarket(
      source, windows: Windows(train: plan.train, validation: plan.validation, final: plan.tests[0]))
    let directory = RunDirectory(folder.path)
    let run = try SingleRun(
      settings, market: market, directory: directory, resumes: directory.hasCheckpoint, watchers: watchers)
    guard try run.train() else { throw ExperimentStopped() }
    guard run.selector.memory.best != nil || run.selector.staysOut else {
      throw ExperimentError("fold \(plan.name) must judge a policy, was without")
    }
    let random = RandomStream(seed: settings.seed).split("test")
    let agent = try run.selectedAgent()
    let plays = try plan.tests.map { hours in
      try TestWindow(market: market, hours: hours, task: settings.task, agentName: settings.agentTitle, random: random)
        .plays(of: agent)
    }
    let result = FoldResult(
      plan: plan, trials: run.selector.memory.trials, chosenSteps: run.selector.memory.best?.steps ?? 0, plays: plays)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try AtomicFile.write(try encoder.encode(result), to: resultFile)
    return result
  }

  private func readResult() throws -> FoldResult? {
    guard FileManager.default.fileExists(atPath: resultFile.path) else { return nil }
    let result: FoldResult
    do {
      result = try JSONDecoder().decode(FoldResult.self, from: try AtomicFile.read(resultFile))
    } catch let error as DecodingError {
      throw FileError.unusable(path: resultFile.path, problem: "is not the result of a fold: \(error)")
    }
    guard result.plan == plan else {
      throw FileError.unusable(path: resultFile.path, problem: "is of a fold with other windows")
    }
    return result
  }
}
