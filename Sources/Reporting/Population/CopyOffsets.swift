/// Where the copies of one generation are drawn, so that none covers another.
struct CopyOffsets {
  /// The share of a generation's width that copies may take.
  private static let width = 0.6
  /// The replaced members of each generation, ascending.
  private let replaced: [Int: [Int]]

  init(lineage: Lineage, members: [Int]) {
    var replaced: [Int: [Int]] = [:]
    for member in members {
      for record in lineage.records[member] ?? [] where record.source != nil && record.source != member {
        replaced[record.generation, default: []].append(member)
      }
    }
    self.replaced = replaced
  }

  /// The place of the copy with which a record began: in the first part of its generation.
  func place(of record: ReportedPopulation.Record) -> Double {
    let members = replaced[record.generation] ?? []
    let index = members.firstIndex(of: record.member) ?? 0
    let start = Double(record.generation - 1)
    return start + Self.width * (Double(index) + 0.5) / Double(max(members.count, 1))
  }
}
