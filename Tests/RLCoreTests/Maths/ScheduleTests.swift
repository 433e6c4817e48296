import Foundation
import RLCore
import Settings
import Testing

@Suite("Schedule")
struct ScheduleTests {
  @Test("A linear schedule runs straight from its start to its end and stays there")
  func linear() {
    let schedule = Schedule.linear(from: 0.2, to: 0.1)
    #expect(schedule.value(at: 0) == 0.2)
    #expect(abs(schedule.value(at: 0.25) - 0.175) < 1e-7)
    #expect(schedule.value(at: 1) == 0.1)
    #expect(schedule.value(at: 1.5) == 0.1)
    #expect(schedule.value(at: -1) == 0.2)
    #expect((schedule.start, schedule.end) == (0.2, 0.1))
  }

  @Test("A constant is the same throughout, and a literal makes one")
  func constant() {
    let schedule: Schedule = 0.3
    #expect(schedule == .constant(0.3))
    #expect([0, 0.5, 1].allSatisfy { schedule.value(at: $0) == 0.3 })
  }

  @Test("JSON is a number for a constant and an object for a line, and comes back the same")
  func json() throws {
    let both: [Schedule] = [.constant(0.5), .linear(from: 0.25, to: 0)]
    let text = #"[0.5,{"from":0.25,"to":0}]"#
    #expect(try JSONDecoder().decode([Schedule].self, from: Data(text.utf8)) == both)
    #expect(try JSONDecoder().decode([Schedule].self, from: JSONEncoder().encode(both)) == both)
  }

  @Test("JSON names the shape of a line too, so that every field that can be given is written")
  func lineAsJSON() throws {
    let value = try JSONDecoder().decode(
      [String: JSONValue].self, from: JSONEncoder().encode(Schedule.linear(from: 0.25, to: 0)))
    #expect(value == ["from": .number(0.25), "to": .integer(0), "shape": .text("linear")])
  }

