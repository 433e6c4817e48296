import Agents
import Benchmarking
import Envs
import Foundation
import Networks
import RLCore
import Settings
import Synchronization

/// A benchmark that takes a moment: CartPole, a few hundred steps of a small network.
struct SmallBenchmark {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("benchmark-\(UUID().uuidString)")

  static func preset(learningRate: Float = 1e-3, task: String = "CartPole-v1", agent: AgentID = "ppo") -> Preset {
    Preset(
      agent, on: task, environments: 2, steps: 100,
      settings: PPOConfiguration(
        learningRate: .constant(learningRate), rolloutSteps: 16, batchSize: 32, epochs: 1,
        network: MLPBlueprint(hidden: [8])))
  }

  /// Runs presets and returns what became of them and what was said.
  func run(
    _ presets: [Preset], seeds: Int = 2, jobs: Int = 1, isFresh: Bool = false,
    tasks: [BenchmarkTask] = BenchmarkTask.classic, registry: Registry = .standard
  ) -> (outcomes: [RunOutcome], messages: [String]) {
    let messages = MessageLog()
    let runner = BenchmarkRunner(
      suite: BenchmarkSuite("small", presets: presets, tasks: tasks), results: ResultFolder(folder),
      options: BenchmarkOptions(seeds: seeds, episodes: 3, jobs: jobs, isFresh: isFresh, version: "test"),
      registry: registry)
    let outcomes = runner.run(presets) { messages.add($0) }
    return (outcomes, messages.lines)
  }

  func results(of preset: Preset) throws -> [SeedResult] { try ResultFolder(folder).results(of: preset) }

  /// Every file below the folder.
  var files: [String] { (try? FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()) ?? [] }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}

/// Lines that several threads say.
private final class MessageLog: Sendable {
  private let storage = Mutex<[String]>([])

  func add(_ line: String) { storage.withLock { $0.append(line) } }

  var lines: [String] { storage.withLock { $0 } }
}
