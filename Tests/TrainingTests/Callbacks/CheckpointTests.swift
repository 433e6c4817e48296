import Foundation
import Persistence
import RLCore
import Testing
import Training

@Suite struct CheckpointTests {
  private func numbers(_ folder: TestFolder) throws -> [Int] { try Checkpoints.numbered(in: folder.url) }

  @Test func `the latest checkpoint and so many before it are kept, and the end is one`() throws {
    let folder = try TestFolder()
    let trainer = try WalkRun.trainer(
      steps: 100, callbacks: [CheckpointCallback(folder: folder.url, every: 20, keeping: 3)])
    try trainer.run()
    #expect(trainer.progress.steps == 102)
    #expect(try numbers(folder) == [102, 81, 60])
    #expect(try folder.data("checkpoint.safetensors") == folder.data("checkpoint-000000000102.safetensors"))
    let found = try Checkpoints.newest(in: folder.url)
    #expect(found.newest?.progress == trainer.progress)
    #expect(found.newest?.archive == (try trainer.archive(.training)))
  }

  @Test func `what is not kept by number leaves the latest alone`() throws {
    let folder = try TestFolder()
    let sub = folder.file("made/by/the callback")
    try WalkRun.trainer(steps: 60, callbacks: [CheckpointCallback(folder: sub, every: 20, keeping: 0)]).run()
    #expect(try FileManager.default.contentsOfDirectory(atPath: sub.path) == ["checkpoint.safetensors"])
  }

  @Test func `entries can be attached to checkpoints and to the best policy`() throws {
    let folder = try TestFolder()
    let agent = SummingAgent()
    let evaluation = WalkRun.evaluation(of: agent)
    let checkpoints = CheckpointCallback(folder: folder.url, every: 20, scores: evaluation) { content, archive in
      archive.metadata["dataFingerprint"] = "made of \(content.rawValue)"
    }
    try WalkRun.trainer(agent: agent, callbacks: [evaluation, checkpoints]).run()
    let newest = try #require(try Checkpoints.newest(in: folder.url).newest)
    #expect(try newest.archive.text("dataFingerprint") == "made of training")
    let best = try TensorArchive.read(Checkpoints.best(in: folder.url))
    #expect(try best.text("dataFingerprint") == "made of policy")
    #expect(checkpoints.memory.best == evaluation.best && evaluation.best != nil)
  }

  @Test func `the best policy is the one of the step of its score`() throws {
    let folder = try TestFolder()
    let agent = SummingAgent()
    let evaluation = WalkRun.evaluation(of: agent, every: 60, bestPolicy: folder.file("evaluated.safetensors"))
    var policies: [Int: TensorArchive] = [:]
    let trainer = try WalkRun.trainer(
      agent: agent,
      callbacks: [
        evaluation, CheckpointCallback(folder: folder.url, every: 21, scores: evaluation),
        .onStep { run in policies[run.progress.steps] = try run.archive(.policy) },
      ])
    try trainer.run()
    let best = try #require(evaluation.best)
    #expect(best.value == evaluation.evaluations.compactMap(\.score).max())
    #expect(try TensorArchive.read(Checkpoints.best(in: folder.url)) == policies[best.steps])
    #expect(try TensorArchive.read(folder.file("evaluated.safetensors")) == policies[best.steps])
  }

  @Test func `checkpoints that cannot be read are named, and the one before them is found`() throws {
    let folder = try TestFolder()
    try WalkRun.trainer(steps: 100, callbacks: [CheckpointCallback(folder: folder.url, every: 20)]).run()
    try Data("torn".utf8).write(to: folder.file("checkpoint.safetensors"))
    try FileManager.default.removeItem(at: folder.file("checkpoint-000000000102.safetensors"))
    try TensorArchive().write(to: folder.file("checkpoint-000000000102.safetensors"))
    try Data().write(to: folder.file("checkpoint-12.safetensors"))
    let found = try Checkpoints.newest(in: folder.url)
    #expect(found.newest?.progress.steps == 81)
    #expect(
      found.unreadable.map(\.description) == [
        "\(folder.file("checkpoint.safetensors").path) is truncated: it has 4 bytes",
        "\(folder.file("checkpoint-000000000102.safetensors").path) has no entry training",
      ])
  }

  @Test func `a folder without checkpoints has none`() throws {
    let folder = try TestFolder()
    #expect(try Checkpoints.newest(in: folder.url).newest == nil)
    #expect(try Checkpoints.newest(in: folder.file("missing")).newest == nil)
  }

  @Test func `a run from an earlier checkpoint takes the place of the later ones`() throws {
    let folder = try TestFolder()
    func trainer(_ steps: Int) throws -> Trainer<VectorEnvironment<Walk>> {
      try WalkRun.trainer(steps: steps, callbacks: [CheckpointCallback(folder: folder.url, every: 20, keeping: 9)])
    }
    try trainer(100).run()
    let early = try Checkpoints.read(Checkpoints.numbered(42, in: folder.url))
    let second = try trainer(60)
    try second.restore(.training, from: early.archive)
    try second.run()
    #expect(try numbers(folder) == [60, 42, 21])
    #expect(try Checkpoints.newest(in: folder.url).newest?.progress.steps == 60)
  }

  @Test func `a folder that cannot be written to ends the run and leaves the checkpoint before`() throws {
    let folder = try TestFolder()
    let trainer = try WalkRun.trainer(
      steps: 100,
      callbacks: [
        // A folder in the place of the file: neither can be replaced by the other, for the superuser either.
        .every(steps: 60) { _ in
          try FileManager.default.moveItem(
            at: folder.file("checkpoint.safetensors"), to: folder.file("before.safetensors"))
          try FileManager.default.createDirectory(
            at: folder.file("checkpoint.safetensors"), withIntermediateDirectories: false)
        }, CheckpointCallback(folder: folder.url, every: 20),
      ])
    let error = #expect(throws: FileError.self) { try trainer.run() }
    #expect("\(error.map(\.description) ?? "")".contains("checkpoint.safetensors cannot be written"))
    #expect(try Checkpoints.read(folder.file("before.safetensors")).progress.steps == 42)
    #expect(try Checkpoints.newest(in: folder.url).newest?.progress.steps == 42)
  }
}
