/// Fitness and hyper-parameters of a population over its generations, the life of the best in front.
struct PopulationCharts {
  let history: ReportedPopulation
  let lineage: Lineage

  private static let maximumLines = 12
  private static let maximumHyperParameters = 12

  /// The fitness of each member.
  func fitness() -> String {
    chart(title: "Fitness", unit: history.fitnessUnit, height: 260, decimals: history.fitnessDecimals) { records in
      records.filter(\.fitness.isFinite).map { ChartPoint(x: Double($0.generation), y: $0.fitness) }
    }
  }

  /// A small chart for each hyper-parameter.
  func hyperParameters() -> String {
    let charts = history.hyperParameters.prefix(Self.maximumHyperParameters).enumerated().map { index, parameter in
      chart(
        title: parameter.name, unit: parameter.isLogarithmic ? "logarithmic" : "", height: 160, decimals: nil,
        isLogarithmic: parameter.isLogarithmic, isStepped: true
      ) { path(of: index, isLogarithmic: parameter.isLogarithmic, records: $0) }
    }.joined()
    guard !charts.isEmpty else { return "" }
    let left = history.hyperParameters.count - Self.maximumHyperParameters
    let note = left > 0 ? Markup.text("p", [("class", "note")], "\(left) more are in the table only.") : ""
    return Markup.element("div", [("class", "grid")], charts) + note
  }

  /// A value holds from the end of the generation before to the end of its own.
  private func path(of index: Int, isLogarithmic: Bool, records: [ReportedPopulation.Record]) -> [ChartPoint] {
    let known = records.compactMap { record -> (generation: Int, value: Double)? in
      guard index < record.values.count else { return nil }
      let value = record.values[index]
      return value.isFinite && (!isLogarithmic || value > 0) ? (record.generation, value) : nil
    }
    let starts = known.map { ChartPoint(x: Double($0.generation - 1), y: $0.value) }
    return starts + (known.last.map { [ChartPoint(x: Double($0.generation), y: $0.value)] } ?? [])
  }

  private func chart(
    title: String, unit: String, height: Double, decimals: Int?, isLogarithmic: Bool = false, isStepped: Bool = false,
    points: ([ReportedPopulation.Record]) -> [ChartPoint]
  ) -> String {
    let best = ChartLine(
      name: lineage.best.map { "life of the best, member \($0)" } ?? "life of the best", style: 7,
      points: points(lineage.ancestry), isStepped: isStepped)
    let members = lineage.finals.prefix(Self.maximumLines).map(\.member).sorted()
    let others = members.map { member in
      ChartLine(
        name: "member \(member)", style: 6, points: points(lineage.records[member] ?? []), isStepped: isStepped,
        isListed: false)
    }
    guard let range = ValueFocus.union(([best] + others).compactMap(\.range)) else { return "" }
    let key = PlotFrame.legendKey("<line class=\"s6\" x1=\"0\" x2=\"30\" y1=\"5\" y2=\"5\"/>")
    let left = lineage.members.count - members.count
    return LineChart(
      height: height, title: title, unit: unit, axis: .count(title: "generation"), decimals: decimals,
      lines: [best] + others, valueRange: range, isLogarithmic: isLogarithmic,
      furtherLegend: [key + (left > 0 ? "the \(members.count) best members" : "the members")], buckets: 120,
      tooltips: 48
    ).render()
  }
}
