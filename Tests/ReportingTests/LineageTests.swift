import Foundation
import Testing

@testable import Reporting

@Suite("Lineage")
struct LineageTests {
  /// Three members over four generations: 2 copies 0 before the second, 1 copies 2 before the fourth.
  private static let history: ReportedPopulation = {
    let fitness: [[Double]] = [[3, 2, 2, 1], [2, 4, 1, 9], [1, 5, 6, 7]]
    let sources: [[Int?]] = [[nil, nil, nil, nil], [nil, nil, nil, 2], [nil, 0, nil, nil]]
    var records: [ReportedPopulation.Record] = []
    for member in 0..<3 {
      for generation in 1...4 {
        records.append(
          .init(
            member: member, generation: generation, steps: generation * 100, fitness: fitness[member][generation - 1],
            source: sources[member][generation - 1], values: [1e-3 * Double(member + 1), 0.5]))
      }
    }
    return ReportedPopulation(
      hyperParameters: [.init(name: "rate", isLogarithmic: true), .init(name: "clip")],
      records: records.reversed())
  }()

  @Test("The ancestry goes back through every copy")
  func ancestry() {
    let lineage = Lineage(Self.history)
    #expect(lineage.best == 1)
    #expect(lineage.ancestry.map(\.member) == [0, 2, 2, 1])
    #expect(lineage.ancestry.map(\.generation) == [1, 2, 3, 4])
    #expect(lineage.ancestry.map(\.fitness) == [3, 5, 6, 9])
  }

  @Test("The best member can be named, and then its own ancestry is taken")
  func named() {
    var history = Self.history
    history.best = 0
    #expect(Lineage(history).ancestry.map(\.member) == [0, 0, 0, 0])
    #expect(Lineage(history).finals.map(\.member) == [0, 1, 2])
    history.best = 2
    #expect(Lineage(history).ancestry.map(\.member) == [0, 2, 2, 2])
  }

  @Test("A fitness that could not be measured is never the best, and of equal ones the lowest number wins")
  func unmeasured() {
    func record(_ member: Int, _ fitness: Double) -> ReportedPopulation.Record {
      .init(member: member, generation: 1, steps: 1, fitness: fitness, values: [])
    }
    let history = ReportedPopulation(
      hyperParameters: [], records: [record(0, .nan), record(1, 2), record(2, 2), record(3, -.infinity)])
    #expect(Lineage(history).best == 1)
    #expect(Lineage(history).finals.map(\.member) == [1, 2, 0, 3])
    #expect(Lineage(ReportedPopulation(hyperParameters: [], records: [])).best == nil)
  }

  @Test("The highlighted line runs along the ancestors' rows and turns where they were copied")
  func drawing() throws {
    let page = LineageChart(lineage: Lineage(Self.history), fitnessUnit: "", fitnessDecimals: 1).render()
    // Rows have their middle at 11, 33 and 55; a generation is 250 wide, a lone copy is drawn at 0.3 of it.
    #expect(page.contains("<path class=\"life\" d=\"M0 11H325V55H825V33H1000\"/>"))
    let copies = try #require(page.range(of: "class=\"copy\" d=\"[^\"]*\"", options: .regularExpression))
    #expect(page[copies].components(separatedBy: "M").count - 1 == 2)
    #expect(page.contains("started as a copy of member 0") && page.contains("started as a copy of member 2"))
    #expect(page.components(separatedBy: "<rect class=\"bar f").count - 1 == 12)
  }

  @Test("Copies of one generation are drawn side by side")
  func offsets() {
    let lineage = Lineage(SampleReport.population())
    let offsets = CopyOffsets(lineage: lineage, members: lineage.members)
    let copies = lineage.members.flatMap { lineage.records[$0] ?? [] }.filter { $0.source != nil }
    #expect(copies.count > 10)
    let places = copies.map(offsets.place)
    #expect(Set(places).count == places.count)
    for (copy, place) in zip(copies, places) {
      #expect(place > Double(copy.generation - 1) && place < Double(copy.generation))
    }
  }

  @Test("A value of a hyper-parameter jumps at the start of its generation")
  func hyperParameterPath() {
    let charts = PopulationCharts(history: Self.history, lineage: Lineage(Self.history)).hyperParameters()
    // The best lived in members 0, 2, 2 and 1: its line changes after the generations 1 and 3.
    let parts = charts.components(separatedBy: "<path class=\"s7\" d=\"")
    #expect(parts.count == 3)
    let steps = parts[1].prefix { $0 != "\"" }
    #expect(steps.hasPrefix("M0 ") && steps.contains("H250V") && steps.contains("H750V"))
    #expect(charts.contains("logarithmic"))
  }

  @Test("A population too large to show says what is left out and stays below the size limit")
  func large() {
    var input = SampleReport().makeComplete()
    input.population = SampleReport.population(members: 64, generations: 120)
    let page = HTMLReport.render(input)
    #expect(page.utf8.count < 1_000_000)
    #expect(page.contains("40 of 64 members are shown.") && page.contains("the 12 best members"))
  }
}
