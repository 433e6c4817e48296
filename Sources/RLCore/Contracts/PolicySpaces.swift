/// What a policy was made for: the observations that it reads and the actions that it gives.
public struct PolicySpaces<ActionType: Action>: Sendable, Equatable {
  /// The width of an observation and its layout.
  public let observations: ObservationSpace
  /// The set of actions.
  public let actions: ActionType.Domain

  /// Pairs both spaces.
  public init(observations: ObservationSpace, actions: ActionType.Domain) {
    self.observations = observations
    self.actions = actions
  }

  /// Requires other spaces to be the same: what is elsewhere in an observation, or means another action, is not what
  /// the policy has learnt from.
  ///
  /// - Parameters:
  ///   - other: What is needed.
  ///   - policy: What the policy is called in the error.
  /// - Throws: ``PolicyError/misfit(field:must:found:)`` for the first that differs.
  public func require(_ other: PolicySpaces, of policy: String = "the policy") throws(PolicyError) {
    guard observations == other.observations else {
      throw .misfit(
        field: policy, must: "act on observations of \(other.observations.summary)",
        found: "made for \(observations.summary)")
    }
    guard actions == other.actions else {
      throw .misfit(field: policy, must: "choose from \(other.actions)", found: "made for \(actions)")
    }
  }
}

extension Environments {
  /// What a policy must be made for to act here.
  public var spaces: PolicySpaces<ActionType> { PolicySpaces(observations: observationSpace, actions: actionSpace) }
}

extension Policy {
  /// Requires the policy to be made for some environments, where it was made for anything.
  ///
  /// - Throws: ``PolicyError/misfit(field:must:found:)`` where spaces differ.
  public func requireFit<E: Environments>(in environments: E) throws(PolicyError) where E.ActionType == ActionType {
    try spaces?.require(environments.spaces)
  }
}

extension ObservationSpace {
  /// Width and groups in a few words, for messages.
  var summary: String {
    "\(width) values (\(groups.map(\.summary).joined(separator: ", ")))"
  }
}

extension ObservationSpace.Group {
  /// Name and shape in a few words: `prices 64 × 20 window`.
  package var summary: String {
    "\(name) \(rows) × \(columns)\(isPadded ? " padded" : "")\(isWindow ? " window" : "")"
  }
}

extension ObservationBatch {
  /// Requires the batch to be readable by a policy of some spaces: widths agree, every array has its length, and every
  /// choice has a valid option.
  ///
  /// - Parameters:
  ///   - observationSpace: What the policy reads.
  ///   - actionSpace: What the policy chooses from.
  ///   - finite: Whether values must be finite as well.
  /// - Throws: ``PolicyError`` for the first thing that does not fit.
  /// - Complexity: O(values + flags).
  public func require(
    _ observationSpace: ObservationSpace, _ actionSpace: some ActionSpace, finite: Bool
  ) throws(PolicyError) {
    guard width == observationSpace.width else {
      throw .misfit(field: "observations", must: "have \(observationSpace.width) values each", found: "\(width)")
    }
    guard maskWidth == 0 || maskWidth == actionSpace.maskWidth else {
      throw .misfit(field: "masks", must: "have \(actionSpace.maskWidth) flags each, or none", found: "\(maskWidth)")
    }
    try Self.require(values.count, of: "values", toBe: count * width)
    try Self.require(masks.count, of: "masks", toBe: count * maskWidth)
    try Self.require(isStart.count, of: "isStart", toBe: count)
    if finite { try requireFiniteValues() }
    if maskWidth > 0 { try requireValidOptions(of: actionSpace.choices) }
  }

  private static func require(_ found: Int, of field: String, toBe count: Int) throws(PolicyError) {
    guard found == count else {
      throw .misfit(field: "\(field) of observations", must: "have \(count) entries", found: "\(found)")
    }
  }

  private func requireFiniteValues() throws(PolicyError) {
    // One sum tells whether there is anything to look for; only a sum of huge values looks in vain.
    guard !values.reduce(0, +).isFinite, let index = values.firstIndex(where: { !$0.isFinite }) else { return }
    let position = width > 1 ? " \(index % width)" : ""
    throw .notFinite(quantity: "observation\(position) of environment \(index / width)", found: "\(values[index])")
  }

  private func requireValidOptions(of choices: [Int]) throws(PolicyError) {
    for environment in 0..<count {
      var start = environment * maskWidth
      for (choice, options) in choices.enumerated() {
        guard masks[start..<start + options].contains(true) else {
          throw .noValidOption(environment: environment, choice: choice)
        }
        start += options
      }
    }
  }
}
