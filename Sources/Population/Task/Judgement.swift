/// What a policy is worth.
public struct Judgement: Sendable, Equatable {
  /// What members are ranked by, to be maximised: the true objective, such as net profit, not a shaped reward.
  public var fitness: Double
  /// Further figures by name, in the order in which they are shown; a name that ends in `%` is shown as a percentage.
  public var figures: [MemberResult.Figure]

  /// A judgement from its parts.
  public init(fitness: Double, figures: [MemberResult.Figure] = []) {
    self.fitness = fitness
    self.figures = figures
  }
}
