import Settings
import Testing
import Validation

@Suite("Luck simulation")
struct LuckSimulationTests {
  /// Twenty days, so that the noise of an annualised Sharpe ratio is about 4.3.
  private func simulation(_ change: (inout LuckSimulation) -> Void = { _ in }) -> LuckSimulation {
    var simulation = LuckSimulation()
    simulation.hours = 480
    simulation.edges = [0]
    change(&simulation)
    return simulation
  }

  @Test("On pure noise the best of 20 trials is called skill in few of 200 selections when deflated, in most when not")
  func falsePositives() throws {
    let row = try simulation().run().rows[0]
    // The nominal level is 5 %; undeflated, 1 − 0.95²⁰ = 64 % of the best of 20 pass.
    #expect(row.deflated <= 0.05, "deflated: \(row.deflated)")
    #expect(row.naive >= 0.5, "naive: \(row.naive)")
  }

  @Test("A single trial needs no deflation: noise passes about as often as the level says")
  func nominalLevel() throws {
    // Two trials keep the variance measurable and change little.
    let row = try simulation {
      $0.trials = 2
      $0.selections = 600
      $0.hours = 120
    }.run().rows[0]
    #expect(row.deflated <= 0.09 && row.naive > row.deflated)
    #expect(row.naive > 0.06 && row.naive < 0.15, "1 − 0.95² = 9.8 %, was \(row.naive)")
  }

  @Test("A planted edge is found more often the larger it is, and nearly always when it is large")
  func power() throws {
    let rows = try simulation {
      $0.selections = 60
      $0.trials = 10
      $0.edges = [0, 10, 20, 35]
    }.run().rows
    for (weaker, stronger) in zip(rows, rows.dropFirst()) {
      #expect(stronger.deflated >= weaker.deflated && stronger.planted >= weaker.planted)
    }
    #expect(rows[0].deflated <= 0.05)
    #expect(rows[1].deflated < 0.5, "a small edge is not told from luck in 20 days")
    #expect(rows[3].deflated > 0.9 && rows[3].planted > 0.99)
  }

  @Test("Hourly noise that repeats passes too often; compounded to days it does not")
  func autocorrelation() throws {
    func share(_ hoursPerReturn: Int) throws -> Double {
      try simulation {
        $0.selections = 150
        $0.trials = 10
        $0.hours = 720
        $0.persistence = 0.9
        $0.hoursPerReturn = hoursPerReturn
      }.run().rows[0].deflated
    }
    let (hourly, daily) = (try share(1), try share(24))
    #expect(hourly > 0.1, "judged by the hour: \(hourly)")
    #expect(daily <= 0.07, "judged by the day: \(daily)")
  }

  @Test("The same seed gives the same table, another seed another one")
  func deterministic() throws {
    let small = simulation {
      $0.selections = 12
      $0.trials = 4
      $0.edges = [8]
    }
    let table = try small.run()
    #expect(table == (try small.run()))
    var other = small
    other.seed = 2
    other.selections = 12
    #expect(table.rows != (try other.run().rows))
    #expect(table.text.contains("deflated: skill"))
    #expect(table.text.contains("8.0"))
  }

  @Test("Settings out of range name their field")
  func validation() {
    #expect(throws: ConfigurationError(field: "trials", must: "be at least 2", found: "1")) {
      try simulation { $0.trials = 1 }.run()
    }
    #expect(throws: ConfigurationError(field: "edges", must: "hold at least one Sharpe ratio", found: "none")) {
      try simulation { $0.edges = [] }.run()
    }
    #expect(throws: ConfigurationError.self) { try simulation { $0.persistence = 1 }.run() }
  }
}
