import Foundation
import Persistence
import RLCore
import Testing
import Training

@Suite struct CSVLoggerTests {
  /// Has a figure that says how often it was asked.
  private final class Source: FigureSource {
    var value: Double?
    var figures: [Figure] { [Figure("source/a,b", value)] }
  }

  @Test func `a row stands for every update, with the figures of sources`() throws {
    let folder = try TestFolder()
    let source = Source()
    let log = CSVLogger(folder.file("metrics.csv"), sources: [source])
    try WalkRun.trainer(
      steps: 45, callbacks: [.onUpdate { _, run in source.value = run.progress.updates == 2 ? 0.5 : nil }, log]
    ).run()
    let lines = try folder.text("metrics.csv").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "steps,episodes,updates,meanReturn,meanLength,sum,loss,source/a_b")
    #expect(lines.count == 5 && lines[4].isEmpty)
    #expect(lines[1].hasPrefix("15,") && lines[1].hasSuffix(",0.2,"))
    #expect(lines[2].hasPrefix("30,") && lines[2].hasSuffix(",inf,0.5"))
    let table = try MetricsTable.read(folder.file("metrics.csv"))
    #expect(table["steps"] == [15, 30, 45] && table["source/a_b"] == [nil, 0.5, nil] && table["none"] == nil)
    #expect(table["loss"]?[1] == .infinity)
  }

  @Test func `means are those of the episodes that ended lately`() throws {
    let folder = try TestFolder()
    var returns: [Double] = []
    var lengths: [Int] = []
    let log = CSVLogger(folder.file("metrics.csv"), every: .steps(300), episodes: 3)
    try WalkRun.trainer(
      callbacks: [
        .onEpisode { episode, _ in
          returns.append(episode.totalReward)
          lengths.append(episode.length)
        }, log,
      ]
    ).run()
    let table = try MetricsTable.read(folder.file("metrics.csv"))
    #expect(table["meanReturn"] == [returns.suffix(3).reduce(0, +) / 3])
    #expect(table["meanLength"] == [Double(lengths.suffix(3).reduce(0, +)) / 3])
  }

  @Test func `intervals thin rows out, and a row without an update since the last has no figures`() throws {
    let folder = try TestFolder()
    let few = CSVLogger(folder.file("few.csv"), every: .updates(4))
    let steps = CSVLogger(folder.file("steps.csv"), every: .steps(6), columns: ["sum"], name: "steps")
    try WalkRun.trainer(steps: 120, callbacks: [few, steps]).run()
    #expect(try MetricsTable.read(folder.file("few.csv"))["updates"] == [4, 8])
    let table = try MetricsTable.read(folder.file("steps.csv"))
    #expect(table.columns.suffix(1) == ["sum"] && table.rows.count == 20)
    #expect(table["sum"]?.prefix(4).map { $0 == nil } == [true, true, false, true])
    #expect(few.unlisted.isEmpty && steps.unlisted == ["loss"])
  }

  @Test func `a clock is written only where one is given`() throws {
    let folder = try TestFolder()
    try WalkRun.trainer(steps: 30, callbacks: [CSVLogger(folder.file("a.csv"), clock: { 1.5 })]).run()
    #expect(try MetricsTable.read(folder.file("a.csv"))["seconds"] == [1.5, 1.5])
  }

  @Test func `a run that begins anew begins the file anew`() throws {
    let folder = try TestFolder()
    try Data("left over".utf8).write(to: folder.file("a.csv"))
    try WalkRun.trainer(steps: 30, callbacks: [CSVLogger(folder.file("a.csv"))]).run()
    #expect(try folder.text("a.csv").hasPrefix("steps,"))
  }

  @Test func `a file that is shorter than its checkpoint knows is refused`() throws {
    let folder = try TestFolder()
    let first = try WalkRun.trainer(callbacks: [CSVLogger(folder.file("a.csv"))])
    try first.run(until: 60)
    let archive = try first.archive(.training)
    let length = try folder.data("a.csv").count
    try Data("steps\n".utf8).write(to: folder.file("a.csv"))
    let second = try WalkRun.trainer(callbacks: [CSVLogger(folder.file("a.csv"))])
    try second.restore(.training, from: archive)
    let error = #expect(throws: FileError.self) { try second.run() }
    #expect(
      error?.description
        == "\(folder.file("a.csv").path) must have the \(length) bytes that the checkpoint knows of, was 6"
    )
  }

  @Test func `a file in a folder that is not there ends the run with its path`() throws {
    let log = CSVLogger(URL(fileURLWithPath: "/proc/nowhere/a.csv"))
    let error = #expect(throws: FileError.self) { try WalkRun.trainer(callbacks: [log]).run() }
    #expect(error?.description.hasPrefix("/proc/nowhere/a.csv cannot be written") == true)
  }

  @Test(arguments: [
    ("a,b\n1\n", "line 2: row must have 2 cells, was 1"),
    ("a,b\n1,2\n1,x\n", "line 3: b must be a number or empty, was x"),
  ])
  func `a table with a bad row is refused with its place`(text: String, problem: String) throws {
    let folder = try TestFolder()
    try Data(text.utf8).write(to: folder.file("a.csv"))
    let error = #expect(throws: FileError.self) { try MetricsTable.read(folder.file("a.csv")) }
    #expect(error?.description == "\(folder.file("a.csv").path) \(problem)")
  }
}
