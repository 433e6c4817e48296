import Networks
import RLCore
import Settings
import Tensors

/// The policy of DQN and QR-DQN: the value of every choice, or quantiles of its return, of which the mean decides.
public struct ActionValuePolicy: PolicyBlueprint {
  /// What the policy does.
  public typealias ActionType = DiscreteAction
  /// The name in policy files.
  public static var kind: String { "action-values" }

  /// The hidden layers; `nil` for a network that settings cannot describe, so that no file of it can be read.
  public var network: LayersBlueprint?
  /// Whether the network ends in a value and advantages.
  public var dueling: Bool
  /// Quantiles of the return of each choice; `nil` if the network gives its mean.
  public var quantiles: Int?
  /// ε: the probability of a random action where the policy is sampled.
  public var exploration: Float

  /// The default layers.
  public init() { self.init(LayersBlueprint(hidden: [64, 64])) }

  /// The policy of a network, by its settings if it has some.
  init(_ network: any NetworkBlueprint, quantiles: Int? = nil) {
    let dueling = network as? DuelingBlueprint
    self.network = dueling.map(\.layers) ?? network as? LayersBlueprint
    self.dueling = dueling != nil
    self.quantiles = quantiles
    exploration = 0
  }

  /// Requires every value to lie in its range.
  public func validate() throws(ConfigurationError) {
    try network?.validate()
    if let network, dueling { try DuelingBlueprint(network).validate() }
    if let quantiles {
      try require((1...1000).contains(quantiles), "quantiles", must: "be in 1...1000", found: quantiles)
    }
    try require((0...1).contains(exploration), "exploration", must: "be in 0...1", found: exploration)
  }

  /// Lays out the network.
  public func build(
    for spaces: PolicySpaces<DiscreteAction>
  ) throws(ConfigurationError) -> any PolicyModel<DiscreteAction> {
    guard let network else { throw .undescribedNetwork }
    try validate()
    var model = try ActionValueModel(
      dueling ? DuelingBlueprint(network) : network, quantiles: quantiles, for: spaces)
    model.exploration = exploration
    return model
  }

  /// All but ε and what is dropped while training.
  public var learnt: JSONValue {
    var policy = self
    policy.exploration = 0
    policy.network?.encoding?.dropout = 0
    return policy.json
  }
}

/// See ``ActionValuePolicy``.
struct ActionValueModel: PolicyModel {
  let layout: ParameterLayout
  let network: any Network
  let choice: EpsilonGreedy
  let quantiles: Int?
  /// ε where the policy is sampled.
  var exploration: Float = 0

  /// Reserves the parameters.
  init(
    _ blueprint: any NetworkBlueprint, quantiles: Int?, for spaces: PolicySpaces<DiscreteAction>
  ) throws(ConfigurationError) {
    var layout = ParameterLayout()
    network = try blueprint.build(
      "q", for: spaces.observations, outputs: (quantiles ?? 1) * spaces.actions.count, in: &layout)
    self.layout = layout
    self.quantiles = quantiles
    choice = EpsilonGreedy(choices: spaces.actions.count)
  }

  func makeRunner(over parameters: AlignedBuffer<Float>) -> any PolicyRunner<DiscreteAction> {
    ActionValueRunner(self, over: parameters)
  }

  /// What decides between the choices, [rows × choices], valid until the tape is reset: the network's outputs, or the
  /// means of their quantiles.
  func values(of outputs: Variable, on tape: Tape<Float>) -> UnsafePointer<Float> {
    let source = tape.pointer(to: outputs)
    guard let quantiles else { return UnsafePointer(source) }
    let (count, columns) = (choice.choices, outputs.columns)
    let means = tape.makeScratch(count: outputs.rows * count)
    let share = 1 / Float(quantiles)
    means.update(repeating: 0, count: outputs.rows * count)
    for row in 0..<outputs.rows {
      let target = means + row * count
      for start in stride(from: row * columns, to: (row + 1) * columns, by: count) {
        for choice in 0..<count { target[choice] += source[start + choice] }
      }
      for choice in 0..<count { target[choice] *= share }
    }
    return UnsafePointer(means)
  }
}
