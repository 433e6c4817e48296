import Foundation
import RLFramework

/// Trains two agents on a task that the library knows nothing of: its PPO with a network of this package, and an agent
/// of this package.
@main
struct OwnTask {
  static func main() throws {
    let best = optimalProfit()
    let random = RandomStream(seed: 1)
    let configuration = PPOConfiguration(
      learningRate: .linear(from: 2e-3, to: 2e-4), rolloutSteps: 128, batchSize: 256, epochs: 8, discount: 1,
      normalizesReturns: true)
    let kiosks = try makeKiosks(random)
    let ppo = try PPO(configuration, network: SkipBlueprint(), for: kiosks, random: random)
    let reinforce = try Reinforce(ReinforceSettings(), in: AgentContext(kiosks, random: random))

    let profits = [
      try profit(of: ppo, "PPO", stopAt: 0.94 * best, random),
      try profit(of: reinforce, "REINFORCE", stopAt: best, random),
    ]
    // REINFORCE learns from whole seasons and needs more of them.
    guard profits[0] >= 0.9 * best, profits[1] >= 0.8 * best else {
      FileHandle.standardError.write(Data("An agent has not learned its task.\n".utf8))
      exit(1)
    }
  }

  /// Trains an agent, and lets it trade without exploring.
  static func profit<A: Agent<DiscreteAction>>(
    of agent: A, _ name: String, stopAt goal: Double, _ random: RandomStream
  ) throws -> Double {
    var progress = TrainingProgress(totalSteps: 400_000)
    let watch = SolvedWatch(goal: goal)
    let callbacks: [any Callback] = [
      watch,
      .every(steps: 50_000) { run in
        print("\(run.progress.steps) steps: profit \(watch.memory.meanReturn?.rounded() ?? 0) a season")
      },
    ]
    let reason = try train(
      agent, in: try makeKiosks(random), progress: &progress, callbacks: callbacks, random: random)
    print("\(name): training ended after \(progress.steps) steps: \(reason).")
    let judges = try makeKiosks(random.split("evaluation"))
    let seasons = try evaluatePolicy(agent, in: judges, episodes: 800, random: random.split("evaluation"))
    let profit = seasons.meanReturn ?? 0
    let best = optimalProfit()
    print(
      String(format: "Profit a season %.1f, best possible %.1f: %.0f %%.", profit, best, 100 * profit / best))
    return profit
  }

  private static func makeKiosks(_ random: RandomStream) throws -> VectorEnvironment<Kiosk> {
    try VectorEnvironment((0..<8).map { _ in Kiosk() }, random: random)
  }
}
