import ArgumentParser
import Foundation
import RLFramework
import TradingExperiments

extension PopulationStrategy: ExpressibleByArgument {}

/// How a population is trained.
struct PopulationOptions: ParsableArguments {
  /// Who copies whom.
  enum Selection: String, CaseIterable, ExpressibleByArgument {
    case truncation
    case tournament
  }

  @Option(help: "Members. (default: 8)") var population: Int?
  @Option(help: "Steps of each member between two judgements. (default: 20000)") var perturbationInterval: Int?
  @Option(help: "What becomes of those who fall behind: evolve (default), or the baselines randomSearch, seedSweep.")
  var strategy: PopulationStrategy?
  @Option(help: "Who copies whom: the last quarter the first (truncation, default), or losers of pairs (tournament).")
  var selection: Selection?
  @Option(parsing: .unconditional, help: "Chance that a hyper-parameter is drawn anew, not perturbed. (default: 0.25)")
  var resampleProbability: Double?
  @Option(help: "Steps that a member trains after a copy before it may copy again. (default: 0)")
  var readyInterval: Int?

  @Option(
    help: """
      Hyper-parameters that differ between members: document (the table for the preset), long-horizon, or a file of \
      them as JSON. (default: document)
      """)
  var space: String?

  /// Whether anything was given.
  var isEmpty: Bool {
    population == nil && perturbationInterval == nil && strategy == nil && selection == nil
      && resampleProbability == nil && readyInterval == nil && space == nil
  }

  /// The hyper-parameters of the members.
  ///
  /// - Throws: `ConfigurationError` or `FileError` for a file that cannot be used.
  func space(for run: RunConfiguration) throws -> HyperparameterSpace {
    switch space ?? "document" {
    case "document": return run.preset == .full ? .multiPosition : .singlePosition
    case "long-horizon": return .longHorizon
    case let path:
      let file = URL(fileURLWithPath: path)
      do {
        return try HyperparameterSpace(json: String(decoding: try AtomicFile.read(file), as: UTF8.self))
      } catch let error as ConfigurationError {
        throw FileError.unusable(path: path, problem: "cannot be used: \(error)")
      }
    }
  }

  /// The settings of a population whose members train by those of a run.
  func configuration(for run: RunConfiguration) throws(ConfigurationError) -> PopulationConfiguration {
    var configuration = PopulationConfiguration(stepsPerMember: run.timesteps, seed: run.seed)
    configuration.members = population ?? configuration.members
    configuration.interval = perturbationInterval ?? configuration.interval
    configuration.strategy = strategy ?? configuration.strategy
    if case .tournament = selection { configuration.selection = .binaryTournament }
    configuration.resampleProbability = resampleProbability ?? configuration.resampleProbability
    configuration.readyInterval = readyInterval ?? configuration.readyInterval
    try configuration.validate()
    return configuration
  }
}
