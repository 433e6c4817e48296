import Foundation
import Persistence
import RLCore
import Settings

/// Everything that decides a run of one agent on one task: the content of `config.json`.
///
/// Two runs with equal settings end with the same bytes.
public struct TaskRunSettings: Codable, Sendable, Equatable {
  /// Which agent.
  public var agent: AgentID
  /// All settings of the agent, none left to a default that could change.
  public var settings: JSONValue
  /// The name of the task; see ``TaskCatalogue``.
  public var task: String
  /// Environments stepped together while training.
  public var environments: Int
  /// Environment steps, over all environments; rounded up to whole rollouts.
  public var steps: Int
  /// Names the run.
  public var seed: UInt64
  /// Whether observations are brought to mean 0 and variance 1 by running statistics, frozen at evaluation.
  public var normalizesObservations: Bool
  /// Environment steps from one evaluation, and one checkpoint, to the next.
  public var evaluationInterval: Int
  /// Episodes of an evaluation.
  public var evaluationEpisodes: Int

  /// A run of a preset, which its fields may then depart from.
  ///
  /// - Parameters:
  ///   - preset: Agent, task, budget and settings.
  ///   - seed: Names the run.
  public init(_ preset: Preset, seed: UInt64 = 1) {
    agent = preset.agent
    settings = preset.settings.json
    task = preset.task
    environments = preset.environments
    steps = preset.steps
    self.seed = seed
    normalizesObservations = false
    evaluationInterval = max(1, preset.steps / 20)
    evaluationEpisodes = 20
  }

  /// Checks every field but those of the agent, which its recipe checks.
  ///
  /// - Throws: `ConfigurationError` for the first field that is out of range.
  public func validate() throws(ConfigurationError) {
    try require((1...4096).contains(environments), "environments", must: "be in 1...4096", found: environments)
    try require((1...(1 << 40)).contains(steps), "steps", must: "be in 1...2^40", found: steps)
    try require(evaluationInterval > 0, "evaluationInterval", must: "be positive", found: evaluationInterval)
    try require(
      (1...100_000).contains(evaluationEpisodes), "evaluationEpisodes", must: "be in 1...100000",
      found: evaluationEpisodes)
  }

  /// Steps that training takes: the budget, rounded up to whole rollouts where the agent learns from rollouts.
  public var totalSteps: Int {
    Preset.wholeRollouts(steps, environments: environments, settings: settings)
  }

  /// Reads what ``write(to:)`` wrote.
  ///
  /// - Throws: `FileError` that names the file and what is wrong with it.
  public init(contentsOf file: URL) throws(FileError) {
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw .unreadable(path: file.path, reason: error.localizedDescription)
    }
    do {
      self = try JSONDecoder().decode(TaskRunSettings.self, from: data)
      try validate()
    } catch let error as ConfigurationError {
      throw .unusable(path: file.path, problem: "holds settings that cannot be used: \(error)")
    } catch {
      throw .unusable(path: file.path, problem: "must hold the settings of a run as rl train writes them")
    }
  }

  /// Writes the settings, whole or not at all.
  ///
  /// - Throws: `FileError` if the file cannot be written.
  public func write(to file: URL) throws(FileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data: Data
    do {
      data = try encoder.encode(self)
    } catch {
      throw .unwritable(path: file.path, reason: "\(error)")
    }
    try AtomicFile.write(data, to: file)
  }
}
