import Tensors

/// A two-headed network whose policy gives what its last layer reads behind its outputs.
struct RevealingActorCritic<Base: TwoHeadedActorCritic>: ActorCritic {
  let base: Base

  var sharesParameters: Bool { base.sharesParameters }

  func policy<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    policy(ofFeatures: base.features(observations, on: tape), on: tape)
  }

  func value<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    base.value(observations, on: tape)
  }

  func policyAndValue<Scalar>(
    _ observations: Variable, on tape: Tape<Scalar>
  ) -> (policy: Variable, value: Variable) {
    let shared = base.features(observations, on: tape)
    return (policy(ofFeatures: shared, on: tape), base.valueHead(shared, on: tape))
  }

  private func policy<Scalar>(ofFeatures shared: Variable, on tape: Tape<Scalar>) -> Variable {
    let (outputs, features) = base.policyHead.outputsAndFeatures(shared, on: tape)
    return tape.concatenate([outputs, features])
  }
}
