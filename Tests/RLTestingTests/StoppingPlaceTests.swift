import Testing

@testable import RLTesting

@Suite("Where a training is stopped")
struct StoppingPlaceTests {
  @Test func `right after an update, before the first, and between two in the second half`() {
    let places = StoppingPlace.places(updates: [64, 128, 192, 256], steps: 256, environments: 2)
    #expect(places.map(\.step) == [128, 20, 170])
    #expect(places.map(\.name) == ["right after an update", "before the first update", "between two updates"])
  }

  @Test func `never at an update and never at the start, however few steps lie between`() {
    #expect(StoppingPlace.places(updates: [4, 8, 12], steps: 12, environments: 2).map(\.step) == [8, 2, 10])
    #expect(StoppingPlace.places(updates: [6, 12], steps: 12, environments: 2).map(\.step) == [6, 2, 10])
  }

  @Test func `an agent that updates with every step has but one place`() {
    #expect(StoppingPlace.places(updates: [2, 4, 6, 8], steps: 8, environments: 2).map(\.step) == [4])
  }

  @Test func `where only early updates lie apart the last of their gaps is taken`() {
    #expect(StoppingPlace.places(updates: [10, 20, 22, 24], steps: 24, environments: 2).map(\.step) == [20, 2, 16])
  }
}
