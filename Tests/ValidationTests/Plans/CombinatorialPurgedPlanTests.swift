import Randomness
import Settings
import Testing

@testable import Validation

@Suite("Combinatorial purged cross-validation")
struct CombinatorialPurgedPlanTests {
  private func plan(_ groups: Int, _ tested: Int, purge: Int = 0, embargo: Int = 0) -> CombinatorialPurgedPlan {
    var plan = CombinatorialPurgedPlan()
    (plan.groups, plan.testGroups, plan.purge, plan.embargo) = (groups, tested, purge, embargo)
    return plan
  }

  @Test("Six groups of which two are tested give the 15 splits and 5 paths of López de Prado's figures 12.1 and 12.2")
  func published() throws {
    let arrangement = try plan(6, 2).arrangement(over: 0..<60)
    #expect(arrangement.splits.count == 15)
    #expect(arrangement.splits.prefix(6).map(\.testGroups) == [[0, 1], [0, 2], [0, 3], [0, 4], [0, 5], [1, 2]])
    #expect(arrangement.paths.count == 5)
    // In the book's counting from 1: (G1, S1), (G2, S1), (G3, S2), … and (G1, S2), (G2, S6), (G3, S6), (G4, S7), …
    #expect(arrangement.paths[0] == [0, 0, 1, 2, 3, 4])
    #expect(arrangement.paths[1] == [1, 5, 5, 6, 7, 8])
  }

  @Test("Training is cut on both sides of every tested group, further after it than before it")
  func byHand() throws {
    let split = try #require(
      plan(5, 2, purge: 3, embargo: 2).arrangement(over: 100..<200).splits.first { $0.testGroups == [1, 3] })
    #expect(split.test == [120..<140, 160..<180])
    #expect(split.train == [100..<117, 145..<157, 185..<200])
  }

  @Test("In random plans every bar is tested once a path, and no training bar is near a tested group")
  func properties() throws {
    var random = RandomStream(seed: 8)
    var made = 0
    for _ in 0..<150 {
      let groups = 2 + random.index(below: 7)
      var plan = plan(
        groups, 1 + random.index(below: groups - 1), purge: random.index(below: 8), embargo: random.index(below: 8))
      let start = random.index(below: 40) - 20
      let bars = start..<(start + 30 + random.index(below: 300))
      if random.index(below: 2) == 0 { plan.untouchedFrom = bars.upperBound - random.index(below: 20) }
      guard let arrangement = try? plan.arrangement(over: bars) else { continue }
      made += 1
      let usable = bars.lowerBound..<min(bars.upperBound, plan.untouchedFrom ?? .max)
      #expect(arrangement.groups.flatMap { Array($0) } == Array(usable))
      let splits = Combinations.count(of: plan.testGroups, from: groups)
      #expect(arrangement.splits.count == splits)
      #expect(arrangement.paths.count == splits * plan.testGroups / groups)
      let joined = arrangement.joined { split, group in
        let tested = arrangement.splits[split]
        return tested.testGroups.firstIndex(of: group).map { Array(tested.test[$0]) } ?? []
      }
      #expect(joined.allSatisfy { $0 == Array(usable) }, "a path must test every bar once, in order")
      for group in arrangement.groups.indices {
        let used = arrangement.paths.map { $0[group] }
        #expect(Set(used).count == used.count, "a test must serve one path only")
      }
      for split in arrangement.splits {
        let near = split.test.map { ($0.lowerBound - plan.purge)..<($0.upperBound + plan.purge + plan.embargo) }
        let expected = usable.filter { bar in !near.contains { $0.contains(bar) } }
        #expect(split.train.flatMap { Array($0) } == expected)
        #expect(!expected.isEmpty)
      }
    }
    #expect(made > 80)
  }

  @Test("Combinations are counted and listed alike")
  func combinations() {
    for total in 1...9 {
      for chosen in 0...total {
        let all = Combinations.all(of: chosen, from: total)
        #expect(all.count == Combinations.count(of: chosen, from: total))
        #expect(Set(all).count == all.count)
      }
    }
    #expect(Combinations.count(of: 8, from: 16) == 12_870)
  }

  @Test("What cannot be arranged is refused with the field and what was found")
  func refusals() {
    #expect(throws: ConfigurationError(field: "testGroups", must: "be in 1..<6", found: "6")) {
      try plan(6, 6).arrangement(over: 0..<100)
    }
    #expect(
      throws: ConfigurationError(
        field: "testGroups", must: "give at most 10000 splits", found: "10 of 30, which gives 30045015")
    ) {
      try plan(30, 10).validate()
    }
    #expect(throws: ConfigurationError(field: "groups", must: "be at most the bars of the range, 4", found: "6")) {
      try plan(6, 2).arrangement(over: 0..<4)
    }
    #expect(
      throws: ConfigurationError(
        field: "purge", must: "with an embargo of 0 leave bars to train on where groups [0] are tested", found: "50")
    ) {
      try plan(2, 1, purge: 50).arrangement(over: 0..<100)
    }
  }
}
