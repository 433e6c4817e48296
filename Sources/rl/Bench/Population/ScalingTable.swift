import RLFramework

/// How a generation spreads over ranks: seconds and efficiency by members and ranks.
struct ScalingTable {
  private static let sizes = [8, 32, 128, 512]
  private static let ranks = [1, 2, 8, 32, 128, 512]

  var costs: MessageCosts
  var jobSeconds: Double

  var text: String {
    let simulation = GenerationSimulation(costs: costs, jobSeconds: jobSeconds)
    var lines: [String] = []
    lines.append("members train \(Self.short(jobSeconds)) s: seconds of a generation, share of the time that trains\n")
    lines.append("| members |" + Self.ranks.map { " \($0) \($0 == 1 ? "rank" : "ranks") |" }.joined())
    lines.append("|---:|" + Self.ranks.map { _ in "---:|" }.joined())
    for members in Self.sizes {
      let cells = Self.ranks.map { ranks in
        guard ranks <= members else { return " |" }
        let share = 100 * simulation.efficiency(members: members, ranks: ranks)
        return " \(Self.short(simulation.seconds(members: members, ranks: ranks))) s, \(Self.short(share)) % |"
      }
      lines.append("| \(members) |" + cells.joined())
    }
    return lines.joined(separator: "\n")
  }

  private static func short(_ value: Double) -> String { NumberText.fixed(value, decimals: value < 10 ? 1 : 0) }
}
