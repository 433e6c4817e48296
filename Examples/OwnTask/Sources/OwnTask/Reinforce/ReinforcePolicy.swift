import RLFramework

/// What acting depends on, as it stands in policy files: the network.
///
/// A program that registers it reads such files without making an agent:
/// `var registry = Registry.standard; try registry.register(policy: ReinforcePolicy.self)`.
struct ReinforcePolicy: PolicyBlueprint {
  static var kind: String { "reinforce" }

  var network = ReinforceSettings().network

  init() {}
  init(network: LayersBlueprint) { self.network = network }

  func validate() throws(ConfigurationError) { try network.validate() }

  func build(for spaces: PolicySpaces<DiscreteAction>) throws(ConfigurationError) -> any PolicyModel<DiscreteAction> {
    try ReinforceModel(network, for: spaces)
  }
}

/// The network of a policy, without numbers.
struct ReinforceModel: PolicyModel {
  let layout: ParameterLayout
  let choices: Int
  private let network: any Network

  init(_ blueprint: LayersBlueprint, for spaces: PolicySpaces<DiscreteAction>) throws(ConfigurationError) {
    var layout = ParameterLayout()
    network = try blueprint.build(
      "policy", for: spaces.observations, outputs: spaces.actions.count, in: &layout)
    self.layout = layout
    choices = spaces.actions.count
  }

  func makeRunner(over parameters: AlignedBuffer<Float>) -> any PolicyRunner<DiscreteAction> {
    ReinforceRunner(self, over: parameters)
  }

  /// ln π of every choice; masked ones get −∞, and never a gradient.
  func logProbabilities(_ input: Variable, masks: [Bool], on tape: Tape<Float>) -> Variable {
    let mask = masks.isEmpty ? nil : masks.withUnsafeBufferPointer { tape.makeMask($0) }
    return tape.logSoftmax(network(input, on: tape), mask: mask)
  }
}

/// Acts: for the agent while it trains, and for whoever read its policy.
final class ReinforceRunner: PolicyRunner {
  private let model: ReinforceModel
  private let tape: Tape<Float>

  init(_ model: ReinforceModel, over parameters: AlignedBuffer<Float>) {
    self.model = model
    tape = Tape(parameters: parameters)
  }

  func choose(
    for observations: ObservationBatch, mode: ActingMode, into actions: inout [DiscreteAction],
    using random: inout RandomStream
  ) {
    let probabilities = probabilities(observations)
    actions = (0..<observations.count).map { row in
      let chances = probabilities[row * model.choices..<(row + 1) * model.choices]
      return DiscreteAction(mode == .exploit ? mostProbable(chances) : draw(chances, using: &random))
    }
  }

  func inspect(_ observation: ObservationBatch) -> PolicyReport<DiscreteAction> {
    let chances = probabilities(observation)
    let logs = model.logProbabilities(
      tape.constant(observation.values, rows: 1, columns: observation.width), masks: observation.masks, on: tape)
    return PolicyReport(
      action: DiscreteAction(mostProbable(chances[...])), preferences: .probabilities([chances]), value: nil,
      entropy: tape.values(of: tape.entropy(ofLogProbabilities: logs))[0])
  }

  private func probabilities(_ observations: ObservationBatch) -> [Float] {
    tape.reset()
    let input = tape.constant(observations.values, rows: observations.count, columns: observations.width)
    return tape.values(of: tape.exp(model.logProbabilities(input, masks: observations.masks, on: tape)))
  }

  private func draw(_ chances: ArraySlice<Float>, using random: inout RandomStream) -> Int {
    var rest = random.uniform()
    var choice = 0
    for (index, chance) in chances.enumerated() where chance > 0 {
      choice = index
      rest -= chance
      if rest < 0 { break }
    }
    return choice
  }

  private func mostProbable(_ chances: ArraySlice<Float>) -> Int {
    var best = chances.startIndex
    for index in chances.indices where chances[index] > chances[best] { best = index }
    return best - chances.startIndex
  }
}
