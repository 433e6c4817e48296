/// One settlement of funding.
struct Settlement: Equatable {
  /// Hour of the settlement, counted from any common origin.
  var hour: Int
  /// Decimal for one interval; positive: longs pay shorts.
  var rate: Double
  /// Hours of the interval that the rate paid for.
  var intervalHours: Int
}

/// A settlement that should have happened and has no row.
struct AbsentSettlement: Equatable {
  /// Hour at which it was due.
  var hour: Int
  /// The last settlement before it that has a row.
  var previous: Settlement
  /// Its place in the run of absences, from 1.
  var run: Int

  /// Absences of a run that are filled with the previous rate; the rest stay missing.
  static let imputedRun = 3

  var isImputed: Bool { run <= Self.imputedRun }
}

extension Settlement {
  /// The settlements that are missing from rows in the order of time, up to and including hour `end`.
  ///
  /// After a row the venue is expected to settle again every `intervalHours` of that row. A settlement is missing
  /// where an expected hour lies at or before the start of the interval that the next row says it paid for; so a
  /// longer interval that begins right at the last settlement is a change of interval, not a gap.
  static func absences(in settlements: [Settlement], through end: Int) -> [AbsentSettlement] {
    var absences: [AbsentSettlement] = []
    for (index, settlement) in settlements.enumerated() {
      var last = end
      if index + 1 < settlements.count {
        let next = settlements[index + 1]
        last = next.hour - next.intervalHours
      }
      var due = settlement.hour + settlement.intervalHours
      var run = 1
      while due <= last {
        absences.append(AbsentSettlement(hour: due, previous: settlement, run: run))
        due += settlement.intervalHours
        run += 1
      }
    }
    return absences
  }
}
