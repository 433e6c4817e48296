import Foundation
import Persistence
import RLCore
import Testing
import Training

/// All callbacks with a memory at once: what they write does not depend on whether the run was killed.
@Suite struct ExactResumeTests {
  /// A run with everything on, into a folder.
  private func trainer(_ folder: TestFolder, killedAt: Int? = nil) throws -> Trainer<VectorEnvironment<Walk>> {
    let agent = SummingAgent()
    let evaluation = WalkRun.evaluation(of: agent, bestPolicy: folder.file("best-evaluated.safetensors"))
    let log = CallbackList([
      CSVLogger(folder.file("metrics.csv"), every: .updates(2), sources: [evaluation]),
      CSVLogger(
        folder.file("steps.csv"), every: .steps(40), columns: ["sum", "evaluation/best"], sources: [evaluation],
        name: "steps"),
    ])
    return try WalkRun.trainer(
      agent: agent,
      callbacks: [
        evaluation,
        EarlyStopping(.noImprovement(patience: 100), of: .scores(of: evaluation)),
        EarlyStopping(.reached(1e9), of: .meanReturn(episodes: 5)),
        EarlyStopping(.wallTime(seconds: 1e6)),
        log,
        CheckpointCallback(folder: folder.url, every: 36, keeping: 2, scores: evaluation),
      ] + (killedAt.map { [Killer(at: $0)] } ?? []))
  }

  private static let files = [
    "best-evaluated.safetensors", "best.safetensors", "checkpoint-000000000288.safetensors",
    "checkpoint-000000000300.safetensors", "checkpoint.safetensors", "metrics.csv", "steps.csv",
  ]

  @Test(arguments: [36, 37, 60, 107, 150, 200, 299])
  func `a run that was killed leaves the files of one that was not`(step: Int) throws {
    let (whole, killed) = (try TestFolder(), try TestFolder())
    try trainer(whole).run()
    #expect(throws: Killer.Killed.self) { try trainer(killed, killedAt: step).run() }

    let found = try Checkpoints.newest(in: killed.url)
    let newest = try #require(found.newest)
    #expect(found.unreadable.isEmpty && newest.progress.steps == (step + 2) / 3 * 3 / 36 * 36)
    let second = try trainer(killed)
    try second.restore(.training, from: newest.archive)
    try second.run()

    #expect(try whole.names == Self.files && killed.names == Self.files)
    for name in Self.files { #expect(try killed.data(name) == whole.data(name), "\(name)") }
    #expect(try MetricsTable.read(whole.file("metrics.csv")).rows.count == 10)
  }

  @Test func `a run that is paused and goes on in a new trainer leaves the files of one that did not`() throws {
    let (whole, paused) = (try TestFolder(), try TestFolder())
    try trainer(whole).run()
    let first = try trainer(paused)
    try first.run(until: 150)
    let second = try trainer(paused)
    try second.restore(.training, from: try first.archive(.training))
    try second.run()
    for name in ["metrics.csv", "steps.csv", "best.safetensors", "checkpoint.safetensors"] {
      #expect(try paused.data(name) == whole.data(name), "\(name)")
    }
  }

  @Test func `members of a list are archived under their own names, and two of one name are refused`() throws {
    let folder = try TestFolder()
    let list = CallbackList([
      CallbackList([CSVLogger(folder.file("a.csv"))]), CSVLogger(folder.file("b.csv")),
    ])
    let trainer = try WalkRun.trainer(steps: 30, callbacks: [list])
    try trainer.run()
    #expect(throws: ArchiveError("would hold two callbacks named csv; give one of them another name")) {
      try trainer.archive(.training)
    }
  }
}
