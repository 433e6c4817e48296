import RLCore
import Settings
import Tensors

/// A policy whose choices point at rows of the observation: "enter the opportunity of row i", "leave the position of
/// row j".
///
/// Every row is scored by a head that all rows of its group share and that also sees a context: the plain groups, and
/// what was pooled from all rows. To exchange two rows exchanges their logits and nothing else, so what is learned about
/// one slot holds for all (pointer networks: Vinyals, Fortunato and Jaitly 2015; sets: Zaheer et al., "Deep Sets",
/// 2017).
///
/// ```
/// e = ReLU(row·E + b)                                       each row of each group in `heads`
/// c = ReLU([plain groups, pooled e of each group]·C + b)    the context
/// logits of a row = ReLU(e·W + c·V + b)·O + b               for each group with choices
/// logits = [c·H + b, group by group: choice by choice: row by row]
/// value = MLP(c) + Σ ReLU(e·W' + c·V' + b)·o + b            the sum over rows of groups that add value
/// ```
///
/// Rows of padding influence nothing: pooling and sums leave them out, and their own logits are 0. A group that `heads`
/// does not name must be plain: one vector, or rows that are never padding.
public struct PointerBlueprint: ActorCriticBlueprint, Configuration {
  /// The groups with rows that are embedded, in the order of their logits.
  public var heads: [PointerHead]
  /// Logits that come from the context alone; they are the first, as HOLD is.
  public var contextChoices: Int
  /// Width of embeddings, of the context and of what scores a row.
  public var width: Int
  /// Widths of the hidden layers between context and value.
  public var value: [Int]
  /// Starting bias of the logits from the context: above 0 a fresh policy prefers to hold.
  public var holdPreference: Float

  /// A blueprint; the heads are those of a funding-arbitrage task with three sizes by default.
  public init(
    heads: [PointerHead] = [
      PointerHead(group: "opportunities", choices: 3),
      PointerHead(group: "executions", choices: 1, pooling: [.mean], addsValue: true),
    ],
    contextChoices: Int = 1, width: Int = 48, value: [Int] = [48], holdPreference: Float = 0
  ) {
    self.heads = heads
    self.contextChoices = contextChoices
    self.width = width
    self.value = value
    self.holdPreference = holdPreference
  }

  /// Reads a document, in which all but `heads` may be left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let standard = PointerBlueprint()
    self.init(
      heads: try container.decode([PointerHead].self, forKey: .heads),
      contextChoices: try container.decodeIfPresent(Int.self, forKey: .contextChoices) ?? standard.contextChoices,
      width: try container.decodeIfPresent(Int.self, forKey: .width) ?? standard.width,
      value: try container.decodeIfPresent([Int].self, forKey: .value) ?? standard.value,
      holdPreference: try container.decodeIfPresent(Float.self, forKey: .holdPreference) ?? standard.holdPreference)
  }

  /// As settings of an agent.
  public var networkSettings: MLPBlueprint? { MLPBlueprint(pointer: self) }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((1...8192).contains(width), "network.width", must: "be in 1...8192", found: width)
    try require(
      value.allSatisfy { (1...8192).contains($0) }, "network.value", must: "have widths in 1...8192", found: value)
    try require(
      (0...8192).contains(contextChoices), "network.contextChoices", must: "be in 0...8192", found: contextChoices)
    try require(
      holdPreference.magnitude <= 100, "network.holdPreference", must: "be in -100...100", found: holdPreference)
    for (index, head) in heads.enumerated() {
      let field = "network.heads.\(head.group)"
      try require(
        !heads[..<index].contains { $0.group == head.group }, field, must: "be there once", found: "a second one")
      try require((0...8192).contains(head.choices), field, must: "have 0...8192 choices", found: head.choices)
      try require(
        Set(head.pooling).count == head.pooling.count, field, must: "pool in different ways",
        found: head.pooling.map(\.rawValue))
    }
  }

  /// Reserves the parameters and lays out the layers.
  ///
  /// - Throws: `ConfigurationError` if a value is out of range, a group is missing, or the logits are not as many as the
  ///   policy's outputs.
  public func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any ActorCritic {
    try validate()
    let (plain, places) = try place(in: observations)
    let logits = contextChoices + places.reduce(0) { $0 + $1.head.choices * $1.group.rows }
    try require(
      logits == policyOutputs, "network.heads", must: "give the \(policyOutputs) logits of the policy",
      found: "\(logits): "
        + (["\(contextChoices) of the context"]
        + places.map { "\($0.head.choices) for each of \($0.group.rows) \($0.group.name)" }).joined(separator: ", "))

    let gain = Initializer.orthogonal(gain: Float(2).squareRoot())
    let rows = places.map { place in
      PointerActorCritic.Rows(
        group: place.group, start: place.start, pooling: place.head.pooling,
        embedding: LinearLayer(
          "\(place.group.name).embedding", inputs: place.group.columns, outputs: width, activation: .relu,
          initializer: gain, in: &layout))
    }
    let inputs = plain.reduce(0) { $0 + $1.count } + rows.reduce(0) { $0 + $1.pooling.count * width }
    try require(inputs > 0, "network.heads", must: "leave the context something to read", found: "no pooling")
    let context = LinearLayer(
      "context", inputs: inputs, outputs: width, activation: .relu, initializer: gain, in: &layout)
    let contextLogits =
      contextChoices == 0
      ? nil
      : LinearLayer(
        "policy.context", inputs: width, outputs: contextChoices, initializer: .orthogonal(gain: 0.01),
        biasInitializer: .constant(holdPreference), in: &layout)
    let pointers = heads.enumerated().filter { $0.element.choices > 0 }.map { index, head in
      PointerActorCritic.Scored(
        rows: index, scorer: RowScorer("policy.\(head.group)", width, head.choices, gain: 0.01, in: &layout))
    }
    let valueHead = MLP("value", inputs: width, hidden: value, outputs: 1, activation: .relu, in: &layout)
    let valueTerms = heads.enumerated().filter { $0.element.addsValue }.map { index, head in
      PointerActorCritic.Scored(
        rows: index, scorer: RowScorer("value.\(head.group)", width, 1, gain: 1, in: &layout))
    }
    return PointerActorCritic(
      plain: plain, rows: rows, context: context, contextLogits: contextLogits, pointers: pointers,
      valueHead: valueHead, valueTerms: valueTerms)
  }

  /// Columns of the plain groups, and every head with its group and where that begins.
  private func place(
    in observations: ObservationSpace
  ) throws(ConfigurationError) -> (
    plain: [Range<Int>], heads: [(head: PointerHead, group: ObservationSpace.Group, start: Int)]
  ) {
    var plain: [Range<Int>] = []
    var found: [String: (group: ObservationSpace.Group, start: Int)] = [:]
    var start = 0
    for group in observations.groups {
      if heads.contains(where: { $0.group == group.name }) {
        found[group.name] = (group, start)
      } else {
        try require(
          !group.isPadded, "network.heads", must: "name every group that has padding",
          found: "nothing for \(group.name)")
        plain.append(start..<start + group.width)
      }
      start += group.width
    }
    var places: [(head: PointerHead, group: ObservationSpace.Group, start: Int)] = []
    for head in heads {
      guard let place = found[head.group] else {
        throw ConfigurationError(
          field: "network.heads", must: "name groups of the observation",
          found: "\(head.group), which is none of "
            + observations.groups.map(\.name).joined(separator: ", "))
      }
      places.append((head, place.group, place.start))
    }
    return (plain, places)
  }
}
