import Foundation
import Fuzzing
import Persistence
import Testing

@Suite("Readers of damaged files")
struct FuzzingTests {
  @Test("Every damaged file is read or refused, and some of both")
  func short() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString)")
    try AtomicFile.makeFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    var runner = FuzzRunner(seed: 1)
    // A debug build on a busy machine; a hang takes longer than this.
    runner.secondsPerMutant = 20
    var read = 0
    for target in try FuzzSuite.targets(in: folder) {
      let report = try runner.run(target, indices: 0..<60)
      #expect(report.problems == [], "\(report)")
      #expect(report.refused > 0, "\(report)")
      read += report.read
    }
    #expect(read > 50)
  }

  @Test("A seed and an index name a mutant for good")
  func reproducible() {
    let target = FuzzTarget("text", corpus: [Data("a,b\n1,2\n".utf8)]) { _ in }
    let (one, other) = (FuzzRunner(seed: 1), FuzzRunner(seed: 2))
    #expect(one.mutant(7, of: target) == one.mutant(7, of: target))
    #expect((0..<20).contains { one.mutant($0, of: target) != other.mutant($0, of: target) })
    #expect(Set((0..<50).map { one.mutant($0, of: target) }).count > 25)
  }
}
