import ArgumentParser
import Benchmarking
import Foundation
import RLFramework
import TensorBoardLogging

/// The command `rl train`.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains an agent on a task and keeps the run in a folder.",
    discussion: """
      Agents and tasks are those of rl list. Where there is a preset for the pair, its settings and budget are taken; \
      otherwise the defaults of the agent and 100 000 steps. Ctrl-C saves; --resume FOLDER resumes the run to the same \
      bytes as one that was never stopped.
      """)

  @Argument(help: "The agent: ppo, sac, …") var agent: String?
  @Argument(help: "The task: CartPole-v1, …, or gymnasium:NAME.") var task: String?
  @Option(help: "Settings of the agent that differ, as a JSON file or as JSON text.") var settings: String?
  @Option(help: "Environment steps, over all environments.") var steps: Int?
  @Option(help: "Environments stepped together.") var environments: Int?
  @Option(help: "Names the run: equal seeds give equal files. (default: 1)") var seed: UInt64?
  @Option(help: "Steps between evaluations and between checkpoints. (default: a twentieth of the steps)")
  var evaluationInterval: Int?
  @Option(help: "Episodes of an evaluation. (default: 20)") var evaluationEpisodes: Int?
  @Flag(help: "Normalise observations by running statistics, which are saved with the policy.")
  var normalizeObservations = false
  @Option(help: "New folder of the run. (default: runs/AGENT-TASK-seed-SEED)") var output: String?
  @Option(help: "Folder of a stopped run to resume with the settings it has; takes no other option.")
  var resume: String?

  func run() throws {
    let run = try resume.map(stoppedRun) ?? newRun()
    let settings = run.settings
    let places = settings.environments == 1 ? "one environment" : "\(settings.environments) environments"
    print(
      "\(settings.agent) on \(settings.task): \(settings.totalSteps) steps in \(places), seed \(settings.seed); "
        + "everything goes to \(run.folder.relativePath)")
    let outcome = try InterruptWatcher.watching {
      try run.train { evaluation in
        [TensorBoardWriter(folder: run.folder), ProgressBar(sources: [evaluation]), InterruptWatcher()]
      }
    }
    guard outcome.isComplete else {
      print("Stopped and saved (\(outcome.reason)). Resume with: rl train --resume \(run.folder.relativePath)")
      throw ExitCode(InterruptWatcher.exitStatus)
    }
    let best = outcome.best.map { "best evaluation \(String(format: "%.2f", $0.value)) after \($0.steps) steps" }
    print("Done: \(best ?? "no evaluation"). Evaluate with: rl evaluate \(run.folder.relativePath)")
  }

  private func stoppedRun(_ path: String) throws -> TaskRun {
    let others: [Any?] = [
      agent, task, settings, steps, environments, seed, evaluationInterval, evaluationEpisodes, output,
    ]
    guard others.allSatisfy({ $0 == nil }), !normalizeObservations else {
      throw ValidationError("--resume takes the settings of the run and no other option")
    }
    return try TaskRun(in: URL(fileURLWithPath: path), registry: .standard)
  }

  private func newRun() throws -> TaskRun {
    guard let agent, let task else {
      throw ValidationError("name an agent and a task, such as: rl train ppo CartPole-v1")
    }
    let preset = try preset(of: AgentID(agent), on: task)
    var run = TaskRunSettings(preset, seed: seed ?? 1)
    run.settings = try RLFramework.Registry.standard.settings(
      of: preset.agent, applying: try changes(), to: preset.settings)
    run.environments = environments ?? run.environments
    run.steps = steps ?? run.steps
    run.evaluationInterval = evaluationInterval ?? max(1, run.steps / 20)
    run.evaluationEpisodes = evaluationEpisodes ?? run.evaluationEpisodes
    run.normalizesObservations = normalizeObservations
    let name = "\(agent)-\(task)-seed-\(run.seed)".replacing(":", with: "-").replacing("/", with: "-")
    let folder = URL(fileURLWithPath: output ?? "runs/\(name)")
    guard !TaskRun.isThere(in: folder) else {
      throw ValidationError(
        "\(folder.relativePath) holds a run already: resume it with --resume \(folder.relativePath), or choose another "
          + "--output")
    }
    return try TaskRun(run, in: folder, registry: .standard)
  }

  private func preset(of agent: AgentID, on task: String) throws -> Preset {
    if let preset = BenchmarkSuite.classic.presets.first(where: { $0.agent == agent && $0.task == task }) {
      return preset
    }
    return Preset(agent, on: task, steps: 100_000, settings: try RLFramework.Registry.standard.defaults(of: agent))
  }

  private func changes() throws -> JSONValue {
    guard let settings else { return .object([:]) }
    if settings.drop(while: \.isWhitespace).hasPrefix("{") { return try JSONValue(parsing: settings) }
    do {
      return try JSONValue(parsing: String(contentsOfFile: settings, encoding: .utf8))
    } catch let error as ConfigurationError {
      throw ValidationError("\(settings): \(error)")
    } catch {
      throw FileError.unreadable(path: settings, reason: error.localizedDescription)
    }
  }
}

extension Registry {
  /// All settings of an agent after some changes, validated.
  fileprivate func settings(
    of agent: AgentID, applying changes: JSONValue, to base: any Configuration
  ) throws -> JSONValue {
    func applied(_ settings: some Configuration) throws -> JSONValue { try settings.applying(changes).json }
    return try applied(base)
  }
}
