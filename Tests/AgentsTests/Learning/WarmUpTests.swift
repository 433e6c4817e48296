import Agents
import Networks
import RLCore
import RLTesting
import Randomness
import Settings
import Testing

/// Learning rates that rise from 0, in the settings of every agent that follows gradients.
@Suite("Warm-up of the learning rate")
struct WarmUpTests {
  private static let warmUp = #""learningRate": {"warmUp": 0.5, "then": {"from": 0.01, "to": 0.005}}"#

  /// Trains an agent that JSON describes, and returns the learning rate of each update with the share of the run.
  private func rates<E: Environment>(
    _ id: String, _ settings: String, in environment: () -> E
  ) throws -> [(fraction: Double, rate: Double)] {
    let environments = try VectorEnvironment([environment(), environment()], random: RandomStream(seed: 1))
    let agent = try makeAgent(
      json: "{\"agent\": \"\(id)\", \"settings\": {\(Self.warmUp), \(settings)}}", for: environments,
      random: RandomStream(seed: 1))
    var (observations, random) = (environments.reset(), RandomStream(seed: 2))
    var progress = TrainingProgress(totalSteps: 200)
    var rates: [(fraction: Double, rate: Double)] = []
    while !progress.isComplete {
      let actions = try agent.act(on: observations, mode: .explore, using: &random)
      agent.record(environments.step(actions, observing: &observations), next: observations)
      progress.advance(by: environments.count)
      if let report = try agent.learn(progress: progress, using: &random) {
        rates.append((progress.fraction, try #require(report["learningRate"])))
      }
    }
    return rates
  }

  private func expectWarmUp(_ rates: [(fraction: Double, rate: Double)]) {
    #expect(rates.count > 5 && rates.contains { $0.fraction < 0.5 } && rates.contains { $0.fraction > 0.5 })
    for (fraction, rate) in rates {
      let line = 0.01 - 0.005 * fraction
      #expect(abs(rate - (fraction < 0.5 ? line * fraction / 0.5 : line)) < 1e-8, "at \(fraction)")
    }
  }

  @Test(
    arguments: [
      ("ppo", #""rolloutSteps": 8, "batchSize": 8, "epochs": 1"#), ("a2c", #""rolloutSteps": 5"#),
      ("recurrent-ppo", #""rolloutSteps": 8, "batchSize": 8, "epochs": 1, "network": {"width": 4}"#),
      ("dqn", #""cadence": {"learningStarts": 10, "interval": 8}, "batchSize": 8"#),
      ("qr-dqn", #""cadence": {"learningStarts": 10, "interval": 8}, "batchSize": 8, "quantiles": 4"#),
    ])
  func `agents with choices learn at the rates that their JSON says`(id: String, settings: String) throws {
    expectWarmUp(try rates(id, settings) { IdentityEnvironment(choices: 3) })
  }

  @Test(arguments: ["sac", "td3", "ddpg", "ppo", "a2c"])
  func `agents with real values learn at the rates that their JSON says`(id: String) throws {
    let settings =
      switch id {
      case "ppo": #""rolloutSteps": 8, "batchSize": 8, "epochs": 1"#
      case "a2c": #""rolloutSteps": 5"#
      default:
        #""cadence": {"learningStarts": 10, "interval": 8}, "batchSize": 8, "actor": {"hidden": [8]}, "critic": {"hidden": [8]}"#
      }
    expectWarmUp(try rates(id, settings) { TargetEnvironment() })
  }
}
