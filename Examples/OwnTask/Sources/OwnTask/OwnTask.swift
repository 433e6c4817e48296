import Foundation
import RLFramework

/// Trains PPO on a task, a network and an operation that the library knows nothing of.
@main
struct OwnTask {
  static func main() throws {
    let best = optimalProfit()
    let random = RandomStream(seed: 1)
    let kiosks = VectorEnvironment((0..<8).map { _ in Kiosk() }, random: random)
    let configuration = PPOConfiguration(
      learningRate: .linear(from: 2e-3, to: 2e-4), rolloutSteps: 128, batchSize: 256, epochs: 8, discount: 1,
      normalizesReturns: true)
    let agent = try PPO(configuration, network: SkipBlueprint(), for: kiosks, random: random)

    var progress = TrainingProgress(totalSteps: 400_000)
    let watch = SolvedWatch(goal: 0.94 * best)
    let reason = try train(agent, in: kiosks, progress: &progress, callbacks: [watch], random: random)
    print("Training ended after \(progress.steps) steps: \(reason).")

    let judges = VectorEnvironment((0..<8).map { _ in Kiosk() }, random: random.split("evaluation"))
    let seasons = evaluate(agent, in: judges, episodes: 800, random: random.split("evaluation"))
    let profit = seasons.reduce(0) { $0 + $1.totalReward } / Double(seasons.count)
    print(String(format: "Profit a season %.1f, best possible %.1f: %.0f %%.", profit, best, 100 * profit / best))
    guard profit >= 0.9 * best else {
      FileHandle.standardError.write(Data("The agent has not learned its task.\n".utf8))
      exit(1)
    }
  }
}
