import Networks
import RLCore
import Randomness
import Tensors
import Testing
import Training

@testable import Agents

/// Both agents with values of discrete choices, to be held to the same rules.
enum ValueAgentKind: String, CaseIterable, Sendable {
  case dqn
  case everything
  case quantiles

  /// A small agent that learns after `learningStarts` steps, every second one.
  func make<E: Environment>(
    for environments: VectorEnvironment<E>, threads: Int = 1, learningStarts: Int = 20, seed: UInt64 = 1,
    targetInterval: Int = 30, hidden: [Int] = [16], exploration: Schedule = .linear(from: 1, to: 0.05, over: 0.5)
  ) throws -> any ValueAgent where E.ActionType == DiscreteAction {
    let cadence = UpdateCadence(learningStarts: learningStarts, interval: 2, gradientSteps: 1)
    let random = RandomStream(seed: seed)
    switch self {
    case .dqn, .everything:
      let isFull = self == .everything
      return try DQN(
        DQNConfiguration(
          learningRate: 3e-3, batchSize: 16, discount: 0, cadence: cadence, targetInterval: targetInterval,
          exploration: exploration, double: isFull, dueling: isFull,
          replay: ReplayConfiguration(
            capacity: 2000, returnSteps: isFull ? 2 : 1, prioritized: isFull ? PrioritizedReplay() : nil),
          threads: threads, network: LayersBlueprint(hidden: hidden)),
        for: environments, random: random)
    case .quantiles:
      return try QRDQN(
        QRDQNConfiguration(
          learningRate: 3e-3, batchSize: 16, discount: 0, cadence: cadence, targetInterval: targetInterval,
          exploration: exploration, quantiles: 8, replay: ReplayConfiguration(capacity: 2000), threads: threads,
          network: LayersBlueprint(hidden: hidden)),
        for: environments, random: random)
    }
  }
}

/// What the tests look at in either agent.
protocol ValueAgent: Agent where ActionType == DiscreteAction {
  var learner: ValueLearner { get }
  func gradients() -> ValueLoss
}

extension DQN: ValueAgent {}
extension QRDQN: ValueAgent {}

extension ValueAgent {
  /// All parameters, bit for bit.
  var parameterBits: [UInt32] { learner.parameters.array.map(\.bitPattern) }

  /// Trains without the loop of the library, so that environments, streams and progress can be kept between calls.
  func run<E: Environment>(
    in environments: VectorEnvironment<E>, from observations: inout ObservationBatch, steps: Int,
    progress: inout TrainingProgress, using random: inout RandomStream
  ) throws where E.ActionType == DiscreteAction {
    for _ in 0..<steps {
      let actions = try act(on: observations, mode: .explore, using: &random)
      let transitions = environments.step(actions, observing: &observations)
      record(transitions, next: observations)
      progress.advance(by: environments.count)
      if try learn(progress: progress, using: &random) != nil { progress.countUpdate() }
    }
  }
}
