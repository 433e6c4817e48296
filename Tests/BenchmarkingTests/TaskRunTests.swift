import Agents
import Benchmarking
import Foundation
import Persistence
import RLCore
import Settings
import Testing
import Training

@Suite struct TaskRunTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("task-run-\(UUID().uuidString)")

  private func settings(normalized: Bool = false, steps: Int = 256) throws -> TaskRunSettings {
    let changes = try JSONValue(parsing: #"{"rolloutSteps": 32, "batchSize": 32, "epochs": 2}"#)
    let ppo = try PPOConfiguration().applying(changes)
    var settings = TaskRunSettings(Preset("ppo", on: "CartPole-v1", environments: 2, steps: steps, settings: ppo))
    settings.evaluationInterval = 64
    settings.evaluationEpisodes = 2
    settings.normalizesObservations = normalized
    return settings
  }

  private func run(_ name: String, normalized: Bool = false) throws -> TaskRun {
    try TaskRun(settings(normalized: normalized), in: folder.appendingPathComponent(name), registry: .standard)
  }

  private func bytes(_ run: TaskRun, _ name: String) throws -> Data {
    try Data(contentsOf: run.folder.appendingPathComponent(name))
  }

  /// Stops a run at a step.
  private final class Stopper: Callback {
    let events: TrainingEvents = .steps
    let step: Int
    init(at step: Int) { self.step = step }
    func stepDidEnd(in run: any TrainingRun) -> Verdict {
      run.progress.steps >= step ? .stop(reason: "stopped") : .proceed
    }
  }

  @Test(arguments: [false, true])
  func `a run that is stopped and resumed ends with the bytes of one that was not`(isNormalized: Bool) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try run("whole", normalized: isNormalized)
    #expect(try whole.train().isComplete)
    let cut = try run("cut", normalized: isNormalized)
    #expect(try !cut.train { _ in [Stopper(at: 100)] }.isComplete)
    #expect(!FileManager.default.fileExists(atPath: cut.file(of: .final).path))
    #expect(try TaskRun(in: cut.folder, registry: .standard).train().isComplete)
    for name in ["policy.safetensors", "best.safetensors", "metrics.csv", "checkpoint.safetensors", "config.json"] {
      #expect(try bytes(whole, name) == bytes(cut, name), "\(name)")
    }
  }

  @Test func `a policy is evaluated with the statistics it was trained with`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try run("normalized", normalized: true)
    _ = try run.train()
    let archive = try TensorArchive.read(run.file(of: .final))
    #expect(archive.hasSection("environments"))
    let played = try run.evaluate(.final, episodes: 3)
    #expect(played.episodes.count == 3)
    #expect(try run.evaluate(.final, episodes: 3) == played)
  }

  @Test func `the settings of a run are read back as they were written`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try run("settings")
    _ = try run.train()
    #expect(try TaskRun(in: run.folder, registry: .standard).settings == run.settings)
  }

  @Test func `a folder without a run, a damaged one and an unknown task are named`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: FileError.self) { try TaskRun(in: folder, registry: .standard) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let config = folder.appendingPathComponent("config.json")
    try Data("{\"agent\": \"ppo\"".utf8).write(to: config)
    let problem = "must hold the settings of a run as rl train writes them"
    #expect(throws: FileError.unusable(path: config.path, problem: problem)) {
      try TaskRun(in: folder, registry: .standard)
    }
    var unknown = try settings()
    unknown.task = "CartPole-v9"
    let error = #expect(throws: BenchmarkError.self) {
      try TaskRun(unknown, in: folder, registry: .standard).train()
    }
    #expect(error?.description.hasPrefix("there is no task CartPole-v9; there are CartPole-v1, ") == true)
    var misfit = try settings()
    misfit.agent = "sac"
    misfit.settings = .object([:])
    let fresh = folder.appendingPathComponent("fresh")
    #expect(throws: RegistryError.self) { try TaskRun(misfit, in: fresh, registry: .standard).train() }
    #expect(!FileManager.default.fileExists(atPath: fresh.path))
  }

  @Test(arguments: ["environments", "steps", "evaluationInterval", "evaluationEpisodes"])
  func `a count of nothing is refused by name`(field: String) throws {
    var settings = try settings()
    switch field {
    case "environments": settings.environments = 0
    case "steps": settings.steps = 0
    case "evaluationInterval": settings.evaluationInterval = 0
    default: settings.evaluationEpisodes = 0
    }
    let error = #expect(throws: ConfigurationError.self) { try TaskRun(settings, in: folder, registry: .standard) }
    #expect(error?.field == field)
  }
}
