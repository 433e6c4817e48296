import ArgumentParser
import Foundation
import Fuzzing
import Persistence

/// Attacks every reader of the library with damaged files.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Gives damaged files to every reader: each must be read or refused, without a crash or a hang.",
    discussion: """
      Mutants follow from seed, target and index. The one at hand stands in the status file, so that a crash names it:
      fuzz --seed 1 --target archive --first 4711 --count 1
      """)

  @Option(help: "What the mutants follow from.")
  var seed: UInt64 = 1

  @Option(help: "Mutants, over all targets.")
  var count = 100_000

  @Option(help: "One target alone.")
  var target: String?

  @Option(help: "Index of the first mutant of each target.")
  var first = 0

  @Option(help: "File that names the mutant at hand.")
  var status: String?

  @Option(help: "Writes the first mutant to a file instead of reading it.")
  var dump: String?

  @Option(help: "Writes an archive to this file and ends: for tests of full disks and folders that are read-only.")
  var writeTo: String?

  func validate() throws {
    guard count > 0 else { throw ValidationError("--count must be positive, was \(count)") }
    guard first >= 0 else { throw ValidationError("--first must not be negative, was \(first)") }
  }

  func run() throws {
    if let writeTo {
      var archive = TensorArchive()
      archive.add(.init(name: "values", shape: [5000], values: [Float](repeating: 1, count: 5000)))
      return try archive.write(to: URL(fileURLWithPath: writeTo))
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(getpid())")
    try AtomicFile.makeFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let runner = FuzzRunner(seed: seed, status: status.map { URL(fileURLWithPath: $0) })
    let targets = try FuzzSuite.targets(in: folder).filter { target == nil || $0.name == target }
    guard let chosen = targets.first else { throw ValidationError("there is no target \(target ?? "")") }
    if let dump { return try runner.mutant(first, of: chosen).write(to: URL(fileURLWithPath: dump)) }
    let share = (count + targets.count - 1) / targets.count
    var problems = 0
    for target in targets {
      let report = try runner.run(target, indices: first..<first + share)
      print(report)
      problems += report.problems.count
    }
    print("seed \(seed): \(share * targets.count) mutants, \(problems) problems")
    if problems > 0 { throw ExitCode.failure }
  }
}
