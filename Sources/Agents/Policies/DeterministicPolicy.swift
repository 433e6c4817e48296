import Networks
import RLCore
import Randomness
import Settings
import Tensors

/// The policy of TD3 and DDPG: tanh of the network's outputs, scaled to the bounds of the actions.
public struct DeterministicPolicy: PolicyBlueprint {
  /// What the policy does.
  public typealias ActionType = ContinuousAction
  /// The name in policy files.
  public static var kind: String { "deterministic" }

  /// The hidden layers.
  public var network: LayersBlueprint

  /// The default layers.
  public init() { self.init(network: LayersBlueprint(hidden: [400, 300])) }

  init(network: LayersBlueprint) { self.network = network }

  /// Requires every value to lie in its range.
  public func validate() throws(ConfigurationError) { try network.validate() }

  /// Lays out the network.
  public func build(
    for spaces: PolicySpaces<ContinuousAction>
  ) throws(ConfigurationError) -> any PolicyModel<ContinuousAction> {
    try makeModel(for: spaces)
  }

  func makeModel(for spaces: PolicySpaces<ContinuousAction>) throws(ConfigurationError) -> DeterministicModel {
    try validate()
    return try DeterministicModel(network, for: spaces)
  }

  /// All but what is dropped while training.
  public var learnt: JSONValue {
    var policy = self
    policy.network.encoding?.dropout = 0
    return policy.json
  }
}

/// See ``DeterministicPolicy``.
struct DeterministicModel: PolicyModel {
  let layout: ParameterLayout
  let network: any Network
  let scale: ActionScale

  /// Reserves the parameters.
  init(
    _ blueprint: any NetworkBlueprint, for spaces: PolicySpaces<ContinuousAction>
  ) throws(ConfigurationError) {
    scale = try ActionScale(spaces.actions)
    var layout = ParameterLayout()
    network = try blueprint.build(
      "actor", for: spaces.observations, outputs: spaces.actions.dimensions, in: &layout)
    self.layout = layout
  }

  func makeRunner(over parameters: AlignedBuffer<Float>) -> any PolicyRunner<ContinuousAction> {
    DeterministicRunner(self, over: parameters)
  }
}

/// Acts deterministically.
final class DeterministicRunner: PolicyRunner {
  let model: DeterministicModel
  private let tape: Tape<Float>

  init(_ model: DeterministicModel, over parameters: AlignedBuffer<Float>) {
    self.model = model
    tape = Tape(parameters: parameters)
  }

  func choose(
    for observations: ObservationBatch, mode: ActingMode, into actions: inout [ContinuousAction],
    using random: inout RandomStream
  ) {
    actions = model.scale.actions(stored(for: observations))
  }

  /// Actions in ±1, [observations × dimensions].
  func stored(for observations: ObservationBatch) -> [Float] {
    tape.reset()
    let input = tape.constant(observations.values, rows: observations.count, columns: observations.width)
    return tape.values(of: tape.tanh(model.network(input, on: tape)))
  }

  func inspect(_ observation: ObservationBatch) -> PolicyReport<ContinuousAction> {
    let stored = stored(for: observation)
    return PolicyReport(
      action: model.scale.actions(stored)[0], preferences: .point(stored), value: nil, entropy: nil)
  }
}
