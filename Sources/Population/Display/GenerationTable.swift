import TextFormats
import Training

/// A generation as text: the members from best to worst with their figures, then who copies whom.
///
/// ```
/// Generation 3 of 25, 60000 steps, 24 trials
///
///  ID   fitness    P&L%  WinRate%  Trades
///   2  +1174.01  +2.91%    +45.1%      51
///   3  +1096.64  +2.05%    +42.6%      47
///
/// Agent 4 copies agent 3: learningRate 1.8e-05, discount 0.99
/// ```
public struct GenerationTable: Sendable {
  private let report: GenerationReport

  /// The table of a generation.
  public init(_ report: GenerationReport) { self.report = report }

  /// The lines of the table.
  public var text: String {
    let heading =
      "Generation \(report.generation + 1) of \(report.generations), \(report.steps) steps, \(report.trials) trials"
    var parts = [heading, TextTable(rows, alignments: [.right]).text]
    let copies = report.copies.map { "Agent \($0.member) copies agent \($0.parent): \($0.hyperparameters)" }
    if !copies.isEmpty { parts.append(copies.joined(separator: "\n")) }
    return parts.joined(separator: "\n\n")
  }

  private var rows: [[String]] {
    let names = report.ranking.reduce(into: [String]()) { names, stretch in
      for figure in stretch.figures where !names.contains(figure.name) { names.append(figure.name) }
    }
    return [["ID", "fitness"] + names]
      + report.ranking.map { stretch in
        let figures = names.map { name in
          Self.figure(name, stretch.figures.first { $0.name == name }?.value)
        }
        return ["\(stretch.member)", stretch.fitness.map(Self.signed) ?? "failed"] + figures
      }
  }

  /// Whole numbers without decimals, percentages with a sign, what is undefined as a dash.
  private static func figure(_ name: String, _ value: Double?) -> String {
    guard let value else { return "–" }
    if name.hasSuffix("%") { return "\(signed(value))%" }
    return Int(exactly: value).map { "\($0)" } ?? NumberText.fixed(value, decimals: 2)
  }

  private static func signed(_ value: Double) -> String { NumberText.signed(value, decimals: 2) }
}
