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
  let layout: ParameterLayout
  let network: any Network
  let parameters: AlignedBuffer<Float>
  /// The older self that targets come from, with the same layout.
  let targetParameters: AlignedBuffer<Float>
  let choice: EpsilonGreedy
  let replay: ReplayBuffer
  let batch: ReplayBatch
  let lanes: RowLanes
  /// Acts and evaluates.
  let actingTape: Tape<Float>
  var recorder: ExperienceRecorder<DiscreteAction>
  var optimizer: Adam
  var clock = LearningClock()
  /// What does not learn.
  var frozen = FrozenParameters()

  /// Memory and fresh parameters for a task.
  ///
  /// - Parameters:
  ///   - configuration: The settings, validated.
  ///   - network: What values come from.
  ///   - outputs: Width of the network's result.
  ///   - context: The task.
  /// - Throws: `ConfigurationError` where the network does not fit or the replay buffer is beyond its limit.
  init(
    _ configuration: some ValueLearningConfiguration, network: any NetworkBlueprint, outputs: Int,
    in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) {
    var layout = ParameterLayout()
    self.network = try network.build("q", for: context.observationSpace, outputs: outputs, in: &layout)
    self.layout = layout
    parameters = layout.makeParameters(using: context.random.split("parameters"))
    targetParameters = AlignedBuffer(count: layout.count)
    targetParameters.assign(from: parameters)
    choice = EpsilonGreedy(choices: context.actionSpace.count)
    replay = try ReplayBuffer(
      configuration.replay, shape: ReplayShape(context), discount: configuration.discount)
    batch = replay.makeBatch(count: configuration.batchSize)
    lanes = RowLanes(
      parameters: parameters, target: targetParameters, rows: configuration.batchSize, threads: configuration.threads)
    actingTape = Tape(parameters: parameters)
    recorder = ExperienceRecorder(replay)
    optimizer = Adam(count: layout.count, epsilon: configuration.optimizerEpsilon)
  }

  /// What the network makes of some rows of the batch's observations, or of what followed them.
  func outputs(_ observations: AlignedBuffer<Float>, rows: Range<Int>, on tape: Tape<Float>) -> Variable {
    let width = replay.shape.width
    let input = tape.constant(
      borrowing: observations.pointer + rows.lowerBound * width, rows: rows.count, columns: width)
    return network(input, on: tape)
  }

  /// What the network makes of observations that are acted on.
  func outputs(for observations: ObservationBatch) -> Variable {
    precondition(
      observations.width == replay.shape.width,
      "an observation must have \(replay.shape.width) values, was \(observations.width)")
    actingTape.reset()
    let input = actingTape.constant(observations.values, rows: observations.count, columns: observations.width)
    return network(input, on: actingTape)
  }

  /// Valid choices with a row's next observation, or `nil` where nothing is masked.
  func nextMask(of row: Int) -> UnsafePointer<UInt8>? {
    guard replay.shape.maskWidth > 0, let flags = batch.nextMasks.baseAddress else { return nil }
    return UnsafePointer(flags + row * replay.shape.maskWidth)
  }

  /// Limits the gradient and moves the parameters.
  ///
  /// - Returns: The norm before the limit.
  func step(
    loss: Double, rate: Float, maximumNorm: Double?, progress: TrainingProgress
  ) throws(AgentError) -> Double {
    frozen.silence(lanes.gradients)
    let squaredNorm = lanes.gradients.sumOfSquares(in: 0..<layout.count)
    guard squaredNorm.isFinite, loss.isFinite else {
      let isNorm = !squaredNorm.isFinite
      throw AgentError(
        quantity: isNorm ? "the gradient norm" : "the loss", step: progress.steps,
        found: "\(isNorm ? squaredNorm : loss)")
    }
    optimizer.update(
      parameters, gradients: lanes.gradients, rate: rate,
      scale: maximumNorm.map { gradientClipScale(squaredNorm: squaredNorm, limit: $0) } ?? 1)
    return squaredNorm.squareRoot()
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
