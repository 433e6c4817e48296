import Agents
import Foundation
import Persistence
import RLCore
import Randomness
import Testing
import Training

/// The one loop tells callbacks of every kind of agent alike.
@Suite struct EveryAgentCallbackTests {
  /// Counts its calls, and sees that the run is where they say.
  private final class Counter: Callback {
    let events: TrainingEvents = [.episodes, .updates, .steps]
    var (starts, episodes, updates, steps, ends) = (0, 0, 0, 0, 0)
    var figures: Set<String> = []

    func trainingDidStart(_ run: any TrainingRun) {
      starts += 1
      #expect(run.progress.steps == 0)
    }

    func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
      episodes += 1
      #expect(run.progress.episodes == episodes && episode.length == 8)
      return .proceed
    }

    func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
      updates += 1
      #expect(run.progress.updates == updates)
      figures.formUnion(report.metrics.map(\.name))
      return .proceed
    }

    func stepDidEnd(in run: any TrainingRun) -> Verdict {
      steps += 1
      #expect(run.progress.steps == 2 * steps)
      return .proceed
    }

    func trainingDidEnd(_ reason: String, in run: any TrainingRun) {
      ends += 1
      #expect(reason == "all 96 steps taken")
    }
  }

  @Test func `every agent is there`() {
    #expect(Set(EveryAgent.all.map(\.id)) == Set(Registry.standard.agents.map(\.id)))
    #expect(EveryAgent.all.count >= 14)
  }

  @Test(arguments: EveryAgent.all)
  func `every hook fires for every agent`(agent: EveryAgent) throws {
    switch agent.kind {
    case .discrete: try expectHooks(agent, in: agent.discrete)
    case .choices: try expectHooks(agent, in: agent.choices)
    case .continuous: try expectHooks(agent, in: agent.continuous)
    }
  }

  private func expectHooks<E: Environments>(_ agent: EveryAgent, in environments: E) throws {
    let counter = Counter()
    try Trainer(
      try agent.make(for: environments), in: environments, totalSteps: 96, callbacks: [counter],
      random: RandomStream(seed: 3)
    ).run()
    #expect(counter.starts == 1 && counter.ends == 1)
    #expect(counter.steps == 48 && counter.episodes == 12)
    #expect(counter.updates > 1 && counter.updates <= 48)
    #expect(!counter.figures.isEmpty)
  }

  @Test(arguments: EveryAgent.all)
  func `evaluating every few steps changes no bit of any agent, and a killed run is made whole`(
    agent: EveryAgent
  ) throws {
    switch agent.kind {
    case .discrete: try expectExact(agent) { try agent.discrete }
    case .choices: try expectExact(agent) { try agent.choices }
    case .continuous: try expectExact(agent) { try agent.continuous }
    }
  }

  private struct Killed: Error {}

  private func expectExact<E: Environments>(_ agent: EveryAgent, environments: @escaping () throws -> E) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("every-agent-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let random = RandomStream(seed: 3)

    func trainer(_ name: String?, killedAt: Int? = nil) throws -> Trainer<E> {
      let training = try environments()
      let made = try agent.make(for: training)
      guard let name else { return Trainer(made, in: training, totalSteps: 96, random: random) }
      let place = folder.appendingPathComponent(name)
      try AtomicFile.makeFolder(place)
      let evaluation = EvaluationCallback(
        of: made, every: 10, episodes: 2, random: random.split("judges"), environments: environments)
      return Trainer(
        made, in: training, totalSteps: 96,
        callbacks: [
          evaluation, EarlyStopping(.noImprovement(patience: 1000), of: .scores(of: evaluation)),
          CSVLogger(place.appendingPathComponent("metrics.csv"), sources: [evaluation]),
          CheckpointCallback(folder: place, every: 14, keeping: 1, scores: evaluation),
          .onStep { run in if run.progress.steps == killedAt { throw Killed() } },
        ], random: random)
    }

    let (plain, whole) = (try trainer(nil), try trainer("whole"))
    try plain.run()
    try whole.run()
    let (bare, full) = (try plain.archive(.training), try whole.archive(.training))
    #expect(full.tensors == bare.tensors)
    #expect(full.metadata.filter { !$0.key.hasPrefix("callback/") } == bare.metadata)

    #expect(throws: Killed.self) { try trainer("killed", killedAt: 54).run() }
    let second = try trainer("killed")
    let newest = try Checkpoints.newest(in: folder.appendingPathComponent("killed")).newest
    try second.restore(.training, from: try #require(newest).archive)
    #expect(second.progress.steps == 42)
    try second.run()
    for name in ["metrics.csv", "best.safetensors", "checkpoint.safetensors"] {
      let files = ["whole", "killed"].map { folder.appendingPathComponent($0).appendingPathComponent(name) }
      #expect(try Data(contentsOf: files[0]) == Data(contentsOf: files[1]), "\(name)")
    }
  }
}
