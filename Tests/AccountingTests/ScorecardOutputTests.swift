import Persistence
import Accounting
import Foundation
import Randomness
import Testing

@Suite("Scorecard output")
struct ScorecardOutputTests {
  @Test("The table stays within 100 columns, is aligned and prints undefined values as a dash")
  func table() throws {
    let cards = (1...6).map { NamedScorecard(name: "policy number \($0)", role: .baseline, scorecard: card()) }
    let text = ScorecardTable(label: "synthetic data, seed 1", scorecards: cards).text
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= ScorecardTable.maximumWidth })
    #expect(lines.first == "Scorecard: synthetic data, seed 1")
    let sharpe = try #require(lines.first { $0.hasPrefix("Sharpe ") })
    #expect(sharpe.split(separator: " ").dropFirst().allSatisfy { $0 == "–" })
    let returns = try #require(lines.first { $0.hasPrefix("Net return, %") })
    #expect(returns.count == 100 && returns.hasSuffix(" -1.20"))
    #expect(!text.contains("nan") && !text.contains("inf"))
  }

  @Test("scorecard.json reads back equal, and equal scorecards give equal bytes")
  func json() throws {
    let folder = try TemporaryFolder()
    let document = ScorecardDocument(
      label: "synthetic data, seed 1", scorecards: [NamedScorecard(name: "agent", role: .agent, scorecard: card())])
    let url = folder.file("scorecard.json")
    try document.write(to: url)
    let bytes = try Data(contentsOf: url)
    #expect(try ScorecardDocument.read(from: url) == document)
    try document.write(to: url)
    #expect(try Data(contentsOf: url) == bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\"netReturn\" : -1.2"))
    try Data("{".utf8).write(to: url)
    #expect(throws: FileError.self) { try ScorecardDocument.read(from: url) }
  }

  @Test("Every metric is defined in docs/metrics.md in the words of its definition")
  func documentation() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/metrics.md"), encoding: .utf8)
    for metric in MetricDefinition.all {
      #expect(text.contains("| \(metric.title) | \(metric.unit.isEmpty ? "–" : metric.unit) | \(metric.definition) |"))
    }
  }

  @Test("A label says whether data was generated")
  func origin() {
    #expect(DataOrigin.synthetic(detail: "seed 1").label == "synthetic data, seed 1")
    #expect(DataOrigin.recorded(detail: "market").label == "recorded data, market")
  }

  private func card() -> Scorecard {
    var random = RandomStream(seed: 1)
    return Scorecard.compute(
      initialCash: 1000, equity: TestRecords.curve([1000, 988]), trades: [], ledger: [], using: &random)
  }
}
