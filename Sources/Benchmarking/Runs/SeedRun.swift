import Foundation
import RLCore
import Randomness
import Settings
import Training

/// One preset trained from one seed and evaluated.
struct SeedRun {
  let preset: Preset
  let seed: Int
  /// Evaluation episodes.
  let episodes: Int
  let registry: Registry

  /// Evaluation environments stepped together.
  private static let judges = 20

  /// What a run found out.
  struct Outcome {
    let returns: [Float]
    let steps: Int
    let seconds: Double
  }

  /// Makes environments and agent.
  ///
  /// - Returns: What trains the agent when it is called.
  /// - Throws: Where the agent or its environments cannot be had.
  func prepare(in source: some EnvironmentSource) throws -> Prepared {
    let random = RandomStream(seed: UInt64(seed))
    let environments = try source.make(count: preset.environments, random: random.split("training"))
    let start = ContinuousClock.now
    let agent = try registry.agent(
      preset.agent, settings: preset.settings.json, in: AgentContext(environments, random: random.split("agent")))
    let making = ContinuousClock.now - start
    return Prepared(experienceBytes: agent.experienceBytes) {
      try perform(agent, in: environments, judges: source, making: making, random: random)
    }
  }

  /// An agent in its environments, not yet trained.
  struct Prepared {
    /// Bytes that the agent's experience will take.
    let experienceBytes: Int
    /// Trains the agent and evaluates it.
    let perform: () throws -> Outcome
  }

  private func perform<A: Agent, S: EnvironmentSource>(
    _ agent: A, in environments: S.Made, judges source: S, making: Duration, random: RandomStream
  ) throws -> Outcome where A.ActionType == S.Made.ActionType {
    var progress = TrainingProgress(totalSteps: preset.totalSteps)
    let start = ContinuousClock.now
    try train(agent, in: environments, progress: &progress, random: random.split("learning"))
    let elapsed = making + (ContinuousClock.now - start)
    let evaluation = random.split("evaluation")
    let judges = try source.make(count: min(episodes, Self.judges), random: evaluation.split("environments"))
    let ended = try evaluatePolicy(agent, in: judges, episodes: episodes, random: evaluation.split("agent"))
    return Outcome(
      returns: try ended.episodes.map(Self.finiteReturn), steps: progress.steps,
      seconds: elapsed / .milliseconds(1) / 1000)
  }

  private static func finiteReturn(_ episode: EpisodeSummary) throws(BenchmarkError) -> Float {
    guard episode.totalReward.isFinite else {
      throw BenchmarkError("the return of an evaluation episode must be finite, was \(episode.totalReward)")
    }
    return Float(episode.totalReward)
  }
}
