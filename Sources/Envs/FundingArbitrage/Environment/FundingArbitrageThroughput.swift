import RLCore
import Randomness
import Settings

/// Measures how fast an environment steps, in the way that a rollout uses it.
public enum FundingArbitrageThroughput {
  /// What a measurement found.
  public struct Measurement: Sendable {
    /// Steps taken.
    public let steps: Int
    /// Wall-clock seconds they took.
    public let seconds: Double
    /// Sum of all observed values and rewards: keeps the work from being optimised away and shows that runs agree.
    public let checksum: Double

    /// Steps for each second.
    public var stepsPerSecond: Double { Double(steps) / seconds }
  }

  /// Steps with uniformly drawn valid actions; every step writes the observation and the mask, every end resets.
  ///
  /// - Throws: `ConfigurationError` as the environment does.
  public static func measure(
    market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration, steps: Int, seed: UInt64 = 0
  ) throws(ConfigurationError) -> Measurement {
    var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    var random = RandomStream(seed: seed)
    var observation = [Float](repeating: 0, count: environment.observationSpace.width)
    var mask = [Bool](repeating: true, count: environment.actionSpace.count)
    var row = observation.mutableSpan
    var flags = mask.mutableSpan
    var checksum = 0.0
    environment.reset(using: &random)
    let start = ContinuousClock.now
    for _ in 0..<steps {
      environment.writeObservation(into: &row)
      environment.writeActionMask(into: &flags)
      checksum += Double(row[row.count - 1] + row[0])
      let outcome = environment.step(RandomValid.choose(from: flags.span, using: &random))
      checksum += Double(outcome.reward)
      if outcome.end != nil { environment.reset(using: &random) }
    }
    let elapsed = ContinuousClock.now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    return Measurement(steps: steps, seconds: seconds, checksum: checksum)
  }
}
