import Accounting
import Envs
import Randomness
import RLCore
import Trading

/// One policy over one whole window, with its books.
package struct Playthrough {
  /// Name for tables and reports.
  package let name: String
  /// What the policy is compared as.
  package let role: NamedScorecard.Role
  /// Everything that was booked.
  package let recording: EpisodeRecording
  /// What was counted.
  package let statistics: EnvironmentStatistics

  /// Plays a baseline.
  package init(
    _ name: String, _ policy: some FundingArbitragePolicy, on market: PreparedMarket, hours: Range<Int>,
    task: FundingArbitrageConfiguration, random: RandomStream
  ) throws {
    var environment = try Self.environment(market, hours: hours, task: task)
    var policy = policy
    var random = random
    environment.isRecording = true
    environment.play(&policy, using: &random)
    try self.init(name, .baseline, environment)
  }

  /// Plays an agent at what it holds best.
  package init(
    _ name: String, agent: any Policy<DiscreteAction>, on market: PreparedMarket, hours: Range<Int>,
    task: FundingArbitrageConfiguration
  ) throws {
    var environment = try Self.environment(market, hours: hours, task: task)
    environment.isRecording = true
    try Self.playWhole(agent, in: &environment)
    try self.init(name, .agent, environment)
  }

  private init(_ name: String, _ role: NamedScorecard.Role, _ environment: FundingArbitrageEnvironment) throws {
    guard let recording = environment.recording else {
      preconditionFailure("Invariant: a recording environment has a recording")
    }
    self.name = name
    self.role = role
    self.recording = recording
    statistics = environment.statistics
  }

  /// An environment that plays a whole window at the standard settings.
  package static func environment(
    _ market: PreparedMarket, hours: Range<Int>, task: FundingArbitrageConfiguration
  ) throws -> FundingArbitrageEnvironment {
    var task = task
    task.window = .fullRange
    task.dataRanges = [hours]
    if case .sampled = task.trading {
      // A policy trained for many settings is judged at the standard ones.
      task.trading = .fixed(TradingConfig(maximumPositions: min(TradingConfig().maximumPositions, task.positionSlots)))
    }
    return try FundingArbitrageEnvironment(market: market.market, configuration: task)
  }

  /// Plays an episode from where the environment stands, at what the policy holds best.
  package static func play(
    _ policy: any Policy<DiscreteAction>, in environment: inout FundingArbitrageEnvironment
  ) throws {
    // What a policy holds best is not drawn.
    var random = RandomStream(seed: 0)
    var observations = ObservationBatch(
      count: 1, width: environment.observationSpace.width, maskWidth: environment.actionSpace.count)
    while environment.end == nil {
      var row = observations.values.mutableSpan
      environment.writeObservation(into: &row)
      observations.masks.withUnsafeMutableBufferPointer { flags in
        flags.update(repeating: true)
        var span = flags.mutableSpan
        environment.writeActionMask(into: &span)
      }
      let actions = try policy.act(on: observations, mode: .exploit, using: &random)
      observations.isStart[0] = false
      _ = environment.step(actions[0])
    }
  }

  /// Plays a whole window.
  private static func playWhole(
    _ policy: any Policy<DiscreteAction>, in environment: inout FundingArbitrageEnvironment
  ) throws {
    // Nothing of the beginning of a full-range episode is drawn.
    var random = RandomStream(seed: 0)
    environment.reset(using: &random)
    try play(policy, in: &environment)
  }
}
