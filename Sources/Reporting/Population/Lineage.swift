/// The records of a population, ordered, with the ancestry of the best final member.
struct Lineage {
  /// The members' numbers, ascending.
  let members: [Int]
  /// The records of each member by generation, ascending.
  let records: [Int: [ReportedPopulation.Record]]
  /// The best final member; `nil` if nobody was trained.
  let best: Int?
  /// The life of the best final member, from the first generation to the last.
  let ancestry: [ReportedPopulation.Record]

  /// Orders a history.
  ///
  /// - Complexity: O(records · log records).
  init(_ history: ReportedPopulation) {
    let ordered = history.records.sorted { ($0.member, $0.generation) < ($1.member, $1.generation) }
    var records: [Int: [ReportedPopulation.Record]] = [:]
    var members: [Int] = []
    for record in ordered {
      if members.last != record.member { members.append(record.member) }
      records[record.member, default: []].append(record)
    }
    let best = history.best ?? Self.fittest(among: members.compactMap { records[$0]?.last })
    self.members = members
    self.records = records
    self.best = best
    ancestry = best.map { Self.ancestry(of: $0, in: records) } ?? []
  }

  /// Each member's last record, the best first.
  var finals: [ReportedPopulation.Record] {
    members.compactMap { records[$0]?.last }.sorted { first, second in
      if (first.member == best) != (second.member == best) { return first.member == best }
      let (left, right) = (Self.rank(first.fitness), Self.rank(second.fitness))
      return left == right ? first.member < second.member : left > right
    }
  }

  /// The last generation of the population; 0 if there is none.
  var lastGeneration: Int { members.compactMap { records[$0]?.last?.generation }.max() ?? 0 }

  /// The last time that a member took over another's state.
  func lastCopy(by member: Int) -> ReportedPopulation.Record? {
    records[member]?.last { $0.source != nil && $0.source != member }
  }

  private static func fittest(among finals: [ReportedPopulation.Record]) -> Int? {
    finals.reduce(nil as ReportedPopulation.Record?) { best, record in
      guard let best, rank(record.fitness) <= rank(best.fitness) else { return record }
      return best
    }?.member
  }

  /// A fitness that could not be measured is the lowest.
  private static func rank(_ fitness: Double) -> Double { fitness.isNaN ? -.infinity : fitness }

  /// Goes back from the last record of a member, to the member that was copied wherever there was a copy.
  private static func ancestry(of member: Int, in records: [Int: [ReportedPopulation.Record]]) -> [ReportedPopulation
    .Record]
  {
    var life: [ReportedPopulation.Record] = []
    var next = records[member]?.last
    while let record = next {
      life.append(record)
      next = records[record.source ?? record.member]?.last { $0.generation < record.generation }
    }
    return life.reversed()
  }
}
