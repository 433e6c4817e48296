import ArgumentParser
import Benchmarking
import Foundation
import RLFramework

/// The command `rl evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plays episodes with a policy of a run that rl train made.")

  @Argument(help: "The folder of the run.") var folder: String
  @Option(help: "Episodes to play.") var episodes = 100
  @Option(help: "Which policy: best (by evaluations during training) or final.") var policy = TaskRun.Chosen.best
  @Flag(help: "Draw from the policy instead of taking what it holds best.") var sample = false
  @Option(help: "Seed of the episodes.") var seed: UInt64 = 1_000_003
  @Flag(help: "Print the returns and lengths as JSON.") var json = false

  func run() throws {
    let run = try TaskRun(in: URL(fileURLWithPath: folder), registry: .standard)
    let played = try run.evaluate(policy, episodes: episodes, mode: sample ? .sample : .exploit, seed: seed)
    guard json else {
      let figures = [played.meanReturn, played.returnDeviation, played.meanLength].map {
        String(format: "%.2f", $0 ?? 0)
      }
      let sentence =
        "\(run.settings.agent) on \(run.settings.task), \(policy) policy: return \(figures[0]) ± \(figures[1]) over "
        + "\(played.episodes.count) episodes, mean length \(figures[2])"
      return print(sentence)
    }
    let document = JSONValue.object([
      "agent": .text(run.settings.agent.name), "task": .text(run.settings.task),
      "policy": .text(policy.rawValue),
      "returns": .list(played.returns.map { .number($0) }),
      "lengths": .list(played.episodes.map { .integer($0.length) }),
    ])
    print(document.text)
  }
}

extension TaskRun.Chosen: ExpressibleByArgument {}
