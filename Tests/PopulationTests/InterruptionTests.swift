import Foundation
import Persistence
import Settings
import Synchronization
import Testing

@testable import Population

@Suite("Populations that are cut short")
struct InterruptionTests {
  private struct Killed: Error {}

  /// Lets so many files be written or removed, then none.
  private final class Allowance: Sendable {
    private let left: Mutex<Int>
    private let used = Mutex(0)
    init(_ count: Int) { left = Mutex(count) }
    var count: Int { used.withLock { $0 } }

    func spend() throws {
      used.withLock { $0 += 1 }
      try left.withLock { left in
        guard left > 0 else { throw Killed() }
        left -= 1
      }
    }
  }

  private let configuration = PopulationConfiguration(members: 2, stepsPerMember: 15, interval: 10, seed: 2)

  private func run(in url: URL, allowance: Allowance? = nil, workers: Int = 1) throws {
    var directory = PopulationDirectory(url)
    if let allowance { directory.gate = { _ in try allowance.spend() } }
    _ = try PopulationTrainer(
      configuration, space: Summing.space, worker: Summing(), directory: directory,
      executor: LocalExecutor(workers: workers)
    ).run()
  }

  @Test("Whenever a run is cut short, it ends with the same files when it goes on")
  func everywhere() throws {
    let whole = try Folder()
    defer { withExtendedLifetime(whole) {} }
    let all = Allowance(.max)
    try run(in: whole.url, allowance: all)
    let expected = try Folder.content(of: whole.url)
    #expect(all.count > 20)
    for cut in 0..<all.count {
      let folder = try Folder()
      defer { withExtendedLifetime(folder) {} }
      #expect(throws: Killed.self) { try run(in: folder.url, allowance: Allowance(cut)) }
      // A write under way leaves a partial file behind.
      try Data("part".utf8).write(to: folder.url.appendingPathComponent(".population.json.1.0.partial"))
      try run(in: folder.url)
      #expect(try Folder.content(of: folder.url) == expected, "cut before file \(cut)")
    }
  }

  @Test("A run that is cut short again and again ends with the same files")
  func again() throws {
    let (whole, folder) = (try Folder(), try Folder())
    defer { withExtendedLifetime((whole, folder)) {} }
    try run(in: whole.url)
    var cuts = 0
    while true {
      do {
        try run(in: folder.url, allowance: Allowance(11), workers: 2)
        break
      } catch is Killed {
        cuts += 1
        try #require(cuts < 20)
      }
    }
    #expect(cuts > 1)
    #expect(try Folder.content(of: folder.url) == Folder.content(of: whole.url))
  }

  @Test("What is done is not done again")
  func nothingTwice() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    try run(in: folder.url)
    let before = try Folder.content(of: folder.url)
    let idle = Allowance(0)
    try run(in: folder.url, allowance: idle)
    #expect(idle.count == 0)
    #expect(try Folder.content(of: folder.url) == before)
  }

  @Test("A record that was changed by hand is refused with its file")
  func damaged() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    try run(in: folder.url)
    let directory = PopulationDirectory(folder.url)
    let text = try String(contentsOf: directory.population, encoding: .utf8)
    for (old, new) in [
      ("\"trials\" : 4", "\"trials\" : 3"), ("\"format\" : 2", "\"format\" : 1"),
      ("\"members\" : 2", "\"members\" : 1"),
      ("\"start\"", "\"begin\""), ("\"resampleProbability\" : 0.25", "\"resampleProbability\" : 25"),
    ] {
      #expect(text.contains(old))
      let changed = text.replacingOccurrences(of: old, with: new)
      try changed.write(to: directory.population, atomically: true, encoding: .utf8)
      let error = #expect(throws: FileError.self) { try PopulationRecord(contentsOf: directory) }
      #expect(error?.description.contains("population.json") == true)
    }
  }
}
