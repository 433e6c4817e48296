import Accounting
import TextFormats

/// The training of a population: who copied whom, fitness, hyper-parameters, and what plainer searches reach.
enum PopulationSection {
  static func render(_ history: ReportedPopulation?) -> String {
    guard let history else { return "" }
    let lineage = Lineage(history)
    let charts = PopulationCharts(history: history, lineage: lineage)
    let lines = LineageChart(
      lineage: lineage, fitnessUnit: history.fitnessUnit, fitnessDecimals: history.fitnessDecimals
    ).render()
    return [
      part("What the budget bought", strategies(history)),
      budget(lineage) + lines + charts.fitness(),
      part("Final members", finals(history, lineage: lineage)),
      part("Hyper-parameters over the generations", charts.hyperParameters()),
    ].joined()
  }

  private static func part(_ title: String, _ content: String) -> String {
    content.isEmpty ? "" : Markup.text("h3", [], title) + content + "\n"
  }

  private static func budget(_ lineage: Lineage) -> String {
    guard let best = lineage.best, let steps = lineage.ancestry.last?.steps else { return "" }
    let copies = zip(lineage.ancestry, lineage.ancestry.dropFirst()).count { $0.member != $1.member }
    let trained = AxisText.number(Double(steps), decimals: 0)
    return Markup.text(
      "p", [],
      "\(lineage.members.count) members, \(lineage.lastGeneration) generations. "
        + "The best in the end is member \(best): \(trained) environment steps of training, "
        + (copies == 0
          ? "all its own." : "passed on from member to member \(copies == 1 ? "once" : "\(copies) times")."))
  }

  private static func strategies(_ history: ReportedPopulation) -> String {
    guard !history.strategies.isEmpty else { return "" }
    let unit = history.fitnessUnit.isEmpty ? "" : " Fitness: \(history.fitnessUnit)."
    let note = Markup.text(
      "p", [("class", "note")],
      "The best fitness is the highest of all trials on the window they were chosen by, so it flatters whoever tried "
        + "most; the final window was not chosen by.\(unit)")
    func text(_ value: Double?) -> String { number(value, history) }
    return DataTable(
      columns: [
        .init(title: "Strategy", isText: true), .init(title: "Budget, steps"), .init(title: "Trials"),
        .init(title: "Best fitness, validation"), .init(title: "Result, final window"),
      ],
      rows: history.strategies.map { strategy in
        [
          .init(text: strategy.name), .init(text: AxisText.number(Double(strategy.steps), decimals: 0)),
          .init(text: strategy.trials.map { AxisText.number(Double($0), decimals: 0) } ?? NumberText.undefined),
          .init(text: text(strategy.bestFitness)),
          .init(text: text(strategy.finalResult), style: mood(strategy.finalResult)),
        ]
      }, isSortable: false
    ).render() + note
  }

  private static func finals(_ history: ReportedPopulation, lineage: Lineage) -> String {
    guard !lineage.members.isEmpty else { return "" }
    let columns: [DataTable.Column] =
      [.init(title: "Member"), .init(title: "Fitness"), .init(title: "Parent", isText: true)]
      + history.hyperParameters.map { .init(title: $0.name) }
    let rows = lineage.finals.map { record -> [DataTable.Cell] in
      let style = record.member == lineage.best ? "a" : nil
      let copy = lineage.lastCopy(by: record.member)
      let parent = copy.flatMap { copy in copy.source.map { "member \($0), at generation \(copy.generation)" } }
      let values = history.hyperParameters.indices.map { index in
        index < record.values.count ? AxisText.significant(record.values[index]) : NumberText.undefined
      }
      return ["\(record.member)", number(record.fitness, history), parent ?? "none"].map {
        .init(text: $0, style: style)
      }
        + values.map { .init(text: $0, style: style) }
    }
    return DataTable(columns: columns, rows: rows).render()
  }

  private static func number(_ value: Double?, _ history: ReportedPopulation) -> String {
    value.map { AxisText.number($0, decimals: history.fitnessDecimals) } ?? NumberText.undefined
  }

  private static func mood(_ value: Double?) -> String? {
    value.flatMap { $0 > 0 ? "good" : $0 < 0 ? "bad" : nil }
  }
}
