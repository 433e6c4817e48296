import Envs
import Foundation
import Population
import RLCore
import Settings
import Training

/// Policies of one or several runs: one plays by itself, several vote on every hour.
package struct Electorate {
  /// One policy.
  package struct Member {
    package let run: EarlierRun
    /// The run, and which of its members where it is one of a population.
    package let name: String
    package let policy: TradingPolicy
    package let weight: Double
  }

  package let members: [Member]

  /// Reads the policies of runs.
  ///
  /// - Parameters:
  ///   - runs: At least one.
  ///   - top: How many members of each run, which must be a population, best in its last generation; `nil` takes the
  ///     policy that the run selected.
  ///   - weights: One for each policy; `nil` counts them all the same.
  /// - Throws: Where a run, a policy or a weight is missing.
  package init(_ runs: [EarlierRun], top: Int?, weights: [Double]?) throws {
    var policies: [(run: EarlierRun, name: String, file: URL)] = []
    for run in runs {
      guard let top else {
        policies.append((run, run.name, run.directory.policy))
        continue
      }
      for member in try Self.best(top, of: run) {
        let file = PopulationDirectory(run.directory.folder).policy(of: member)
        policies.append((run, "\(run.name) member \(member)", file))
      }
    }
    if let weights, weights.count != policies.count {
      throw ConfigurationError(
        field: "--weights", must: "have a number for each of \(policies.count) policies", found: "\(weights.count)")
    }
    members = try policies.enumerated().map { index, policy in
      Member(
        run: policy.run, name: policy.name, policy: try TradingPolicy(contentsOf: policy.file),
        weight: weights?[index] ?? 1)
    }
  }

  /// The members of a population that were judged best in the last generation, best first.
  private static func best(_ count: Int, of run: EarlierRun) throws -> [Int] {
    let place = PopulationDirectory(run.directory.folder)
    guard place.holdsRun else {
      throw ExperimentError("--top needs the folder of a population, \(run.name) is without population.json")
    }
    let history = try PopulationRecord(contentsOf: place).history
    let ranking = history.generations == 0 ? [] : history.ranking(of: history.generations - 1)
    let judged = ranking.filter { $0.fitness != nil }.map(\.member)
    guard (1...max(judged.count, 1)).contains(count), !judged.isEmpty else {
      throw ConfigurationError(
        field: "--top", must: "be in 1...\(judged.count), the members of \(run.name) that were judged",
        found: "\(count)")
    }
    return Array(judged.prefix(count))
  }

  /// What they are called in tables.
  package var title: String { members.count == 1 ? members[0].run.settings.agentTitle : "vote of \(members.count)" }

  /// What plays in an environment that shows opportunities in the units of the market.
  package func policy(in environment: FundingArbitrageEnvironment) throws -> any Policy<DiscreteAction> {
    let policies = try members.map { try $0.policy.makeSelfScalingActor(in: environment) }
    return policies.count == 1 ? policies[0] : try VotingPolicy(policies, weights: members.map(\.weight))
  }

  /// Who votes, and where a window is no test of one of them.
  package func remarks(on hours: Range<Int>, of market: PreparedMarket) throws -> [String] {
    guard members.count > 1 else { return try members[0].run.overlaps("The agent", of: hours, on: market) }
    let votes = members.map { "\($0.name) (\($0.weight))" }.joined(separator: ", ")
    var named: Set<String> = []
    // Members of one population have seen the same.
    let runs = members.map(\.run).filter { named.insert($0.name).inserted }
    return ["Every hour is voted on by, with weights, \(votes); each sees the market as its own training scaled it."]
      + (try runs.flatMap { try $0.overlaps($0.name, of: hours, on: market) })
  }
}
