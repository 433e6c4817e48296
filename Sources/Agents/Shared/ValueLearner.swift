import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// What agents that learn the values of discrete choices have in common: a network and its older self, experience, an
/// optimiser, and a clock that counts environment steps.
///
/// The agents themselves say how to act, what to aim at and what to lose.
final class ValueLearner {
  let runner: ActionValueRunner
  let weights: Learner
  /// The older network that targets of learning come from.
  let targetParameters: AlignedBuffer<Float>
  let replay: ReplayBuffer
  let batch: ReplayBatch
  let lanes: [Lane]
  var recorder: ExperienceRecorder<DiscreteAction>
  var clock = LearningClock()

  /// What one lane computes with.
  struct Lane {
    /// Its share of the batch.
    let rows: Range<Int>
    /// Records, for gradients.
    let tape: Tape<Float>
    /// The same parameters without gradients.
    let online: Tape<Float>
    /// The parameters of the target network.
    let target: Tape<Float>
  }

  /// Products of a batch (rows × parameters) from which on its rows are split over two lanes.
  ///
  /// Halves cost a small network more than a second thread brings. What decides is the work of a batch and never the
  /// number of threads, and so the bits do not depend on it.
  static let splitThreshold = 1 << 20

  /// Memory and fresh parameters for a task.
  ///
  /// - Parameters:
  ///   - configuration: The settings, validated.
  ///   - model: What values come from.
  ///   - context: The task.
  /// - Throws: `ConfigurationError` if the network does not fit or the replay buffer is beyond its limit.
  init(
    _ configuration: some ValueLearningConfiguration, model: ActionValueModel,
    in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) {
    let layout = model.layout
    let rows = configuration.batchSize
    let isSplit = rows > 1 && rows * layout.count >= Self.splitThreshold
    let target = AlignedBuffer<Float>(count: layout.count)
    let weights = Learner(
      layout: layout, parameters: layout.makeParameters(using: context.random.split("parameters")), target: target,
      optimizer: Adam(
        count: layout.count, epsilon: configuration.optimizerEpsilon, weightDecay: configuration.weightDecay),
      split: isSplit ? .rows : .none,
      pair: LanePair(threads: isSplit ? configuration.threads : 1))
    self.weights = weights
    targetParameters = target
    replay = try ReplayBuffer(
      configuration.replay, shape: ReplayShape(context), discount: configuration.discount)
    batch = replay.makeBatch(count: rows)
    lanes = weights.lanes.tapes.enumerated().map { lane, tape in
      Lane(
        rows: weights.lanes.rows(of: lane, in: rows), tape: tape, online: Tape(parameters: weights.parameters),
        target: Tape(parameters: target))
    }
    runner = ActionValueRunner(model, over: weights.parameters)
    recorder = ExperienceRecorder(replay)
  }

  var model: ActionValueModel { runner.model }
  var network: any Network { runner.model.network }
  var choice: EpsilonGreedy { runner.model.choice }
  var layout: ParameterLayout { weights.layout }
  var parameters: AlignedBuffer<Float> { weights.parameters }

  /// What the network makes of some rows of the batch's observations, or of what followed them.
  func outputs(_ observations: AlignedBuffer<Float>, rows: Range<Int>, on tape: Tape<Float>) -> Variable {
    let width = replay.shape.width
    let input = tape.constant(
      borrowing: observations.pointer + rows.lowerBound * width, rows: rows.count, columns: width)
    return network(input, on: tape)
  }

  /// Valid choices with a row's next observation, or `nil` if nothing is masked.
  func nextMask(of row: Int) -> UnsafePointer<UInt8>? {
    guard replay.shape.maskWidth > 0, let flags = batch.nextMasks.baseAddress else { return nil }
    return UnsafePointer(flags + row * replay.shape.maskWidth)
  }

  /// Computes the gradient.
  ///
  /// - Parameter body: Records on the tape of a lane and walks it backwards; called once for each lane, maybe at once.
  func differentiate(_ body: (Int, Lane) -> Void) {
    for lane in lanes {
      lane.online.reset()
      lane.target.reset()
    }
    weights.lanes.run { index, _ in body(index, lanes[index]) }
  }
}

/// Environment steps since the agent was made, over all environments, and how far the run is.
struct LearningClock: Codable, Equatable {
  private(set) var steps = 0
  /// Share of the run that was done when the agent was last told.
  var fraction = 0.0

  /// Counts steps.
  ///
  /// - Returns: Whether a multiple of `interval` was reached.
  mutating func advance(by count: Int, interval: Int) -> Bool {
    let before = steps
    steps += count
    return steps / interval > before / interval
  }
}
