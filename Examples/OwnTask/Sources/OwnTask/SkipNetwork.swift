import RLFramework

/// A network that the library does not have: a hidden layer, and a straight path around it.
struct SkipBlueprint: ActorCriticBlueprint {
  var hidden = 64

  func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any ActorCritic {
    try require((1...1024).contains(hidden), "hidden", must: "be in 1...1024", found: hidden)
    return SkipNetwork(
      policyHead: SkipHead("policy", inputs: observations.width, hidden: hidden, outputs: policyOutputs, in: &layout),
      valueHead: SkipHead("value", inputs: observations.width, hidden: hidden, outputs: 1, in: &layout))
  }
}

/// Holds no numbers, only where they lie.
private struct SkipNetwork: ActorCritic {
  let policyHead: SkipHead
  let valueHead: SkipHead

  /// The heads have nothing in common, so that they can be trained side by side.
  var sharesParameters: Bool { false }

  func policy<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    policyHead(observations, on: tape)
  }

  func value<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    valueHead(observations, on: tape)
  }
}

/// One head: W₂·softsign(W₁·x) + W₃·x, with biases.
private struct SkipHead {
  let first: LinearLayer
  let second: LinearLayer
  let straight: LinearLayer

  init(_ name: String, inputs: Int, hidden: Int, outputs: Int, in layout: inout ParameterLayout) {
    let small = Initializer.orthogonal(gain: 0.1)
    first = LinearLayer(
      "\(name).first", inputs: inputs, outputs: hidden, initializer: .orthogonal(gain: 1), in: &layout)
    second = LinearLayer("\(name).second", inputs: hidden, outputs: outputs, initializer: small, in: &layout)
    straight = LinearLayer("\(name).straight", inputs: inputs, outputs: outputs, initializer: small, in: &layout)
  }

  func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
    tape.add(second(tape.softsign(first(x, on: tape)), on: tape), straight(x, on: tape))
  }
}
