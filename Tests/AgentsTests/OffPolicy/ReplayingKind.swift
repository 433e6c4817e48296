import Networks
import RLCore
import Randomness

@testable import Agents

/// The agents that act with real values and learn from a replay buffer.
enum ReplayingKind: String, CaseIterable, Sendable {
  case sac
  case td3
  case ddpg

  /// Settings that all of them have, small enough for tests.
  struct Settings {
    var learningRate: Schedule = 1e-3
    var batchSize = 16
    var discount: Float = 0.9
    var cadence = UpdateCadence(learningStarts: 20)
    var replay = ReplayConfiguration(capacity: 500)
    var layers = LayersBlueprint(hidden: [16, 16])
    var noise = ActionNoise.ornsteinUhlenbeck(deviation: 0.3)
    var threads = 1
  }

  func make<E: Environment>(
    _ settings: Settings = Settings(), for environments: VectorEnvironment<E>, seed: UInt64 = 1
  ) throws -> any ReplayingAgent where E.ActionType == ContinuousAction {
    let context = AgentContext(environments, random: RandomStream(seed: seed))
    switch self {
    case .sac:
      return try SAC(
        SACConfiguration(
          learningRate: settings.learningRate, batchSize: settings.batchSize, discount: settings.discount,
          cadence: settings.cadence, replay: settings.replay, actor: settings.layers, critic: settings.layers,
          threads: settings.threads), in: context)
    case .td3:
      return try TD3(
        TD3Configuration(
          learningRate: settings.learningRate, batchSize: settings.batchSize, discount: settings.discount,
          explorationNoise: settings.noise, cadence: settings.cadence, replay: settings.replay, actor: settings.layers,
          critic: settings.layers, threads: settings.threads), in: context)
    case .ddpg:
      return try DDPG(
        DDPGConfiguration(
          learningRate: settings.learningRate, batchSize: settings.batchSize, discount: settings.discount,
          explorationNoise: settings.noise, cadence: settings.cadence, replay: settings.replay, actor: settings.layers,
          critic: settings.layers, threads: settings.threads), in: context)
    }
  }
}

/// Episodes that look random and end in both ways, in a space whose bounds are neither symmetric nor near 1.
enum ReplayedTask {
  typealias Script = ScriptedEnvironment<ContinuousAction>

  static let bounds = ContinuousAction.Domain(low: [-3, 0], high: [1, 10])

  /// Eight steps: an episode of five that is truncated, one of three that is terminated.
  static let script: [Script.Step] = {
    var random = RandomStream(seed: 12)
    func values() -> [Float] { (0..<3).map { _ in Float(random.normal()) } }
    return (0..<8).map { step in
      let (observation, final) = (values(), values())
      return Script.Step(
        observation: observation, reward: Float(random.normal()),
        end: step == 4 ? .truncated : step == 7 ? .terminated : nil, final: final)
    }
  }()

  static func environments(
    _ count: Int = 2, script: [Script.Step] = script, bounds: ContinuousAction.Domain = bounds
  ) throws -> VectorEnvironment<Script> {
    try VectorEnvironment((0..<count).map { _ in Script(script, actionSpace: bounds) }, random: RandomStream(seed: 1))
  }

  /// Observations to act on.
  static func observations(_ count: Int) -> ObservationBatch {
    var random = RandomStream(seed: 3)
    var batch = ObservationBatch(count: count, width: 3, maskWidth: 0)
    for index in batch.values.indices { batch.values[index] = Float(random.normal()) }
    return batch
  }
}
