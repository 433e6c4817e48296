import Foundation
import RLCore
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

  @Test("JSON without an end is refused")
  func incomplete() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Schedule.self, from: Data(#"{"from":0.25}"#.utf8))
    }
  }
}
