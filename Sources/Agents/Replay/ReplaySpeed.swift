import RLCore
import Randomness
import Settings
import Tensors

/// How long a replay buffer takes, for the benchmark: a buffer belongs to its agent and cannot be had from outside.
public struct ReplaySpeed: Sendable {
  /// Median time to draw a batch, in µs.
  public let sampleMicroseconds: Double
  /// Median time to set the priorities of a batch, in µs; next to 0 where draws are uniform.
  public let updateMicroseconds: Double
  /// Mean time to add a transition, in ns.
  public let addNanoseconds: Double

  /// Fills a buffer with episodes of 200 steps and draws from it.
  ///
  /// - Parameters:
  ///   - configuration: The buffer.
  ///   - width: Values of an observation.
  ///   - batch: Rows of a batch.
  ///   - draws: Batches to time.
  /// - Returns: The times.
  /// - Throws: `ConfigurationError` if there can be no such buffer.
  public static func measure(
    _ configuration: ReplayConfiguration, width: Int, batch: Int, draws: Int
  ) throws(ConfigurationError) -> ReplaySpeed {
    let shape = ReplayShape(environments: 1, width: width, storageWidth: 1, maskWidth: 0)
    let buffer = try ReplayBuffer(configuration, shape: shape, discount: 0.99)
    var random = RandomStream(seed: 1)
    let clock = ContinuousClock()
    let filling = clock.measure { fill(buffer, using: &random) }
    let rows = buffer.makeBatch(count: batch)
    let errors = AlignedBuffer<Float>(count: batch)
    var (samples, updates): ([Duration], [Duration]) = ([], [])
    for _ in 0..<max(draws, 1) {
      for row in 0..<batch { errors.pointer[row] = Float(random.normal()) }
      samples.append(clock.measure { buffer.sample(into: rows, using: &random) })
      updates.append(clock.measure { buffer.setPriorities(of: rows, errors: errors.pointer) })
    }
    return ReplaySpeed(
      sampleMicroseconds: median(samples) / .microseconds(1), updateMicroseconds: median(updates) / .microseconds(1),
      addNanoseconds: filling / .nanoseconds(1) / Double(configuration.capacity))
  }

  private static func fill(_ buffer: ReplayBuffer, using random: inout RandomStream) {
    var observations = ObservationBatch(count: 1, width: buffer.shape.width, maskWidth: 0)
    var transitions = TransitionBatch<DiscreteAction>(count: 1, width: buffer.shape.width, maskWidth: 0)
    buffer.open(observations)
    for step in 0..<buffer.configuration.capacity {
      observations.values[step % buffer.shape.width] = random.uniform()
      transitions.ends[0] = step % 200 == 199 ? .terminated : nil
      observations.isStart[0] = transitions.ends[0] != nil
      buffer.add(actions: [Float(step % 3)], rewards: [1], transitions: transitions, next: observations)
    }
  }

  private static func median(_ times: [Duration]) -> Duration { times.sorted()[times.count / 2] }
}
