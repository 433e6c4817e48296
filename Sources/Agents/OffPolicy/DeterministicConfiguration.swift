import RLCore
import Settings

/// The settings that agents with a deterministic policy have in common.
protocol DeterministicConfiguration: Configuration {
  var learningRate: Schedule { get }
  var batchSize: Int { get }
  var discount: Float { get }
  var targetShare: Float { get }
  var explorationNoise: ActionNoise { get }
  var cadence: UpdateCadence { get }
  var replay: ReplayConfiguration { get }
  /// ε of Adam.
  var adamEpsilon: Float { get }
  var weightDecay: Float { get }
  var threads: Int { get }
}
