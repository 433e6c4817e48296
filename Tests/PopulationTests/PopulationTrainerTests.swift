import Foundation
import Persistence
import RLCore
import Settings
import Testing
import Training

@testable import Population

@Suite("Populations")
struct PopulationTrainerTests {
  private let configuration = PopulationConfiguration(
    members: 4, stepsPerMember: 50, interval: 10, selection: .truncation(fraction: 0.25), seed: 5)

  private func run(
    in directory: PopulationDirectory?, worker: Summing = Summing(), workers: Int = 1, until limit: Int? = nil,
    provenance: JSONValue = .null, configuration: PopulationConfiguration? = nil
  ) throws -> PopulationRecord {
    try PopulationTrainer(
      configuration ?? self.configuration, space: Summing.space, worker: worker, directory: directory,
      executor: LocalExecutor(workers: workers), provenance: provenance
    ).run(until: limit)
  }

  @Test("Every file is the same whatever the number of workers")
  func workers() throws {
    let folders = try (0..<3).map { _ in try Folder() }
    defer { withExtendedLifetime(folders) {} }
    let records = try folders.enumerated().map { index, folder in
      try run(in: PopulationDirectory(folder.url), workers: index + 1)
    }
    #expect(records[0].isComplete && records[1] == records[0] && records[2] == records[0])
    let files = try Folder.content(of: folders[0].url)
    #expect(
      files.keys.sorted() == [
        "agent_0_checkpoint-4.safetensors", "agent_0_hyperparameters.json", "agent_0_policy.safetensors",
        "agent_1_checkpoint-4.safetensors", "agent_1_hyperparameters.json", "agent_1_policy.safetensors",
        "agent_2_checkpoint-4.safetensors", "agent_2_hyperparameters.json", "agent_2_policy.safetensors",
        "agent_3_checkpoint-4.safetensors", "agent_3_hyperparameters.json", "agent_3_policy.safetensors",
        "best_policy.safetensors", "fitness.csv", "lineage.csv", "population.json",
      ])
    #expect(try Folder.content(of: folders[1].url) == files && Folder.content(of: folders[2].url) == files)
    #expect(try run(in: nil) == records[0], "the folder changes nothing")
    #expect(try PopulationRecord(contentsOf: PopulationDirectory(folders[0].url)) == records[0])
  }

  @Test("A copy begins with the winner's parameters, trains and is judged before it is ranked again")
  func lineage() throws {
    let worker = Summing()
    let record = try run(in: nil, worker: worker)
    let jobs = worker.log.all
    #expect(jobs.count == 20, "every member is trained and judged in every generation, copies too")
    #expect(record.trials == 20, "every judgement counts")
    var copies = 0
    for stretch in record.history.stretches {
      let job = jobs.first { $0.generation == stretch.generation && $0.member == stretch.member }
      switch (stretch.event, job?.start) {
      case (.start, .fresh?): #expect(stretch.generation == 0 && stretch.parent == nil)
      case (.continue, .continuing(let archive)?):
        #expect(try archive.text("path").hasSuffix("\(stretch.generation - 1).\(stretch.member) "))
      case (.copy, .inheriting(let archive)?):
        let parent = try #require(stretch.parent)
        copies += 1
        #expect(parent != stretch.member)
        #expect(try archive.text("path").hasSuffix("\(stretch.generation - 1).\(parent) "))
        #expect(job?.settings == stretch.hyperparameters.settings, "the job has the mutated settings")
      default: Issue.record("\(stretch.event) does not fit \(String(describing: job?.start))")
      }
      #expect(job?.endStep == (stretch.generation + 1) * 10 && job?.totalSteps == 50)
    }
    #expect(copies == 4)
    let best = try #require(record.best)
    #expect(best.fitness == record.history.stretches.compactMap(\.fitness).max())
  }

  @Test("A member that fails is copied by nobody and goes on")
  func hopeless() throws {
    let record = try run(in: nil, worker: Summing(hopeless: [1]))
    #expect(record.history.stretches.allSatisfy { ($0.fitness == nil) == ($0.member == 1) })
    #expect(record.history.stretches.allSatisfy { $0.event != .copy || $0.parent != 1 })
    #expect(record.history.stretches.count { $0.event == .copy && $0.member == 1 } == 4)
    let none = try run(in: nil, worker: Summing(hopeless: [0, 1, 2, 3]))
    #expect(none.best == nil && none.isComplete)
  }

  @Test("The first error in the order of members ends the run, which goes on when it is started again")
  func failures() throws {
    let (whole, folder) = (try Folder(), try Folder())
    defer { withExtendedLifetime((whole, folder)) {} }
    _ = try run(in: PopulationDirectory(whole.url))
    for workers in 1...2 {
      #expect(throws: Summing.Failure(member: 2)) {
        try run(in: PopulationDirectory(folder.url), worker: Summing(failing: (2, 2)), workers: workers)
      }
    }
    let worker = Summing()
    _ = try run(in: PopulationDirectory(folder.url), worker: worker)
    let made = worker.log.all.map { [$0.generation, $0.member] }
    #expect(made.first == [2, 2], "what was finished before is not done again, was \(made)")
    #expect(!made.contains([2, 0]) && !made.contains([2, 1]))
    #expect(try Folder.content(of: folder.url) == Folder.content(of: whole.url))
  }

  @Test("A run that goes on reads nothing of another run")
  func provenance() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let directory = PopulationDirectory(folder.url)
    _ = try run(in: directory, until: 1, provenance: .text("data A"))
    let data = #expect(throws: ConfigurationError.self) { try run(in: directory, provenance: .text("data B")) }
    #expect(data?.field == "provenance" && data?.found == "\"data B\"")
    var other = configuration
    other.seed = 6
    let seed = #expect(throws: ConfigurationError.self) {
      try run(in: directory, provenance: .text("data A"), configuration: other)
    }
    #expect(seed?.field == "configuration")
  }

  @Test("A result that was kept counts only for the job that it is the result of")
  func kept() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let directory = PopulationDirectory(folder.url)
    _ = try run(in: directory, until: 2)
    #expect(throws: Summing.Failure.self) { try run(in: directory, worker: Summing(failing: (2, 3))) }
    // Another member's result under the name of this one, and a damaged one.
    let files = (0..<3).map { directory.checkpoint(of: $0, generation: 2) }
    try FileManager.default.removeItem(at: files[0])
    try FileManager.default.copyItem(at: files[1], to: files[0])
    try Data("short".utf8).write(to: files[2])
    let worker = Summing()
    _ = try run(in: directory, worker: worker, until: 3)
    #expect(Set(worker.log.all.map(\.member)) == [0, 2, 3])
  }

  @Test("Two runs of one second have folders of their own, named after the time")
  func names() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let date = Date(timeIntervalSince1970: 1_762_000_000)
    let runs = folder.url.appendingPathComponent("runs")
    #expect(try PopulationDirectory.create(in: runs, at: date).url.lastPathComponent == "pbt_20251101_122640")
    #expect(try PopulationDirectory.create(in: runs, at: date).url.lastPathComponent == "pbt_20251101_122640_2")
  }

  @Test("The tables say who began with what, and what came of it")
  func tables() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let directory = PopulationDirectory(folder.url)
    let record = try run(in: directory, worker: Summing(hopeless: [3]), until: 2)
    let lineage = try String(contentsOf: directory.lineage, encoding: .utf8).split(separator: "\n")
    #expect(lineage.count == 9 && lineage[0] == "generation,steps,member,parent,event,fitness,rate,mode")
    let first = try #require(record.history.stretches.first)
    #expect(
      lineage[1]
        == "0,10,0,,start,\(first.fitness ?? 0),\(first.hyperparameters["rate"]?.description ?? ""),"
        + "\(first.hyperparameters["mode"]?.plainText ?? "")")
    #expect(lineage[8].hasPrefix("1,20,3,") && lineage[8].contains(",copy,,"))
    let fitness = try String(contentsOf: directory.fitness, encoding: .utf8).split(separator: "\n")
    #expect(fitness[0] == "generation,steps,member,fitness,trades,sharpe" && fitness[4] == "0,10,3,,,")
    let values = try HyperparameterValues(
      JSONDecoder().decode([String: JSONValue].self, from: Data(contentsOf: directory.hyperparameters(of: 3))))
    #expect(values == record.history.generation(1).last?.hyperparameters)
  }

  @Test("The record keeps the returns of every judgement, and no number that is not finite")
  func returns() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let directory = PopulationDirectory(folder.url)
    let record = try run(in: directory, worker: Summing(hopeless: [3]), until: 2)
    #expect(try PopulationRecord(contentsOf: directory) == record)
    for stretch in record.history.stretches {
      if stretch.member == 3 {
        #expect(stretch.fitness == nil && stretch.figures == [Figure("trades", nil)] && stretch.returns.isEmpty)
      } else {
        #expect(stretch.returns == [try #require(stretch.fitness), Double(stretch.member) / 3])
      }
    }
  }
}
