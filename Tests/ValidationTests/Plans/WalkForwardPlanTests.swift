import Randomness
import Settings
import Testing
import Validation

@Suite("Walk-forward plan")
struct WalkForwardPlanTests {
  private func plan(_ change: (inout WalkForwardPlan) -> Void) -> WalkForwardPlan {
    var plan = WalkForwardPlan()
    change(&plan)
    return plan
  }

  @Test("Two anchored folds by hand")
  func anchoredByHand() throws {
    let plan = plan {
      $0.foldCount = 2
      $0.trainLength = 30
      $0.validationLength = 10
      $0.testLength = 10
      $0.purge = 5
      $0.embargo = 4
    }
    // 30 + 5 + 10 + 5 + 10 + 4 + 10 = 74 bars.
    let folds = try plan.folds(over: 100..<174)
    #expect(folds[0] == Fold(index: 0, train: [100..<130], validation: 135..<145, test: 150..<160))
    #expect(folds[1] == Fold(index: 1, train: [100..<144], validation: 149..<159, test: 164..<174))
    #expect(folds.count == 2)
  }

  @Test("A rolling plan trains every fold on equally long, later windows")
  func rollingByHand() throws {
    let plan = plan {
      $0.window = .rolling
      $0.foldCount = 2
      $0.trainLength = 30
      $0.validationLength = 10
      $0.testLength = 10
      $0.purge = 5
      $0.embargo = 4
    }
    // Two bars too many are dropped at the beginning.
    let folds = try plan.folds(over: 100..<176)
    #expect(folds[0] == Fold(index: 0, train: [102..<132], validation: 137..<147, test: 152..<162))
    #expect(folds[1] == Fold(index: 1, train: [116..<146], validation: 151..<161, test: 166..<176))
  }

  @Test("Later training leaves the embargo of earlier tests out")
  func embargoInTraining() throws {
    let plan = plan {
      $0.foldCount = 3
      $0.trainLength = 30
      $0.validationLength = 5
      $0.testLength = 20
      $0.purge = 2
      $0.embargo = 6
    }
    let folds = try plan.folds(over: 0..<111)
    #expect(folds[0].test == 39..<59)
    #expect(folds[2].test == 91..<111)
    #expect(folds[2].train == [0..<59, 65..<82])
  }

  @Test("Lengths that are not set come from the range: half is trained on first, the rest is shared")
  func derivedLengths() throws {
    let folds = try plan {
      $0.foldCount = 4
      $0.purge = 0
      $0.embargo = 0
    }.folds(over: 0..<1000)
    #expect(folds[0] == Fold(index: 0, train: [0..<500], validation: 500..<600, test: 600..<700))
    #expect(folds[3].test == 900..<1000)
  }

  @Test("In random plans windows are ordered and apart, nothing reaches the final window, and tests tile the end")
  func properties() throws {
    var random = RandomStream(seed: 2)
    var (made, holes) = (0, 0)
    for _ in 0..<600 {
      var plan = WalkForwardPlan()
      plan.window = random.index(below: 2) == 0 ? .anchored : .rolling
      plan.foldCount = 1 + random.index(below: 6)
      plan.purge = random.index(below: 15)
      plan.embargo = random.index(below: 15)
      if random.index(below: 2) == 0 { plan.trainLength = 1 + random.index(below: 200) }
      if random.index(below: 2) == 0 { plan.validationLength = 1 + random.index(below: 40) }
      if random.index(below: 2) == 0 { plan.testLength = 1 + random.index(below: 60) }
      let start = random.index(below: 50) - 25
      let bars = start..<(start + 100 + random.index(below: 600))
      if random.index(below: 2) == 0 { plan.untouchedFrom = bars.upperBound - random.index(below: 60) }
      guard let folds = try? plan.folds(over: bars) else { continue }
      made += 1
      #expect(folds.count == plan.foldCount)
      let end = min(bars.upperBound, plan.untouchedFrom ?? bars.upperBound)
      #expect(folds.last?.test.upperBound == end)
      for fold in folds {
        holes += fold.train.count - 1
        let first = try #require(fold.train.first)
        let last = try #require(fold.train.last)
        #expect(first.lowerBound >= bars.lowerBound)
        #expect(zip(fold.train, fold.train.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        #expect(fold.train.allSatisfy { !$0.isEmpty } && !fold.validation.isEmpty && !fold.test.isEmpty)
        #expect(last.upperBound + plan.purge <= fold.validation.lowerBound)
        #expect(fold.validation.upperBound + plan.purge == fold.test.lowerBound)
        #expect(fold.test.upperBound <= end)
        if let length = plan.testLength { #expect(fold.test.count == length) }
        if let length = plan.validationLength { #expect(fold.validation.count == length) }
        for earlier in folds.prefix(fold.index) {
          let embargo = earlier.test.upperBound..<(earlier.test.upperBound + plan.embargo)
          #expect(!fold.train.contains { $0.overlaps(embargo) })
        }
      }
      for (fold, next) in zip(folds, folds.dropFirst()) {
        #expect(fold.test.upperBound + plan.embargo == next.test.lowerBound)
      }
    }
    #expect(made > 200 && holes > 50, "the plans must exercise the rules: \(made) made, \(holes) holes")
  }

  @Test("A final window is as if its bars did not exist")
  func untouched() throws {
    let plain = try WalkForwardPlan().folds(over: 0..<2000)
    let cut = try plan { $0.untouchedFrom = 2000 }.folds(over: 0..<2600)
    #expect(plain == cut)
  }

  @Test("What does not fit is refused with the bars that it would take")
  func refusals() {
    #expect(
      throws: ConfigurationError(
        field: "the range",
        must: "have bars for 4 tests of 100, validation 100, training 500, 2 purges of 72 and 3 embargoes of 24",
        found: "1000 bars")
    ) {
      try plan {
        $0.trainLength = 500
        $0.testLength = 100
      }.folds(over: 0..<1000)
    }
    #expect(throws: ConfigurationError(field: "purge", must: "be in 0…10⁹", found: "-1")) {
      try plan { $0.purge = -1 }.folds(over: 0..<1000)
    }
    #expect(throws: ConfigurationError(field: "testLength", must: "be in 1…10⁹", found: "0")) {
      try plan { $0.testLength = 0 }.validate()
    }
    #expect(throws: ConfigurationError(field: "foldCount", must: "be in 1…10000", found: "0")) {
      try plan { $0.foldCount = 0 }.validate()
    }
    #expect(throws: ConfigurationError.self) { try WalkForwardPlan().folds(over: 5..<5) }
    #expect(throws: ConfigurationError.self) { try plan { $0.untouchedFrom = -3 }.folds(over: 0..<5000) }
  }

  @Test("Settings read from a partial document, with lengths that may be absent")
  func partial() throws {
    let plan = try WalkForwardPlan().applying(JSONValue(parsing: #"{"window": "rolling", "testLength": 168}"#))
    #expect(plan.window == .rolling && plan.testLength == 168 && plan.trainLength == nil)
  }
}
