import Foundation
import Persistence
import Settings
import Training

extension PopulationDirectory {
  /// Writes what a generation came to; the record comes last and makes it count.
  ///
  /// Whatever is interrupted before is written again, with the same bytes, when the run goes on.
  func commit(_ record: PopulationRecord, _ results: [MemberResult]) throws {
    let generation = record.history.generations - 1
    for (stretch, result) in zip(record.history.generation(generation), results) {
      if let policy = result.policy { try write(try policy.serialized(), to: self.policy(of: stretch.member)) }
      try write(
        Data((stretch.hyperparameters.json.text + "\n").utf8), to: hyperparameters(of: stretch.member))
    }
    if let best = record.best, best.generation == generation, let policy = results[best.member].policy {
      try write(try policy.serialized(), to: bestPolicy)
    }
    try write(Data(Self.lineageText(record).utf8), to: lineage)
    try write(Data(Self.fitnessText(record).utf8), to: fitness)
    try commit(record)
    try prune(keeping: generation...generation)
  }

  /// Writes the record.
  func commit(_ record: PopulationRecord) throws {
    try write(try Self.encoder.encode(record) + Data("\n".utf8), to: population)
  }

  /// Who began with what: one row for each member of each generation, hyper-parameters in the last columns.
  static func lineageText(_ record: PopulationRecord) -> String {
    let paths = record.space.paths
    let rows = record.history.stretches.map { stretch in
      [
        "\(stretch.generation)", "\(stretch.steps)", "\(stretch.member)", stretch.parent.map { "\($0)" } ?? "",
        stretch.event.rawValue, stretch.fitness.map { "\($0)" } ?? "",
      ] + paths.map { stretch.hyperparameters[$0]?.plainText ?? "" }
    }
    return text([["generation", "steps", "member", "parent", "event", "fitness"] + paths] + rows)
  }

  /// What came of it: fitness and all figures; a cell is empty if a figure is undefined or training failed.
  static func fitnessText(_ record: PopulationRecord) -> String {
    let names = record.history.figureNames
    let rows = record.history.stretches.map { stretch in
      [
        "\(stretch.generation)", "\(stretch.steps)", "\(stretch.member)", stretch.fitness.map { "\($0)" } ?? "",
      ]
        + names.map { name in
          stretch.figures.first { $0.name == name }.flatMap { $0.value }.map { "\($0)" } ?? ""
        }
    }
    return text([["generation", "steps", "member", "fitness"] + names] + rows)
  }

  private static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\""
  }
}

extension PopulationHistory {
  /// Names of all figures, in the order in which they first appear.
  public var figureNames: [String] {
    stretches.reduce(into: []) { names, stretch in
      for figure in stretch.figures where !names.contains(figure.name) { names.append(figure.name) }
    }
  }
}
