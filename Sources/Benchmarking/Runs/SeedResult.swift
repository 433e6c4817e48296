import RLCore
import Settings

/// What training one preset from one seed brought: the content of a result file.
public struct SeedResult: Codable, Sendable, Equatable {
  /// Which agent.
  public var agent: AgentID
  /// The name of the task.
  public var task: String
  /// The seed, from which every random draw follows.
  public var seed: Int
  /// Environments stepped together while training.
  public var environments: Int
  /// Environment steps taken, over all environments.
  public var steps: Int
  /// All settings of the agent.
  public var settings: JSONValue
  /// The return of every evaluation episode.
  public var returns: [Float]
  /// Wall time of making and training the agent, without evaluating it.
  public var trainingSeconds: Double
  /// How many runs shared the machine.
  public var jobs: Int
  /// Version of the package.
  public var version: String
  /// What it ran on.
  public var machine: Machine

  /// The mean return of the evaluation episodes.
  public var meanReturn: Double { returns.reduce(0) { $0 + Double($1) } / Double(max(1, returns.count)) }

  /// Standard deviation of the return over episodes.
  var deviation: Double {
    let mean = meanReturn
    let squares = returns.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (squares / Double(max(1, returns.count))).squareRoot()
  }
}