  @Test("JSON without an end is refused")
  func incomplete() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Schedule.self, from: Data(#"{"from":0.25}"#.utf8))
    }
  }

  @Test("An exponential schedule has the same factor for each share of the run, and meets both ends")
  func exponential() {
    let schedule = Schedule.exponential(from: 1, to: 0.01)
    #expect(schedule.value(at: 0) == 1 && abs(schedule.value(at: 1) - 0.01) < 1e-9)
    #expect(abs(schedule.value(at: 0.5) - 0.1) < 1e-7)
    for share in [0.0, 0.3, 0.7] {
      #expect(abs(schedule.value(at: share + 0.25) / schedule.value(at: share) - pow(0.01, 0.25)) < 1e-6)
    }
    #expect(schedule.value(at: -1) == 1 && schedule.value(at: 2) == schedule.value(at: 1))
    #expect(abs(Schedule.exponential(from: 0.25, to: 4).value(at: 0.5) - 1) < 1e-6, "upwards too")
  }

  @Test("A piecewise schedule runs straight between its points and is constant outside them")
  func piecewise() {
    let schedule = Schedule.piecewise([.init(at: 0.25, value: 1), .init(at: 0.5, value: 3), .init(at: 0.75, value: 2)])
    for (share, value) in [(0, 1), (0.25, 1), (0.375, 2), (0.5, 3), (0.625, 2.5), (0.75, 2), (1, 2)] {
      #expect(schedule.value(at: share) == Float(value), "at \(share)")
    }
    #expect((schedule.start, schedule.end) == (1, 2))
    #expect(schedule.extremes == [1, 3, 2], "the greatest value lies in the midst")
    #expect(Schedule.piecewise([.init(at: 0.5, value: 4)]).value(at: 0.1) == 4)
  }

  @Test("A line over a share of the run stays where it ends: the usual schedule of ε")
  func linearOverShare() {
    let schedule = Schedule.linear(from: 1, to: 0.05, over: 0.1)
    for (share, value) in [(0, 1), (0.05, 0.525), (0.1, 0.05), (0.6, 0.05), (1, 0.05)] {
      #expect(abs(schedule.value(at: share) - Float(value)) < 1e-6)
    }
  }

  @Test("Every kind of schedule comes back from JSON, which is as it is documented")
  func kindsAsJSON() throws {
    let kinds: [Schedule] = [
      0.5, .linear(from: 0.25, to: 0), .exponential(from: 1, to: 0.5),
      .piecewise([.init(at: 0, value: 1), .init(at: 0.5, value: 0.25)]),
    ]
    let text = """
      [0.5, {"from": 0.25, "to": 0}, {"from": 1, "to": 0.5, "shape": "exponential"},
      {"points": [{"at": 0, "value": 1}, {"at": 0.5, "value": 0.25}]}]
      """
    #expect(try JSONDecoder().decode([Schedule].self, from: Data(text.utf8)) == kinds)
    #expect(try JSONDecoder().decode([Schedule].self, from: JSONEncoder().encode(kinds)) == kinds)
    #expect(
      try JSONDecoder().decode(Schedule.self, from: Data(#"{"from": 1, "to": 0, "shape": "linear"}"#.utf8))
        == .linear(from: 1, to: 0))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Schedule.self, from: Data(#"{"from": 1, "to": 0, "shape": "cosine"}"#.utf8))
    }
  }

  @Test("A schedule that is not well formed says what it must have")
  func defects() {
    let points = "have points at rising places in 0...1"
    let ends = "have positive ends where it is exponential"
    let cases: [(schedule: Schedule, defect: String?)] = [
      (.constant(-1), nil), (.linear(from: 0, to: -1), nil), (.exponential(from: 1, to: 2), nil),
      (.exponential(from: 0, to: 1), ends), (.exponential(from: 1, to: -1), ends), (.piecewise([]), points),
      (.piecewise([.init(at: 0.5, value: 1)]), nil), (.piecewise([.init(at: -0.1, value: 1)]), points),
      (.piecewise([.init(at: 0, value: 1), .init(at: 1.1, value: 1)]), points),
      (.piecewise([.init(at: 0.5, value: 1), .init(at: 0.5, value: 2)]), points),
      (.piecewise([.init(at: 0.6, value: 1), .init(at: 0.5, value: 2)]), points),
      (.piecewise([.init(at: .nan, value: 1)]), points),
    ]
    for (schedule, defect) in cases { #expect(schedule.defect == defect, "\(schedule)") }
  }

  @Test("A rule for the values is checked wherever the schedule goes, after the schedule itself")
  func validation() throws {
    func check(_ schedule: Schedule) throws(ConfigurationError) {
      try schedule.require("rate", must: "be in 0...1") { (0...1).contains($0) }
    }
    try check(.linear(from: 1, to: 0))
    let peak = Schedule.piecewise([.init(at: 0, value: 0), .init(at: 0.5, value: 2), .init(at: 1, value: 0)])
    #expect(throws: ConfigurationError(field: "rate", must: "be in 0...1", found: "2.0")) { try check(peak) }
    let error = try #require(throws: ConfigurationError.self) { try check(.exponential(from: 1, to: 0)) }
    #expect(error.field == "rate" && error.must == "have positive ends where it is exponential")
    #expect(error.found == "exponential(from: 1.0, to: 0.0)")
  }

  @Test("A warm-up rises from 0 to another schedule, times what that says there, and then is that schedule")
  func warmUp() {
    let constant = Schedule.constant(0.5).warmedUp(over: 0.25)
    for (share, value) in [(0, 0), (0.125, 0.25), (0.25, 0.5), (0.6, 0.5), (1, 0.5)] {
      #expect(constant.value(at: share) == Float(value), "at \(share)")
    }
    let line = Schedule.linear(from: 1, to: 0).warmedUp(over: 0.5)
    for (share, value) in [(0, 0), (0.25, 0.375), (0.5, 0.5), (0.75, 0.25), (1, 0)] {
      #expect(line.value(at: share) == Float(value), "at \(share)")
    }
    #expect((line.start, line.end) == (0, 0) && line.extremes == [0, 1, 0])
    #expect(constant == .warmUp(over: 0.25, then: .constant(0.5)))
  }

  @Test("A warm-up of any schedule comes back from JSON, which is as it is documented")
  func warmUpAsJSON() throws {
    let kinds: [Schedule] = [
      0.5, .linear(from: 0.25, to: 0), .exponential(from: 1, to: 0.5), .piecewise([.init(at: 0, value: 1)]),
    ]
    let warmed = kinds.map { $0.warmedUp(over: 0.05) }
    #expect(try JSONDecoder().decode([Schedule].self, from: JSONEncoder().encode(warmed)) == warmed)
    let text = #"{"warmUp": 0.05, "then": {"from": 0.25, "to": 0}}"#
    #expect(try JSONDecoder().decode(Schedule.self, from: Data(text.utf8)) == warmed[1])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Schedule.self, from: Data(#"{"warmUp": 0.05}"#.utf8))
    }
  }

  @Test("A warm-up over no share of the run, or of a schedule that is not well formed, says so")
  func badWarmUp() {
    let share = "warm up over a share above 0, at most 1"
    for (over, defect) in [(0, share), (-0.1, share), (1.1, share), (Double.nan, share), (1, nil)]
      as [(Double, String?)]
    {
      #expect(Schedule.constant(1).warmedUp(over: over).defect == defect, "\(over)")
    }
    #expect(Schedule.piecewise([]).warmedUp(over: 0.1).defect == "have points at rising places in 0...1")
  }

  @Test("A learning rate may begin at 0 by a warm-up alone")
  func learningRates() throws {
    for schedule in [Schedule.constant(0.1), .linear(from: 0.1, to: 0), .constant(0.1).warmedUp(over: 0.1)] {
      try schedule.requireLearningRate()
    }
    let refusals: [(Schedule, String)] = [
      (.linear(from: 0, to: 0.1), "learningRate must start above 0, was 0.0"),
      (.constant(0).warmedUp(over: 0.1), "learningRate must start above 0, was 0.0"),
      (.constant(1).warmedUp(over: 0.1), "learningRate must be in 0..<1, was 1.0"),
      (.constant(0.1).warmedUp(over: 2), "learningRate must warm up over a share above 0, at most 1, was "),
    ]
    for (schedule, sentence) in refusals {
      let error = #expect(throws: ConfigurationError.self) { try schedule.requireLearningRate() }
      #expect(error?.description.hasPrefix(sentence) == true, "\(schedule)")
    }
    try Schedule.constant(0).requireLearningRate(startsAboveZero: false)
  }
}
