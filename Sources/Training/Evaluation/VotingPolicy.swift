import RLCore
import Randomness

/// Several policies that vote on every action, each with a weight.
///
/// What a vote is depends on the kind of action: the option with the most weight behind it for each discrete choice (a
/// tie goes to the option whose first voter comes first), the weighted mean for continuous values. All members see the
/// same mask, so that the winner of a discrete vote is valid.
public final class VotingPolicy<ActionType: VotableAction>: Policy {
  /// Who votes, in the order that decides ties.
  public let members: [any Policy<ActionType>]
  /// What each vote counts; positive.
  public let weights: [Double]
  /// What all members were made for; `nil` if all of them read anything.
  public let spaces: PolicySpaces<ActionType>?

  /// A majority vote: every member counts the same.
  ///
  /// - Throws: As a weighted vote.
  public convenience init(_ members: [any Policy<ActionType>]) throws(PolicyError) {
    try self.init(members, weights: members.map { _ in 1 })
  }

  /// A weighted vote.
  ///
  /// - Throws: `PolicyError` unless there is a member, and a positive weight for each, and all of them were made for the
  ///   same spaces.
  public init(_ members: [any Policy<ActionType>], weights: [Double]) throws(PolicyError) {
    guard !members.isEmpty else { throw .misfit(field: "members", must: "not be empty", found: "empty") }
    guard weights.count == members.count && weights.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw .misfit(
        field: "weights", must: "be positive, one for each of \(members.count) members", found: "\(weights)")
    }
    let known = members.enumerated().compactMap { index, member in member.spaces.map { (index, $0) } }
    if let (_, first) = known.first {
      for (index, spaces) in known { try spaces.require(first, of: "member \(index)") }
    }
    self.members = members
    self.weights = weights
    spaces = known.first?.1
  }

  /// A vote of policies that were read from files or taken from agents, each by an actor of its own.
  ///
  /// - Throws: As ``init(_:weights:)``.
  public convenience init(
    _ snapshots: [PolicySnapshot<ActionType>], weights: [Double]? = nil
  ) throws(PolicyError) {
    try self.init(snapshots.map { $0.makeActor() }, weights: weights ?? snapshots.map { _ in 1 })
  }

  /// Asks every member and counts.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType] {
    var votes: [[ActionType]] = []
    for member in members { votes.append(try member.act(on: observations, mode: mode, using: &random)) }
    return (0..<observations.count).map { row in ActionType.winner(of: votes.map { $0[row] }, weights: weights) }
  }
}

/// An action on which policies can vote.
public protocol VotableAction: Action {
  /// What several voters settle on.
  ///
  /// - Parameters:
  ///   - votes: At least one.
  ///   - weights: What each counts; positive.
  /// - Returns: Valid where all votes are.
  static func winner(of votes: [Self], weights: [Double]) -> Self
}

extension DiscreteAction: VotableAction {
  /// The option with the most weight behind it.
  public static func winner(of votes: [DiscreteAction], weights: [Double]) -> DiscreteAction {
    DiscreteAction(mostVoted(votes.map(\.index), weights: weights))
  }

  /// The value with the most weight behind it; of equals the one that was named first.
  static func mostVoted(_ votes: [Int], weights: [Double]) -> Int {
    var best = (option: votes[0], weight: -Double.infinity)
    for option in votes {
      let weight = votes.indices.reduce(0) { votes[$1] == option ? $0 + weights[$1] : $0 }
      if weight > best.weight { best = (option, weight) }
    }
    return best.option
  }
}

extension MultiDiscreteAction: VotableAction {
  /// A vote on each choice by itself.
  public static func winner(of votes: [MultiDiscreteAction], weights: [Double]) -> MultiDiscreteAction {
    MultiDiscreteAction(
      votes[0].indices.indices.map { choice in
        DiscreteAction.mostVoted(votes.map { $0.indices[choice] }, weights: weights)
      })
  }
}

extension ContinuousAction: VotableAction {
  /// The weighted mean of each value, which lies within the bounds that all votes keep.
  public static func winner(of votes: [ContinuousAction], weights: [Double]) -> ContinuousAction {
    let total = weights.reduce(0, +)
    return ContinuousAction(
      votes[0].values.indices.map { place in
        let sum = votes.indices.reduce(0) { $0 + weights[$1] * Double(votes[$1].values[place]) }
        return Float(sum / total)
      })
  }
}
