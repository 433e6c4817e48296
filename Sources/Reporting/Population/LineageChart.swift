import Statistics

/// The lives of a population's members: a row for each, coloured by fitness, with an arrow for each copy.
struct LineageChart {
  let lineage: Lineage
  let fitnessUnit: String
  let fitnessDecimals: Int

  private static let maximumRows = 40
  private static let maximumBars = 2400
  private static let levels = 5

  /// The figure as markup; empty if nobody was trained.
  func render() -> String {
    let members = shownMembers()
    guard !members.isEmpty, lineage.lastGeneration > 0 else { return "" }
    var lanes: [Int: Int] = [:]
    for (lane, member) in members.enumerated() { lanes[member] = lane }
    let bounds = levelBounds(of: members)
    let stride = 1 + (members.count * lineage.lastGeneration - 1) / Self.maximumBars
    let bars = members.flatMap { self.bars(of: $0, lane: lanes[$0] ?? 0, stride: stride, bounds: bounds) }
    let first = members.compactMap { lineage.records[$0]?.first?.generation }.min() ?? 1
    let chart = LaneChart(
      title: "Lineage", unit: "one row a member, coloured by fitness" + (fitnessUnit.isEmpty ? "" : ", \(fitnessUnit)"),
      axis: .count(title: "generation"), domain: Double(first - 1)...Double(lineage.lastGeneration),
      lanes: members.map { "member \($0)" }, bars: bars, legend: legend(bounds: bounds),
      note: note(shown: members.count))
    return chart.render(overlay: copies(members, lanes: lanes, x: chart.scale))
  }

  /// The members in the order of their numbers; of too many, the ancestors of the best and the best final ones.
  private func shownMembers() -> [Int] {
    guard lineage.members.count > Self.maximumRows else { return lineage.members }
    var chosen: [Int] = []
    for member in lineage.ancestry.reversed().map(\.member) + lineage.finals.map(\.member)
    where chosen.count < Self.maximumRows && !chosen.contains(member) {
      chosen.append(member)
    }
    return chosen.sorted()
  }

  /// The fitness values at which a colour ends: fifths of all evaluations, so that an outlier does not take them all.
  private func levelBounds(of members: [Int]) -> [Double] {
    let values = members.flatMap { lineage.records[$0] ?? [] }.map(\.fitness).filter(\.isFinite).sorted()
    return values.isEmpty
      ? [] : (0...Self.levels).map { Quantile.linear(Double($0) / Double(Self.levels), ofSorted: values) }
  }

  private func bars(of member: Int, lane: Int, stride: Int, bounds: [Double]) -> [LaneChart.Bar] {
    let records = lineage.records[member] ?? []
    return Swift.stride(from: 0, to: records.count, by: stride).map { index in
      let last = records[min(index + stride, records.count) - 1]
      return LaneChart.Bar(
        lane: lane, start: Double(records[index].generation - 1), end: Double(last.generation),
        style: style(of: last.fitness, bounds: bounds), tooltip: tooltip(last))
    }
  }

  private func style(of fitness: Double, bounds: [Double]) -> String {
    guard fitness.isFinite, bounds.count > Self.levels else { return "e" }
    return "f\(bounds[1..<Self.levels].count { fitness > $0 })"
  }

  private func tooltip(_ record: ReportedPopulation.Record) -> String {
    let copy = record.source.map { $0 == record.member ? "" : "\nstarted as a copy of member \($0)" } ?? ""
    let steps = AxisText.number(Double(record.steps), decimals: 0)
    return
      "member \(record.member), generation \(record.generation), \(steps) steps\nfitness \(text(record.fitness))\(copy)"
  }

  /// The copies as upright arrows, those of one generation beside each other, and the life of the best as one line.
  private func copies(_ members: [Int], lanes: [Int: Int], x: LinearScale) -> String {
    let offsets = CopyOffsets(lineage: lineage, members: members)
    var shafts = ""
    var origins = ""
    var heads = ""
    for member in members {
      for record in lineage.records[member] ?? [] {
        guard let source = record.source, source != member, let from = lanes[source], let to = lanes[member] else {
          continue
        }
        let place = x.position(of: offsets.place(of: record))
        let end = LaneChart.middle(of: to) + (from < to ? -4 : 4)
        let origin = "M\(PlotFrame.coordinate(place)) \(PlotFrame.coordinate(LaneChart.middle(of: from)))"
        shafts += "\(origin)V\(PlotFrame.coordinate(end))"
        origins += "\(origin)h0"
        heads += Self.arrowHead(at: place, tip: end + (from < to ? 3 : -3), isDown: from < to)
      }
    }
    // The light ground of a line keeps it apart from bars of any colour.
    let life = life(lanes: lanes, x: x, offsets: offsets)
    return path("halo", shafts) + path("copy", shafts) + path("halo", life) + path("life", life)
      + path("origins", origins) + path("head", heads)
  }

  private func path(_ style: String, _ commands: String) -> String {
    commands.isEmpty ? "" : "<path class=\"\(style)\" d=\"\(commands)\"/>"
  }

  /// The life of the best final member: along the rows, and upright where it was copied.
  private func life(lanes: [Int: Int], x: LinearScale, offsets: CopyOffsets) -> String {
    guard let first = lineage.ancestry.first, let last = lineage.ancestry.last else { return "" }
    var commands = "M\(PlotFrame.coordinate(x.position(of: Double(first.generation - 1))))"
    commands += " \(PlotFrame.coordinate(LaneChart.middle(of: lanes[first.member] ?? 0)))"
    for (earlier, later) in zip(lineage.ancestry, lineage.ancestry.dropFirst()) where earlier.member != later.member {
      guard let lane = lanes[later.member] else { return "" }
      commands += "H\(PlotFrame.coordinate(x.position(of: offsets.place(of: later))))"
      commands += "V\(PlotFrame.coordinate(LaneChart.middle(of: lane)))"
    }
    return commands + "H\(PlotFrame.coordinate(x.position(of: Double(last.generation))))"
  }

  private static func arrowHead(at place: Double, tip: Double, isDown: Bool) -> String {
    let base = PlotFrame.coordinate(tip + (isDown ? -6 : 6))
    return "M\(PlotFrame.coordinate(place - 4)) \(base)H\(PlotFrame.coordinate(place + 4))"
      + "L\(PlotFrame.coordinate(place)) \(PlotFrame.coordinate(tip))Z"
  }

  private func legend(bounds: [Double]) -> [String] {
    let colours =
      bounds.isEmpty
      ? []
      : (0..<Self.levels).map {
        LaneChart.legendEntry(style: "f\($0)", name: "\(text(bounds[$0])) … \(text(bounds[$0 + 1]))")
      }
    let life = PlotFrame.legendKey("<line class=\"life\" x1=\"0\" x2=\"30\" y1=\"5\" y2=\"5\"/>")
    let copy = PlotFrame.legendKey("<line class=\"copy\" x1=\"0\" x2=\"30\" y1=\"5\" y2=\"5\"/>")
    let name = lineage.best.map { "life of the best, member \($0)" } ?? "life of the best"
    return colours + [life + Markup.escape(name), copy + "copy, from the dot to the member that was replaced"]
  }

  private func note(shown: Int) -> String {
    let colours =
      "Each colour holds a fifth of the evaluations. Copies happen between two generations; they are drawn beside "
    let rest = "each other at the start of the second."
    let left = shown < lineage.members.count ? " \(shown) of \(lineage.members.count) members are shown." : ""
    return colours + rest + left
  }

  private func text(_ fitness: Double) -> String { AxisText.number(fitness, decimals: fitnessDecimals) }
}
