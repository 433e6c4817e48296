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

  /// A majority vote: every member counts the same.
  public convenience init(_ members: [any Policy<ActionType>]) {
    self.init(members, weights: members.map { _ in 1 })
  }

  /// A weighted vote.
  ///
  /// - Precondition: There is a member, and a positive weight for each.
  public init(_ members: [any Policy<ActionType>], weights: [Double]) {
    precondition(!members.isEmpty, "there must be a member, was none")
    precondition(
      weights.count == members.count && weights.allSatisfy { $0 > 0 && $0.isFinite },
      "there must be a positive weight for each of \(members.count) members, was \(weights)")
    self.members = members
    self.weights = weights
  }

  /// Asks every member and counts.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) -> [ActionType] {
    let votes = members.map { $0.act(on: observations, mode: mode, using: &random) }
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
